package support

import android.app.Activity
import android.content.Intent
import android.os.Bundle
import android.view.View
import android.widget.CheckBox
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ListView
import kotlinx.coroutines.runBlocking
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import vn.soviec.DeadlineKind
import vn.soviec.Profile
import vn.soviec.TaskFilter
import vn.soviec.TaskRow
import vn.soviec.Window
import vn.soviec.demo.R
import vn.soviec.demo.core.Core
import vn.soviec.demo.core.Desk
import vn.soviec.demo.core.DeskState
import vn.soviec.demo.ui.DemoApp
import vn.soviec.demo.ui.EnrolActivity
import vn.soviec.demo.ui.MainActivity
import vn.soviec.demo.ui.TaskActivity

/** An officer's day on the app's own screens, with the real library below. */
object Day {
    val app: DemoApp get() = RuntimeEnvironment.getApplication() as DemoApp
    val desk: Desk get() = app.desk
    val profile: Profile get() = (desk.state.value as DeskState.Open).profile
    val core: Core get() = (desk.state.value as DeskState.Open).core

    /** From the first start of the app to today's tasks, typed and touched as on a phone. */
    fun enrol(relay: Relay, officer: String): ActivityController<MainActivity> {
        val first = launch(MainActivity::class.java)
        Phone.until("the enrolment screen is asked for") { first.get().isFinishing }
        val screen = next(first.get(), EnrolActivity::class.java).get()
        typeEnrolment(screen, relay, officer)
        Phone.tap(screen.find<View>(R.id.go))
        Phone.until("the office's fingerprint is shown") { relay.fingerprint in screen.words }
        check(officer in screen.words) { screen.words }
        Phone.tap(screen.find<View>(R.id.go))
        Phone.until("the enrolment is left") { screen.isFinishing }
        val main = next(screen, MainActivity::class.java)
        Phone.until("the plan has come") { total() > 0 }
        return main
    }

    fun typeEnrolment(screen: Activity, relay: Relay, officer: String) {
        screen.find<EditText>(R.id.enrol_address).text.clear()
        Phone.type(screen.find<EditText>(R.id.enrol_address), relay.address)
        Phone.type(screen.find<EditText>(R.id.enrol_code), relay.codes.getValue(officer))
    }

    fun <T : Activity> launch(kind: Class<T>, intent: Intent? = null, saved: Bundle? = null): ActivityController<T> =
        Robolectric.buildActivity(kind, intent).run {
            if (saved == null) setup() else setup(saved)
        }.also { Phone.settle() }

    /** The screen that [from] has asked for. */
    fun <T : Activity> next(from: Activity, kind: Class<T>): ActivityController<T> {
        val intent = checkNotNull(shadowOf(from).nextStartedActivity) { "no screen was asked for" }
        check(intent.component?.className == kind.name) { "asked for $intent" }
        return launch(kind, intent)
    }

    fun total(): Int = runBlocking { core.tasks(TaskFilter(), Window()).total }

    /** A task of the plan that can be done, with at least two items. */
    fun checklist(): TaskRow {
        val rows = runBlocking { core.tasks(TaskFilter(), Window()).rows }
        return checkNotNull(rows.firstOrNull { it.items >= 2 && it.deadline != DeadlineKind.ONGOING }) { rows }
    }

    fun open(row: TaskRow): ActivityController<TaskActivity> {
        val intent = TaskActivity.intent(app, row.book, row.task)
        val task = launch(TaskActivity::class.java, intent)
        Phone.until("the checklist is shown") { items(task.get()).size == row.items }
        return task
    }

    fun items(task: Activity): List<View> =
        task.findViewById<LinearLayout>(R.id.items)?.let(Phone::children).orEmpty()

    fun ticked(item: View): Boolean = checkNotNull(item.findViewById<CheckBox>(R.id.item_box)).isChecked

    /** Presses an item and waits until the screen shows it the other way round. */
    fun press(item: View) {
        val before = ticked(item)
        Phone.tap(item)
        Phone.until("the tick is shown") { ticked(item) != before && item.isEnabled }
    }

    /** The row of [main]'s visible list that shows these words. */
    fun rowSaying(main: Activity, list: Int, title: String): View? =
        Phone.children(main.find<ListView>(list)).firstOrNull { title in Phone.texts(it) }

    fun waiting(): Long = runBlocking { core.health().waiting }
}
