internal import SoViecGenerated

/// A listener of the app, as the core calls it.
final class ChangeForwarder: ChangeListener {
    private let body: @Sendable (Changes) throws -> Void
    init(_ body: @escaping @Sendable (Changes) throws -> Void) { self.body = body }

    func changed(changes: ChangesRecord) throws {
        try forwarding { try body(Changes(changes)) }
    }
}

/// Progress for the app, as the core calls it.
final class ProgressForwarder: ProgressListener {
    private let body: @Sendable (SyncProgress) throws -> Void
    init(_ body: @escaping @Sendable (SyncProgress) throws -> Void) { self.body = body }

    func advanced(progress: ProgressRecord) throws {
        try forwarding { try body(SyncProgress(progress)) }
    }
}

/// The app's log, as the core calls it.
final class LogForwarder: LogSink {
    private let body: @Sendable (LogLevel, String, String) throws -> Void
    init(_ body: @escaping @Sendable (LogLevel, String, String) throws -> Void) { self.body = body }

    func line(level: LogLevelCode, target: String, text: String) throws {
        try forwarding { try body(LogLevel(level), target, text) }
    }
}

/// What the app threw may say anything, so the core hears only that something was thrown.
private func forwarding(_ body: () throws -> Void) throws {
    do { try body() } catch { throw CallbackFailure.Failed(reason: "") }
}
