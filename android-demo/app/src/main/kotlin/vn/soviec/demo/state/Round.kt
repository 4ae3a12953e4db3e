package vn.soviec.demo.state

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import vn.soviec.BookId
import vn.soviec.CountDraft
import vn.soviec.ItemId
import vn.soviec.OfficerId
import vn.soviec.Reason
import vn.soviec.SoViecException
import vn.soviec.Tap
import vn.soviec.TaskDetail
import vn.soviec.TaskId
import vn.soviec.demo.core.Core

/** A round from house to house. What it shows is on the phone's disk. */
data class Round(
    val detail: TaskDetail? = null,
    val draft: CountDraft? = null,
    /** A tap or the finish is on its way to the disk. */
    val busy: Boolean = false,
    /** The reasons are asked for. */
    val choosing: Boolean = false,
    val finished: Boolean = false,
    val trouble: Trouble? = null,
)

/**
 * @param edits the scope of the process: a tap that was made is kept, whatever becomes of the screen.
 */
class RoundHolder(
    private val core: Core,
    private val by: OfficerId,
    private val book: BookId,
    private val task: TaskId,
    private val item: ItemId,
    private val edits: CoroutineScope,
    dispatcher: CoroutineDispatcher,
) : Holder(dispatcher) {
    private val shown = MutableStateFlow(Round())
    private val turns = Mutex()
    private var waiting = 0
    val state: StateFlow<Round> get() = shown

    /** Why a household may be left out. */
    val reasons: List<Reason> get() = core.reasons()

    init {
        scope.launch { guarded { load() } }
    }

    /** Taps are quicker than a disk: none is dropped, they are kept one after the other. */
    fun tap(tap: Tap) {
        shown.update { it.copy(choosing = false) }
        keep { core.countTap(by, book, item, tap).let { draft -> shown.update { it.copy(draft = draft) } } }
    }

    fun choose(choosing: Boolean) = shown.update { it.copy(choosing = choosing) }

    /** All that was tapped before becomes one session. */
    fun finish() = keep {
        core.countFinish(by, book, item)
        shown.update { it.copy(finished = true) }
    }

    private fun keep(act: suspend () -> Unit) {
        waiting++
        shown.update { it.copy(busy = true, trouble = null) }
        edits.launch {
            turns.withLock { guarded(act) }
            scope.launch { if (--waiting == 0) shown.update { it.copy(busy = false) } }
        }
    }

    private suspend fun load() {
        val detail = core.task(book, task)
        val draft = core.draftCount(by, book, item)
        shown.update { it.copy(detail = detail, draft = draft) }
    }

    private suspend fun guarded(act: suspend () -> Unit) = try {
        act()
    } catch (failure: SoViecException) {
        shown.update { it.copy(trouble = Trouble(failure)) }
    }
}
