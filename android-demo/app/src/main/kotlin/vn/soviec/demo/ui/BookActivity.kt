package vn.soviec.demo.ui

import android.app.Activity
import android.content.Intent
import android.os.Bundle
import android.view.View
import android.widget.Button
import android.widget.ImageButton
import android.widget.TextView
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import vn.soviec.demo.R
import vn.soviec.demo.core.DeskState

/**
 * A screen that needs the open book.
 *
 * The book is opened off the UI thread. Until it is open the screen says so, and the state that
 * the system saved for it is kept and handed on; then [show] makes the content once.
 */
abstract class BookActivity : Activity() {
    protected val app get() = application as DemoApp
    protected val words by lazy { Words(this, app.clock.zone) }
    private val ui: CoroutineScope = MainScope()
    private val collectors = mutableListOf<suspend () -> Unit>()
    private var running: List<Job> = emptyList()
    private var started = false
    private var saved: Bundle? = null
    private var content = false

    /** Makes the content. [saved] is what [onSaveInstanceState] put away, views not included. */
    protected abstract fun show(open: DeskState.Open, saved: Bundle?)

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        saved = savedInstanceState
        app.desk.start()
        meet(app.desk.state.value)
        ui.launch { app.desk.state.collect(::meet) }
    }

    private fun meet(state: DeskState) {
        when (state) {
            is DeskState.Opening -> if (!content) message(getString(R.string.opening), null)
            is DeskState.Failed -> message(state.sentence ?: getString(R.string.cannot_open), state.code)
            is DeskState.Enrolling -> enrol()
            is DeskState.Open -> if (!content) fill(state)
        }
    }

    private fun fill(open: DeskState.Open) {
        content = true
        val kept = saved
        saved = null
        show(open, kept)
        // The views are here only now: what the system restored before met none of them.
        if (kept != null) super.onRestoreInstanceState(kept)
        if (started) collectAll()
    }

    private fun enrol() {
        startActivity(Intent(this, EnrolActivity::class.java))
        finish()
    }

    private fun message(text: String, code: String?) {
        content = false
        setContentView(R.layout.message)
        view<TextView>(R.id.message).text = text
        view<TextView>(R.id.code).showText(code?.let { words.text(R.string.code, it) })
        view<Button>(R.id.again).showIf(code != null)
        view<Button>(R.id.again).setOnClickListener { app.desk.start() }
    }

    /** Runs [collect] whenever the screen is to be seen. */
    protected fun whileShown(collect: suspend () -> Unit) {
        collectors += collect
    }

    private fun collectAll() {
        running = collectors.map { ui.launch { it() } }
    }

    override fun onStart() {
        super.onStart()
        started = true
        collectAll()
    }

    override fun onStop() {
        started = false
        running.forEach(Job::cancel)
        super.onStop()
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        if (content) save(outState) else saved?.let(outState::putAll)
    }

    /** What [show] needs again; the views save themselves. */
    protected open fun save(out: Bundle) = Unit

    override fun onDestroy() {
        ui.cancel()
        super.onDestroy()
    }

    protected fun bar(title: CharSequence, back: Boolean) {
        view<TextView>(R.id.screen).text = title
        view<ImageButton>(R.id.back).showIf(back)
        view<ImageButton>(R.id.back).setOnClickListener { finish() }
    }

    protected fun <T : View> view(id: Int): T = checkNotNull(findViewById<T>(id)) { "no such view" }
}
