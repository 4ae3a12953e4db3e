package vn.soviec

import java.time.Instant

/**
 * One edit that the relay has not acknowledged. It is safe on this phone.
 *
 * @property id the edit.
 * @property clientSeq this phone's number for it.
 * @property task the task that it is about, if that is on this phone.
 * @property words what it says, for the officer.
 * @property made when it was made, by this phone's clock.
 */
public data class WaitingEdit(
    val id: EditId,
    val clientSeq: Long,
    val book: BookId,
    val task: TaskId?,
    val words: String,
    val officer: OfficerId,
    val officerName: String?,
    val made: Instant,
)

/**
 * An own edit that the relay knows and that is not in its book for everyone: held, waiting for
 * another one, refused, returned, moved, taken out. It stays readable here.
 *
 * @property state the state that the relay recorded, as a stable code.
 * @property heading the state in words, for the officer.
 * @property reason what happened, what is safe and what to do, for the officer.
 * @property office what a clerk decided about it, in his words.
 * @property canWriteAgain [Replica.writeAgain] writes it once more.
 * @property canDismiss [Replica.dismiss] lays it aside.
 * @property dismissed its officer has laid it aside.
 * @property writtenAgain the edit in which its officer wrote it again.
 */
public data class SetApart(
    val edit: WaitingEdit,
    val state: String,
    val heading: String,
    val reason: String,
    val office: OfficeWord?,
    val canWriteAgain: Boolean,
    val canDismiss: Boolean,
    val dismissed: Boolean,
    val writtenAgain: EditId?,
)

/** What a clerk said with a decision; [at] is when the relay took it. */
public data class OfficeWord(
    val clerk: OfficerId?,
    val clerkName: String?,
    val words: String,
    val at: Instant?,
)

/**
 * What became of a value of one of this phone's officers. [Replica.restore] uses it again,
 * [Replica.accept] ends the notice.
 *
 * @property title what the register is about, for the officer.
 * @property twoValues the value stands beside another; else it was replaced.
 * @property officer whose value it is.
 * @property mine the officer's value.
 * @property others the values that are shown instead, or beside it.
 */
public data class Replaced(
    val book: BookId,
    val register: RegisterId,
    val task: TaskId?,
    val title: String,
    val twoValues: Boolean,
    val officer: OfficerId,
    val mine: Value,
    val others: List<Value>,
)

/** An act that [Replica.undo] can undo; [words] say to the officer what it was. */
public data class LastAct(val edit: EditId, val words: String, val made: Instant)
