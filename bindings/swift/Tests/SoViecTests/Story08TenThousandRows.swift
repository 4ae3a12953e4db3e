import SoViec
import TestOffice
import Testing

/// # A long list
///
/// However long a list is, a screen asks for the window that it shows: `offset` and `limit`,
/// 200 rows at most. `total` says how long a scroll bar has to be.
@Suite("8. 10,000 rows through windows", .timeLimit(.minutes(5)))
struct Story08TenThousandRows {
    @Test func story() async throws {
        let office = try TestOffice.village(tasks: 10_000)
        let phone = try await Phone.enrolled(at: office, code: 0)
        let replica = phone.replica

        var (seen, offset) = (Set<TaskId>(), 0)
        while true {
            let window = try await replica.tasks(offset: offset, limit: 200)
            if window.rows.isEmpty { break }
            #expect(window.total == 10_000)
            seen.formUnion(window.rows.map(\.task))
            offset += window.rows.count
        }
        #expect(offset == 10_000 && seen.count == 10_000)

        // Whoever asks for everything gets a window all the same.
        #expect(try await replica.tasks(limit: 1_000_000).rows.count == 200)
        #expect(try await replica.tasks(offset: 20_000).rows.isEmpty)

        // Nobody scrolls through 10,000 rows: a search narrows them, on the phone.
        let found = try await replica.tasks(TaskFilter(text: "ho so so 9999"))
        #expect(found.rows.map(\.number) == ["X.9999"])

        // A window that follows the changes: it shows its rows at once, and again when one of
        // them looks different.
        var windows = replica.tasksStream(offset: 9_998, limit: 2).makeAsyncIterator()
        let last = try #require(try await windows.next()?.rows.last)
        let item = try await replica.task(book: last.book, task: last.task).items[0].item
        try await replica.tick(by: phone.me, book: phone.book, item: item)
        #expect(try await windows.next()?.rows.last?.itemsDone == 1)
        try await replica.close()
    }
}
