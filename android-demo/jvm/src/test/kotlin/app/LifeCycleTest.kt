package app

import android.app.Activity
import android.content.Intent
import android.content.res.Configuration
import android.os.Bundle
import android.view.View
import android.widget.EditText
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotSame
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import support.Day
import support.FixedCore
import support.Friday
import support.Phone
import support.World
import support.find
import support.words
import vn.soviec.demo.R
import vn.soviec.demo.core.Library
import vn.soviec.demo.ui.AddTaskActivity
import vn.soviec.demo.ui.EnrolActivity
import vn.soviec.demo.ui.MainActivity
import vn.soviec.demo.ui.ReplacedActivity
import vn.soviec.demo.ui.RoundActivity
import vn.soviec.demo.ui.TaskActivity
import vn.soviec.demo.ui.view

/**
 * Every screen is turned, darkened, enlarged, stopped, and killed with its state as bytes; it shows
 * the same words and keeps what was typed.
 */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "w360dp-h1360dp")
class LifeCycleTest {
    private var core = FixedCore()

    @Before
    fun friday() {
        World.fresh("life-cycle")
        World.at(Friday.NOW)
        World.library = Library { _, _ -> core }
    }

    @Test
    fun today() = replay(MainActivity::class.java, "Rà soát mã QR khu dân cư")

    @Test
    fun allTasksWithASearch() = replay(MainActivity::class.java, "1 việc, tìm trong máy") {
        Phone.tap(it.find<View>(R.id.find))
        Phone.type(it.find<EditText>(R.id.search), "mã qr")
    }

    @Test
    fun exchange() = replay(MainActivity::class.java, "Rà soát mã QR: loa đã phát") {
        Phone.tap(it.find<View>(R.id.tab_exchange))
    }

    @Test
    fun taskWithADraft() = replay(
        TaskActivity::class.java, "Cổng chợ có mã QR",
        TaskActivity.intent(RuntimeEnvironment.getApplication(), Friday.book, Friday.qr.task),
    ) { Phone.type(it.find<EditText>(R.id.note), "nháp chưa lưu") }

    @Test
    fun aRound() {
        core.round = Friday.round
        val intent = RoundActivity.intent(RuntimeEnvironment.getApplication(), Friday.book, Friday.qr.task, Friday.counted)
        replay(RoundActivity::class.java, "Hoàn tác: hộ 27, xong", intent)
    }

    @Test
    fun whatIsPutAwayIsWrittenDown() {
        val main = Day.launch(MainActivity::class.java)
        Phone.until("today is shown") { Friday.qr.title in main.get().words }
        turn(main) { fontScale = 1.3f }
        Phone.settle()
        assertEquals("a screen that turns is still seen", 0, core.pauses)
        main.pause().stop()
        Phone.until("the drafts are written down") { core.pauses == 1 }
    }

    @Test
    fun replaced() = replay(ReplacedActivity::class.java, "Nguyễn Đình Cường")

    @Test
    fun ownTask() = replay(AddTaskActivity::class.java, "Ghi vào sổ: Thôn Đông Hạ") {
        Phone.type(it.find<EditText>(R.id.title), "Mượn loa")
        Phone.tap(it.find<View>(R.id.when_week))
    }

    @Test
    fun enrolment() {
        core = FixedCore(enrolled = false)
        replay(EnrolActivity::class.java, "Tiếp tục") {
            Phone.type(it.find<EditText>(R.id.enrol_code), "U68KJ6QG62")
        }
    }

    @Test
    fun twoTapsFromOpeningToATick() {
        val main = Day.launch(MainActivity::class.java).get()
        Phone.until("today is shown") { Day.rowSaying(main, R.id.today, Friday.qr.title) != null }
        Phone.tap(checkNotNull(Day.rowSaying(main, R.id.today, Friday.qr.title)))
        val task = Day.next(main, TaskActivity::class.java).get()
        Phone.until("the checklist is shown") { "Cổng chợ có mã QR" in task.words }
        core.disk = CompletableDeferred()
        Phone.tap(Day.items(task)[1].view<View>(R.id.item_box))
        assertFalse("the box waits for the disk", Day.ticked(Day.items(task)[1]))
        core.disk?.complete(Unit)
        Phone.until("it is ticked") { Day.ticked(Day.items(task)[1]) }
        assertEquals(listOf("tick Cổng chợ có mã QR true"), core.edits)
    }

    private fun <T : Activity> replay(
        kind: Class<T>,
        sign: String,
        intent: Intent? = null,
        prepare: (T) -> Unit = {},
    ) {
        val controller = Day.launch(kind, intent)
        val ready = { sign in controller.get().words }
        Phone.until("the content is there") { controller.get().findViewById<View>(R.id.message) == null }
        prepare(controller.get())
        Phone.until("$sign is shown", ready)
        val before = said(controller.get())

        for (change in CHANGES) {
            val old = controller.get()
            turn(controller, change)
            assertNotSame("made anew", old, controller.get())
            Phone.until("$sign is shown again", ready)
            assertEquals(before, said(controller.get()))
        }

        controller.pause().stop()
        core.health = core.health.copy(sent = 12)
        controller.restart().start().resume()
        Phone.until("$sign is shown after a stop", ready)
        assertEquals(before, said(controller.get()))
        kill(controller, kind, intent, sign, before)
    }

    /** The process is killed: nothing but bytes is left, and the book has to be opened anew. */
    private fun <T : Activity> kill(
        controller: ActivityController<T>, kind: Class<T>, intent: Intent?, sign: String, before: List<String>,
    ) {
        val state = Bundle()
        controller.pause().stop().saveInstanceState(state).destroy()
        runBlocking { Day.desk.close() }
        val revived = Day.launch(kind, intent, Phone.throughBytes(state)).get()
        Phone.until("$sign is shown by the next process") { sign in revived.words }
        assertEquals(before, said(revived))
        assertTrue(revived.words.isNotBlank())
    }

    private fun turn(controller: ActivityController<*>, change: Configuration.() -> Unit) {
        val next = Configuration(RuntimeEnvironment.getApplication().resources.configuration).apply(change)
        controller.configurationChange(next).visible()
        Phone.settle()
    }

    /** All words, and what stands in the fields. */
    private fun said(activity: Activity): List<String> = activity.words.lines().filterNot { it.isBlank() }.sorted()

    private companion object {
        val CHANGES: List<Configuration.() -> Unit> = listOf(
            {
                orientation = Configuration.ORIENTATION_LANDSCAPE
                screenWidthDp = 760
                screenHeightDp = 1360
            },
            { uiMode = uiMode and Configuration.UI_MODE_NIGHT_MASK.inv() or Configuration.UI_MODE_NIGHT_YES },
            { fontScale = 1.3f },
        )
    }
}
