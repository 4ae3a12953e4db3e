import SoViec
import TestOffice
import Testing

/// # Many callers
///
/// Every call may come from any task at any time. Reads do not wait for writes, writes take
/// turns, and an exchange goes on beside them.
@Suite("10. A thousand calls from many threads", .timeLimit(.minutes(5)))
struct Story10ThousandCalls {
    @Test func story() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let replica = phone.replica
        let task = try await phone.taskWithItems()

        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<1_000 {
                group.addTask {
                    let item = task.items[number % task.items.count].item
                    let text = "Ghi chú \(number)"
                    switch number % 10 {
                    case 0: try await replica.addNote(by: phone.me, book: phone.book, task: task.row.task, text: text)
                    case 1: try await replica.tick(by: phone.me, book: phone.book, item: item, done: number % 4 == 1)
                    case 2: _ = try await replica.task(book: phone.book, task: task.row.task)
                    case 3: _ = try await replica.agenda()
                    case 4: _ = try await replica.health()
                    // Only one exchange runs at a time; the others are refused at once.
                    case 5:
                        let error = await failure { try await replica.sync() }
                        #expect(error == nil || error?.code == "in_use")
                    default: _ = try await replica.tasks()
                    }
                }
            }
            try await group.waitForAll()
        }

        // All hundred notes are there, and one more exchange leaves nothing behind.
        try await replica.sync()
        let end = try await replica.task(book: phone.book, task: task.row.task)
        #expect(end.notes.count == 100)
        #expect(Set(end.notes.map(\.text)).count == 100)
        #expect(try await replica.health().waiting == 0)
        let colleague = try await Phone.enrolled(at: office, code: 2)
        #expect(try await colleague.replica.task(book: colleague.book, task: task.row.task).notes.count == 100)
        try await replica.close()
        try await colleague.replica.close()
    }
}
