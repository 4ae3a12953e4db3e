package app

import android.app.job.JobScheduler
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import support.Day
import support.Jobs
import support.Phone
import support.Relay
import support.World
import support.find
import support.saying
import support.words
import vn.soviec.demo.R
import vn.soviec.demo.ui.AddTaskActivity
import vn.soviec.demo.ui.MainActivity
import vn.soviec.demo.ui.SyncSchedule
import vn.soviec.demo.ui.TaskActivity

/** From the office's paper to an evening without a network, and to the office when it is back. */
@RunWith(RobolectricTestRunner::class)
class EveningTest {
    private lateinit var relay: Relay

    @Before
    fun outOfTheBox() {
        World.fresh("evening")
        relay = Relay.start("evening")
    }

    @After
    fun end() {
        runBlocking { Day.desk.close() }
        relay.close()
    }

    @Test
    fun anEveningOffline() {
        val main = Day.enrol(relay, "Trịnh Văn Đạt").get()
        Phone.until("all is sent") { "Đã gửi hết" in main.words }
        relay.close()

        val task = openByTouch(main)
        tickAndUndo(task)
        writeNote(task)
        declare(task)
        val safe = "Mọi thay đổi đã lưu trong máy. ${Day.waiting()} mục chờ gửi."
        Phone.until("the screen says: $safe") { safe in task.words }
        addOwnTask(main)

        val waiting = Day.waiting()
        assertTrue("all of the evening waits: $waiting", waiting >= 4)
        Phone.until("the line counts $waiting") { "$waiting chờ gửi" in main.words }
        Phone.tap(main.find<View>(R.id.tab_exchange))
        Phone.until("$waiting are listed") { "Chờ gửi · $waiting" in main.words }
        Phone.tap(main.find<View>(R.id.send))
        Phone.until("the screen says there is no network") { "$waiting mục vẫn an toàn trong máy" in main.words }
        assertEquals("$waiting", main.find<TextView>(R.id.waiting).text.toString())

        relay = relay.again()
        Phone.tap(main.find<View>(R.id.send))
        Phone.until("all is sent") { "Không có mục nào chờ gửi" in main.words }
        assertEquals(0, Day.waiting())
        assertFalse("an toàn trong máy" in main.words)
    }

    private fun openByTouch(main: MainActivity): TaskActivity {
        val row = Day.checklist()
        Phone.tap(main.find<View>(R.id.tab_all))
        Phone.until("the list is there") { Day.rowSaying(main, R.id.tasks, row.title) != null }
        Phone.tap(checkNotNull(Day.rowSaying(main, R.id.tasks, row.title)))
        val task = Day.next(main, TaskActivity::class.java).get()
        Phone.until("the checklist is shown") { Day.items(task).size == row.items }
        return task
    }

    private fun tickAndUndo(task: TaskActivity) {
        val (first, second) = Day.items(task)
        Day.press(first)
        assertTrue("Trịnh Văn Đạt" in Phone.texts(first).joinToString())
        assertTrue("chờ" in Phone.texts(first).joinToString())
        Day.press(second)
        Phone.until("the undo names the act") { task.find<Button>(R.id.undo).text.startsWith("Hoàn tác: ") }
        Phone.tap(task.find<View>(R.id.undo))
        Phone.until("the second tick is taken back") { !Day.ticked(second) }
        assertTrue(Day.ticked(first))
    }

    private fun writeNote(task: TaskActivity) {
        val field = task.find<EditText>(R.id.note)
        Phone.type(field, "Hộ cuối làng đi vắng, hẹn tuần sau")
        Phone.tap(task.find<View>(R.id.save_note))
        Phone.until("the note is listed and the field empty") {
            field.text.isEmpty() && "Hộ cuối làng đi vắng, hẹn tuần sau" in task.words
        }
    }

    private fun declare(task: TaskActivity) {
        Phone.tap(task.saying("Đang thực hiện"))
        Phone.until("the status is declared") { "Trịnh Văn Đạt: Đang thực hiện" in task.words }
    }

    private fun addOwnTask(main: MainActivity) {
        Phone.tap(main.find<View>(R.id.add))
        val add = Day.next(main, AddTaskActivity::class.java).get()
        Phone.type(add.find<EditText>(R.id.title), "Mượn loa cho buổi họp thôn")
        Phone.tap(add.find<View>(R.id.when_today))
        Phone.tap(add.find<View>(R.id.save))
        Phone.until("the task is saved") { add.isFinishing }
        Phone.tap(main.find<View>(R.id.tab_today))
        Phone.until("it stands on today's page") { "Mượn loa cho buổi họp thôn" in main.words }
    }

    @Test
    fun theJobSendsWhatWasWritten() {
        Day.enrol(relay, "Vũ Thị Thắm")
        val scheduler = checkNotNull(Day.app.getSystemService(JobScheduler::class.java))
        scheduler.cancelAll()
        val task = Day.open(Day.checklist()).get()
        Day.press(Day.items(task).first())
        Phone.until("a job is scheduled") { scheduler.getPendingJob(SyncSchedule.CHANGE) != null }
        assertNotNull("the job waits for a network", scheduler.getPendingJob(SyncSchedule.CHANGE)?.requiredNetwork)

        assertEquals(Jobs.End.DONE, Jobs.run(SyncSchedule.CHANGE))
        assertEquals(0, Day.waiting())

        relay.close()
        Day.press(Day.items(task).last())
        assertEquals(Jobs.End.TRY_AGAIN, Jobs.run(SyncSchedule.CHANGE))
        assertEquals(1, Day.waiting())
    }
}
