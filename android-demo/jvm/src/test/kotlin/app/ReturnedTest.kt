package app

import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.LinearLayout
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import support.Day
import support.Phone
import support.Relay
import support.World
import support.find
import support.words
import vn.soviec.demo.R
import vn.soviec.demo.ui.MainActivity
import vn.soviec.demo.ui.TaskActivity

/** What the office returned stands on p4 with the clerk's words; one tap writes it again, one lays it aside. */
@RunWith(RobolectricTestRunner::class)
class ReturnedTest {
    private lateinit var relay: Relay
    private lateinit var main: MainActivity

    @Before
    fun outOfTheBox() {
        World.fresh("returned")
        relay = Relay.start("returned")
        main = Day.enrol(relay, "Trịnh Văn Đạt").get()
    }

    @After
    fun end() {
        runBlocking { Day.desk.close() }
        relay.close()
    }

    @Test
    fun aReturnedEditIsWrittenAgainAndAnotherLaidAside() {
        Phone.tap(main.find<View>(R.id.tab_exchange))
        val task = Day.open(Day.checklist()).get()
        withoutARight { Day.press(Day.items(task).first()) }
        assertTrue(main.words, "(đ/c Phạm Thu Hường)" in main.words && "“Nhầm thôn, xem lại giúp”" in main.words)
        Phone.tap(button(TICK, R.id.write_again))
        Phone.until("it is written again") { "Đã xếp riêng · 1" in main.words && "; đã ghi lại." in main.words }
        assertEquals(1, Day.waiting())
        runBlocking { Day.core.sync() }

        withoutARight { note(task) }
        Phone.tap(button(NOTE, R.id.dismiss))
        Phone.until("the other is laid aside") { "Đã xếp riêng · 2" in main.words }
        assertFalse("Văn phòng trả lại ·" in main.words)
        assertTrue("it stays readable", NOTE in main.words)
    }

    /** The office takes the right away while the officer writes without knowing, and returns what it holds. */
    private fun withoutARight(write: () -> Unit) {
        val me = Day.profile.officers.first().id.value
        relay.clerk("officer", "suspend", me)
        write()
        runBlocking { Day.core.sync() }
        Phone.until("it is held") { "Văn phòng đang giữ · 1" in main.words }
        assertFalse("on what the office decides there is nothing to tap", "Ghi lại" in main.words.lines())
        relay.clerk("officer", "role", me, "--unit", Day.profile.books.first().unit.value, "--role", "write")
        giveBack()
        Phone.until("the clerk's words are there") { "Văn phòng trả lại · 1" in main.words }
    }

    private fun note(task: TaskActivity) {
        Phone.type(task.find<EditText>(R.id.note), NOTE)
        Phone.tap(task.find<View>(R.id.save_note))
        Phone.until("the note is safe") { task.find<EditText>(R.id.note).text.isEmpty() }
    }

    private fun giveBack() {
        val clerk = relay.clerk("officer", "list").lines().first { "Phạm Thu Hường" in it }.substringBefore(' ')
        runBlocking {
            for (apart in Day.core.setApart()) {
                relay.clerk("change", "return", apart.edit.id.value, "--clerk", clerk, "--reason", "Nhầm thôn, xem lại giúp")
            }
            Day.core.sync()
        }
    }

    /** The button of the entry that says these words. */
    private fun button(words: String, id: Int): View {
        val rows = Phone.children(main.find<LinearLayout>(R.id.exchange_rows))
        val row = rows.first { row -> Phone.texts(row).any { words in it } && row.findViewById<Button>(id) != null }
        return checkNotNull(row.findViewById<Button>(id))
    }

    private companion object {
        const val TICK = "đã xong"
        const val NOTE = "Hộ cuối làng chuyển đi"
    }
}
