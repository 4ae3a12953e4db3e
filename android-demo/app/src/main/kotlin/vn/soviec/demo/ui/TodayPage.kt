package vn.soviec.demo.ui

import android.widget.ListView
import vn.soviec.TaskRow
import vn.soviec.demo.R
import vn.soviec.demo.state.Section
import vn.soviec.demo.state.SectionKind
import vn.soviec.demo.state.Today

/** What is due, worst first. */
class TodayPage(
    private val list: ListView,
    views: LineViews,
    private val words: Words,
    openTask: (TaskRow) -> Unit,
    openReplaced: () -> Unit,
) {
    private val adapter = LinesAdapter(views)
    private val place = ListPlace(list)

    init {
        list.addFooterView(views.make(R.layout.end, list), null, false)
        list.adapter = adapter
        list.setOnItemClickListener { _, _, at, _ ->
            when (val line = adapter.lines.getOrNull(at)) {
                is Line.Task -> openTask(line.row)
                is Line.Notice -> openReplaced()
                is Line.Heading, is Line.Plain, null -> Unit
            }
        }
    }

    val position get() = place

    fun render(today: Today) {
        adapter.lines = when {
            today.trouble != null -> listOf(Line.Plain(today.trouble.sentence))
            today.loaded -> lines(today)
            else -> emptyList()
        }
        if (today.loaded) place.restore()
    }

    private fun lines(today: Today): List<Line> = buildList {
        if (today.replaced.isNotEmpty()) add(notice(today))
        if (today.sections.none { it.kind != SectionKind.DONE_TODAY }) add(nothingDue(today))
        today.sections.forEach { section ->
            add(heading(section))
            section.rows.forEach { add(Line.Task(it, today.day)) }
            val more = section.total - section.rows.size
            if (more > 0) add(Line.Plain(words.text(R.string.section_more, more)))
        }
    }

    private fun notice(today: Today): Line {
        val pair = today.replaced.first()
        val used = pair.others.firstOrNull()
        val detail = if (used == null) {
            words.text(R.string.replaced_look)
        } else {
            words.text(R.string.replaced_from_to, pair.mine.words, used.words)
        }
        val count = words.number(today.replaced.size.toLong())
        return Line.Notice(words.styled(R.string.replaced_count, count), detail)
    }

    private fun nothingDue(today: Today): Line {
        val next = today.next?.lastDay ?: return Line.Plain(words.text(R.string.nothing_due_at_all))
        return Line.Plain(words.text(R.string.nothing_due, words.day(next, today.day)))
    }

    private fun heading(section: Section): Line.Heading {
        val (name, colour, glyph) = when (section.kind) {
            SectionKind.RETURNED ->
                Triple(R.string.section_returned, R.color.late, R.drawable.glyph_hold)
            SectionKind.OVERDUE ->
                Triple(R.string.section_overdue, R.color.over, R.drawable.glyph_overdue)
            SectionKind.TWO_VALUES ->
                Triple(R.string.section_two_values, R.color.late, R.drawable.glyph_pair)
            SectionKind.DUE_SOON -> Triple(R.string.section_due_soon, R.color.ink_2, null)
            SectionKind.DONE_TODAY -> Triple(R.string.section_done_today, R.color.ink_2, null)
        }
        return Line.Heading(words.text(R.string.section, words.text(name), section.total), colour, glyph)
    }
}
