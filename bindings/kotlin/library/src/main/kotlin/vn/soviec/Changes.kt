package vn.soviec

/** A task in a book. */
public data class TaskRef(val book: BookId, val task: TaskId)

/**
 * What changed: nothing of it has to be used, everything can be read again.
 *
 * @property rows tasks whose rows changed.
 * @property notices what became of own values may have changed: [Replica.replaced].
 * @property sync counts of edits that wait, or the state of the exchange, may have changed.
 */
public data class Changes(
    val rows: Set<TaskRef>,
    val notices: Boolean,
    val sync: Boolean,
) {
    internal operator fun plus(later: Changes): Changes =
        Changes(rows + later.rows, notices || later.notices, sync || later.sync)
}
