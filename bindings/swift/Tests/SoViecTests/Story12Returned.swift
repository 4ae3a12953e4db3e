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
        let rows = try await phone.replica.tasks().rows
        let (first, second) = (rows[0], rows[1])
        let item = try await phone.replica.task(book: first.book, task: first.task).items[0]

        // While she works without a network, the office takes her right away.
        try office.clerk("officer", "suspend", "thi-mo")
        try await phone.replica.tick(by: phone.me, book: first.book, item: item.item)
        try await phone.replica.setStatus(
            by: phone.me, book: second.book, task: second.task, status: .done, result: "đủ 42 hộ")
        #expect(try await phone.replica.sync().held == 2)
        let held = try await phone.replica.setApart()
        #expect(held.map(\.state) == ["held", "held"])
        #expect(!held.contains { $0.canDismiss || $0.canWriteAgain })

        // A clerk returns both with a word, and gives the right back.
        try office.clerk("officer", "role", "thi-mo", "--unit", "xa.thon", "--role", "write")
        for apart in held {
            try office.clerk(
                "change", "return", apart.edit.edit.rawValue, "--clerk", "thu-ha",
                "--reason", "Ghi lại giúp")
        }
        try await phone.replica.sync()
        let returned = try await phone.replica.setApart()
        #expect(returned.map(\.state) == ["returned", "returned"])
        #expect(returned.allSatisfy { $0.office?.words == "Ghi lại giúp" && $0.office?.clerkName != nil })

        // One tap writes one of them again; another lays the other one aside.
        let tick = try #require(returned.first { $0.edit.words.contains(item.title) }).id
        let status = try #require(returned.first { $0.id != tick }).id
        #expect(try await phone.replica.writeAgain(by: phone.me, edit: tick))
        #expect(try await phone.replica.writeAgain(by: phone.me, edit: tick) == false)
        #expect(try await phone.replica.dismiss(by: phone.me, edit: status))
        #expect(try await phone.replica.setApart().isEmpty)
        #expect(try await phone.replica.task(book: first.book, task: first.task).items[0].done)

        // Both stay readable.
        let history = try await phone.replica.setApartHistory()
        #expect(history.first { $0.id == tick }?.writtenAgain != nil)
        #expect(history.first { $0.id == status }?.dismissed == true)
        #expect(try await phone.replica.sync().waiting == 0)
        try await phone.replica.close()
    }
}
