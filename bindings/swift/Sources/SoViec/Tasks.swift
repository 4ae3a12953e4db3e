/// How a task stands today, worst first, in the words of the office's legend.
public enum Status: Hashable, Sendable, CaseIterable {
    /// *Quá hạn*.
    case overdue
    /// *Đang thực hiện*.
    case inProgress
    /// *Chưa thực hiện*.
    case notStarted
    /// *Hoàn thành muộn*.
    case doneLate
    /// *Hoàn thành đúng hạn*.
    case doneOnTime
    /// *Thường xuyên*.
    case ongoing
    /// *Thường xuyên, có hiệu quả*.
    case ongoingEffective
    /// *Thường xuyên, chưa hiệu quả*.
    case ongoingWeak
    /// *Chờ hướng dẫn*.
    case waitingEvent
}

/// A status as an officer declares it.
public enum Declared: Hashable, Sendable, CaseIterable {
    /// *Chưa thực hiện*.
    case notStarted
    /// *Đang thực hiện*.
    case inProgress
    /// *Hoàn thành*.
    case done
    /// *Thường xuyên, có hiệu quả*.
    case effective
    /// *Thường xuyên, chưa hiệu quả*.
    case weak
}

/// How a task is judged in time.
public enum DeadlineKind: Hashable, Sendable, CaseIterable {
    /// By its last day.
    case dated
    /// *Thường xuyên*: never late.
    case ongoing
    /// *Khi có hướng dẫn*: bound to an event.
    case event
    /// No date is known; none is invented.
    case undated
}

/// The order of a list.
public enum Sort: Hashable, Sendable, CaseIterable {
    /// As in the plan.
    case plan
    /// Worst status first, then by deadline.
    case urgency
    /// By deadline; tasks without a day last.
    case deadline
}

/// Which tasks a list shows; the empty filter shows all.
public struct TaskFilter: Hashable, Sendable {
    /// Only this unit's.
    public var unit: UnitId?
    /// Only these statuses; all if empty.
    public var statuses: Set<Status>
    /// Only tasks where two values stand.
    public var onlyOpen: Bool
    /// Only tasks whose number or title holds the text; case and Vietnamese marks are ignored.
    public var text: String?

    public init(unit: UnitId? = nil, statuses: Set<Status> = [], onlyOpen: Bool = false, text: String? = nil) {
        self.unit = unit
        self.statuses = statuses
        self.onlyOpen = onlyOpen
        self.text = text
    }
}

/// One task as a list shows it.
public struct TaskRow: Hashable, Sendable, Identifiable {
    /// Where a row stands: a task may stand in the books of several units.
    public struct ID: Hashable, Sendable {
        public let book: BookId
        public let task: TaskId
    }

    /// The book that its results stand in.
    public let book: BookId
    /// The task.
    public let task: TaskId
    /// The unit that it is for.
    public let unit: UnitId
    /// The id of its group in the plan.
    public let group: String
    /// Its number in the plan, for instance `I.2`; empty for a local task.
    public let number: String
    /// Its title.
    public let title: String
    /// How it is judged in time.
    public let deadline: DeadlineKind
    /// The last permitted day.
    public let lastDay: Day?
    /// The plan's own words for the deadline.
    public let wording: String
    /// Whether the unit owes a status of its own; else it only ticks items.
    public let leads: Bool
    /// The declared status; where two stand, one of them.
    public let declared: Declared?
    /// The day that was declared with it.
    public let declaredOn: Day?
    /// The result that was declared with it.
    public let result: String?
    /// A newer app wrote the status: offer a note, not a new status.
    public let newer: Bool
    /// Two values of the status stand.
    public let open: Bool
    /// Items of the checklist.
    public let items: Int
    /// Items that are done; one where two values stand counts as not done.
    public let itemsDone: Int
    /// Items where two values stand.
    public let itemsOpen: Int
    /// Notes.
    public let notes: Int
    /// How it stands today.
    public let status: Status
    /// An edit of this phone on it is not acknowledged by the relay yet.
    public let unsent: Bool
    /// A task of the unit's own (*việc riêng*), in no plan.
    public let local: Bool
    /// What the office says of the declared status.
    public let review: Review

    public var id: ID { ID(book: book, task: task) }
}

/// How a declared status stands at the office.
public enum ReviewState: Hashable, Sendable, CaseIterable {
    /// Nothing is declared that an office confirms.
    case nothing
    /// *Chờ xác nhận*.
    case waiting
    /// *Đã xác nhận*.
    case confirmed
    /// *Trả lại*: it counts as not done until the unit declares again.
    case returned
    /// Two clerks said different things.
    case disputed
}

/// What the office says of a declared status. It stands only while that value does.
public struct Review: Hashable, Sendable {
    /// How it stands.
    public let state: ReviewState
    /// The clerk's name, once what is shown was judged.
    public let clerk: String?
    /// The day on which it was judged.
    public let on: Day?
    /// The clerk's words.
    public let comment: String?
}

/// A part of a list.
public struct TaskWindow: Hashable, Sendable {
    /// The rows, in the order that was asked for.
    public let rows: [TaskRow]
    /// How many rows the whole list has.
    public let total: Int
}

/// What is due. A task stands in one section only, and each section holds at most 100 rows;
/// its ``TaskWindow/total`` counts all.
public struct Agenda: Hashable, Sendable {
    /// The day that the agenda is for, by this phone's clock.
    public let today: Day
    /// Given back by the office, with its reason in ``TaskRow/review``.
    public let returned: TaskWindow
    /// Not done, and the last day is over.
    public let overdue: TaskWindow
    /// Two values of the status stand.
    public let open: TaskWindow
    /// Not done, and the last day is today or within seven days.
    public let dueSoon: TaskWindow
    /// Declared done today.
    public let doneToday: TaskWindow
    /// The earliest task with a day after those.
    public let next: TaskRow?
    /// How many values of this phone's officers were replaced, or stand beside another's.
    public let replaced: Int
}
