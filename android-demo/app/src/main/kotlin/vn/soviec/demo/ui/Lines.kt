package vn.soviec.demo.ui

import android.content.res.ColorStateList
import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.style.RelativeSizeSpan
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.BaseAdapter
import android.widget.ImageView
import android.widget.TextView
import vn.soviec.TaskRow
import vn.soviec.demo.R
import java.time.LocalDate

/** One line of a list. */
sealed interface Line {
    data class Heading(val words: String, val colour: Int, val glyph: Int?) : Line

    data class Task(val row: TaskRow, val today: LocalDate) : Line

    data class Notice(val title: CharSequence, val detail: CharSequence) : Line

    data class Plain(val words: String) : Line
}

/** Fills the views of the notebook's lines; also for lists that are not a ListView. */
class LineViews(private val inflater: LayoutInflater, private val words: Words) {
    fun make(layout: Int, parent: ViewGroup): View = inflater.inflate(layout, parent, false)

    fun heading(view: View, line: Line.Heading, ruled: Boolean) {
        view.setBackgroundResource(if (ruled) R.drawable.rule_below else 0)
        view.view<TextView>(R.id.heading).apply {
            text = line.words
            setTextColor(context.getColor(line.colour))
        }
        view.view<ImageView>(R.id.heading_glyph).apply {
            showIf(line.glyph != null)
            line.glyph?.let(::setImageResource)
            imageTintList = ColorStateList.valueOf(context.getColor(line.colour))
            if (line.glyph == R.drawable.glyph_overdue) imageTintList = null
        }
    }

    fun task(view: View, row: TaskRow, today: LocalDate) {
        row(view, words.glyph(row.status), null, row.title, words.detail(row, today), words.state(row.status))
    }

    /** [tint] is null for the glyphs that bring their own colours. */
    fun row(view: View, glyph: Int, tint: Int?, title: CharSequence, detail: CharSequence, state: String) {
        view.view<ImageView>(R.id.row_glyph).apply {
            setImageResource(glyph)
            imageTintList = tint?.let { ColorStateList.valueOf(context.getColor(it)) }
        }
        view.view<TextView>(R.id.row_title).text = title
        view.view<TextView>(R.id.row_detail).text = detail
        view.contentDescription = listOf(state, title, detail).joinToString(". ")
    }

    fun notice(view: View, line: Line.Notice) {
        val text = SpannableStringBuilder(line.title).append("\n")
        val start = text.length
        text.append(line.detail)
        text.setSpan(RelativeSizeSpan(0.875f), start, text.length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
        view.view<TextView>(R.id.notice_words).text = text
    }
}

/** A list of lines of several kinds. */
class LinesAdapter(private val views: LineViews) : BaseAdapter() {
    var lines: List<Line> = emptyList()
        set(value) {
            if (field == value) return
            field = value
            notifyDataSetChanged()
        }

    override fun getCount() = lines.size
    override fun getItem(position: Int): Line = lines[position]
    override fun getItemId(position: Int) = position.toLong()
    override fun getViewTypeCount() = LAYOUTS.size
    override fun getItemViewType(position: Int) = kind(lines[position])
    override fun areAllItemsEnabled() = false
    override fun isEnabled(position: Int) = lines[position] is Line.Task || lines[position] is Line.Notice

    override fun getView(position: Int, convertView: View?, parent: ViewGroup): View {
        val line = lines[position]
        val view = convertView ?: views.make(LAYOUTS[kind(line)], parent)
        when (line) {
            is Line.Heading -> views.heading(view, line, ruled = lines.getOrNull(position - 1) is Line.Task)
            is Line.Task -> views.task(view, line.row, line.today)
            is Line.Notice -> views.notice(view, line)
            is Line.Plain -> (view as TextView).apply {
                text = line.words
                setBackgroundResource(if (lines.getOrNull(position - 1) is Line.Task) R.drawable.rule_below else 0)
            }
        }
        return view
    }

    private fun kind(line: Line) = when (line) {
        is Line.Heading -> 0
        is Line.Task -> 1
        is Line.Notice -> 2
        is Line.Plain -> 3
    }

    private companion object {
        val LAYOUTS = intArrayOf(R.layout.heading, R.layout.row, R.layout.notice, R.layout.plain)
    }
}
