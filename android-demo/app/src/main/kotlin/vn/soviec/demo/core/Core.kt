package vn.soviec.demo.core

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.StateFlow
import vn.soviec.Agenda
import vn.soviec.BookId
import vn.soviec.Changes
import vn.soviec.CountDraft
import vn.soviec.Declared
import vn.soviec.EditId
import vn.soviec.Health
import vn.soviec.ItemId
import vn.soviec.LastAct
import vn.soviec.NoteDraft
import vn.soviec.OfficerId
import vn.soviec.Profile
import vn.soviec.Reason
import vn.soviec.RegisterId
import vn.soviec.Replaced
import vn.soviec.SetApart
import vn.soviec.SyncState
import vn.soviec.Tap
import vn.soviec.TaskDetail
import vn.soviec.TaskFilter
import vn.soviec.TaskId
import vn.soviec.TaskWindow
import vn.soviec.WaitingEdit
import vn.soviec.Window
import java.time.LocalDate

/**
 * What the screens ask of the library. Its one implementation in the app is [ReplicaCore]; a test
 * of a screen's state can put a few fixed lists here instead of a database.
 *
 * An edit is durable when its call has returned; no screen may show it as done before.
 */
interface Core : AutoCloseable {
    val changes: Flow<Changes>
    val syncState: StateFlow<SyncState>

    suspend fun enrol(address: String, code: String, fingerprint: String?): Profile
    suspend fun whoAmI(): Profile
    suspend fun agenda(): Agenda
    suspend fun tasks(filter: TaskFilter, window: Window): TaskWindow
    suspend fun task(book: BookId, task: TaskId): TaskDetail
    suspend fun tick(by: OfficerId, book: BookId, item: ItemId, done: Boolean): Boolean
    suspend fun setStatus(by: OfficerId, book: BookId, task: TaskId, status: Declared): Boolean
    fun reasons(): List<Reason>
    suspend fun draftCount(by: OfficerId, book: BookId, item: ItemId): CountDraft?
    suspend fun countTap(by: OfficerId, book: BookId, item: ItemId, tap: Tap): CountDraft
    suspend fun countFinish(by: OfficerId, book: BookId, item: ItemId): Boolean
    suspend fun draftNote(by: OfficerId, book: BookId, task: TaskId): NoteDraft?
    suspend fun draftNotePut(by: OfficerId, book: BookId, task: TaskId, text: String)
    suspend fun draftNoteFinish(by: OfficerId, book: BookId, task: TaskId): Boolean
    suspend fun pause(): Int
    suspend fun addLocalTask(by: OfficerId, book: BookId, title: String, lastDay: LocalDate?): TaskId
    suspend fun lastAct(by: OfficerId): LastAct?
    suspend fun undo(by: OfficerId, edit: EditId): Boolean
    suspend fun waiting(): List<WaitingEdit>
    suspend fun setApart(): List<SetApart>
    suspend fun setApartHistory(): List<SetApart>
    suspend fun writeAgain(by: OfficerId, edit: EditId): Boolean
    suspend fun dismiss(by: OfficerId, edit: EditId): Boolean
    suspend fun replaced(): List<Replaced>
    suspend fun restore(by: OfficerId, book: BookId, register: RegisterId, edit: EditId): Boolean
    suspend fun accept(by: OfficerId, book: BookId, register: RegisterId): Boolean
    suspend fun sync()
    suspend fun health(): Health
}
