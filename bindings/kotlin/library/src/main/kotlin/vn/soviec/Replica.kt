package vn.soviec

import java.time.LocalDate
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.isActive
import kotlinx.coroutines.withContext
import vn.soviec.internal.Core
import vn.soviec.internal.Hub
import vn.soviec.internal.Turns

/**
 * Blocks elsewhere, and comes back with the result also where the coroutine was cancelled. In two
 * steps: coming back to another dispatcher would throw the result away.
 */
private suspend fun <T> toItsEnd(work: () -> T): T =
    withContext(NonCancellable) { withContext(Dispatchers.IO) { work() } }

/** How many calls of one book run at the same time; the core lets one write at a time. */
private const val CALLS = 4

private val EVERYTHING = Changes(emptySet(), notices = true, sync = true)

/**
 * A phone's task book: an encrypted database that works without a network, and its exchange with
 * the office's relay.
 *
 * **Threads.** Every call may come from any thread and never blocks it: the work is done on threads
 * of this library. Only [close] blocks.
 *
 * **Durability.** An edit ([tick], [setStatus], [addNote], [addLocalTask], [undo], [restore],
 * [accept], [countFinish], [writeAgain]) is on the disk when its call returns, with or without a network. So is
 * every tap of a round ([countTap]) and every state of a half-typed note ([draftNotePut]), which
 * become edits later.
 *
 * **Errors.** Every call throws [SoViecException] and nothing else, besides the
 * [kotlin.coroutines.cancellation.CancellationException] of its own coroutine. A local call that
 * has begun when its coroutine is cancelled is done to its end.
 *
 * **Days and moments.** Days are days of Vietnam's calendar; today is the phone's day there
 * (UTC+7). Moments are as the author's clock had them.
 */
public class Replica private constructor(private val core: Core) : AutoCloseable {
    private val calls = Dispatchers.IO.limitedParallelism(CALLS)
    private val turns = Turns()
    private val hub = Hub(core::observe)

    public companion object {
        /**
         * Opens the task book at [place] with its key, or makes a new one where there is none.
         *
         * A wrong key touches nothing. A damaged database is set aside under another name
         * ([Health.setAside]), never deleted, and a new one takes its place: what the relay has
         * comes back with the next [sync].
         *
         * @param key 32 bytes out of the platform's key store. **The array is filled with zeros**
         *   before this returns or throws.
         * @throws SoViecException.AskForKey the key is wrong.
         * @throws SoViecException.Reopen the book is open elsewhere (code `in_use`).
         * @throws SoViecException.CorrectInput the key has not 32 bytes, or a certificate of
         *   [Place.officeRoots] cannot be read.
         */
        public suspend fun open(place: Place, key: ByteArray): Replica {
            val replica = toItsEnd {
                try {
                    Replica(Core.open(place, key))
                } finally {
                    key.fill(0)
                }
            }
            // Nobody would close what a cancelled coroutine opened.
            if (!currentCoroutineContext().isActive) toItsEnd { replica.close() }
            currentCoroutineContext().ensureActive()
            return replica
        }
    }

    private suspend fun <T> call(work: Core.() -> T): T = withContext(calls) { core.work() }

    /**
     * Enrols this phone at a relay. Needs a network; cancelling the coroutine ends it.
     *
     * @param address the relay's address, for example `https://soviec.example.vn`.
     * @param code the single-use code that the office gave.
     * @param fingerprint the office's fingerprint as it was read out; an office with another key is
     *   refused then. Blanks and case do not matter.
     * @throws SoViecException.Enrol the code or the fingerprint is not right.
     */
    public suspend fun enrol(address: String, code: String, fingerprint: String? = null): Profile =
        turns.run { core.enrol(address, code, fingerprint, it) }

    /**
     * Encrypts the task book anew under another key. Until this has returned keep both keys:
     * whenever the app ends in between, [open] takes one of them, with everything that was durable,
     * and finds the other one wrong. After an exception it is the same.
     *
     * @param key 32 bytes. **The array is filled with zeros** before this returns or throws.
     * @throws SoViecException.CorrectInput the key has not 32 bytes.
     * @throws SoViecException.FixPhone the phone's storage failed.
     */
    public suspend fun rekey(key: ByteArray): Unit = toItsEnd {
        try {
            core.rekey(key)
        } finally {
            key.fill(0)
        }
    }

    /**
     * Who this phone is.
     *
     * @throws SoViecException.Enrol the phone is not enrolled (code `not_enrolled`).
     */
    public suspend fun whoAmI(): Profile = call { whoAmI() }

    /** What is due, worst first, for [unit] or for all units of this phone. */
    public suspend fun agenda(unit: UnitId? = null): Agenda = call { agenda(unit) }

    /** A part of a list. Ask for windows of 100 rows: a window holds at most 200. */
    public suspend fun tasks(
        filter: TaskFilter = TaskFilter(),
        sort: Sort = Sort.PLAN,
        window: Window = Window(),
    ): TaskWindow = call { tasks(filter, sort, window) }

