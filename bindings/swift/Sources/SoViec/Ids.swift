/// An id as the core writes it. Ids are opaque: take them from what the library returned, keep
/// them as they are, and hand them back. One that was made up is refused with
/// ``SoViecError/correctInput(_:)`` (code `invalid_input`, or `not_found` where it has the form
/// of an id).
public protocol CoreId: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
}

extension CoreId {
    public init(_ rawValue: String) { self.init(rawValue: rawValue) }
    public var description: String { rawValue }
}

/// An officer (*cán bộ*): 26 characters.
public struct OfficerId: CoreId {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A unit (*đơn vị*): 26 characters.
public struct UnitId: CoreId {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A unit's work book (*sổ việc*) of one year.
public struct BookId: CoreId {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A task (*nhiệm vụ*): 26 characters.
public struct TaskId: CoreId {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// An item of a task's checklist (*đầu việc*): 26 characters.
public struct ItemId: CoreId {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// One edit of one officer: 64 hexadecimal digits.
public struct EditId: CoreId {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// What an edit writes to: an item's tick, a task's status, a note. Two edits of one register
/// that did not know of each other both stand until somebody settles them.
public struct RegisterId: CoreId {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
