/// How far an exchange is: counts since its beginning.
public struct SyncProgress: Hashable, Sendable {
    /// Requests that were answered.
    public let requests: Int
    /// Own edits that the relay acknowledged.
    public let acknowledged: Int
    /// Changes of others that were received.
    public let received: Int
    /// Own edits that still wait.
    public let waiting: Int
}

/// Something that is not sent any more, until ``Replica/resume()``.
public struct Stopped: Hashable, Sendable {
    /// The book; none means that nothing at all is sent.
    public let book: BookId?
    /// The code of the reason.
    public let code: String
}

/// What an exchange did.
public struct SyncReport: Hashable, Sendable {
    /// Requests: round trips.
    public let requests: Int
    /// Bytes of the requests' bodies.
    public let bytesUp: Int
    /// Bytes of the answers' bodies.
    public let bytesDown: Int
    /// Own edits that the relay acknowledged: they are durable there.
    public let acknowledged: Int
    /// Changes of others that were received.
    public let received: Int
    /// Own edits that the office holds or decides on first; see ``Replica/setApart()``.
    public let held: Int
    /// Own edits that still wait.
    public let waiting: Int
    /// Notices that are new to an officer of this phone; see ``Replica/replaced()``.
    public let ringing: Int
    /// What is not sent any more, with codes of the reasons.
    public let stopped: [Stopped]
}

/// What the exchange of a replica does at present.
public enum SyncState: Hashable, Sendable {
    /// None runs; with the report of the last one that ended well, if there was one.
    case idle(SyncReport?)
    /// One runs; with its progress once the first answer has come.
    case running(SyncProgress?)
    /// The last one failed. Nothing is lost by that.
    case failed(SoViecError)
}