    /**
     * Titles of tasks and items and notes with a word for each word of [query], in any order. The
     * beginning of a word is enough, and marks may be left out: "de an" finds "Đề án". What has the
     * same marks stands first. Ask again while an officer types: it takes milliseconds.
     *
     * @throws SoViecException.CorrectInput there is no letter and no digit in it, or it is longer
     *   than 200 bytes (code `invalid_input`).
     */
    public suspend fun search(query: String, window: Window = Window()): List<Hit> =
        call { search(query, window) }

    /**
     * One task with its checklist, its notes and both sides of two values.
     *
     * @throws SoViecException.CorrectInput it is not on this phone (code `not_found`).
     */
    public suspend fun task(book: BookId, task: TaskId): TaskDetail = call { task(book, task) }

    /** Every value that a register ever had, in the order of arrival. */
    public suspend fun history(book: BookId, register: RegisterId): List<Value> =
        call { history(book, register) }

    /**
     * Ticks an item, or takes the tick back.
     *
     * @param by one of the officers of [Profile.officers].
     * @param on the day that it was done; today when it is null.
     * @return whether anything changed; false when it stands there already.
     */
    public suspend fun tick(
        by: OfficerId,
        book: BookId,
        item: ItemId,
        done: Boolean = true,
        on: LocalDate? = null,
    ): Boolean = call { tick(by, book, item, done, on) }

    /**
     * Declares the status of a task.
     *
     * @param on the day that it holds for; today when it is null.
     * @param result a few words, at most 4,000 bytes of UTF-8.
     * @return whether anything changed.
     * @throws SoViecException.CorrectInput a newer app wrote the status (code `newer`): offer a
     *   note.
     */
    public suspend fun setStatus(
        by: OfficerId,
        book: BookId,
        task: TaskId,
        status: Declared,
        on: LocalDate? = null,
        result: String? = null,
    ): Boolean = call { setStatus(by, book, task, status, on, result) }

    /** Writes a note of at most 4,000 bytes of UTF-8 on a task; not blank. */
    public suspend fun addNote(
        by: OfficerId,
        book: BookId,
        task: TaskId,
        text: String,
    ): RegisterId = call { addNote(by, book, task, text) }

    /** Adds a task of the unit's own (*việc riêng*), due on [lastDay] if that is given. */
    public suspend fun addLocalTask(
        by: OfficerId,
        book: BookId,
        title: String,
        lastDay: LocalDate? = null,
    ): TaskId = call { addLocalTask(by, book, title, lastDay) }

    /** The officer's last act on this phone that [undo] can undo. */
    public suspend fun lastAct(by: OfficerId): LastAct? = call { lastAct(by) }

    /** Undoes an act by a new edit; the history keeps both. Returns whether anything changed. */
    public suspend fun undo(by: OfficerId, edit: EditId): Boolean = call { undo(by, edit) }

    /** What the relay has not acknowledged, oldest first; at most 200. */
    public suspend fun waiting(): List<WaitingEdit> = call { waiting() }

    /**
     * Own edits that are not in their book for everyone: held by the office, refused, returned,
     * moved, taken out; newest first. What was dismissed or written again is not among them.
     */
    public suspend fun setApart(): List<SetApart> = call { setApart() }

    /** As [setApart], with those that were dismissed or written again: they stay readable. */
    public suspend fun setApartHistory(): List<SetApart> = call { setApartHistory() }

    /**
     * Writes an edit again that was refused, returned or taken out, as it was made: a new edit over
     * what stands there now. Returns whether anything was written.
     */
    public suspend fun writeAgain(by: OfficerId, edit: EditId): Boolean =
        call { writeAgain(by, edit) }

    /** Lays such an edit aside, on this phone. Returns whether it was there. */
    public suspend fun dismiss(by: OfficerId, edit: EditId): Boolean = call { dismiss(by, edit) }

    /** What became of values of this phone's officers. */
    public suspend fun replaced(): List<Replaced> = call { replaced() }

    /** Uses a value again that was replaced. Returns whether anything changed. */
    public suspend fun restore(
        by: OfficerId,
        book: BookId,
        register: RegisterId,
        edit: EditId,
    ): Boolean = call { restore(by, book, register, edit) }

    /** Accepts what became of this officer's values in a register: its notices end. */
    public suspend fun accept(by: OfficerId, book: BookId, register: RegisterId): Boolean =
        call { accept(by, book, register) }

    /** The officer's open round about an item; null if there is none. */
    public suspend fun draftCount(by: OfficerId, book: BookId, item: ItemId): CountDraft? =
        call { drafts.count(by, book, item) }

    /**
     * One tap of a round; the first begins it. It is on the disk when this returns, and is no edit:
     * nothing of the round is sent before [countFinish], [pause] or [sync].
     *
     * @return what the round has counted now.
     */
    public suspend fun countTap(by: OfficerId, book: BookId, item: ItemId, tap: Tap): CountDraft =
        call { drafts.tap(by, book, item, tap) }

