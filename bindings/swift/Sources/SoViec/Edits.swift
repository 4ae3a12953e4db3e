import Foundation

/// An edit of this phone that the relay has not acknowledged.
public struct WaitingEdit: Hashable, Sendable, Identifiable {
    /// The edit.
    public let edit: EditId
    /// Its number on this phone, counted from 1.
    public let number: UInt64
    /// The book that it was written in.
    public let book: BookId
    /// The task that it is about, if it is about one.
    public let task: TaskId?
    /// What was done, in Vietnamese words.
    public let words: String
    /// Who did it.
    public let officer: OfficerId
    /// The officer's display name, if the directory has one.
    public let officerName: String?
    /// When, by this phone's clock.
    public let made: Date

    public var id: UInt64 { number }
}

/// An own edit that is not in its book for everyone: the office holds it, or the relay did not
/// take it. It is not lost, and stays readable here.
public struct SetApart: Hashable, Sendable, Identifiable {
    /// The edit.
    public let edit: WaitingEdit
    /// What became of it, as a stable word, for instance `held`.
    public let state: String
    /// The heading under which a screen shows it, in Vietnamese.
    public let heading: String
    /// What happened, what is safe and what to do, in Vietnamese sentences.
    public let reason: String
    /// What a clerk decided about it, if one did.
    public let office: OfficeWord?
    /// ``Replica/writeAgain(by:edit:)`` writes it once more.
    public let canWriteAgain: Bool
    /// ``Replica/dismiss(by:edit:)`` lays it aside.
    public let canDismiss: Bool
    /// Its officer has laid it aside.
    public let dismissed: Bool
    /// The edit in which its officer wrote it again.
    public let writtenAgain: EditId?

    public var id: EditId { edit.edit }
}

/// What a clerk said with a decision.
public struct OfficeWord: Hashable, Sendable {
    /// Who decided.
    public let clerk: OfficerId?
    /// The clerk's display name, if the directory has one.
    public let clerkName: String?
    /// Why, in the clerk's own words; may be empty.
    public let words: String
    /// When the relay took it.
    public let at: Date?
}

/// What became of a value of one of this phone's officers.
public struct Replaced: Hashable, Sendable, Identifiable {
    /// Which register, and whose value.
    public struct ID: Hashable, Sendable {
        public let book: BookId
        public let register: RegisterId
        public let edit: EditId
    }

    /// The book.
    public let book: BookId
    /// The register; ``Replica/restore(by:book:register:edit:)`` and
    /// ``Replica/accept(by:book:register:)`` take it.
    public let register: RegisterId
    /// The task that it is about, if it is about one.
    public let task: TaskId?
    /// The task's title, and the item's.
    public let title: String
    /// The value stands beside another's; else it was replaced.
    public let twoValues: Bool
    /// Whose value it is.
    public let officer: OfficerId
    /// The officer's value.
    public let mine: Value
    /// The values that are shown instead of it, or beside it.
    public let others: [Value]

    public var id: ID { ID(book: book, register: register, edit: mine.edit) }
}

/// The last act of an officer on this phone that can be undone.
public struct LastAct: Hashable, Sendable {
    /// The edit; ``Replica/undo(by:edit:)`` takes it.
    public let edit: EditId
    /// What was done, in Vietnamese words.
    public let words: String
    /// When, by this phone's clock.
    public let made: Date
}
