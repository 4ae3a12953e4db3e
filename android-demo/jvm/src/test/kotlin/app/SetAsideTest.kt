package app

import android.view.View
import android.widget.EditText
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
import support.TestKeystore
import support.World
import support.find
import support.words
import vn.soviec.demo.R
import vn.soviec.demo.ui.EnrolActivity
import vn.soviec.demo.ui.MainActivity
import java.io.File

/** The Keystore has lost the key: the book is set aside, the app says so and enrols anew. */
@RunWith(RobolectricTestRunner::class)
class SetAsideTest {
    private lateinit var relay: Relay

    @Before
    fun outOfTheBox() {
        World.fresh("set-aside")
        relay = Relay.start("set-aside")
    }

    @After
    fun end() {
        runBlocking { Day.desk.close() }
        relay.close()
    }

    @Test
    fun theBookIsKeptAndThePhoneEnrolsAnew() {
        Day.enrol(relay, "Trịnh Văn Đạt").pause().stop().destroy()
        val task = Day.open(Day.checklist())
        Day.press(Day.items(task.get()).first())
        task.pause().stop().destroy()
        runBlocking { Day.desk.close() }
        val bytes = File(World.root, "book/book.sqlite").readBytes()

        TestKeystore.loseAll()
        val main = Day.launch(MainActivity::class.java).get()
        Phone.until("the enrolment screen is asked for") { main.isFinishing }
        val enrol = Day.next(main, EnrolActivity::class.java).get()
        Phone.until("the app says so") { "Sổ cũ được cất riêng, không xóa" in enrol.words }
        val aside = File(World.root, "book-set-aside-1")
        assertTrue(File(aside, "book.sqlite").readBytes().contentEquals(bytes))
        assertTrue(File(aside, "key").exists())

        enrolAnew(enrol)
        assertEquals(0, Day.waiting())
    }

    @Test
    fun aWrongCodeIsSaidInWordsAndTheFormStays() {
        val main = Day.launch(MainActivity::class.java).get()
        Phone.until("the enrolment screen is asked for") { main.isFinishing }
        val enrol = Day.next(main, EnrolActivity::class.java).get()
        Day.typeEnrolment(enrol, relay, "Vũ Thị Thắm")
        enrol.find<EditText>(R.id.enrol_code).setText("ZZZZZZZZZZ")
        Phone.tap(enrol.find<View>(R.id.go))
        Phone.until("the code is refused") { "Mã đăng ký không đúng" in enrol.words }
        assertEquals("ZZZZZZZZZZ", enrol.find<EditText>(R.id.enrol_code).text.toString())
        enrol.find<EditText>(R.id.enrol_code).setText(relay.codes.getValue("Vũ Thị Thắm"))
        enrol.find<EditText>(R.id.enrol_fingerprint).setText("0000 0000 0000 0000")
        Phone.tap(enrol.find<View>(R.id.go))
        Phone.until("another office is refused") { "Dấu nhận dạng văn phòng không khớp" in enrol.words }
    }

    private fun enrolAnew(screen: EnrolActivity) {
        Day.typeEnrolment(screen, relay, "Vũ Thị Thắm")
        Phone.tap(screen.find<View>(R.id.go))
        Phone.until("the fingerprint is shown") { relay.fingerprint in screen.words }
        Phone.tap(screen.find<View>(R.id.go))
        Phone.until("the plan has come again") { Day.total() > 0 }
    }
}
