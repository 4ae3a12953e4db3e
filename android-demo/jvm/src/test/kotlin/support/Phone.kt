package support

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Rect
import android.os.Bundle
import android.os.Looper
import android.os.Parcel
import android.os.SystemClock
import android.view.MotionEvent
import android.view.PixelCopy
import android.view.View
import android.view.ViewGroup
import android.view.inputmethod.EditorInfo
import android.view.inspector.WindowInspector
import android.widget.EditText
import android.widget.TextView
import org.robolectric.Shadows.shadowOf
import java.time.Duration
import java.util.concurrent.locks.LockSupport

/** What a person sees and does. The framework's time stands still except in [settle]. */
object Phone {
    private const val PATIENCE_SECONDS = 120L

    fun settle(millis: Long = 50) = shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(millis))

    /** Lets real threads work until [condition] holds; the deadline is far away and a failure. */
    fun until(what: String, condition: () -> Boolean) {
        val deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos()
        while (true) {
            settle()
            if (condition()) return
            check(System.nanoTime() < deadline) { "waited in vain until $what; on the screen: ${onScreen()}" }
            LockSupport.parkNanos(2_000_000)
        }
    }

    private fun onScreen() = WindowInspector.getGlobalWindowViews().flatMap(::texts)

    /** A touch at the middle of the view, through its window, as a finger makes it. */
    fun tap(view: View) {
        bringIntoSight(view)
        val at = IntArray(2).also(view::getLocationInWindow)
        val down = SystemClock.uptimeMillis()
        for (action in listOf(MotionEvent.ACTION_DOWN, MotionEvent.ACTION_UP)) {
            val x = at[0] + view.width / 2f
            val y = at[1] + view.height / 2f
            MotionEvent.obtain(down, SystemClock.uptimeMillis(), action, x, y, 0).run {
                view.rootView.dispatchTouchEvent(this)
                recycle()
            }
            settle(200) // a list waits until it has shown the row as pressed
        }
    }

    private fun bringIntoSight(view: View) {
        settle(500) // what still scrolls has stopped by then
        view.requestRectangleOnScreen(Rect(0, 0, view.width, view.height), true)
        settle()
    }

    /** As a keyboard types: through the input connection. */
    fun type(view: TextView, text: String) {
        view.requestFocus()
        val connection = checkNotNull(view.onCreateInputConnection(EditorInfo())) { "takes no text" }
        connection.commitText(text, 1)
        settle()
    }

    /** A saved state as it comes back to another process: bytes, and no live object. */
    fun throughBytes(state: Bundle): Bundle = fromBytes(toBytes(state))

    fun toBytes(state: Bundle): ByteArray = Parcel.obtain().run {
        writeBundle(state)
        marshall().also { recycle() }
    }

    fun fromBytes(bytes: ByteArray): Bundle = Parcel.obtain().run {
        unmarshall(bytes, 0, bytes.size)
        setDataPosition(0)
        checkNotNull(readBundle(Phone::class.java.classLoader)).also { recycle() }
    }

    /** The screen as the hardware renderer draws it. */
    fun picture(activity: Activity): Bitmap {
        val window = activity.window.decorView
        settle(500)
        finishAnimations(window)
        settle(5000) // scroll bars have faded by then
        val bitmap = Bitmap.createBitmap(window.width, window.height, Bitmap.Config.ARGB_8888)
        val request = PixelCopy.Request.Builder.ofWindow(window)
            .setSourceRect(Rect(0, 0, window.width, window.height)).setDestinationBitmap(bitmap).build()
        var status = -1
        PixelCopy.request(request, Runnable::run) { status = it.status }
        settle()
        check(status == PixelCopy.SUCCESS) { "no picture: $status" }
        return bitmap
    }

    /** Marks of check boxes move on the render thread, whose clock no test moves. */
    private fun finishAnimations(view: View) {
        view.jumpDrawablesToCurrentState()
        if (view is ViewGroup) children(view).forEach(::finishAnimations)
    }

    fun children(group: ViewGroup): List<View> = (0 until group.childCount).map(group::getChildAt)

    /** The view and everything in it that is to be seen. */
    fun visible(view: View): List<View> = when {
        view.visibility != View.VISIBLE -> emptyList()
        view is ViewGroup -> listOf<View>(view) + children(view).flatMap(::visible)
        else -> listOf(view)
    }

    /** Words that are on the screen but not wholly in their view; a field may scroll its own. */
    fun lostWords(view: View): List<String> = visible(view).filterIsInstance<TextView>()
        .filter { it !is EditText && it.text.isNotEmpty() && loses(it) }.map { it.text.toString() }

    private fun loses(view: TextView): Boolean {
        val layout = view.layout ?: return true
        val height = view.height - view.compoundPaddingTop - view.compoundPaddingBottom
        val width = view.width - view.compoundPaddingLeft - view.compoundPaddingRight
        return layout.height > height ||
            (0 until layout.lineCount).any { layout.getEllipsisCount(it) > 0 || layout.getLineMax(it) > width + 1 }
    }

    fun texts(view: View): List<String> =
        visible(view).filterIsInstance<TextView>().map { it.text.toString() }.filter(String::isNotEmpty)
}

/** All words on the screen. */
val Activity.words: String get() = Phone.texts(window.decorView).joinToString("\n")

fun <T : View> Activity.find(id: Int): T = checkNotNull(findViewById<T>(id))

/** The visible text view with these words. */
fun Activity.saying(words: String): TextView =
    Phone.visible(window.decorView).filterIsInstance<TextView>().first { it.text.toString() == words }
