package vn.soviec.demo.ui

import android.app.Activity
import android.content.Intent
import android.os.Bundle
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.TextView
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import vn.soviec.Profile
import vn.soviec.demo.R
import vn.soviec.demo.core.DeskState
import vn.soviec.demo.state.Enrolment
import vn.soviec.demo.state.EnrolmentHolder

/** From the office's paper to a phone with a name: address, code, and whose fingerprint answered. */
class EnrolActivity : Activity() {
    private val app get() = application as DemoApp
    private val ui: CoroutineScope = MainScope()
    private lateinit var holder: EnrolmentHolder
    private var shown: Job? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setContentView(R.layout.enrol)
        app.desk.start()
        holder = lastNonConfigurationInstance as? EnrolmentHolder
            ?: EnrolmentHolder(app.desk, Dispatchers.Main.immediate)
        view<TextView>(R.id.screen).setText(R.string.enrol)
        if (savedInstanceState == null) view<EditText>(R.id.enrol_address).setText(app.relay)
        promises()
        view<Button>(R.id.other).setOnClickListener { holder.reject() }
    }

    private fun promises() {
        val box = view<LinearLayout>(R.id.promises)
        PROMISES.forEach { words ->
            val line = layoutInflater.inflate(R.layout.promise, box, false)
            val kept = words != R.string.will_not
            line.view<ImageView>(R.id.promise_glyph).apply {
                setImageResource(if (kept) R.drawable.glyph_check else R.drawable.glyph_cross)
                imageTintList = getColorStateList(if (kept) R.color.done else R.color.none)
            }
            line.view<TextView>(R.id.promise).setText(words)
            box.addView(line)
        }
    }

    override fun onStart() {
        super.onStart()
        shown = ui.launch {
            launch { app.desk.state.collect { notice(holder.state.value) } }
            holder.state.collect(::render)
        }
    }

    override fun onStop() {
        shown?.cancel()
        super.onStop()
    }

    private fun render(state: Enrolment) {
        if (state.confirmed) return enter()
        notice(state)
        val profile = state.profile
        view<View>(R.id.form).showIf(profile == null)
        view<View>(R.id.network).showIf(profile == null)
        view<View>(R.id.result).showIf(profile != null)
        view<View>(R.id.other).showIf(profile != null)
        view<View>(R.id.go).isEnabled = !state.busy
        view<View>(R.id.other).isEnabled = !state.busy
        if (profile == null) form(state) else result(profile)
    }

    private fun notice(state: Enrolment) {
        val desk = app.desk.state.value
        val aside = desk is DeskState.Enrolling && desk.setAside
        val failed = (desk as? DeskState.Failed)?.let { it.sentence ?: getString(R.string.cannot_open) }
        val words = state.trouble?.sentence ?: failed ?: if (aside) getString(R.string.set_aside) else null
        val view = view<TextView>(R.id.notice_words)
        val moved = words != null && view.text.toString() != words
        view.showText(words)
        if (moved) view<ScrollView>(R.id.scroll).smoothScrollTo(0, 0)
    }

    private fun form(state: Enrolment) {
        val go = view<Button>(R.id.go)
        go.setText(if (state.busy) R.string.enrol_busy else R.string.enrol_go)
        go.setOnClickListener {
            holder.enrol(typed(R.id.enrol_address), typed(R.id.enrol_code), typed(R.id.enrol_fingerprint))
        }
    }

    private fun typed(id: Int) = view<EditText>(id).text.toString()

    private fun result(profile: Profile) {
        val names = profile.officers.map { it.name.orEmpty() } + profile.books.mapNotNull { it.unitName }.distinct()
        view<TextView>(R.id.who).text = names.joinToString(getString(R.string.between))
        view<TextView>(R.id.seen_fingerprint).text = profile.officeFingerprint
        view<Button>(R.id.go).run {
            setText(R.string.compare_same)
            setOnClickListener { holder.confirm() }
        }
    }

    private fun enter() {
        startActivity(Intent(this, MainActivity::class.java))
        finish()
    }

    @Deprecated("The platform's own way to keep an object over a rotation, without AndroidX")
    override fun onRetainNonConfigurationInstance(): Any = holder

    override fun onDestroy() {
        ui.cancel()
        if (!isChangingConfigurations) holder.close()
        super.onDestroy()
    }

    private fun <T : View> view(id: Int): T = checkNotNull(findViewById<T>(id)) { "no such view" }

    private companion object {
        val PROMISES = listOf(R.string.will_name, R.string.will_offline, R.string.will_encrypt, R.string.will_not)
    }
}
