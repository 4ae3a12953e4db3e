package vn.soviec.demo.state

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.soviec.SoViecException
import vn.soviec.TaskFilter
import vn.soviec.TaskRow
import vn.soviec.Window
import vn.soviec.demo.core.Core

/** All tasks of the phone: [total] rows, of which a few windows are in memory. */
data class AllTasks(
    val loaded: Boolean = false,
    val text: String = "",
    val onlyOpen: Boolean = false,
    val total: Int = 0,
    val windows: Map<Int, List<TaskRow>> = emptyMap(),
    val trouble: Trouble? = null,
) {
    /** The row, or null while its window is being read. */
    fun row(at: Int): TaskRow? = windows[at / WINDOW]?.getOrNull(at % WINDOW)

    companion object {
        const val WINDOW = 100
    }
}

/** Reads in windows, so that ten thousand tasks cost a 2 GB phone no more than three hundred. */
class AllTasksHolder(private val core: Core, dispatcher: CoroutineDispatcher) : Holder(dispatcher) {
    private val shown = MutableStateFlow(AllTasks())
    val state: StateFlow<AllTasks> get() = shown
    private val asked = mutableMapOf<Int, Job>()

    init {
        ask(0)
        scope.launch { core.changes.collect { reload() } }
    }

    fun search(text: String, onlyOpen: Boolean) {
        val now = shown.value
        if (now.text == text && now.onlyOpen == onlyOpen) return
        shown.value = AllTasks(text = text, onlyOpen = onlyOpen)
        forget()
        ask(0)
    }

    /** Says that the row at [at] is on the screen. */
    fun show(at: Int) {
        val window = at / AllTasks.WINDOW
        if (window !in shown.value.windows && window !in asked) ask(window)
    }

    private fun reload() {
        forget()
        shown.value.windows.keys.ifEmpty { setOf(0) }.forEach(::ask)
    }

    private fun forget() {
        asked.values.forEach(Job::cancel)
        asked.clear()
    }

    private fun ask(window: Int) {
        asked[window] = scope.launch {
            try {
                read(window)
            } catch (failure: SoViecException) {
                shown.update { it.copy(trouble = Trouble(failure)) }
            }
            asked -= window
        }
    }

    private suspend fun read(window: Int) {
        val now = shown.value
        val filter = TaskFilter(onlyOpen = now.onlyOpen, text = now.text.trim().ifEmpty { null })
        val read = core.tasks(filter, Window(window * AllTasks.WINDOW, AllTasks.WINDOW))
        shown.update {
            val kept = nearest(it.windows - window, window) + (window to read.rows)
            it.copy(loaded = true, total = read.total, windows = kept, trouble = null)
        }
    }

    private fun nearest(windows: Map<Int, List<TaskRow>>, to: Int) =
        windows.entries.sortedBy { kotlin.math.abs(it.key - to) }.take(2).associate { it.toPair() }
}
