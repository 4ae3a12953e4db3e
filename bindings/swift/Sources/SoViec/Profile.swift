/// An officer who may use this phone.
public struct Officer: Hashable, Sendable, Identifiable {
    public let id: OfficerId
    /// The display name; none before the directory has arrived.
    public let name: String?
}

/// A work book that this phone may write in.
public struct Book: Hashable, Sendable, Identifiable {
    public let id: BookId
    /// The unit whose book it is.
    public let unit: UnitId
    /// The unit's name; none before the directory has arrived.
    public let unitName: String?
    /// The year of the plan.
    public let year: Int
}

/// Who this phone is, and where it may write.
public struct Profile: Hashable, Sendable {
    /// The phone's id.
    public let device: String
    /// The officers who may use it.
    public let officers: [Officer]
    /// The work books that it writes in, by its present rights.
    public let books: [Book]
    /// The office's key in four groups, to be compared by voice.
    public let officeFingerprint: String
    /// The relay's address.
    public let relay: String
}
