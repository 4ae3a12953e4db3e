import Foundation

/// An edit of this phone that the relay has not acknowledged.
public struct WaitingEdit: Hashable, Sendable, Identifiable {
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
    /// Why, in a Vietnamese sentence.
    public let reason: String

    public var id: UInt64 { edit.number }
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
