internal import SoViecGenerated

/// A listener's subscription. It ends with ``end()``, or when nobody holds it.
public final class ChangeSubscription: Sendable {
    private let handle: SubscriptionHandle

    fileprivate init(_ handle: SubscriptionHandle) { self.handle = handle }

    /// Ends it; a batch that is under way may still arrive.
    public func end() { handle.end() }

    deinit { handle.end() }
}

extension Replica {
    /// What changes from now on, in batches of ids. Ends when the replica is closed.
    ///
    /// A reader that is slower than the changes finds the batches that came meanwhile as one:
    /// nothing is missed, nothing piles up, and no edit waits for a reader. Each use of this
    /// property is a stream of its own.
    public var changes: AsyncStream<Changes> {
        hearing.start()
        let ticket = hub.ticket()
        return AsyncStream { await ticket.box.take() }
    }

    /// What the exchange does: the present state at once, then each new one. A slow reader finds
    /// the latest only. Each use of this property is a stream of its own.
    public var syncStates: AsyncStream<SyncState> {
        let ticket = exchanges.ticket()
        return AsyncStream { await ticket.box.take() }
    }

    /// What the exchange does at present.
    public var syncState: SyncState { exchanges.present }

    /// A list that follows the changes: its rows at once, then again whenever they are others.
    /// Ends when the replica is closed; throws ``SoViecError`` if a reading fails.
    ///
    /// The day is part of what a list shows: begin the stream anew when the app comes to the
    /// front.
    public func tasksStream(
        _ filter: TaskFilter = TaskFilter(), sort: Sort = .plan, offset: Int = 0, limit: Int = 100
    ) -> AsyncThrowingStream<TaskWindow, any Error> {
        following { () async throws(SoViecError) in try await self.tasks(filter, sort: sort, offset: offset, limit: limit) }
    }

    /// An agenda that follows the changes, as ``tasksStream(_:sort:offset:limit:)`` does.
    public func agendaStream(of unit: UnitId? = nil) -> AsyncThrowingStream<Agenda, any Error> {
        following { () async throws(SoViecError) in try await self.agenda(of: unit) }
    }

    /// A task that follows the changes, as ``tasksStream(_:sort:offset:limit:)`` does.
    public func taskStream(book: BookId, task: TaskId) -> AsyncThrowingStream<TaskDetail, any Error> {
        following { () async throws(SoViecError) in try await self.task(book: book, task: task) }
    }

    /// Calls a closure after every change, for code that has no task to read a stream in.
    ///
    /// - Parameter listener: Called on a thread of the core, one batch at a time. One that
    ///   blocks delays other listeners and the streams, never an edit or an exchange. One that
    ///   throws stays subscribed, and ``Health/listenerFailures`` counts it.
    public func observe(
        _ listener: @escaping @Sendable (Changes) throws -> Void
    ) throws(SoViecError) -> ChangeSubscription {
        do { return ChangeSubscription(try handle.observe(listener: ChangeForwarder(listener))) } catch {
            throw SoViecError(error)
        }
    }

    private func following<Output: Sendable & Equatable>(
        _ read: @escaping @Sendable () async throws(SoViecError) -> Output
    ) -> AsyncThrowingStream<Output, any Error> {
        hearing.start()
        let ticket = hub.ticket(first: Changes(rows: [], notices: true, sync: true))
        let last = Last<Output>()
        return AsyncThrowingStream {
            while await ticket.box.take() != nil {
                guard let next = try await unlessClosed(read) else { return nil }
                if await last.replace(by: next) { return next }
            }
            return nil
        }
    }
}

/// Closing ends a stream, also between a change and the reading of it.
private func unlessClosed<Output>(
    _ read: () async throws(SoViecError) -> Output
) async throws(SoViecError) -> Output? {
    do throws(SoViecError) { return try await read() } catch {
        if error.code == "closed" { return nil }
        throw error
    }
}

/// The value that a stream gave last.
private actor Last<Output: Sendable & Equatable> {
    private var value: Output?

    /// Whether the next one is another.
    func replace(by next: Output) -> Bool {
        defer { value = next }
        return value != next
    }
}
