package app

import android.app.Activity
import android.content.Intent
import android.view.View
import android.widget.EditText
import org.junit.Assert.assertEquals
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import support.Failures
import support.FixedCore
import support.Friday
import support.Phone
import support.Pictures
import support.World
import support.find
import support.words
import vn.soviec.SyncState
import vn.soviec.demo.R
import vn.soviec.demo.core.Library
import vn.soviec.demo.ui.EnrolActivity
import vn.soviec.demo.ui.MainActivity
import vn.soviec.demo.ui.ReplacedActivity
import vn.soviec.demo.ui.RoundActivity
import vn.soviec.demo.ui.TaskActivity

private const val PHONE = "w360dp-h760dp"
private const val LONG = "w360dp-h1270dp"
private const val TALL = "w360dp-h1180dp"
private const val SMALL = "w320dp-h800dp"

/** Every screen by day and by night, and the two that are used most on a small phone with large type. */
@RunWith(RobolectricTestRunner::class)
class PicturesTest {
    private var core = FixedCore()

    @Before
    fun friday() {
        World.fresh("pictures")
        World.at(Friday.NOW)
        World.library = Library { _, _ -> core }
    }

    private fun night() = RuntimeEnvironment.setQualifiers("+night")

    private fun today(): MainActivity {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        Phone.until("today is shown") { "Niêm yết lịch trực điểm hướng dẫn" in activity.words && "đã gửi" in activity.words }
        return activity
    }

    private fun task(): TaskActivity {
        val app = RuntimeEnvironment.getApplication()
        val intent = TaskActivity.intent(app, Friday.book, Friday.qr.task)
        val activity = Robolectric.buildActivity(TaskActivity::class.java, intent).setup().get()
        Phone.until("the task is shown") { "Cổng chợ có mã QR" in activity.words }
        return activity
    }

    private fun exchange(): Activity {
        core.syncState.value = SyncState.Failed(Failures.offline)
        val activity = today()
        Phone.tap(activity.find<View>(R.id.tab_exchange))
        Phone.until("what waits is shown") { "loa đã phát" in activity.words }
        return activity
    }

    /** A clerk has returned an edit; another was laid aside before. */
    private fun returned(): Activity {
        core.apart = listOf(Friday.returned) + core.apart
        core.aside = listOf(Friday.dismissed)
        return exchange()
    }

    private fun round(): RoundActivity {
        core.round = Friday.round
        val app = RuntimeEnvironment.getApplication()
        val intent = RoundActivity.intent(app, Friday.book, Friday.qr.task, Friday.counted)
        val activity = Robolectric.buildActivity(RoundActivity::class.java, intent).setup().get()
        Phone.until("the round is shown") { "Hoàn tác: hộ 27, xong" in activity.words && "đã gửi" in activity.words }
        return activity
    }

    private fun replaced(): Activity {
        val activity = Robolectric.buildActivity(ReplacedActivity::class.java, Intent()).setup().get()
        Phone.until("both values are shown") { "Nguyễn Đình Cường" in activity.words }
        return activity
    }

    private fun enrol(): EnrolActivity {
        core = FixedCore(enrolled = false)
        val activity = Robolectric.buildActivity(EnrolActivity::class.java).setup().get()
        Phone.settle()
        Phone.type(activity.find<EditText>(R.id.enrol_code), "U68K J6QG 62")
        return activity
    }

    private fun shot(name: String, activity: Activity) {
        activity.currentFocus?.clearFocus()
        Pictures.check(name, Phone.picture(activity))
        assertEquals(emptyList<String>(), Phone.lostWords(activity.window.decorView))
    }

    @Test @Config(qualifiers = PHONE)
    fun p1() = shot("p1-hom-nay-sang", today())

    @Test @Config(qualifiers = PHONE)
    fun p1Night() {
        night()
        shot("p1-hom-nay-toi", today())
    }

    @Test @Config(qualifiers = SMALL, fontScale = 1.3f)
    fun p1Large() = shot("p1-hom-nay-chu-lon", today())

    @Test @Config(qualifiers = LONG)
    fun p2() = shot("p2-viec-sang", task())

    @Test @Config(qualifiers = LONG)
    fun p2Night() {
        night()
        shot("p2-viec-toi", task())
    }

    @Test @Config(qualifiers = "w320dp-h1820dp", fontScale = 1.3f)
    fun p2Large() = shot("p2-viec-chu-lon", task())

    @Test @Config(qualifiers = PHONE)
    fun p4() = shot("p4-gui-nhan-sang", exchange())

    @Test @Config(qualifiers = PHONE)
    fun p4Night() {
        night()
        shot("p4-gui-nhan-toi", exchange())
    }

    @Test @Config(qualifiers = "w320dp-h1000dp", fontScale = 1.3f)
    fun p4Large() = shot("p4-gui-nhan-chu-lon", exchange())

    @Test @Config(qualifiers = TALL)
    fun p4Returned() = shot("p4-tra-lai-sang", returned())

    @Test @Config(qualifiers = TALL)
    fun p4ReturnedNight() {
        night()
        shot("p4-tra-lai-toi", returned())
    }

    @Test @Config(qualifiers = "w320dp-h1500dp", fontScale = 1.3f)
    fun p4ReturnedLarge() = shot("p4-tra-lai-chu-lon", returned())

    @Test @Config(qualifiers = PHONE)
    fun p3() = shot("p3-di-ho-sang", round())

    @Test @Config(qualifiers = PHONE)
    fun p3Night() {
        night()
        shot("p3-di-ho-toi", round())
    }

    @Test @Config(qualifiers = SMALL, fontScale = 1.3f)
    fun p3Large() = shot("p3-di-ho-chu-lon", round())

    @Test @Config(qualifiers = PHONE)
    fun p3Reasons() {
        val activity = round()
        Phone.tap(activity.find<View>(R.id.round_left_out))
        Phone.until("the reasons are shown") { "đi làm xa" in activity.words }
        shot("p3-ly-do-sang", activity)
    }

    @Test @Config(qualifiers = PHONE)
    fun p5() = shot("p5-bi-thay-sang", replaced())

    @Test @Config(qualifiers = PHONE)
    fun p5Night() {
        night()
        shot("p5-bi-thay-toi", replaced())
    }

    @Test @Config(qualifiers = SMALL, fontScale = 1.3f)
    fun p5Large() = shot("p5-bi-thay-chu-lon", replaced())

    @Test @Config(qualifiers = PHONE)
    fun p8() = shot("p8-dang-ky-sang", enrol())

    @Test @Config(qualifiers = PHONE)
    fun p8Night() {
        night()
        shot("p8-dang-ky-toi", enrol())
    }

    @Test @Config(qualifiers = PHONE)
    fun p8Compare() {
        val activity = enrol()
        Phone.tap(activity.find<View>(R.id.go))
        Phone.until("the fingerprint is shown") { Friday.profile.officeFingerprint in activity.words }
        shot("p8-so-dau-van-tay-sang", activity)
    }
}
