import Dispatch

/// The threads that wait for the core, so that no caller's does: every call of the core blocks,
/// and Swift's own threads are too few to wait. The queues are as many as the core can use, so
/// that a thousand calls at once take three threads, not a thousand.
final class Lanes: Sendable {
    /// Screens. The core reads over one connection, so a second thread would only wait for it.
    let reading = DispatchQueue(label: "vn.soviec.reading", qos: .userInitiated)
    /// Edits, and what looks at what the writer holds, in the order in which they were called.
    let writing = DispatchQueue(label: "vn.soviec.writing", qos: .userInitiated)
    /// What waits for the network. Not in turn: the core itself refuses a second exchange.
    let exchanging = DispatchQueue(label: "vn.soviec.exchanging", qos: .utility, attributes: .concurrent)
}

/// Runs a blocking call of the core on a queue and waits for it without keeping a thread.
func outcome<Output: Sendable>(
    on queue: DispatchQueue, _ work: @escaping @Sendable () throws -> Output
) async -> Result<Output, SoViecError> {
    await withCheckedContinuation { continuation in
        queue.async { continuation.resume(returning: Result(catching: work).mapError { SoViecError($0) }) }
    }
}
