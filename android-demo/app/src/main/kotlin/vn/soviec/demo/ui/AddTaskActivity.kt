package vn.soviec.demo.ui

import android.os.Bundle
import android.widget.Button
import android.widget.EditText
import android.widget.RadioGroup
import android.widget.TextView
import kotlinx.coroutines.Dispatchers
import vn.soviec.demo.R
import vn.soviec.demo.core.DeskState
import vn.soviec.demo.state.LocalTaskHolder
import vn.soviec.demo.state.NewTask
import java.time.LocalDate

/** A task of one's own, with one of four deadlines, written without a keyboard for dates. */
class AddTaskActivity : BookActivity() {
    private var holder: LocalTaskHolder? = null

    override fun show(open: DeskState.Open, saved: Bundle?) {
        setContentView(R.layout.add_task)
        bar(getString(R.string.add_title), back = true)
        val book = open.profile.books.first()
        val kept = lastNonConfigurationInstance as? LocalTaskHolder
            ?: LocalTaskHolder(open.core, open.profile.officers.first().id, book.id, app.desk.scope, Dispatchers.Main.immediate)
        holder = kept
        view<TextView>(R.id.into).text = words.text(R.string.add_book, book.unitName.orEmpty())
        view<Button>(R.id.save).setOnClickListener { kept.save(view<EditText>(R.id.title).text.toString().trim(), day()) }
        whileShown { kept.state.collect(::render) }
    }

    private fun day(): LocalDate? {
        val today = LocalDate.now(app.clock)
        return when (view<RadioGroup>(R.id.`when`).checkedRadioButtonId) {
            R.id.when_today -> today
            R.id.when_tomorrow -> today.plusDays(1)
            R.id.when_week -> today.plusDays(7)
            else -> null
        }
    }

    private fun render(state: NewTask) {
        view<TextView>(R.id.failure).showText(state.trouble?.sentence)
        view<Button>(R.id.save).isEnabled = !state.busy
        view<Button>(R.id.save).setText(if (state.busy) R.string.saving else R.string.add_save)
        if (state.saved) finish()
    }

    @Deprecated("The platform's own way to keep an object over a rotation, without AndroidX")
    override fun onRetainNonConfigurationInstance(): Any? = holder

    override fun onDestroy() {
        if (!isChangingConfigurations) holder?.close()
        super.onDestroy()
    }
}
