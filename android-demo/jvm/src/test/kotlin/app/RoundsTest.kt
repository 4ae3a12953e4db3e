package app

import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.android.controller.ActivityController
import support.Day
import support.Phone
import support.Relay
import support.World
import support.find
import support.saying
import support.words
import vn.soviec.TaskRow
import vn.soviec.demo.R
import vn.soviec.demo.ui.RoundActivity
import vn.soviec.demo.ui.view

/** A round with one thumb, on the real core: killed in between, it is one session in the end. */
@RunWith(RobolectricTestRunner::class)
class RoundsTest {
    private lateinit var relay: Relay
    private lateinit var row: TaskRow

    @Before
    fun outOfTheBox() {
        World.fresh("rounds")
        relay = Relay.start("rounds")
        Day.enrol(relay, "Trịnh Văn Đạt")
        row = Day.checklist()
    }

    @After
    fun end() {
        runBlocking { Day.desk.close() }
        relay.close()
    }

    private fun figure(round: RoundActivity) = round.find<TextView>(R.id.round_visited).text.toString()

    private fun press(round: RoundActivity, id: Int, until: String) {
        Phone.tap(round.find<View>(id))
        Phone.until("$until households are shown") { figure(round) == until }
    }

    @Test
    fun aRoundIsOneSessionWhateverHappens() {
        relay.close()
        val task = Day.open(row)
        val item = Day.items(task.get())[1]
        Phone.tap(item.view<View>(R.id.item_round))
        val first = Day.next(task.get(), RoundActivity::class.java)
        Phone.until("nothing is counted") { "chưa đếm hộ nào" in first.get().words }
        assertFalse(first.get().find<Button>(R.id.round_finish).isEnabled)
        count(first.get())
        assertEquals("a tap is no edit", 0, Day.waiting())

        val second = killed(first)
        press(second, R.id.round_plus, "10")
        Phone.tap(second.find<View>(R.id.round_finish))
        Phone.until("the round is ended") { second.isFinishing }
        assertEquals(1, Day.waiting())
        val after = Day.open(row).get()
        Phone.until("the session is shown") { "Trịnh Văn Đạt: 9 xong, 1 đi vắng" in after.words }
        assertFalse("đang đếm" in after.words)
    }

    /** Eight done, one left out, a wrong one taken back. */
    private fun count(round: RoundActivity) {
        for (n in 1..8) press(round, R.id.round_plus, "$n")
        Phone.tap(round.find<View>(R.id.round_left_out))
        Phone.until("the reasons are there") { "không hợp tác" in round.words }
        Phone.tap(round.saying("không hợp tác"))
        Phone.until("the tap is named") { "Hoàn tác: hộ 9, không hợp tác" in round.words }
        press(round, R.id.round_undo, "8")
        press(round, R.id.round_away, "9")
        assertTrue("đi vắng 1" in round.words)
    }

    /** The system ends the process: no screen is told, and the book is opened anew. */
    private fun killed(first: ActivityController<RoundActivity>): RoundActivity {
        val intent = first.get().intent
        runBlocking { Day.desk.close() }
        Day.desk.start()
        val round = Day.launch(RoundActivity::class.java, intent).get()
        Phone.until("all taps are there") { round.findViewById<View>(R.id.round_visited) != null && figure(round) == "9" }
        return round
    }

    @Test
    fun aHalfTypedNoteIsThereAfterTheEndOfTheProcess() {
        relay.close()
        val task = Day.open(row)
        Phone.type(task.get().find<EditText>(R.id.note), "Hộ cuối làng đi vắng")
        val kept = { runBlocking { Day.core.draftNote(Day.profile.officers.first().id, row.book, row.task)?.text } }
        Phone.until("the letters are kept") { kept() == "Hộ cuối làng đi vắng" }
        runBlocking { Day.desk.close() }

        Day.desk.start()
        val again = Day.open(row).get()
        val field = again.find<EditText>(R.id.note)
        Phone.until("the draft is in its field") { field.text.toString() == "Hộ cuối làng đi vắng" }
        assertEquals(0, Day.waiting())

        // The app is put away: what stands there is written down once, and shown once.
        runBlocking { Day.core.pause() }
        assertEquals(1, Day.waiting())
        Phone.tap(again.find<View>(R.id.save_note))
        Phone.until("the note is listed and the field empty") {
            field.text.isEmpty() && "Hộ cuối làng đi vắng" in again.words
        }
        assertEquals("one note", 1, runBlocking { Day.core.task(row.book, row.task).notes.size })
    }
}
