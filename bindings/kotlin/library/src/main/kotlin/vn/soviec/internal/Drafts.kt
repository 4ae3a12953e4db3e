package vn.soviec.internal

import java.time.Instant
import java.time.LocalDate
import vn.soviec.BookId
import vn.soviec.CountDraft
import vn.soviec.ItemId
import vn.soviec.LeftOut
import vn.soviec.NoteDraft
import vn.soviec.OfficerId
import vn.soviec.Reason
import vn.soviec.RegisterId
import vn.soviec.Session
import vn.soviec.Tap
import vn.soviec.TaskId
import vn.soviec.ffi.CountRecord
import vn.soviec.ffi.LeftOutRecord
import vn.soviec.ffi.NoteDraftRecord
import vn.soviec.ffi.ReplicaHandle
import vn.soviec.ffi.SessionRecord
import vn.soviec.ffi.TapCode
import vn.soviec.ffi.reasons

/** Rounds and half-typed notes of the core, in this library's own types. Every call blocks. */
internal class Drafts(private val handle: ReplicaHandle) {
    fun count(by: OfficerId, book: BookId, item: ItemId): CountDraft? = guarded {
        handle.draftCount(by.value.whole(), book.value.whole(), item.value.whole())?.lift()
    }

    fun tap(by: OfficerId, book: BookId, item: ItemId, tap: Tap): CountDraft = guarded {
        val (who, where, what) = listOf(by.value.whole(), book.value.whole(), item.value.whole())
        handle.countTap(who, where, what, tap.lower()).lift()
    }

    fun finish(by: OfficerId, book: BookId, item: ItemId): Boolean = guarded {
        handle.countFinish(by.value.whole(), book.value.whole(), item.value.whole())
    }

    fun note(by: OfficerId, book: BookId, task: TaskId): NoteDraft? = guarded {
        handle.draftNoteGet(by.value.whole(), book.value.whole(), task.value.whole())?.lift()
    }

    fun putNote(by: OfficerId, book: BookId, task: TaskId, text: String): Unit = guarded {
        val (who, where, what) = listOf(by.value.whole(), book.value.whole(), task.value.whole())
        handle.draftNotePut(who, where, what, text.whole())
    }

    fun clearNote(by: OfficerId, book: BookId, task: TaskId): Unit = guarded {
        handle.draftNoteClear(by.value.whole(), book.value.whole(), task.value.whole())
    }

    fun finishNote(by: OfficerId, book: BookId, task: TaskId): Boolean = guarded {
        handle.draftNoteFinish(by.value.whole(), book.value.whole(), task.value.whole())
    }

    fun pause(): Int = guarded { handle.pause().toInt() }

    companion object {
        fun all(): List<Reason> = guarded { reasons().map { Reason(it.code.toInt(), it.words) } }
    }
}

private fun Tap.lower(): TapCode = when (this) {
    Tap.Plus -> TapCode.Plus
    Tap.Minus -> TapCode.Minus
    Tap.Undo -> TapCode.Undo
    is Tap.LeftOut -> TapCode.LeftOut(reason.code())
}

private fun Int.code(): UShort =
    if (this in 0..UShort.MAX_VALUE.toInt()) toUShort() else refuse("a reason that has no code")

private fun CountRecord.lift(): CountDraft = CountDraft(
    counted = counted.toLong(),
    leftOut = leftOut.map { it.lift() },
    visited = visited.toLong(),
    began = Instant.ofEpochMilli(began),
    last = Instant.ofEpochMilli(last),
    undo = undo,
)

private fun LeftOutRecord.lift() = LeftOut(reason.toInt(), words, count.toLong())

private fun NoteDraftRecord.lift(): NoteDraft =
    NoteDraft(text, Instant.ofEpochMilli(last), written?.let(::RegisterId))

internal fun SessionRecord.lift(): Session = Session(
    register = RegisterId(register),
    item = item?.let(::ItemId),
    officer = OfficerId(officer),
    officerName = officerName,
    on = LocalDate.ofEpochDay(on.toLong()),
    ended = Instant.ofEpochMilli(ended),
    counted = counted.toLong(),
    leftOut = leftOut.map { it.lift() },
    words = words,
    unsent = unsent,
)
