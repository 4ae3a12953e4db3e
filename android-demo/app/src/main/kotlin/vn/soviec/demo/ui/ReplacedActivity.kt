package vn.soviec.demo.ui

import android.os.Bundle
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import kotlinx.coroutines.Dispatchers
import vn.soviec.Replaced
import vn.soviec.Value
import vn.soviec.demo.R
import vn.soviec.demo.core.DeskState
import vn.soviec.demo.state.ReplacedHolder
import vn.soviec.demo.state.ReplacedValues
import vn.soviec.demo.state.statusLines
import java.time.LocalDate

/** Both values, equal in size; one tap uses the own one again, one leaves the other. */
class ReplacedActivity : BookActivity() {
    private var holder: ReplacedHolder? = null

    override fun show(open: DeskState.Open, saved: Bundle?) {
        setContentView(R.layout.replaced)
        bar(getString(R.string.replaced), back = true)
        val kept = lastNonConfigurationInstance as? ReplacedHolder
            ?: ReplacedHolder(open.core, app.desk.scope, Dispatchers.Main.immediate)
        holder = kept
        whileShown { statusLines(open.core, app.clock).collect { view<TextView>(R.id.status_words).showText(words.statusLine(it)) } }
        whileShown { kept.state.collect(::render) }
    }

    private fun render(state: ReplacedValues) {
        val pairs = view<LinearLayout>(R.id.pairs)
        pairs.removeAllViews()
        state.trouble?.let { pairs.plain(it.sentence) }
        if (state.loaded && state.pairs.isEmpty()) pairs.plain(getString(R.string.nothing_replaced))
        state.pairs.forEach { pair ->
            val view = layoutInflater.inflate(R.layout.pair, pairs, false)
            fill(view, pair, pair.register in state.busy)
            pairs.addView(view)
        }
    }

    private fun LinearLayout.plain(words: String) {
        addView((layoutInflater.inflate(R.layout.plain, this, false) as TextView).apply { text = words })
    }

    private fun fill(view: View, pair: Replaced, busy: Boolean) {
        view.view<TextView>(R.id.pair_title).text = pair.title
        view.view<TextView>(R.id.pair_why).setText(
            if (pair.twoValues) R.string.replaced_by_both else R.string.replaced_by_one,
        )
        val used = view.view<LinearLayout>(R.id.pair_used)
        pair.others.forEach { value(used, R.string.value_used, R.color.accent, it) }
        value(view.view(R.id.pair_mine), R.string.value_mine, R.color.ink_2, pair.mine)
        val other = pair.others.joinToString { it.words }
        view.view<TextView>(R.id.pair_after).text = words.text(R.string.replaced_after, other)
        button(view, R.id.restore, words.text(R.string.restore, pair.mine.words), busy) { holder?.restore(pair) }
        button(view, R.id.accept, words.text(R.string.accept, other), busy) { holder?.accept(pair) }
    }

    private fun button(view: View, id: Int, words: String, busy: Boolean, press: () -> Unit) =
        view.view<Button>(id).run {
            text = words
            isEnabled = !busy
            setOnClickListener { press() }
        }

    private fun value(box: LinearLayout, head: Int, colour: Int, value: Value) {
        val view = LinearLayout(this).apply { orientation = LinearLayout.VERTICAL }
        layoutInflater.inflate(R.layout.value, view)
        view.view<TextView>(R.id.value_head).apply {
            setText(head)
            setTextColor(getColor(colour))
        }
        view.view<TextView>(R.id.value_words).apply {
            text = value.words
            if (value.words.length <= FIGURE) textSize = 32f
        }
        val today = LocalDate.now(app.clock)
        view.view<TextView>(R.id.value_who).text =
            listOf(words.who(value), words.moment(value.at, today)).joinToString("\n")
        box.addView(view)
    }

    private companion object {
        /** So short is a number; it is shown as large as the mockup of two numbers has it. */
        const val FIGURE = 6
    }

    @Deprecated("The platform's own way to keep an object over a rotation, without AndroidX")
    override fun onRetainNonConfigurationInstance(): Any? = holder

    override fun onDestroy() {
        if (!isChangingConfigurations) holder?.close()
        super.onDestroy()
    }
}
