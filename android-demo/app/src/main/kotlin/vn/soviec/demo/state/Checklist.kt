package vn.soviec.demo.state

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.merge
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import vn.soviec.BookId
import vn.soviec.CountDraft
import vn.soviec.Declared
import vn.soviec.DeadlineKind
import vn.soviec.Item
import vn.soviec.ItemId
import vn.soviec.LastAct
import vn.soviec.NoteDraft
import vn.soviec.OfficerId
import vn.soviec.SoViecException
import vn.soviec.TaskDetail
import vn.soviec.TaskId
import vn.soviec.demo.core.Core

/** One task with its checklist. A box is ticked when the phone has it on its disk, never earlier. */
data class Checklist(
    val detail: TaskDetail? = null,
    val waiting: Long = 0,
    val lastAct: LastAct? = null,
    /** Open rounds, by the item that they are about. */
    val rounds: Map<ItemId, CountDraft> = emptyMap(),
    /** The half-typed note as the phone has it. */
    val draft: NoteDraft? = null,
    val busy: Set<Any> = emptySet(),
    val trouble: Trouble? = null,
    /** The note that is safe now: the field that still holds it is emptied. */
    val saved: String? = null,
) {
    /** What an officer can declare of this task. */
    val choices: List<Declared>
        get() = if (detail?.row?.deadline == DeadlineKind.ONGOING) {
            listOf(Declared.EFFECTIVE, Declared.WEAK)
        } else {
            listOf(Declared.NOT_STARTED, Declared.IN_PROGRESS, Declared.DONE)
        }
}

/**
 * @param edits the scope of the process: an edit that was begun ends, whatever becomes of the screen.
 */
class ChecklistHolder(
    private val core: Core,
    private val by: OfficerId,
    private val book: BookId,
    private val task: TaskId,
    private val edits: CoroutineScope,
    dispatcher: CoroutineDispatcher,
) : Holder(dispatcher) {
    private val shown = MutableStateFlow(Checklist())
    private val noting = Mutex()

    @Volatile
    private var typed = ""
    val state: StateFlow<Checklist> get() = shown

    init {
        val moments = merge(flowOf(Unit), core.changes.map {}, core.syncState.map {})
        scope.launch { moments.conflate().collect { guarded { load() } } }
    }

    fun tick(item: Item) = edit(item.item) { core.tick(by, book, item.item, !item.done) }

    fun declare(status: Declared) = edit(STATUS) { core.setStatus(by, book, task, status) }

    fun undo(act: LastAct) = edit(UNDO) { core.undo(by, act.edit) }

    /** Keeps what stands in the note's field; what was overtaken by further letters is passed over. */
    fun type(text: String) {
        typed = text
        edits.launch {
            noting.withLock { guarded { if (typed == text) core.draftNotePut(by, book, task, text) } }
        }
    }

    fun note(text: String) = edit(NOTE) {
        noting.withLock {
            typed = ""
            core.draftNotePut(by, book, task, text)
            core.draftNoteFinish(by, book, task)
        }
        shown.update { it.copy(saved = text) }
    }

    /** The screen is seen again: taps of a round tell nobody. */
    fun look() {
        scope.launch { guarded { load() } }
    }

    /** The field is empty again. */
    fun noted() = shown.update { it.copy(saved = null) }

    /** Runs one edit; while it runs, a second press on the same thing does nothing. */
    private fun edit(what: Any, act: suspend () -> Unit) {
        if (what in shown.value.busy) return
        shown.update { it.copy(busy = it.busy + what, trouble = null) }
        edits.launch {
            guarded {
                act()
                load()
            }
            shown.update { it.copy(busy = it.busy - what) }
        }
    }

    private suspend fun load() {
        val detail = core.task(book, task)
        val act = core.lastAct(by)
        val waiting = core.health().waiting
        val rounds = detail.items.mapNotNull { of -> core.draftCount(by, book, of.item)?.let { of.item to it } }
        val draft = core.draftNote(by, book, task)
        shown.update {
            it.copy(detail = detail, lastAct = act, waiting = waiting, rounds = rounds.toMap(), draft = draft)
        }
    }

    private suspend fun guarded(act: suspend () -> Unit) = try {
        act()
    } catch (failure: SoViecException) {
        shown.update { it.copy(trouble = Trouble(failure)) }
    }

    companion object {
        const val STATUS = "status"
        const val NOTE = "note"
        const val UNDO = "undo"
    }
}
