package vn.soviec.demo.ui

import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.CheckBox
import android.widget.TextView
import vn.soviec.CountDraft
import vn.soviec.Item
import vn.soviec.Session
import vn.soviec.demo.R
import vn.soviec.demo.state.Checklist
import java.time.LocalDate

/**
 * The lines of a checklist. A whole line is one target and, to a screen reader, one check box.
 *
 * A line's box follows [Item.done] alone: it does not tick itself when it is pressed.
 */
class ItemViews(
    private val parent: ViewGroup,
    private val inflater: LayoutInflater,
    private val words: Words,
    private val press: (Item) -> Unit,
    private val count: (Item) -> Unit,
) {
    fun render(state: Checklist, today: LocalDate) {
        val detail = state.detail ?: return
        val items = detail.items
        while (parent.childCount > items.size) parent.removeViewAt(items.size)
        while (parent.childCount < items.size) inflater.inflate(R.layout.item, parent)
        items.forEachIndexed { at, item ->
            val sessions = detail.sessions.filter { it.item == item.item }
            val counted = rounds(sessions, today) + listOfNotNull(state.rounds[item.item]?.let(::open))
            fill(parent.getChildAt(at), item, item.item in state.busy, counted, today)
        }
    }

    private fun fill(view: View, item: Item, busy: Boolean, counted: List<CharSequence>, today: LocalDate) {
        view.view<CheckBox>(R.id.item_box).isChecked = item.done
        view.view<TextView>(R.id.item_title).showText(item.title)
        val detail = if (busy) words.text(R.string.saving) else words.lines(listOf(detail(item, today)).filter { it.isNotEmpty() } + counted)
        view.view<TextView>(R.id.item_detail).showText(detail.takeIf { it.isNotEmpty() })
        view.isEnabled = !busy
        view.setOnClickListener { press(item) }
        view.view<Button>(R.id.item_round).apply {
            contentDescription = words.text(R.string.item_round_of, item.title)
            setOnClickListener { count(item) }
        }
        view.accessibilityDelegate = object : View.AccessibilityDelegate() {
            override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
                super.onInitializeAccessibilityNodeInfo(host, info)
                info.className = CheckBox::class.java.name
                info.isCheckable = true
                info.isChecked = item.done
            }
        }
        view.contentDescription = listOf(item.title, detail).filter { it.isNotEmpty() }.joinToString(". ")
    }

    private fun rounds(sessions: List<Session>, today: LocalDate): List<CharSequence> = sessions.map {
        val who = it.officerName ?: words.text(R.string.somebody)
        val said = words.text(R.string.round_said, who, it.words, words.moment(it.ended, today))
        words.joined(listOfNotNull(said, if (it.unsent) words.waits() else null))
    }

    private fun open(draft: CountDraft): CharSequence =
        words.coloured(words.bold(words.text(R.string.round_open, words.number(draft.visited))), R.color.accent)

    private fun detail(item: Item, today: LocalDate): CharSequence {
        val values = item.values.filter { it.live }
        val waits = listOfNotNull(if (item.unsent) words.waits() else null)
        if (item.done) {
            val who = values.map { words.text(R.string.who_when, words.who(it), words.moment(it.at, today)) }
            return words.joined(who + waits)
        }
        val said = values.map { words.text(R.string.value_of, words.who(it), it.words, words.moment(it.at, today)) }
        if (!item.open) return words.joined(said + waits)
        val head = words.coloured(words.bold(words.text(R.string.two_values)), R.color.late)
        return words.lines(listOf(words.joined(listOf(head) + waits)) + said)
    }
}
