package vn.soviec.demo.state

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.soviec.EditId
import vn.soviec.SetApart
import vn.soviec.SoViecException
import vn.soviec.SyncState
import vn.soviec.WaitingEdit
import vn.soviec.demo.core.Core
import java.time.Clock

/** Whether the work is safe, and whether it has arrived. */
data class Exchange(
    val line: StatusLine? = null,
    val waiting: List<WaitingEdit> = emptyList(),
    val apart: List<SetApart> = emptyList(),
    /** What its officer has laid aside or written again; it stays readable. */
    val aside: List<SetApart> = emptyList(),
    val busy: Set<EditId> = emptySet(),
    val trouble: Trouble? = null,
)

/** @param sending the scope of the process: an exchange that was begun goes on behind the screen. */
class ExchangeHolder(
    private val core: Core,
    private val clock: Clock,
    private val sending: CoroutineScope,
    dispatcher: CoroutineDispatcher,
) : Holder(dispatcher) {
    private val shown = MutableStateFlow(Exchange())
    val state: StateFlow<Exchange> get() = shown

    init {
        scope.launch { statusLines(core, clock).collect(::load) }
    }

    /** Tries at once; what comes of it is told by the library's sync state. */
    fun send() {
        if (core.syncState.value is SyncState.Running) return
        sending.launch {
            try {
                core.sync()
            } catch (_: SoViecException) {
                // The library's sync state carries the failure to every screen.
            }
        }
    }

    /** Writes the edit once more, as it was made; what was before stays in the history. */
    fun writeAgain(apart: SetApart) = settle(apart) { core.writeAgain(apart.edit.officer, apart.edit.id) }

    fun dismiss(apart: SetApart) = settle(apart) { core.dismiss(apart.edit.officer, apart.edit.id) }

    private fun settle(apart: SetApart, act: suspend () -> Boolean) {
        val edit = apart.edit.id
        if (edit in shown.value.busy) return
        shown.update { it.copy(busy = it.busy + edit, trouble = null) }
        sending.launch {
            try {
                act()
                load(statusLine(core.health(), core.syncState.value, clock.instant()))
            } catch (failure: SoViecException) {
                shown.update { it.copy(trouble = Trouble(failure)) }
            }
            shown.update { it.copy(busy = it.busy - edit) }
        }
    }

    private suspend fun load(line: StatusLine) = try {
        val failed = core.syncState.value as? SyncState.Failed
        val (waiting, apart) = core.waiting() to core.setApart()
        val aside = core.setApartHistory().filter { it.dismissed || it.writtenAgain != null }
        val trouble = failed?.let { Trouble(it.failure) }
        shown.update { Exchange(line, waiting, apart, aside, it.busy, trouble) }
    } catch (failure: SoViecException) {
        shown.update { it.copy(line = line, trouble = Trouble(failure)) }
    }
}
