package vn.soviec.demo.ui

import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.CheckBox
import android.widget.TextView
import vn.soviec.Item
import vn.soviec.demo.R
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
) {
    fun render(items: List<Item>, busy: Set<Any>, today: LocalDate) {
        while (parent.childCount > items.size) parent.removeViewAt(items.size)
        while (parent.childCount < items.size) inflater.inflate(R.layout.item, parent)
        items.forEachIndexed { at, item -> fill(parent.getChildAt(at), item, item.item in busy, today) }
    }

    private fun fill(view: View, item: Item, busy: Boolean, today: LocalDate) {
        view.view<CheckBox>(R.id.item_box).isChecked = item.done
        view.view<TextView>(R.id.item_title).showText(item.title)
        val detail = if (busy) words.text(R.string.saving) else detail(item, today)
        view.view<TextView>(R.id.item_detail).showText(detail.takeIf { it.isNotEmpty() })
        view.isEnabled = !busy
        view.setOnClickListener { press(item) }
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
