import SoViec
import TestOffice
import Testing

/// # Closing
///
/// A task book is open once. After `close` every call says so in the one error type; nothing
/// crashes, whoever still holds the replica.
@Suite("9. Use after close, and a second open", .timeLimit(.minutes(2)))
struct Story09AfterClose {
    @Test func story() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)

        // The app and its widget must not open one task book at the same time.
        var key = phone.key
        let second = await failure { try await Replica.open(phone.place, key: &key) }
        guard case .reopen(let reason) = second else { return #expect(second != nil) }
        #expect(reason.code == "in_use")

        let task = try await phone.taskWithItems()
        try await phone.replica.close()

        // Each of these comes too late.
        let replica = phone.replica
        let late: [@Sendable () async throws -> Void] = [
            { _ = try await replica.whoAmI() },
            { _ = try await replica.tasks() },
            { _ = try await replica.agenda() },
            { _ = try await replica.task(book: phone.book, task: task.row.task) },
            { _ = try await replica.tick(by: phone.me, book: phone.book, item: task.items[0].item) },
            { _ = try await replica.addNote(by: phone.me, book: phone.book, task: task.row.task, text: "Muộn") },
            { _ = try await replica.waiting() },
            { _ = try await replica.sync() },
            { _ = try await replica.enrol(address: office.address, code: office.codes[2]) },
            { _ = try await replica.health() },
            { _ = try await replica.supportReport() },
            { _ = try await replica.resume() },
        ]
        for call in late {
            let error = await failure(of: call)
            guard case .reopen(let reason) = error else { return #expect(error != nil) }
            #expect(reason.code == "closed")
        }
        // A stream ends, and closing again does nothing.
        for await _ in replica.changes {}
        try await replica.close()

        // The place is free again.
        var right = phone.key
        try await Replica.open(phone.place, key: &right).close()
    }

    @Test func afterARekeyOnlyTheNewKeyOpens() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let next = freshKey()
        var handedOver = next
        try await phone.replica.rekey(&handedOver)
        #expect(handedOver.allSatisfy { $0 == 0 })
        let rows = try await phone.replica.tasks().rows
        try await phone.replica.close()
        var old = phone.key
        let refused = await failure { try await Replica.open(phone.place, key: &old) }
        guard case .askForKey = refused else { return #expect(refused != nil) }
        var new = next
        let again = try await Replica.open(phone.place, key: &new)
        #expect(try await again.tasks().rows.count == rows.count)
        try await again.close()
        // Its folder, in which the phone's files lie too, goes with the office.
        withExtendedLifetime(office) {}
    }
}
