package vn.soviec.demo.ui

import android.view.View
import android.widget.TextView

fun View.showIf(shown: Boolean) {
    visibility = if (shown) View.VISIBLE else View.GONE
}

/** Sets the text, or hides the view that has none. Equal text is left alone: a screen reader would read it again. */
fun TextView.showText(words: CharSequence?) {
    if (words != null && text.toString() != words.toString()) text = words
    showIf(words != null)
}

/** `requireViewById` of Android 9, for the phones before it. */
fun <T : View> View.view(id: Int): T = checkNotNull(findViewById<T>(id)) { "no such view" }
