package vn.soviec

/** An officer: 26 characters of Crockford's base 32. */
@JvmInline
public value class OfficerId(public val value: String)

/** An administrative unit, for example a village: 26 characters of Crockford's base 32. */
@JvmInline
public value class UnitId(public val value: String)

/** A unit's work book of one year, where its results stand. */
@JvmInline
public value class BookId(public val value: String)

/** A task of a plan, or of the unit's own: 26 characters of Crockford's base 32. */
@JvmInline
public value class TaskId(public val value: String)

/** An item of a task's checklist: 26 characters of Crockford's base 32. */
@JvmInline
public value class ItemId(public val value: String)

/** One edit, for ever: 64 hexadecimal digits. */
@JvmInline
public value class EditId(public val value: String)

/**
 * A place in a book that holds a value: a status, a tick, a note. Take it from what was read
 * ([Item.register], [Note.register], [Replaced.register]) or from [statusOf].
 */
@JvmInline
public value class RegisterId(public val value: String) {
    public companion object {
        /** The register of a task's status. */
        public fun statusOf(task: TaskId): RegisterId = RegisterId("${task.value}.status")
    }
}
