package app

import android.view.View
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
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
import support.saying
import support.words
import vn.soviec.Declared
import vn.soviec.Place
import vn.soviec.Replica
import vn.soviec.TaskRow
import vn.soviec.demo.R
import vn.soviec.demo.ui.MainActivity
import vn.soviec.demo.ui.ReplacedActivity
import java.io.File

/** A second phone writes at the same time: this one's screens show the merged state, and settle it. */
@RunWith(RobolectricTestRunner::class)
class TwoPhonesTest {
    private lateinit var relay: Relay
    private lateinit var other: Replica

    @Before
    fun outOfTheBox() {
        World.fresh("two-phones")
        relay = Relay.start("two-phones")
        other = runBlocking {
            val place = Place(File(World.root, "other.sqlite"), File(World.root, "other-device").apply { mkdirs() })
            Replica.open(place, ByteArray(32) { 7 }).apply {
                enrol(relay.address, relay.codes.getValue("Vũ Thị Thắm"), relay.fingerprint)
                sync()
            }
        }
    }

    @After
    fun end() {
        other.close()
        runBlocking { Day.desk.close() }
        relay.close()
    }

    @Test
    fun theTickOfTheOtherPhoneIsShownWithItsName() {
        Day.enrol(relay, "Trịnh Văn Đạt")
        val row = Day.checklist()
        val task = Day.open(row).get()
        runBlocking {
            val item = other.task(row.book, row.task).items[1]
            other.tick(other.whoAmI().officers.first().id, row.book, item.item)
            other.sync()
            Day.core.sync()
        }
        Phone.until("the other's tick is shown") { Day.ticked(Day.items(task)[1]) }
        assertTrue("Vũ Thị Thắm" in Phone.texts(Day.items(task)[1]).joinToString())
    }

    @Test
    fun twoStatusesAreShownAsTwoAndSettled() {
        val main = Day.enrol(relay, "Trịnh Văn Đạt").get()
        val row = Day.checklist()
        val task = Day.open(row).get()
        declareOnBoth(row, task)
        Phone.until("both statuses are shown") {
            "Vũ Thị Thắm: Đang thực hiện" in task.words && "Trịnh Văn Đạt: Hoàn thành" in task.words
        }
        settle(main)
        Phone.until("one status is shown") { "hai người ghi khác nhau" !in task.words }
        assertEquals(Declared.DONE, runBlocking {
            Day.core.sync()
            other.sync()
            other.task(row.book, row.task).row.declared
        })
    }

    private fun declareOnBoth(row: TaskRow, task: vn.soviec.demo.ui.TaskActivity) {
        Phone.tap(task.saying("Hoàn thành"))
        Phone.until("the status is declared") { "Trịnh Văn Đạt: " in task.words }
        runBlocking {
            other.setStatus(other.whoAmI().officers.first().id, row.book, row.task, Declared.IN_PROGRESS)
            other.sync()
            Day.core.sync()
        }
    }

    /** The line on today's page leads to both values; one tap uses the own one again. */
    private fun settle(main: MainActivity) {
        Phone.until("the page tells of it") { "Có 1 số đã ghi được thay" in main.words }
        Phone.tap(checkNotNull(Day.rowSaying(main, R.id.today, noticeOf(main))))
        val replaced = Day.next(main, ReplacedActivity::class.java).get()
        Phone.until("both values are there") { "Vũ Thị Thắm" in replaced.words && "Máy này đã ghi" in replaced.words }
        Phone.tap(replaced.find<View>(R.id.restore))
        Phone.until("nothing is left to settle") { "Không còn số nào được thay" in replaced.words }
    }

    private fun noticeOf(main: MainActivity) = Phone.texts(main.window.decorView).first { it.startsWith("Có 1 số") }
}
