package vn.soviec.demo.ui

import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import kotlinx.coroutines.Dispatchers
import vn.soviec.BookId
import vn.soviec.CountDraft
import vn.soviec.ItemId
import vn.soviec.Profile
import vn.soviec.Tap
import vn.soviec.TaskId
import vn.soviec.demo.R
import vn.soviec.demo.core.DeskState
import vn.soviec.demo.state.Round
import vn.soviec.demo.state.RoundHolder
import vn.soviec.demo.state.statusLines

/** A round from house to house, for one thumb: the large button counts, and each tap is kept at once. */
class RoundActivity : BookActivity() {
    private var holder: RoundHolder? = null
    private lateinit var profile: Profile
    private val item get() = ItemId(intent.getStringExtra(ITEM).orEmpty())

    override fun show(open: DeskState.Open, saved: Bundle?) {
        setContentView(R.layout.round)
        profile = open.profile
        bar(getString(R.string.round), back = true)
        val kept = lastNonConfigurationInstance as? RoundHolder ?: newHolder(open)
        holder = kept
        press(R.id.round_plus) { tap(Tap.Plus) }
        press(R.id.round_minus) { tap(Tap.Minus) }
        press(R.id.round_undo) { tap(Tap.Undo) }
        press(R.id.round_away) { tap(Tap.LeftOut(AWAY)) }
        press(R.id.round_left_out) { choose(true) }
        press(R.id.round_no_reason) { choose(false) }
        press(R.id.round_finish) { finish() }
        reasons(kept)
        whileShown { statusLines(open.core, app.clock).collect { view<TextView>(R.id.status_words).showText(words.statusLine(it)) } }
        whileShown { kept.state.collect(::render) }
    }

    private fun newHolder(open: DeskState.Open): RoundHolder {
        val book = BookId(intent.getStringExtra(BOOK).orEmpty())
        val task = TaskId(intent.getStringExtra(TASK).orEmpty())
        val by = open.profile.officers.first().id
        return RoundHolder(open.core, by, book, task, item, app.desk.scope, Dispatchers.Main.immediate)
    }

    private fun press(id: Int, act: RoundHolder.() -> Unit) =
        view<View>(id).setOnClickListener { holder?.act() }

    private fun reasons(holder: RoundHolder) {
        val box = view<LinearLayout>(R.id.round_reasons)
        holder.reasons.forEach { reason ->
            val button = layoutInflater.inflate(R.layout.reason, box, false) as Button
            button.text = reason.words
            button.setOnClickListener { holder.tap(Tap.LeftOut(reason.code)) }
            box.addView(button)
        }
    }

    private fun render(state: Round) {
        if (state.finished) return finish()
        view<TextView>(R.id.failure).showText(state.trouble?.sentence)
        val detail = state.detail ?: return
        view<TextView>(R.id.round_title).text = detail.items.firstOrNull { it.item == item }?.title ?: detail.row.title
        val unit = profile.books.firstOrNull { it.unit == detail.row.unit }?.unitName
        view<TextView>(R.id.round_about).text = listOfNotNull(unit, detail.row.title).joinToString(getString(R.string.between))
        counts(state.draft?.takeIf { it.visited > 0 || it.undo != null })
        val can = state.draft
        view<Button>(R.id.round_undo).showText(can?.undo?.let { words.text(R.string.undo, it) })
        view<Button>(R.id.round_minus).isEnabled = (can?.counted ?: 0) > 0
        view<Button>(R.id.round_finish).isEnabled = (can?.visited ?: 0) > 0 && !state.busy
        view<TextView>(R.id.round_kept).setText(if (state.busy) R.string.saving else R.string.round_kept)
        view<View>(R.id.round_taps).showIf(!state.choosing)
        view<View>(R.id.round_sheet).showIf(state.choosing)
    }

    /** Nothing counted is not zero. */
    private fun counts(draft: CountDraft?) {
        view<TextView>(R.id.round_visited).text = draft?.let { words.number(it.visited) } ?: getString(R.string.round_none_figure)
        view<TextView>(R.id.round_visited_means).setText(if (draft == null) R.string.round_none else R.string.round_visited)
        val done = draft?.let { words.styled(R.string.round_done, words.number(it.counted)) }
        val out = draft?.leftOut.orEmpty().map { words.styled(R.string.round_out, it.words, words.number(it.count)) }
        view<TextView>(R.id.round_parts).text = words.joined(listOfNotNull(done) + out)
    }

    @Deprecated("The platform's own way back, without AndroidX")
    override fun onBackPressed() {
        if (holder?.state?.value?.choosing == true) holder?.choose(false) else finish()
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
        private const val ITEM = "item"

        /** The first of the reasons, nobody at home, has a button of its own. */
        private const val AWAY = 1

        fun intent(context: Context, book: BookId, task: TaskId, item: ItemId): Intent =
            Intent(context, RoundActivity::class.java)
                .putExtra(BOOK, book.value).putExtra(TASK, task.value).putExtra(ITEM, item.value)
    }
}
