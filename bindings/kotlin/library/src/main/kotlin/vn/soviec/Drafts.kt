package vn.soviec

import java.time.Instant
import java.time.LocalDate

/** One tap of a round from house to house. */
public sealed interface Tap {
    /** One more is done. */
    public data object Plus : Tap

    /** One that was counted as done was not. */
    public data object Minus : Tap

    /** The last tap was wrong. */
    public data object Undo : Tap

    /** One is left out; [reason] is the code of one of [SoViec.reasons]. */
    public data class LeftOut(val reason: Int) : Tap
}

/** A reason for leaving a household out: [code] is what is kept, [words] are what is shown. */
public data class Reason(val code: Int, val words: String)

/** How many were left out for one reason. */
public data class LeftOut(val reason: Int, val words: String, val count: Long)

/**
 * What an open round has counted so far. Every tap of it is on the disk; none was sent.
 *
 * @property counted those that were done.
 * @property leftOut those that were left out.
 * @property visited all of them.
 * @property undo what [Tap.Undo] takes back, in words for its button; null if nothing.
 */
public data class CountDraft(
    val counted: Long,
    val leftOut: List<LeftOut>,
    val visited: Long,
    val began: Instant,
    val last: Instant,
    val undo: String?,
)

/**
 * A half-typed note.
 *
 * @property text as it was typed.
 * @property written the note in which an earlier state of it stands already, because the app was
 *   paused or an exchange went out: show this draft in its place.
 */
public data class NoteDraft(val text: String, val last: Instant, val written: RegisterId?)

/**
 * A round that was written down. Rounds are summed; nobody chooses between them.
 *
 * @property item the item, if it is about one and not about the whole task.
 * @property ended the last tap, by its author's clock.
 * @property words all of it in words, for the officer.
 * @property unsent it is not acknowledged.
 */
public data class Session(
    val register: RegisterId,
    val item: ItemId?,
    val officer: OfficerId,
    val officerName: String?,
    val on: LocalDate,
    val ended: Instant,
    val counted: Long,
    val leftOut: List<LeftOut>,
    val words: String,
    val unsent: Boolean,
)
