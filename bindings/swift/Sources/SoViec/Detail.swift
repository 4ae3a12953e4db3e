import Foundation

/// One value of a register, present or past.
public struct Value: Hashable, Sendable, Identifiable {
    /// The edit that put it there; ``Replica/restore(by:book:register:edit:)`` takes it.
    public let edit: EditId
    /// The officer whose act it is.
    public let officer: OfficerId?
    /// The officer's display name, if the directory has one.
    public let officerName: String?
    /// The day that was declared.
    public let on: Day?
    /// When it was written, by its author's clock. It is shown and decides nothing.
    public let at: Date
    /// The relay's number; none while it is not acknowledged.
    public let seq: UInt64?
    /// It stands now; one that does not was replaced.
    public let live: Bool
    /// Written on this phone.
    public let own: Bool
    /// Its author took it back.
    public let withdrawn: Bool
    /// A newer app wrote it: nothing of it can be shown here.
    public let newer: Bool
    /// Of a tick: done or not.
    public let done: Bool?
    /// Of a status.
    public let declared: Declared?
    /// Of a note, or of a status with a result.
    public let text: String?
    /// The value in Vietnamese words, for instance *đã xong*.
    public let words: String

    public var id: EditId { edit }
}

/// One item of a task's checklist.
public struct Item: Hashable, Sendable, Identifiable {
    /// The item; ``Replica/tick(by:book:item:done:on:)`` takes it.
    public let item: ItemId
    /// The register of its tick.
    public let register: RegisterId
    /// What has to be done.
    public let title: String
    /// Whether it is done; where two values stand, it is not.
    public let done: Bool
    /// Two values stand.
    public let open: Bool
    /// An edit of this phone on it is not acknowledged by the relay yet.
    public let unsent: Bool
    /// Everything that stands: one value, or both sides of a disagreement; none before the
    /// first tick.
    public let values: [Value]

    public var id: ItemId { item }
}

/// One note on a task.
public struct Note: Hashable, Sendable, Identifiable {
    /// Its register.
    public let register: RegisterId
    /// What was written.
    public let text: String
    /// Who wrote it.
    public let officer: OfficerId
    /// The officer's display name, if the directory has one.
    public let officerName: String?
    /// The day.
    public let on: Day
    /// It is not acknowledged by the relay yet.
    public let unsent: Bool

    public var id: RegisterId { register }
}

/// One task with everything that its screen shows.
public struct TaskDetail: Hashable, Sendable {
    /// The row of the list.
    public let row: TaskRow
    /// The group's number and title.
    public let group: String
    /// The plan's words for those who help.
    public let partners: String?
    /// The register of its status.
    public let statusRegister: RegisterId
    /// Everything that stands as its status: one value, or both sides of a disagreement; none
    /// before the first declaration.
    public let status: [Value]
    /// The checklist.
    public let items: [Item]
    /// The notes, oldest first.
    public let notes: [Note]
    /// The rounds that were counted about it and its items, oldest first.
    public let sessions: [Session]
}
