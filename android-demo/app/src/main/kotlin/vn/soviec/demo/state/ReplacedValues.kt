package vn.soviec.demo.state

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.merge
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.soviec.RegisterId
import vn.soviec.Replaced
import vn.soviec.SoViecException
import vn.soviec.demo.core.Core

/** What became of this phone's values. Nothing happens by leaving the screen. */
data class ReplacedValues(
    val loaded: Boolean = false,
    val pairs: List<Replaced> = emptyList(),
    val busy: Set<RegisterId> = emptySet(),
    val trouble: Trouble? = null,
)

class ReplacedHolder(
    private val core: Core,
    private val edits: CoroutineScope,
    dispatcher: CoroutineDispatcher,
) : Holder(dispatcher) {
    private val shown = MutableStateFlow(ReplacedValues())
    val state: StateFlow<ReplacedValues> get() = shown

    init {
        scope.launch { merge(flowOf(Unit), core.changes.map {}).conflate().collect { guarded { load() } } }
    }

    /** Writes the own value once more; the other one stays in the history. */
    fun restore(pair: Replaced) = settle(pair) {
        core.restore(pair.officer, pair.book, pair.register, pair.mine.edit)
    }

    fun accept(pair: Replaced) = settle(pair) { core.accept(pair.officer, pair.book, pair.register) }

    private fun settle(pair: Replaced, act: suspend () -> Unit) {
        if (pair.register in shown.value.busy) return
        shown.update { it.copy(busy = it.busy + pair.register, trouble = null) }
        edits.launch {
            guarded {
                act()
                load()
            }
            shown.update { it.copy(busy = it.busy - pair.register) }
        }
    }

    private suspend fun load() {
        val pairs = core.replaced()
        shown.update { it.copy(loaded = true, pairs = pairs) }
    }

    private suspend fun guarded(act: suspend () -> Unit) = try {
        act()
    } catch (failure: SoViecException) {
        shown.update { it.copy(trouble = Trouble(failure)) }
    }
}
