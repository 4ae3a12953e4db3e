import SoViec
import TestOffice
import Testing

/// # Listeners
///
/// A listener belongs to the app, and apps have faults. One that throws, or blocks, costs the
/// core nothing: edits are durable, other listeners hear.
@Suite("7. A listener that throws", .timeLimit(.minutes(2)))
struct Story07ThrowingListener {
    private struct Fault: Error {}

    @Test func story() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let replica = phone.replica
        let task = try await phone.taskWithItems()

        // A faulty one, and after it a good one.
        let calls = Shared(0)
        let faulty = try replica.observe { _ in
            calls.change { $0 += 1 }
            throw Fault()
        }
        let (batches, mailbox) = AsyncStream.makeStream(of: Changes.self)
        let good = try replica.observe { mailbox.yield($0) }
        var changes = batches.makeAsyncIterator()
        try await replica.tick(by: phone.me, book: phone.book, item: task.items[0].item)
        #expect(try await next(&changes).contains(task.row.id))

        // It stays subscribed, and the support report counts what it threw.
        try await replica.tick(by: phone.me, book: phone.book, item: task.items[1].item)
        #expect(try await next(&changes).contains(task.row.id))
        #expect(calls.value >= 2)
        #expect(try await replica.health().listenerFailures >= 2)
        faulty.end()
        good.end()

        // Progress is different: whoever throws there wants the exchange to end.
        let ended = await failure { try await replica.sync { _ in throw Fault() } }
        guard case .reportFault(let reason) = ended else { return #expect(ended != nil) }
        #expect(reason.code == "callback_failed")
        #expect(try await replica.sync().waiting == 0)
        try await replica.close()
    }

    /// The rows of the next batch that names any.
    private func next(_ changes: inout AsyncStream<Changes>.Iterator) async throws -> Set<TaskRow.ID> {
        while let batch = await changes.next() {
            if !batch.rows.isEmpty { return batch.rows }
        }
        throw Phone.Missing()
    }
}
