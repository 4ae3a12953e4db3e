package vn.soviec.demo.ui

import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.text.SpannableStringBuilder
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ProgressBar
import android.widget.RadioButton
import android.widget.ScrollView
import android.widget.TextView
import kotlinx.coroutines.Dispatchers
import vn.soviec.BookId
import vn.soviec.Item
import vn.soviec.Profile
import vn.soviec.ReviewState
import vn.soviec.TaskDetail
import vn.soviec.TaskId
import vn.soviec.demo.R
import vn.soviec.demo.core.DeskState
import vn.soviec.demo.state.Checklist
import vn.soviec.demo.state.ChecklistHolder
import java.time.LocalDate

/** One task: its checklist, its status, its notes, and the undo of the last act. */
class TaskActivity : BookActivity() {
    private var holder: ChecklistHolder? = null
    private var items: ItemViews? = null
    private var scrollTo: Int? = null
    private var draftMayBeSaved = false

    /** The field has what the phone kept of it; only from then on do its letters count. */
    private var filled = false
    private lateinit var profile: Profile
    private val today get() = LocalDate.now(app.clock)

    override fun show(open: DeskState.Open, saved: Bundle?) {
        setContentView(R.layout.task)
        profile = open.profile
        bar(getString(R.string.task), back = true)
        val kept = lastNonConfigurationInstance as? ChecklistHolder ?: newHolder(open)
        holder = kept
        items = ItemViews(view(R.id.items), layoutInflater, words, kept::tick, ::count)
        scrollTo = saved?.getInt(SCROLL)
        draftMayBeSaved = saved != null
        filled = false
        view<Button>(R.id.save_note).setOnClickListener { saveNote() }
        view<EditText>(R.id.note).onText { if (filled) kept.type(it) }
        whileShown {
            kept.look()
            kept.state.collect(::render)
        }
    }

    private fun count(item: Item) {
        val (book, task) = BookId(intent.getStringExtra(BOOK).orEmpty()) to TaskId(intent.getStringExtra(TASK).orEmpty())
        startActivity(RoundActivity.intent(this, book, task, item.item))
    }

    private fun newHolder(open: DeskState.Open): ChecklistHolder {
        val book = BookId(intent.getStringExtra(BOOK).orEmpty())
        val task = TaskId(intent.getStringExtra(TASK).orEmpty())
        val by = open.profile.officers.first().id
        return ChecklistHolder(open.core, by, book, task, app.desk.scope, Dispatchers.Main.immediate)
    }

    private fun saveNote() {
        val text = view<EditText>(R.id.note).text.toString().trim()
        if (text.isNotEmpty()) holder?.note(text)
    }

    private fun render(state: Checklist) {
        view<TextView>(R.id.failure).showText(state.trouble?.sentence)
        val detail = state.detail ?: return
        bar(detail.row.title, back = true)
        view<TextView>(R.id.about).text = about(detail)
        progress(detail)
        items?.render(state, today)
        status(state, detail)
        notes(state, detail)
        safety(state)
        scrollTo?.let { at -> view<ScrollView>(R.id.scroll).run { post { scrollTo(0, at) } } }
        scrollTo = null
    }

    private fun about(detail: TaskDetail): CharSequence {
        val row = detail.row
        val unit = profile.books.firstOrNull { it.unit == row.unit }?.unitName
        val first = listOfNotNull(
            unit,
            words.fullDeadline(row, today),
            if (row.leads) getString(R.string.leads) else null,
            if (row.local) getString(R.string.local_task) else null,
        ).joinToString(getString(R.string.between))
        val more = listOfNotNull(
            row.wording.takeIf { it.isNotBlank() }?.let { words.text(R.string.wording, it) },
            detail.partners?.let { words.text(R.string.partners, it) },
        )
        return (listOf(first) + more).joinToString("\n")
    }

    private fun progress(detail: TaskDetail) {
        val row = detail.row
        view<ProgressBar>(R.id.progress).apply {
            showIf(row.items > 0)
            max = row.items
            progress = row.itemsDone
        }
        val done = words.styled(R.string.progress, words.number(row.itemsDone.toLong()), words.number(row.items.toLong()))
        val open = if (row.itemsOpen > 0) words.text(R.string.progress_open, row.itemsOpen) else null
        val all = words.joined(listOfNotNull(done, open))
        view<TextView>(R.id.progress_words).showText(all.takeIf { row.items > 0 })
    }

