package vn.soviec

import java.time.Instant
import java.time.LocalDate

/**
 * One task with everything that its screen shows.
 *
 * @property row the row of the list.
 * @property group the group's number and title.
 * @property partners the plan's words for those who help.
 * @property status all shown values of the status: none, one, or both sides of two.
 * @property items the checklist.
 * @property notes the notes, oldest first.
 * @property sessions the rounds that were counted about it and its items, oldest first.
 */
public data class TaskDetail(
    val row: TaskRow,
    val group: String,
    val partners: String?,
    val status: List<Value>,
    val items: List<Item>,
    val notes: List<Note>,
    val sessions: List<Session>,
)

/**
 * One item of a checklist.
 *
 * @property register the register of its tick.
 * @property done false while two values stand.
 * @property open two values stand.
 * @property unsent an own tick of it is not acknowledged.
 * @property values all shown values: none, one, or both sides of two.
 */
public data class Item(
    val item: ItemId,
    val register: RegisterId,
    val title: String,
    val done: Boolean,
    val open: Boolean,
    val unsent: Boolean,
    val values: List<Value>,
)

/** One note; [on] is the day that it was written for, [unsent] says it is not acknowledged. */
public data class Note(
    val register: RegisterId,
    val text: String,
    val officer: OfficerId,
    val officerName: String?,
    val on: LocalDate,
    val unsent: Boolean,
)

/**
 * One value of a register, present or past.
 *
 * @property edit the edit that put it there.
 * @property officer the officer whose act it is.
 * @property on the day that it was declared for.
 * @property at its author's clock, which may be wrong: it decides nothing.
 * @property seq the relay's number for it; null while it is not acknowledged.
 * @property live it is among the shown values.
 * @property own it was written on this phone.
 * @property newer a newer app wrote it, and this one cannot read it.
 * @property done of a tick: whether it is done.
 * @property declared of a status.
 * @property text of a note, or of a status with a result.
 * @property words the value in words, for the officer.
 */
public data class Value(
    val edit: EditId,
    val officer: OfficerId?,
    val officerName: String?,
    val on: LocalDate?,
    val at: Instant,
    val seq: Long?,
    val live: Boolean,
    val own: Boolean,
    val newer: Boolean,
    val done: Boolean?,
    val declared: Declared?,
    val text: String?,
    val words: String,
)
