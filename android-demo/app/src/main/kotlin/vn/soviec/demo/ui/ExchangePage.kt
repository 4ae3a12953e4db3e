package vn.soviec.demo.ui

import android.graphics.Typeface
import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.style.StyleSpan
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import vn.soviec.EditId
import vn.soviec.Profile
import vn.soviec.SetApart
import vn.soviec.WaitingEdit
import vn.soviec.demo.R
import vn.soviec.demo.state.Exchange
import vn.soviec.demo.state.ExchangeHolder
import java.time.LocalDate

/** Is the work safe, and has it arrived? */
class ExchangePage(
    private val page: View,
    private val views: LineViews,
    private val words: Words,
    private val profile: Profile,
    private val today: () -> LocalDate,
    private val holder: ExchangeHolder,
) {
    private val rows = page.view<LinearLayout>(R.id.exchange_rows)
    private var listed: Any? = null

    init {
        page.view<View>(R.id.send).setOnClickListener { holder.send() }
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
        val wanted = listOf(state.waiting, state.apart, state.aside, state.busy, today())
        if (listed == wanted) return
        listed = wanted
        rows.removeAllViews()
        if (state.waiting.isEmpty()) plain(words.text(R.string.nothing_waits)) else waiting(state.waiting)
        state.apart.groupBy { it.heading }.forEach { (heading, edits) -> apart(heading, edits, state.busy) }
        if (state.aside.isNotEmpty()) aside(state.aside)
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

    private fun apart(heading: String, edits: List<SetApart>, busy: Set<EditId>) {
        heading(heading, edits.size, R.color.late, R.drawable.glyph_hold)
        edits.forEach { apart ->
            val view = views.make(R.layout.apart, rows)
            views.row(view, R.drawable.glyph_hold, R.color.late, apart.edit.words, detail(apart), heading)
            taps(view, apart, apart.edit.id in busy)
            rows.addView(view)
        }
        close()
    }

    private fun detail(apart: SetApart): String {
        val why = words.text(R.string.written_reason, words.moment(apart.edit.made, today()), apart.reason)
        val said = apart.office?.takeIf { it.words.isNotBlank() } ?: return why
        val clerk = said.clerkName?.let { words.text(R.string.office_clerk, it) }.orEmpty()
        val at = said.at?.let { words.moment(it, today()) }.orEmpty()
        return why + "\n" + words.text(R.string.office_word, clerk, at, said.words)
    }

    /** What the office still decides on has no taps: there is nothing to do about it. */
    private fun taps(view: View, apart: SetApart, busy: Boolean) {
        view.view<View>(R.id.apart_taps).showIf(apart.canWriteAgain || apart.canDismiss)
        button(view, R.id.write_again, apart.canWriteAgain, busy) { holder.writeAgain(apart) }
        button(view, R.id.dismiss, apart.canDismiss, busy) { holder.dismiss(apart) }
    }

    private fun button(view: View, id: Int, offered: Boolean, busy: Boolean, press: () -> Unit) =
        view.view<Button>(id).run {
            showIf(offered)
            isEnabled = !busy
            setOnClickListener { press() }
        }

    private fun aside(edits: List<SetApart>) {
        val name = words.text(R.string.laid_aside)
        heading(name, edits.size, R.color.ink_2, null)
        edits.forEach {
            val how = if (it.writtenAgain != null) R.string.laid_aside_again else R.string.laid_aside_so
            val detail = words.text(how, words.moment(it.edit.made, today()), it.heading)
            row(R.drawable.glyph_page, R.color.ink_2, it.edit.words, detail, name)
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
