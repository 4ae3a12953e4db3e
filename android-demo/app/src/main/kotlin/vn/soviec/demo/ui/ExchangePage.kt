package vn.soviec.demo.ui

import android.graphics.Typeface
import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.style.StyleSpan
import android.view.View
import android.widget.LinearLayout
import android.widget.TextView
import vn.soviec.Profile
import vn.soviec.SetApart
import vn.soviec.WaitingEdit
import vn.soviec.demo.R
import vn.soviec.demo.state.Exchange
import java.time.LocalDate

/** Is the work safe, and has it arrived? */
class ExchangePage(
    private val page: View,
    private val views: LineViews,
    private val words: Words,
    private val profile: Profile,
    private val today: () -> LocalDate,
    send: () -> Unit,
) {
    private val rows = page.view<LinearLayout>(R.id.exchange_rows)
    private var listed: Any? = null

    init {
        page.view<View>(R.id.send).setOnClickListener { send() }
        page.view<TextView>(R.id.identity).text = words.text(
            R.string.identity,
            profile.officers.joinToString { it.name.orEmpty() },
            profile.books.mapNotNull { it.unitName }.distinct().joinToString(),
            profile.officeFingerprint,
        )
    }

    fun render(state: Exchange) {
        val line = state.line ?: return
        page.view<TextView>(R.id.sent).text = words.number(line.sent)
        page.view<TextView>(R.id.waiting).text = words.number(line.waiting)
        page.view<TextView>(R.id.trouble).showText(state.trouble?.let { breath(it.sentence) })
        page.view<View>(R.id.send).isEnabled = !line.running
        page.view<TextView>(R.id.send_words).text =
            words.text(if (line.running) R.string.sending else R.string.send_now)
        page.view<TextView>(R.id.contact).text =
            line.lastContact?.let { words.contact(it, line.now) } ?: words.text(R.string.line_no_contact)
        list(state)
    }

    /** The first of the three parts, what happened, stands out. */
    private fun breath(sentence: String): CharSequence = SpannableStringBuilder(sentence).apply {
        val end = sentence.indexOf('.') + 1
        setSpan(StyleSpan(Typeface.BOLD), 0, end, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
    }

    private fun list(state: Exchange) {
        val wanted = Triple(state.waiting, state.apart, today())
        if (listed == wanted) return
        listed = wanted
        rows.removeAllViews()
        if (state.waiting.isEmpty()) plain(words.text(R.string.nothing_waits)) else waiting(state.waiting)
        state.apart.groupBy { it.heading }.forEach(::apart)
    }

    private fun plain(text: String) {
        rows.addView((views.make(R.layout.plain, rows) as TextView).apply { this.text = text })
    }

    private fun waiting(edits: List<WaitingEdit>) {
        val name = words.text(R.string.waiting_rows)
        heading(name, edits.size, R.color.ink_2, null)
        edits.forEach { row(R.drawable.glyph_up, R.color.prog, it.words, written(it), name) }
        close()
    }

    private fun written(edit: WaitingEdit): String {
        val moment = words.moment(edit.made, today())
        val name = edit.officerName?.takeIf { profile.officers.size > 1 }
        return if (name == null) words.text(R.string.written_at, moment) else words.text(R.string.written_by, moment, name)
    }

    private fun apart(heading: String, edits: List<SetApart>) {
        heading(heading, edits.size, R.color.late, R.drawable.glyph_hold)
        edits.forEach {
            val detail = words.text(R.string.written_reason, words.moment(it.edit.made, today()), it.reason)
            row(R.drawable.glyph_hold, R.color.late, it.edit.words, detail, heading)
        }
        close()
    }

    private fun heading(name: String, count: Int, colour: Int, glyph: Int?) {
        val view = views.make(R.layout.heading, rows)
        views.heading(view, Line.Heading(words.text(R.string.section, name, count), colour, glyph), ruled = false)
        rows.addView(view)
    }

    private fun row(glyph: Int, tint: Int, title: String, detail: String, state: String) {
        val view = views.make(R.layout.row, rows)
        views.row(view, glyph, tint, title, detail, state)
        rows.addView(view)
    }

    private fun close() {
        rows.addView(views.make(R.layout.end, rows))
    }
}
