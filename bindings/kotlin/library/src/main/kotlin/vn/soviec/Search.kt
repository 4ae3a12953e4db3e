package vn.soviec

/** How well a text answers a query, the best first. */
public enum class Rank {
    /** Every word begins one of the text, mark for mark. */
    EXACT,

    /** So it does when tones are put where both spellings put them: *hoà*, *hòa*. */
    PLACED,

    /** So it does without marks. */
    FOLDED,
}

/**
 * One text that answers a query. It is the title of the task when both [item] and [note] are null.
 *
 * @property book a book that shows the task; of several the first.
 * @property unit the unit whose book it is.
 * @property elsewhere other books of this phone show the text as well.
 * @property task the task to open.
 * @property number its number in the plan; empty for a local task.
 * @property title its title.
 * @property item the item of the checklist, if its title was found.
 * @property note the note, if one was found.
 * @property text what was found, whole.
 * @property ranges what to highlight: parts of [text], in order; empty where only the number of the
 *   task answers.
 * @property rank how well it answers.
 */
public data class Hit(
    val book: BookId,
    val unit: UnitId,
    val elsewhere: Boolean,
    val task: TaskId,
    val number: String,
    val title: String,
    val item: ItemId?,
    val note: RegisterId?,
    val text: String,
    val ranges: List<IntRange>,
    val rank: Rank,
)
