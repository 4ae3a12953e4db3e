import SoViec
import TestOffice
import Testing

/// # Search without marks
///
/// One field searches tasks, items of checklists and notes, on the phone and without a network.
/// Who types "de an" finds "Đề án"; who types the marks finds those first.
@Suite("14. Search without marks", .timeLimit(.minutes(2)))
struct Story14Search {
    @Test func story() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let replica = phone.replica
        let row = try #require(try await replica.tasks().rows.first)
        let own = try await replica.addLocalTask(
            by: phone.me, book: phone.book, title: "Giới thiệu Đề án ở nhà văn hóa")
        let note = try await replica.addNote(
            by: phone.me, book: phone.book, task: row.task, text: "Bà con hỏi về Đề án, hẹn tối thứ bảy")

        // The plan's checklist has an item about it; the task and the note were just written.
        let found = try await replica.search("de an")
        #expect(found.contains { $0.task == own && $0.item == nil && $0.note == nil })
        #expect(found.contains { $0.item != nil })
        let hit = try #require(found.first { $0.note == note })

        // A hit names its task and says what to highlight.
        #expect(hit.task == row.task && hit.title == row.title)
        #expect(hit.ranges.map { String(hit.text[$0]) } == ["Đề", "án"])
        #expect(hit.rank == .folded)

        // All words are wanted, in any order; the beginning of a word is enough.
        #expect(try await replica.search("bảy hen đề").map(\.note) == [note])
        #expect(try await replica.search("Đề án").first?.rank == .exact)
        #expect(try await replica.search("khong co viec nay").isEmpty)

        // An empty field has no answer, and says so.
        let blank = await failure { try await replica.search("  ") }
        #expect(blank?.code == "invalid_input")
        try await replica.close()
    }
}
