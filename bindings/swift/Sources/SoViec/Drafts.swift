import Foundation

/// One tap of a round from house to house.
public enum Tap: Hashable, Sendable {
    /// One more is done.
    case plus
    /// One that was counted as done was not.
    case minus
    /// The last tap was wrong.
    case undo
    /// One is left out, for the reason of this code; see ``SoViecCore/reasons``.
    case leftOut(UInt16)
}

/// A reason for leaving a household out: the code is what is kept, the words are what is shown.
public struct LeaveOutReason: Hashable, Sendable, Identifiable {
    /// The code that a tap takes.
    public let code: UInt16
    /// The reason in Vietnamese words.
    public let words: String

    public var id: UInt16 { code }
}

/// How many were left out for one reason.
public struct LeftOut: Hashable, Sendable, Identifiable {
    /// The code of the reason.
    public let reason: UInt16
    /// The reason in Vietnamese words.
    public let words: String
    /// How many.
    public let count: Int

    public var id: UInt16 { reason }
}

/// What an open round has counted so far. Every tap of it is durable; none was sent.
public struct CountDraft: Hashable, Sendable {
    /// Those that were done.
    public let counted: Int
    /// Those that were left out.
    public let leftOut: [LeftOut]
    /// All of them.
    public let visited: Int
    /// The first tap, by this phone's clock.
    public let began: Date
    /// The last tap, by this phone's clock.
    public let last: Date
    /// What ``Tap/undo`` takes back, in Vietnamese words for its button; nothing if there is none.
    public let undo: String?
}

/// A half-typed note.
public struct NoteDraft: Hashable, Sendable {
    /// The text as it was typed.
    public let text: String
    /// The last letter, by this phone's clock.
    public let last: Date
    /// The note in which an earlier state of it stands already, because the app was paused or an
    /// exchange went out: show this draft in its place.
    public let written: RegisterId?
}

/// A round that was written down. Rounds are summed; nobody chooses between them.
public struct Session: Hashable, Sendable, Identifiable {
    /// Its register.
    public let register: RegisterId
    /// The item, if it is about one and not about the whole task.
    public let item: ItemId?
    /// Who counted.
    public let officer: OfficerId
    /// The officer's display name, if the directory has one.
    public let officerName: String?
    /// The day.
    public let on: Day
    /// The last tap, by its author's clock.
    public let ended: Date
    /// Those that were done.
    public let counted: Int
    /// Those that were left out.
    public let leftOut: [LeftOut]
    /// All of it in Vietnamese words.
    public let words: String
    /// It is not acknowledged by the relay yet.
    public let unsent: Bool

    public var id: RegisterId { register }
}
