package support

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import vn.soviec.BookId
import vn.soviec.Changes
import vn.soviec.CountDraft
import vn.soviec.Declared
import vn.soviec.EditId
import vn.soviec.ItemId
import vn.soviec.LastAct
import vn.soviec.NoteDraft
import vn.soviec.OfficerId
import vn.soviec.Profile
import vn.soviec.RegisterId
import vn.soviec.SetApart
import vn.soviec.SoViecException
import vn.soviec.SyncState
import vn.soviec.Tap
import vn.soviec.TaskFilter
import vn.soviec.TaskId
import vn.soviec.TaskWindow
import vn.soviec.Window
import vn.soviec.demo.core.Core
import java.time.LocalDate

/** A book of fixed pages, for pictures and for the states of single screens. */
class FixedCore(private val enrolled: Boolean = true) : Core {
    override val changes = MutableSharedFlow<Changes>(extraBufferCapacity = 16)
    override val syncState = MutableStateFlow<SyncState>(SyncState.Idle(null))

    var health = Friday.health
    var agenda = Friday.agenda
    var detail = Friday.detail
    var act: LastAct? = Friday.lastAct
    var waiting = Friday.waiting
    var apart = Friday.apart
    var aside = emptyList<SetApart>()
    var replaced = Friday.replaced
    var tasks = Friday.tasks

    /** What every edit throws, or what it waits for before it is durable. */
    var failure: SoViecException? = null
    var disk: CompletableDeferred<Unit>? = null

    /** The edits that arrived here, in words. */
    val edits = mutableListOf<String>()
    var syncs = 0
    val windows = mutableListOf<Window>()

    suspend fun change() = changes.emit(Changes(emptySet(), notices = true, sync = true))

    private suspend fun edit(words: String) {
        edits += words
        disk?.await()
        failure?.let { throw it }
    }

    override suspend fun enrol(address: String, code: String, fingerprint: String?): Profile {
        edit("enrol $address $code $fingerprint")
        return Friday.profile
    }

    override suspend fun whoAmI(): Profile = if (enrolled || edits.any { it.startsWith("enrol") }) Friday.profile else throw Failures.notEnrolled
    override suspend fun agenda() = agenda

    override suspend fun tasks(filter: TaskFilter, window: Window): TaskWindow {
        windows += window
        val text = filter.text
        val found = tasks.filter { text == null || it.title.contains(text, ignoreCase = true) }
        return TaskWindow(found.drop(window.offset).take(window.limit), found.size)
    }

    override suspend fun task(book: BookId, task: TaskId) = detail

    override suspend fun tick(by: OfficerId, book: BookId, item: ItemId, done: Boolean): Boolean {
        edit("tick ${item.value} $done")
        val items = detail.items.map { if (it.item == item) it.copy(done = done, unsent = true) else it }
        detail = detail.copy(items = items)
        return true
    }

    override suspend fun setStatus(by: OfficerId, book: BookId, task: TaskId, status: Declared): Boolean {
        edit("status $status")
        detail = detail.copy(row = detail.row.copy(declared = status))
        return true
    }

    /** What is being counted and typed. Taps and letters are no edits, but they may fail and wait as edits do. */
    var round: CountDraft? = null
    var note: NoteDraft? = null
    var pauses = 0

    private suspend fun kept() {
        disk?.await()
        failure?.let { throw it }
    }

    override fun reasons() = Friday.reasons
    override suspend fun draftCount(by: OfficerId, book: BookId, item: ItemId) = round.takeIf { item == Friday.counted }

    override suspend fun countTap(by: OfficerId, book: BookId, item: ItemId, tap: Tap): CountDraft {
        kept()
        return Friday.tapped(round, tap).also { round = it }
    }

    override suspend fun countFinish(by: OfficerId, book: BookId, item: ItemId): Boolean {
        edit("session ${round?.counted}")
        return (round != null).also { round = null }
    }

    override suspend fun draftNote(by: OfficerId, book: BookId, task: TaskId) = note

    override suspend fun draftNotePut(by: OfficerId, book: BookId, task: TaskId, text: String) {
        kept()
        note = if (text.isBlank()) null else NoteDraft(text, Friday.at(8, 4), note?.written)
    }

    override suspend fun draftNoteFinish(by: OfficerId, book: BookId, task: TaskId): Boolean {
        edit("note ${note?.text}")
        return (note != null).also { note = null }
    }

    override suspend fun pause(): Int {
        pauses++
        return 0
    }


    override suspend fun addLocalTask(by: OfficerId, book: BookId, title: String, lastDay: LocalDate?): TaskId {
        edit("task $title $lastDay")
        return TaskId(title)
    }

    override suspend fun lastAct(by: OfficerId) = act

    override suspend fun undo(by: OfficerId, edit: EditId): Boolean {
        edit("undo ${edit.value}")
        return true
    }

    override suspend fun waiting() = waiting
    override suspend fun setApart() = apart
    override suspend fun setApartHistory() = apart + aside

    override suspend fun writeAgain(by: OfficerId, edit: EditId): Boolean {
        edit("again ${edit.value}")
        lay(edit) { it.copy(writtenAgain = EditId("new")) }
        return true
    }

    override suspend fun dismiss(by: OfficerId, edit: EditId): Boolean {
        edit("dismiss ${edit.value}")
        lay(edit) { it.copy(dismissed = true) }
        return true
    }

    private fun lay(edit: EditId, done: (SetApart) -> SetApart) {
        aside = aside + apart.filter { it.edit.id == edit }.map(done)
        apart = apart.filterNot { it.edit.id == edit }
    }

    override suspend fun replaced() = replaced

    override suspend fun restore(by: OfficerId, book: BookId, register: RegisterId, edit: EditId): Boolean {
        edit("restore ${register.value} ${edit.value}")
        replaced = replaced.filterNot { it.register == register }
        return true
    }

    override suspend fun accept(by: OfficerId, book: BookId, register: RegisterId): Boolean {
        edit("accept ${register.value}")
        replaced = replaced.filterNot { it.register == register }
        return true
    }

    override suspend fun sync() {
        syncs++
        disk?.await()
        failure?.let { throw it }
    }

    override suspend fun health() = health
    override fun close() = Unit
}