    private fun status(state: Checklist, detail: TaskDetail) {
        val values = detail.status.filter { it.live }
        val lines = values.map { words.text(R.string.value_of, words.who(it), it.words, words.moment(it.at, today)) }
        val head = if (detail.row.open) listOf(getString(R.string.two_values)) else emptyList()
        val said = (head + lines).ifEmpty { listOf(getString(R.string.nobody_declared)) }
        view<TextView>(R.id.status_values).text =
            words.lines(said + listOfNotNull(words.review(detail.row.review, today)))
        val returned = detail.row.review.state == ReviewState.RETURNED
        val choices = view<LinearLayout>(R.id.choices)
        while (choices.childCount < state.choices.size) layoutInflater.inflate(R.layout.choice, choices)
        state.choices.forEachIndexed { at, declared ->
            val chosen = !detail.row.open && detail.row.declared == declared
            (choices.getChildAt(at) as RadioButton).apply {
                text = words.declared(declared)
                isChecked = chosen
                setCompoundDrawablesRelativeWithIntrinsicBounds(if (chosen) R.drawable.tick_mark else 0, 0, 0, 0)
                isEnabled = ChecklistHolder.STATUS !in state.busy
                setOnClickListener {
                    isChecked = chosen // it is chosen when the phone has it
                    if (!chosen || returned) holder?.declare(declared)
                }
            }
        }
    }

    private fun notes(state: Checklist, detail: TaskDetail) {
        val box = view<LinearLayout>(R.id.notes)
        // What was written down of an open draft stands in the field.
        val notes = detail.notes.filter { it.register != state.draft?.written }
        while (box.childCount > notes.size) box.removeViewAt(notes.size)
        while (box.childCount < notes.size) layoutInflater.inflate(R.layout.note, box)
        notes.forEachIndexed { at, note ->
            val who = note.officerName ?: getString(R.string.somebody)
            val under = listOfNotNull(who, words.day(note.on, today), if (note.unsent) words.waits() else null)
            val text = words.coloured(note.text, R.color.ink)
            (box.getChildAt(at) as TextView).text = SpannableStringBuilder(text).append("\n").append(words.joined(under))
        }
        field(state, detail)
    }

    /** The field gives its draft up when the note is safe: now, or before the process was killed. */
    private fun field(state: Checklist, detail: TaskDetail) {
        val field = view<EditText>(R.id.note)
        if (!filled && field.text.isEmpty()) state.draft?.let { field.setText(it.text) }
        filled = true
        val draft = field.text.toString().trim()
        val own = profile.officers.map { it.id }
        val before = draftMayBeSaved && state.draft == null && detail.notes.any { it.text == draft && it.officer in own }
        draftMayBeSaved = false
        if (before || (state.saved != null && state.saved == draft)) field.text.clear()
        if (state.saved != null) holder?.noted()
        view<Button>(R.id.save_note).isEnabled = ChecklistHolder.NOTE !in state.busy
    }

    private fun safety(state: Checklist) {
        view<TextView>(R.id.safe).showText(
            when {
                state.busy.isNotEmpty() -> getString(R.string.saving)
                state.waiting > 0 -> words.text(R.string.all_safe_waiting, state.waiting)
                else -> getString(R.string.all_safe)
            },
        )
        val act = state.lastAct
        view<Button>(R.id.undo).apply {
            showText(act?.let { words.text(R.string.undo, it.words) })
            isEnabled = ChecklistHolder.UNDO !in state.busy
            setOnClickListener { if (act != null) holder?.undo(act) }
        }
    }

    override fun save(out: Bundle) {
        out.putInt(SCROLL, scrollTo ?: view<ScrollView>(R.id.scroll).scrollY)
    }

    @Deprecated("The platform's own way to keep an object over a rotation, without AndroidX")
    override fun onRetainNonConfigurationInstance(): Any? = holder

    override fun onDestroy() {
        if (!isChangingConfigurations) holder?.close()
        super.onDestroy()
    }

    companion object {
        private const val BOOK = "book"
        private const val TASK = "task"
        private const val SCROLL = "scroll"

        fun intent(context: Context, book: BookId, task: TaskId): Intent =
            Intent(context, TaskActivity::class.java).putExtra(BOOK, book.value).putExtra(TASK, task.value)
    }
}
