import Foundation

/// What changed since the last batch: ids only, so that a screen reads what it shows.
public struct Changes: Hashable, Sendable {
    /// Rows that look different now.
    public let rows: Set<TaskRow.ID>
    /// The list of replaced values may be another.
    public let notices: Bool
    /// What waits, or the last contact, is another.
    public let sync: Bool

    /// Both batches as one.
    func merged(with later: Changes) -> Changes {
        Changes(rows: rows.union(later.rows), notices: notices || later.notices, sync: sync || later.sync)
    }
}

/// Versions, counts and codes, without content.
public struct Health: Hashable, Sendable {
    /// The version of the protocol that is spoken with the relay.
    public let protocolVersion: Int
    /// The schema of the documents.
    public let schema: Int
    /// Own edits that the relay has not acknowledged.
    public let waiting: Int
    /// Own edits that it has.
    public let sent: Int
    /// Among them those that are not in their book for everyone.
    public let held: Int
    /// The last exchange that succeeded, by this phone's clock.
    public let lastContact: Date?
    /// The code of the reason why nothing at all is sent.
    public let stopped: String?
    /// Books that are not sent, with the codes of the reasons.
    public let stoppedBooks: [Stopped]
    /// The name of the file under which a damaged database was set aside when this one was
    /// opened.
    public let setAside: String?
    /// How often a listener threw.
    public let listenerFailures: Int
    /// How often the log sink threw, and lines that it was too slow for.
    public let logFailures: Int
}
