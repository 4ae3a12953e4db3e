package app

import android.os.Bundle
import android.view.View
import android.widget.EditText
import kotlinx.coroutines.runBlocking
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import support.Child
import support.Day
import support.Phone
import support.World
import support.find
import support.TestKeystore
import vn.soviec.demo.R
import vn.soviec.demo.core.DeskState
import vn.soviec.demo.ui.TaskActivity
import java.io.File

/** Not a test by itself: the phone that [KilledTest] kills. */
@RunWith(RobolectricTestRunner::class)
class KilledPhone {
    @Test
    fun pressUntilKilled() {
        World.killed()
        enrol()
        val task = Day.open(Day.checklist())
        Phone.type(task.get().find<EditText>(R.id.note), "nháp chưa lưu")
        val state = Bundle().also(task::saveInstanceState)
        File(World.root, "state").writeBytes(Phone.toBytes(state))
        val items = Day.items(task.get())
        items.indices.forEach { Child.say("shown $it ${Day.ticked(items[it])}") }
        while (true) for (at in 0..1) press(items[at], at)
    }

    private fun enrol() = runBlocking {
        Day.desk.start()
        check(Day.desk.opened() is DeskState.Enrolling)
        Day.desk.enrol(
            System.getProperty("killed.relay"), System.getProperty("killed.code"), System.getProperty("killed.fingerprint"),
        )
        Day.core.sync()
    }

    private fun press(item: View, at: Int) {
        Child.say("pressing $at")
        Day.press(item)
        Child.say("shown $at ${Day.ticked(item)}")
    }
}

/** Not a test by itself: the phone after [KilledTest] has killed it. */
@RunWith(RobolectricTestRunner::class)
class RevivedPhone {
    @Test
    fun openWhatIsLeft() {
        World.killed()
        runBlocking {
            Day.desk.start()
            check(Day.desk.opened() is DeskState.Open) { Day.desk.state.value }
        }
        val row = Day.checklist()
        val saved = Phone.fromBytes(File(World.root, "state").readBytes())
        val intent = TaskActivity.intent(Day.app, row.book, row.task)
        val task = Day.launch(TaskActivity::class.java, intent, saved).get()
        Phone.until("the checklist is shown") { Day.items(task).size == row.items }
        Child.say("draft ${task.find<EditText>(R.id.note).text}")
        Day.items(task).forEachIndexed { at, item -> Child.say("item $at ${Day.ticked(item)}") }
        Day.items(task).take(2).forEach(Day::press)
        runBlocking { Day.core.sync() }
        Child.say("sent ${Day.waiting()}")
        runBlocking { Day.desk.close() }
    }
}

private fun World.killed() {
    root = File(System.getProperty("killed.root"))
    TestKeystore.install(File(root, "keystore"))
}
