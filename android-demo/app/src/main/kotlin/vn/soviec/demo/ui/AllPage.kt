package vn.soviec.demo.ui

import android.text.Editable
import android.text.TextWatcher
import android.view.View
import android.view.ViewGroup
import android.widget.BaseAdapter
import android.widget.CheckBox
import android.widget.EditText
import android.widget.ListView
import android.widget.TextView
import vn.soviec.TaskRow
import vn.soviec.demo.R
import vn.soviec.demo.state.AllTasks
import vn.soviec.demo.state.AllTasksHolder
import java.time.LocalDate

/** All tasks, searched in the phone, read in windows as they are scrolled to. */
class AllPage(
    private val page: View,
    private val views: LineViews,
    private val words: Words,
    private val holder: AllTasksHolder,
    private val today: () -> LocalDate,
    openTask: (TaskRow) -> Unit,
) {
    private val list = page.view<ListView>(R.id.tasks)
    private val search = page.view<EditText>(R.id.search)
    private val onlyOpen = page.view<CheckBox>(R.id.only_open)
    private val adapter = Rows()
    private var tasks = AllTasks()
    val position = ListPlace(list)

    init {
        list.addFooterView(views.make(R.layout.end, list), null, false)
        list.adapter = adapter
        list.setOnItemClickListener { _, _, at, _ -> tasks.row(at)?.let(openTask) }
        onlyOpen.setOnCheckedChangeListener { _, _ -> ask() }
        search.addTextChangedListener(object : TextWatcher {
            override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit
            override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit
            override fun afterTextChanged(text: Editable?) = ask()
        })
    }

    fun focusSearch() {
        search.requestFocus()
    }

    private fun ask() = holder.search(search.text.toString(), onlyOpen.isChecked)

    fun render(state: AllTasks) {
        tasks = state
        adapter.notifyDataSetChanged()
        page.view<TextView>(R.id.found).text = found(state)
        if (state.loaded) position.restore()
    }

    private fun found(state: AllTasks): String = when {
        state.trouble != null -> state.trouble.sentence
        !state.loaded -> words.text(R.string.reading)
        state.total > 0 -> words.text(R.string.found, state.total)
        state.text.isNotBlank() -> words.text(R.string.found_nothing, state.text.trim())
        state.onlyOpen -> words.text(R.string.no_open_tasks)
        else -> words.text(R.string.no_tasks)
    }

    private inner class Rows : BaseAdapter() {
        override fun getCount() = tasks.total
        override fun getItem(position: Int): TaskRow? = tasks.row(position)
        override fun getItemId(position: Int) = position.toLong()

        override fun getView(position: Int, convertView: View?, parent: ViewGroup): View {
            val view = convertView ?: views.make(R.layout.row, parent)
            val row = tasks.row(position)
            holder.show(position)
            if (row == null) {
                val reading = words.text(R.string.reading)
                views.row(view, R.drawable.glyph_page, R.color.none, reading, "", reading)
            } else {
                views.task(view, row, today())
            }
            return view
        }
    }
}
