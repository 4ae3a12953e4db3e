import SoViec
import TestOffice
import Testing

/// # A cancelled exchange
///
/// Cancelling the task that awaits `sync` ends the exchange, wherever it is. The call returns
/// when it has ended, so the next one can begin at once, and nothing is lost or sent twice.
@Suite("5. A cancelled sync loses nothing", .timeLimit(.minutes(2)))
struct Story05CancelledSync {
    @Test func story() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let replica = phone.replica
        let task = try await phone.taskWithItems().row
        for number in 1...5 {
            try await replica.addNote(by: phone.me, book: phone.book, task: task.task, text: "Ghi chú \(number)")
        }

        // The relay takes the request and does not answer: a network that hangs.
        office.freeze()
        let exchange = Task { try await replica.sync() }
        for await state in replica.syncStates where state == .running(nil) { break }
        exchange.cancel()
        let stopped = await failure { try await exchange.value }

        // Cancelled is no fault: try later, and the sentence says that five edits are safe.
        guard case .tryLater(let reason) = stopped else { return #expect(stopped != nil) }
        #expect(reason.code == "cancelled")
        #expect(reason.sentence.contains("5 mục vẫn an toàn trong máy"))
        #expect(replica.syncState == .failed(.tryLater(reason)))
        #expect(try await replica.health().waiting == 5)

        // The network moves again. Whether the relay saw the first request or not, each note
        // is there once.
        office.thaw()
        let report = try await replica.sync()
        #expect(report.acknowledged == 5 && report.waiting == 0)
        let colleague = try await Phone.enrolled(at: office, code: 2)
        let seen = try await colleague.replica.task(book: colleague.book, task: task.task)
        #expect(seen.notes.map(\.text) == (1...5).map { "Ghi chú \($0)" })
        try await replica.close()
        try await colleague.replica.close()
    }
}
