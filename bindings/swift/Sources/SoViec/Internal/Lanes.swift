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
    let job = Job(work)
    return await withCheckedContinuation { continuation in
        queue.async { continuation.resume(returning: job.run()) }
    }
}

/// A call that is forgotten before its outcome is told: the queue lets go of what it ran a
/// moment later, and would keep a replica open that its last owner has just dropped.
private final class Job<Output: Sendable>: @unchecked Sendable {
    // Touched before the call and by the one thread that runs it.
    private var work: (@Sendable () throws -> Output)?

    init(_ work: @escaping @Sendable () throws -> Output) { self.work = work }

    func run() -> Result<Output, SoViecError> {
        guard let work = work.take() else { preconditionFailure("a job runs once") }
        return Result(catching: work).mapError { SoViecError($0) }
    }
}
