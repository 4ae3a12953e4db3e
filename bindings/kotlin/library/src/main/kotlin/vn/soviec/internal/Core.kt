package vn.soviec.internal

import java.time.LocalDate
import vn.soviec.Agenda
import vn.soviec.BookId
import vn.soviec.Changes
import vn.soviec.Declared
import vn.soviec.EditId
import vn.soviec.Health
import vn.soviec.Hit
import vn.soviec.ItemId
import vn.soviec.LastAct
import vn.soviec.OfficerId
import vn.soviec.Place
import vn.soviec.Profile
import vn.soviec.Progress
import vn.soviec.RegisterId
import vn.soviec.Replaced
import vn.soviec.SetApart
import vn.soviec.Sort
import vn.soviec.SyncReport
import vn.soviec.TaskDetail
import vn.soviec.TaskFilter
import vn.soviec.TaskId
import vn.soviec.TaskWindow
import vn.soviec.UnitId
import vn.soviec.Value
import vn.soviec.WaitingEdit
import vn.soviec.Window
import vn.soviec.ffi.CancelHandle
import vn.soviec.ffi.ChangeListener
import vn.soviec.ffi.ChangesRecord
import vn.soviec.ffi.ProgressListener
import vn.soviec.ffi.ProgressRecord
import vn.soviec.ffi.ReplicaHandle
import vn.soviec.ffi.TickRecord

/**
 * The core in this library's own types. Every call blocks. This folder alone names the generated
 * code, so that another generator can take the place of today's.
 */
internal class Core private constructor(private val handle: ReplicaHandle) {
    companion object {
        fun open(place: Place, key: ByteArray): Core {
            Library.load()
            return guarded { Core(ReplicaHandle.open(place.lower(), key)) }
        }
    }

    /** Ends the call that has it. */
    class Token {
        val handle: CancelHandle = guarded { CancelHandle() }

        fun pull(): Unit = guarded { handle.cancel() }
    }

    fun enrol(address: String, code: String, fingerprint: String?, token: Token): Profile =
        guarded {
            handle.enrol(address.whole(), code.whole(), fingerprint?.whole(), token.handle).lift()
        }

    fun rekey(key: ByteArray): Unit = guarded { handle.rekey(key) }

    fun whoAmI(): Profile = guarded { handle.whoAmI().lift() }

    fun agenda(unit: UnitId?): Agenda = guarded { handle.agenda(unit?.value?.whole()).lift() }

    fun tasks(filter: TaskFilter, sort: Sort, window: Window): TaskWindow =
        guarded { handle.tasks(filter.lower(sort, window)).lift() }

    fun search(query: String, window: Window): List<Hit> = guarded {
        val (offset, limit) = listOf(window.offset.count(), window.limit.count())
        handle.search(query.whole(), offset, limit).map { it.lift() }
    }

    fun task(book: BookId, task: TaskId): TaskDetail =
        guarded { handle.task(book.value.whole(), task.value.whole()).lift() }

    fun history(book: BookId, register: RegisterId): List<Value> =
        guarded { handle.history(book.value.whole(), register.value.whole()).map { it.lift() } }

    fun tick(by: OfficerId, book: BookId, item: ItemId, done: Boolean, on: LocalDate?): Boolean =
        guarded {
            val (who, where, what) = listOf(by.value.whole(), book.value.whole(), item.value.whole())
            handle.tick(TickRecord(who, where, what, done, on?.days()))
        }

    fun setStatus(
        by: OfficerId,
        book: BookId,
        task: TaskId,
        status: Declared,
        on: LocalDate?,
        result: String?,
    ): Boolean = guarded {
        val (who, where, what) = listOf(by.value.whole(), book.value.whole(), task.value.whole())
        handle.setStatus(who, where, what, status.lower(), on?.days(), result?.whole())
    }

    fun addNote(by: OfficerId, book: BookId, task: TaskId, text: String): RegisterId = guarded {
        val (who, where, what) = listOf(by.value.whole(), book.value.whole(), task.value.whole())
        RegisterId(handle.addNote(who, where, what, text.whole()))
    }

    fun addLocalTask(by: OfficerId, book: BookId, title: String, lastDay: LocalDate?): TaskId =
        guarded {
            val (who, where) = listOf(by.value.whole(), book.value.whole())
            TaskId(handle.addLocalTask(who, where, title.whole(), lastDay?.days()))
        }

    fun lastAct(by: OfficerId): LastAct? = guarded { handle.lastAct(by.value.whole())?.lift() }

    fun undo(by: OfficerId, edit: EditId): Boolean =
        guarded { handle.undo(by.value.whole(), edit.value.whole()) }

    fun waiting(): List<WaitingEdit> = guarded { handle.waiting().map { it.lift() } }

    fun setApart(): List<SetApart> = guarded { handle.setApart().map { it.lift() } }

    fun setApartHistory(): List<SetApart> =
        guarded { handle.setApartHistory().map { it.lift() } }

    fun writeAgain(by: OfficerId, edit: EditId): Boolean =
        guarded { handle.writeAgain(by.value.whole(), edit.value.whole()) }

    fun dismiss(by: OfficerId, edit: EditId): Boolean =
        guarded { handle.dismiss(by.value.whole(), edit.value.whole()) }

    fun replaced(): List<Replaced> = guarded { handle.replaced().map { it.lift() } }

    fun restore(by: OfficerId, book: BookId, register: RegisterId, edit: EditId): Boolean =
        guarded {
            val (who, where) = listOf(by.value.whole(), book.value.whole())
            handle.restore(who, where, register.value.whole(), edit.value.whole())
        }

    fun accept(by: OfficerId, book: BookId, register: RegisterId): Boolean =
        guarded { handle.accept(by.value.whole(), book.value.whole(), register.value.whole()) }

    fun sync(token: Token, onProgress: (Progress) -> Unit): SyncReport =
        heard(onProgress) { handle.sync(token.handle, it).lift() }

    fun receive(token: Token, onProgress: (Progress) -> Unit): SyncReport =
        heard(onProgress) { handle.receive(token.handle, it).lift() }

    /** Runs an exchange; what the app's callback threw comes back as the cause of its failure. */
    private fun <T> heard(onProgress: (Progress) -> Unit, exchange: (ProgressListener) -> T): T {
        val teller = Teller(onProgress)
        return guarded {
            try {
                exchange(teller)
            } catch (e: Exception) {
                throw teller.thrown?.let { blamed(told(e), it) } ?: e
            }
        }
    }

    fun observe(listener: (Changes) -> Unit): AutoCloseable = guarded {
        val subscription = handle.observe(Forwarded(listener))
        AutoCloseable { guarded { subscription.end() } }
    }

    val drafts = Drafts(handle)

    fun health(): Health = guarded { handle.health().lift() }

    fun supportReport(): String = guarded { handle.supportReport() }

    fun resume(): Unit = guarded { handle.resume() }

    fun close(): Unit = guarded { handle.shut() }

    private class Teller(private val onProgress: (Progress) -> Unit) : ProgressListener {
        @Volatile
        var thrown: Throwable? = null

        override fun advanced(progress: ProgressRecord) = reporting {
            try {
                onProgress(progress.lift())
            } catch (e: Throwable) {
                thrown = e
                throw e
            }
        }
    }

    private class Forwarded(private val listener: (Changes) -> Unit) : ChangeListener {
        override fun changed(changes: ChangesRecord) = reporting { listener(changes.lift()) }
    }
}