    /**
     * Ends a round: all its taps become one [Session].
     *
     * @return whether anything was written; a round in which nothing was counted leaves nothing.
     */
    public suspend fun countFinish(by: OfficerId, book: BookId, item: ItemId): Boolean =
        call { drafts.finish(by, book, item) }

    /** The officer's half-typed note on a task; null if there is none. */
    public suspend fun draftNote(by: OfficerId, book: BookId, task: TaskId): NoteDraft? =
        call { drafts.note(by, book, task) }

    /** Keeps what stands in the field of a note. Blanks alone are no draft. */
    public suspend fun draftNotePut(by: OfficerId, book: BookId, task: TaskId, text: String): Unit =
        call { drafts.putNote(by, book, task, text) }

    /** Throws a half-typed note away; what a pause or an exchange wrote down of it stays. */
    public suspend fun draftNoteClear(by: OfficerId, book: BookId, task: TaskId): Unit =
        call { drafts.clearNote(by, book, task) }

    /** Finishes the half-typed note: it becomes one note. Returns whether anything was written. */
    public suspend fun draftNoteFinish(by: OfficerId, book: BookId, task: TaskId): Boolean =
        call { drafts.finishNote(by, book, task) }

    /**
     * Writes down what open rounds and half-typed notes say so far, each as one edit, and leaves
     * them open: for an app that is put away. [sync] does the same before it sends.
     *
     * @return how many edits there are more.
     */
    public suspend fun pause(): Int = call { drafts.pause() }

    /**
     * Exchanges with the relay until nothing waits on either side. Edits and reads go on meanwhile.
     *
     * Cancelling the coroutine ends the exchange at its next step; this returns when it has ended.
     * Whatever happens, what was durable stays durable, and every page that arrived stays.
     *
     * @param onProgress called after every page, on a thread of this library. If it throws, the
     *   exchange ends there with the code `callback_failed`, and what it threw is the cause.
     * @throws SoViecException.TryLater no network, no answer, or [close] ended it.
     * @throws SoViecException.Reopen an exchange is under way (code `in_use`).
     */
    public suspend fun sync(onProgress: (Progress) -> Unit = {}): SyncReport =
        turns.exchange { token -> core.sync(token) { turns.advanced(it, onProgress) } }

    /** Receives without sending, for a weak or dear connection; otherwise as [sync]. */
    public suspend fun receive(onProgress: (Progress) -> Unit = {}): SyncReport =
        turns.exchange { token -> core.receive(token) { turns.advanced(it, onProgress) } }

    /**
     * What changes from the moment of collecting on. A collector that is slow gets all that
     * happened meanwhile as one batch; one that throws ends itself alone. Completes with [close].
     */
    public val changes: Flow<Changes> get() = hub.stream()

    /**
     * Calls [listener] after every change, on a thread of the core, one batch at a time, until the
     * returned subscription is closed. One that throws stays; its failures are counted in
     * [Health.listenerFailures]. In coroutines [changes] is simpler.
     */
    public fun observe(listener: (Changes) -> Unit): AutoCloseable = core.observe(listener)

    /** Whether an exchange is under way, and how the last one ended. */
    public val syncState: StateFlow<SyncState> = turns.state.asStateFlow()

    /**
     * The list now and after every change that shows in it. Completes with [close]; throws what
     * [tasks] throws. After midnight a status may change with the day alone: collect it anew then.
     */
    public fun tasksFlow(
        filter: TaskFilter = TaskFilter(),
        sort: Sort = Sort.PLAN,
        window: Window = Window(),
    ): Flow<TaskWindow> = live { tasks(filter, sort, window) }

    /** The agenda now and after every change that shows in it; otherwise as [tasksFlow]. */
    public fun agendaFlow(unit: UnitId? = null): Flow<Agenda> = live { agenda(unit) }

    /** The task now and after every change that shows in it; otherwise as [tasksFlow]. */
    public fun taskFlow(book: BookId, task: TaskId): Flow<TaskDetail> = live { task(book, task) }

    /** Reads now and after every batch of changes; closing the book meanwhile is no failure. */
    private fun <T> live(read: suspend () -> T): Flow<T> = flow {
        val wasOpen = !hub.ended
        val values = hub.stream(EVERYTHING).map { read() }
        values.catch { if (!(wasOpen && hub.ended && it is SoViecException.Reopen)) throw it }
            .distinctUntilChanged()
            .collect { emit(it) }
    }

    /** How the book is. */
    public suspend fun health(): Health = call { health() }

    /** Versions, counts and codes for a support desk, as text, without content. */
    public suspend fun supportReport(): String = call { supportReport() }

    /** Sends again what was stopped ([Health.stopped]), once the reason is gone. */
    public suspend fun resume(): Unit = call { resume() }

    /**
     * Ends all use of the database: an exchange that is under way is ended first, flows complete,
     * and every later call throws [SoViecException.Reopen] with the code `closed`. Blocks until the
     * files are free. Closing twice is nothing.
     */
    override fun close() {
        hub.end()
        turns.end()
        core.close()
    }
}
