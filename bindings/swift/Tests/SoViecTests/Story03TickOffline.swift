import SoViec
import TestOffice
import Testing

/// # A tick on a hill
///
/// There is no network for days. A tick is safe when its call returns, and it is there when the
/// app is started again.
@Suite("3. Tick offline and find it after a restart", .timeLimit(.minutes(2)))
struct Story03TickOffline {
    @Test func story() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        office.stop()

        let task = try await phone.taskWithItems()
        let item = task.items[0].item
        #expect(try await phone.replica.tick(by: phone.me, book: phone.book, item: item))

        // Saying the same again is no new edit.
        #expect(try await phone.replica.tick(by: phone.me, book: phone.book, item: item) == false)

        // The battery dies, and a day later the app starts again.
        let next = try await phone.restarted()
        let found = try await next.replica.task(book: next.book, task: task.row.task)
        let ticked = try #require(found.items.first { $0.item == item })
        #expect(ticked.done && ticked.unsent)
        #expect(ticked.values.map(\.words) == ["đã xong"])
        #expect(ticked.values[0].own && ticked.values[0].seq == nil)
        #expect(found.row.itemsDone == 1 && found.row.unsent)

        // It waits, in words that an officer understands.
        let waiting = try await next.replica.waiting()
        #expect(waiting.count == 1)
        #expect(waiting[0].words.contains("đã xong"))

        // The network comes back: one exchange, and nothing waits any more.
        try office.startAgain()
        let report = try await next.replica.sync()
        #expect(report.acknowledged == 1 && report.waiting == 0)
        #expect(try await next.replica.task(book: next.book, task: task.row.task).row.unsent == false)
        #expect(try await next.replica.health().sent == 1)
        try await next.replica.close()
    }
}
