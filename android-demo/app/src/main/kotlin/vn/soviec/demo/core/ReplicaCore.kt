package vn.soviec.demo.core

import vn.soviec.BookId
import vn.soviec.Declared
import vn.soviec.EditId
import vn.soviec.ItemId
import vn.soviec.OfficerId
import vn.soviec.Place
import vn.soviec.RegisterId
import vn.soviec.Replica
import vn.soviec.SoViec
import vn.soviec.Tap
import vn.soviec.TaskFilter
import vn.soviec.TaskId
import vn.soviec.Window
import java.time.LocalDate

/** The library, as the screens see it. */
class ReplicaCore(private val replica: Replica) : Core {
    override val changes get() = replica.changes
    override val syncState get() = replica.syncState

    override suspend fun enrol(address: String, code: String, fingerprint: String?) =
        replica.enrol(address, code, fingerprint)

    override suspend fun whoAmI() = replica.whoAmI()
    override suspend fun agenda() = replica.agenda()
    override suspend fun tasks(filter: TaskFilter, window: Window) =
        replica.tasks(filter, window = window)

    override suspend fun task(book: BookId, task: TaskId) = replica.task(book, task)

    override suspend fun tick(by: OfficerId, book: BookId, item: ItemId, done: Boolean) =
        replica.tick(by, book, item, done)

    override suspend fun setStatus(by: OfficerId, book: BookId, task: TaskId, status: Declared) =
        replica.setStatus(by, book, task, status)

    override fun reasons() = SoViec.reasons
    override suspend fun draftCount(by: OfficerId, book: BookId, item: ItemId) = replica.draftCount(by, book, item)

    override suspend fun countTap(by: OfficerId, book: BookId, item: ItemId, tap: Tap) =
        replica.countTap(by, book, item, tap)

    override suspend fun countFinish(by: OfficerId, book: BookId, item: ItemId) = replica.countFinish(by, book, item)
    override suspend fun draftNote(by: OfficerId, book: BookId, task: TaskId) = replica.draftNote(by, book, task)

    override suspend fun draftNotePut(by: OfficerId, book: BookId, task: TaskId, text: String) =
        replica.draftNotePut(by, book, task, text)

    override suspend fun draftNoteFinish(by: OfficerId, book: BookId, task: TaskId) =
        replica.draftNoteFinish(by, book, task)

    override suspend fun pause() = replica.pause()

    override suspend fun addLocalTask(by: OfficerId, book: BookId, title: String, lastDay: LocalDate?) =
        replica.addLocalTask(by, book, title, lastDay)

    override suspend fun lastAct(by: OfficerId) = replica.lastAct(by)
    override suspend fun undo(by: OfficerId, edit: EditId) = replica.undo(by, edit)
    override suspend fun waiting() = replica.waiting()
    override suspend fun setApart() = replica.setApart()
    override suspend fun setApartHistory() = replica.setApartHistory()
    override suspend fun writeAgain(by: OfficerId, edit: EditId) = replica.writeAgain(by, edit)
    override suspend fun dismiss(by: OfficerId, edit: EditId) = replica.dismiss(by, edit)
    override suspend fun replaced() = replica.replaced()

    override suspend fun restore(by: OfficerId, book: BookId, register: RegisterId, edit: EditId) =
        replica.restore(by, book, register, edit)

    override suspend fun accept(by: OfficerId, book: BookId, register: RegisterId) =
        replica.accept(by, book, register)

    override suspend fun sync() {
        replica.sync()
    }

    override suspend fun health() = replica.health()
    override fun close() = replica.close()

    companion object {
        suspend fun open(place: Place, key: ByteArray): Core = ReplicaCore(Replica.open(place, key))
    }
}
