import SoViec
import TestOffice
import Testing

/// # The office returns what was written without a right
///
/// It is not lost: the office holds it and decides. What it returns comes back to its author in
/// her own words, with the clerk's reason: one tap writes it again, one lays it aside.
@Suite("12. A returned edit is written again or laid aside", .timeLimit(.minutes(2)))
struct Story12Returned {
    @Test func story() async throws {
        let office = try TestOffice.village(tasks: 3)
        let phone = try await Phone.enrolled(at: office, code: 0)
        let row = try await phone.firstTask()
        let item = try await phone.replica.task(book: row.book, task: row.task).items[0].item

        let tick = try await returned(by: office, to: phone) {
            try await phone.replica.tick(by: phone.me, book: row.book, item: item)
        }
        #expect(tick.state == "returned" && tick.office?.words == "Ghi lại giúp")
        #expect(tick.office?.clerkName == "Lại Thu Hà")

        // One tap writes it again, as it was made.
        #expect(try await phone.replica.writeAgain(by: phone.me, edit: tick.id))
        #expect(try await phone.replica.writeAgain(by: phone.me, edit: tick.id) == false)
        #expect(try await phone.replica.task(book: row.book, task: row.task).items[0].done)
        #expect(try await phone.replica.sync().waiting == 0)

        // Another one is laid aside by one tap.
        let status = try await returned(by: office, to: phone) {
            try await phone.replica.setStatus(
                by: phone.me, book: row.book, task: row.task, status: .done, result: "đủ 42 hộ")
        }
        #expect(try await phone.replica.dismiss(by: phone.me, edit: status.id))
        #expect(try await phone.replica.setApart().isEmpty)

        // Both stay readable.
        let history = try await phone.replica.setApartHistory()
        #expect(history.first { $0.id == tick.id }?.writtenAgain != nil)
        #expect(history.first { $0.id == status.id }?.dismissed == true)
        try await phone.replica.close()
    }

    /// While she writes without a network the office takes her right away; later it returns the edit.
    private func returned(
        by office: TestOffice, to phone: Phone, _ write: () async throws -> Void
    ) async throws -> SetApart {
        try office.clerk("officer", "suspend", "thi-mo")
        try await write()
        #expect(try await phone.replica.sync().held == 1)
        let held = try #require(try await phone.replica.setApart().first)
        #expect(held.state == "held" && !held.canDismiss && !held.canWriteAgain)

        try office.clerk("officer", "role", "thi-mo", "--unit", "xa.thon", "--role", "write")
        try office.clerk(
            "change", "return", held.id.rawValue, "--clerk", "thu-ha", "--reason", "Ghi lại giúp")
        try await phone.replica.sync()
        return try #require(try await phone.replica.setApart().first)
    }
}
