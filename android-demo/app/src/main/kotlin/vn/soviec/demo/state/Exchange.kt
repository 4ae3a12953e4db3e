package vn.soviec.demo.state

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
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

    private suspend fun load(line: StatusLine) = try {
        val failed = core.syncState.value as? SyncState.Failed
        shown.value = Exchange(line, core.waiting(), core.setApart(), failed?.let { Trouble(it.failure) })
    } catch (failure: SoViecException) {
        shown.update { it.copy(line = line, trouble = Trouble(failure)) }
    }
}
