package vn.soviec

import java.time.LocalDate

/** How a task stands today. Computed from what was declared, the checklist and the last day. */
public enum class Status {
    /** *Quá hạn*: not done, and the last day is over. */
    OVERDUE,

    /** *Đang thực hiện*. */
    IN_PROGRESS,

    /** *Chưa thực hiện*. */
    NOT_STARTED,

    /** *Hoàn thành muộn*. */
    DONE_LATE,

    /** *Hoàn thành đúng hạn*. */
    DONE_ON_TIME,

    /** *Thường xuyên*, not judged in this period yet. */
    ONGOING,

    /** *Thường xuyên, có hiệu quả*. */
    ONGOING_EFFECTIVE,

    /** *Thường xuyên, chưa hiệu quả*. */
    ONGOING_WEAK,

    /** *Chờ hướng dẫn*: bound to an event that has not happened. */
    WAITING_EVENT,
}

/** What an officer declares of a task. */
public enum class Declared {
    /** *Chưa thực hiện*. */
    NOT_STARTED,

    /** *Đang thực hiện*. */
    IN_PROGRESS,

    /** *Hoàn thành*. */
    DONE,

    /** *Thường xuyên, có hiệu quả*: of a task without an end. */
    EFFECTIVE,

    /** *Thường xuyên, chưa hiệu quả*: of a task without an end. */
    WEAK,
}

/** How a task is judged in time. */
public enum class DeadlineKind {
    /** It has a last day. */
    DATED,

    /** Judged per period. */
    ONGOING,

    /** Due when something happens. */
    EVENT,

    /** No day was given, and none is invented. */
    UNDATED,
}

/** The order of a list. */
public enum class Sort {
    /** As the plan has it. */
    PLAN,

    /** Worst first. */
    URGENCY,

    /** By the last day. */
    DEADLINE,
}

/**
 * Which tasks a list holds.
 *
 * @property unit of one unit only.
 * @property statuses of these statuses only; empty means all.
 * @property onlyOpen only those with two values.
 * @property text words to be found; Vietnamese marks may be left out.
 */
public data class TaskFilter(
    val unit: UnitId? = null,
    val statuses: Set<Status> = emptySet(),
    val onlyOpen: Boolean = false,
    val text: String? = null,
)

/** A part of a list: [limit] rows (at most 200 are returned) after the first [offset]. */
public data class Window(val offset: Int = 0, val limit: Int = 100)

/**
 * One task as a list shows it.
 *
 * @property book the book that its results stand in.
 * @property unit the unit that it is for.
 * @property group the group in the plan.
 * @property number the number in the plan; empty for a local task.
 * @property lastDay the last permitted day, in Vietnam's calendar.
 * @property wording the plan's own words for the deadline.
 * @property leads the unit owes a status of its own; else it only ticks items.
 * @property declared the declared status; of two values, one of them.
 * @property declaredOn the day that it was declared for.
 * @property result the declared result.
 * @property newer a newer app wrote the status: offer a note, not a new status.
 * @property open two values of the status stand.
 * @property items how many items the checklist has.
 * @property itemsDone how many are done; one with two values counts as not done.
 * @property itemsOpen how many have two values.
 * @property notes how many notes there are.
 * @property status how it stands today.
 * @property unsent an own edit of it is not acknowledged by the office's relay.
 * @property local a task of the unit's own (*việc riêng*), in no plan.
 * @property review what the office says of the declared status.
 */
public data class TaskRow(
    val book: BookId,
    val task: TaskId,
    val unit: UnitId,
    val group: String,
    val number: String,
    val title: String,
    val deadline: DeadlineKind,
    val lastDay: LocalDate?,
    val wording: String,
    val leads: Boolean,
    val declared: Declared?,
    val declaredOn: LocalDate?,
    val result: String?,
    val newer: Boolean,
    val open: Boolean,
    val items: Int,
    val itemsDone: Int,
    val itemsOpen: Int,
    val notes: Int,
    val status: Status,
    val unsent: Boolean,
    val local: Boolean,
    val review: Review,
)

/** How a declared status stands at the office. */
public enum class ReviewState {
    /** Nothing is declared that an office confirms. */
    NOTHING,

    /** *Chờ xác nhận*. */
    WAITING,

    /** *Đã xác nhận*. */
    CONFIRMED,

    /** *Trả lại*: it counts as not done until the unit declares again. */
    RETURNED,

    /** Two clerks said different things. */
    DISPUTED,
}

/**
 * What the office says of a declared status. It stands only while that value does.
 *
 * @property clerk the clerk's name, once what is shown was judged.
 * @property on the day on which it was judged.
 * @property comment the clerk's words.
 */
public data class Review(
    val state: ReviewState,
    val clerk: String?,
    val on: LocalDate?,
    val comment: String?,
)

/** A part of a list; [total] is how many tasks the whole list has. */
public data class TaskWindow(val rows: List<TaskRow>, val total: Int)

/**
 * What is due, worst first. A task stands in one section only, each section holds at most 100
 * rows, and its total counts all.
 *
 * @property today the day that it was made for, by this phone's clock.
 * @property returned given back by the office, with its reason in [TaskRow.review].
 * @property overdue past the last day and not done.
 * @property open with two values, until a person picks.
 * @property dueSoon not done, with a last day from today to today + 7 days.
 * @property doneToday done today.
 * @property next the earliest dated task after those.
 * @property replaced values of this phone's officers that were replaced: see [Replica.replaced].
 */
public data class Agenda(
    val today: LocalDate,
    val returned: TaskWindow,
    val overdue: TaskWindow,
    val open: TaskWindow,
    val dueSoon: TaskWindow,
    val doneToday: TaskWindow,
    val next: TaskRow?,
    val replaced: Int,
)
