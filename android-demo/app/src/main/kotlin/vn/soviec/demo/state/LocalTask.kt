package vn.soviec.demo.state

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch
import vn.soviec.BookId
import vn.soviec.OfficerId
import vn.soviec.SoViecException
import vn.soviec.demo.core.Core
import java.time.LocalDate

/** A task of one's own on its way into the phone. */
data class NewTask(val busy: Boolean = false, val saved: Boolean = false, val trouble: Trouble? = null)

class LocalTaskHolder(
    private val core: Core,
    private val by: OfficerId,
    private val book: BookId,
    private val edits: CoroutineScope,
    dispatcher: CoroutineDispatcher,
) : Holder(dispatcher) {
    private val shown = MutableStateFlow(NewTask())
    val state: StateFlow<NewTask> get() = shown

    /** Pressed twice, it is saved once. */
    fun save(title: String, lastDay: LocalDate?) {
        if (shown.value.busy || shown.value.saved) return
        shown.value = NewTask(busy = true)
        edits.launch {
            shown.value = try {
                core.addLocalTask(by, book, title, lastDay)
                NewTask(saved = true)
            } catch (failure: SoViecException) {
                NewTask(trouble = Trouble(failure))
            }
        }
    }
}
