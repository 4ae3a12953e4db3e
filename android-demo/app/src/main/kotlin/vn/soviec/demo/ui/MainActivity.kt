package vn.soviec.demo.ui

import android.content.Intent
import android.os.Bundle
import android.view.View
import android.widget.ImageView
import android.widget.ListView
import android.widget.TextView
import kotlinx.coroutines.Dispatchers
import vn.soviec.TaskRow
import vn.soviec.demo.R
import vn.soviec.demo.core.DeskState
import vn.soviec.demo.state.AllTasksHolder
import vn.soviec.demo.state.ExchangeHolder
import vn.soviec.demo.state.StatusLine
import vn.soviec.demo.state.TodayHolder
import vn.soviec.demo.state.statusLines
import java.time.LocalDate

/** Today, all tasks, sent and waiting: three pages under one status line. */
class MainActivity : BookActivity() {
    private class Holders(val today: TodayHolder, val all: AllTasksHolder, val exchange: ExchangeHolder)

    private var holders: Holders? = null
    private var tab = Tab.TODAY
    private var pages: Pair<TodayPage, AllPage>? = null

    enum class Tab(val view: Int, val page: Int, val label: Int, val title: Int, val glyph: Int) {
        TODAY(R.id.tab_today, R.id.today, R.string.tab_today, R.string.today, R.drawable.glyph_check),
        ALL(R.id.tab_all, R.id.all, R.string.tab_all, R.string.all_tasks, R.drawable.glyph_page),
        EXCHANGE(R.id.tab_exchange, R.id.exchange, R.string.tab_exchange, R.string.exchange, R.drawable.glyph_up),
    }

    override fun show(open: DeskState.Open, saved: Bundle?) {
        setContentView(R.layout.main)
        val kept = lastNonConfigurationInstance as? Holders ?: newHolders(open)
        holders = kept
        makePages(open, kept, saved)
        makeTabs()
        go(Tab.entries[saved?.getInt(TAB) ?: tab.ordinal])
        view<View>(R.id.status).setOnClickListener { go(Tab.EXCHANGE) }
        whileShown { statusLines(open.core, app.clock).collect(::line) }
    }

    private fun newHolders(open: DeskState.Open): Holders {
        val main = Dispatchers.Main.immediate
        return Holders(
            TodayHolder(open.core, main),
            AllTasksHolder(open.core, main),
            ExchangeHolder(open.core, app.clock, app.desk.scope, main),
        )
    }

    private fun makePages(open: DeskState.Open, kept: Holders, saved: Bundle?) {
        val views = LineViews(layoutInflater, words)
        val clockDay = { LocalDate.now(app.clock) }
        val today = TodayPage(view<ListView>(R.id.today), views, words, ::openTask, ::openReplaced)
        val all = AllPage(view(R.id.all), views, words, kept.all, clockDay, ::openTask)
        val exchange = ExchangePage(view(R.id.exchange), views, words, open.profile, clockDay, kept.exchange)
        pages = today to all
        today.position.expect(saved, TODAY_AT)
        all.position.expect(saved, ALL_AT)
        whileShown { kept.today.state.collect(today::render) }
        whileShown { kept.all.state.collect(all::render) }
        whileShown { kept.exchange.state.collect(exchange::render) }
    }

    private fun makeTabs() = Tab.entries.forEach { tab ->
        val view = view<View>(tab.view)
        view.view<ImageView>(R.id.tab_glyph).setImageResource(tab.glyph)
        view.view<TextView>(R.id.tab_name).setText(tab.label)
        view.setOnClickListener { go(tab) }
    }

    private fun go(to: Tab) {
        tab = to
        Tab.entries.forEach {
            view<View>(it.view).isSelected = it == to
            view<View>(it.page).showIf(it == to)
        }
        bar(getString(to.title), back = false)
        view<View>(R.id.status).showIf(to != Tab.EXCHANGE)
        view<View>(R.id.find).showIf(to == Tab.TODAY)
        view<View>(R.id.find).setOnClickListener { find() }
        view<View>(R.id.add).showIf(to != Tab.EXCHANGE)
        view<View>(R.id.add).setOnClickListener { startActivity(Intent(this, AddTaskActivity::class.java)) }
    }

    private fun find() {
        go(Tab.ALL)
        pages?.second?.focusSearch()
    }

    private fun line(line: StatusLine) {
        val text = words.statusLine(line)
        view<TextView>(R.id.status_words).showText(text)
        view<View>(R.id.status).contentDescription = getString(R.string.who_when, text, getString(R.string.line_opens))
        view<ImageView>(R.id.status_glyph).setImageResource(
            if (line.waiting == 0L && line.lastContact != null) R.drawable.glyph_check else R.drawable.glyph_up,
        )
        val exchange = view<View>(R.id.tab_exchange)
        exchange.view<TextView>(R.id.tab_count).showText(words.number(line.waiting).takeIf { line.waiting > 0 })
        exchange.contentDescription = words.text(R.string.tab_waiting, getString(R.string.tab_exchange), line.waiting)
    }

    private fun openTask(row: TaskRow) = startActivity(TaskActivity.intent(this, row.book, row.task))

    private fun openReplaced() = startActivity(Intent(this, ReplacedActivity::class.java))

    override fun save(out: Bundle) {
        out.putInt(TAB, tab.ordinal)
        pages?.first?.position?.save(out, TODAY_AT)
        pages?.second?.position?.save(out, ALL_AT)
    }

    @Deprecated("The platform's own way to keep an object over a rotation, without AndroidX")
    override fun onRetainNonConfigurationInstance(): Any? = holders

    override fun onDestroy() {
        if (!isChangingConfigurations) {
            holders?.run { listOf(today, all, exchange).forEach(AutoCloseable::close) }
        }
        super.onDestroy()
    }

    private companion object {
        const val TAB = "tab"
        const val TODAY_AT = "today at"
        const val ALL_AT = "all at"
    }
}
