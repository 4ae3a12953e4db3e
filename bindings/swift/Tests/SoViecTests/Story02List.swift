import SoViec
import TestOffice
import Testing

/// # The list
///
/// Everything that a screen shows comes from the phone, in one call a screen, in milliseconds.
@Suite("2. Read lists and a task", .timeLimit(.minutes(2)))
struct Story02List {
    @Test func story() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let replica = phone.replica

        // After the first exchange the names are here.
        let profile = try await replica.whoAmI()
        #expect(profile.officers[0].name != nil)
        #expect(profile.books[0].unitName?.isEmpty == false)

        // The first window of the whole list, in the plan's order.
        let list = try await replica.tasks()
        #expect(list.total == list.rows.count)
        let first = try #require(list.rows.first)
        #expect(!first.title.isEmpty && !first.number.isEmpty)

        // Filters combine; text is found without its Vietnamese marks.
        let late = TaskFilter(unit: profile.books[0].unit, statuses: [.overdue])
        #expect(try await replica.tasks(late, sort: .deadline).rows.allSatisfy { $0.status == .overdue })
        let word = String(first.title.prefix(12)).folding(options: .diacriticInsensitive, locale: nil)
        #expect(try await replica.tasks(TaskFilter(text: word)).total >= 1)
        #expect(try await replica.tasks(TaskFilter(text: "không có việc này")).total == 0)

        // The first screen of an app: what is due, worst first, a task in one section only.
        let agenda = try await replica.agenda()
        let sections = [agenda.overdue, agenda.open, agenda.dueSoon].flatMap(\.rows).map(\.id)
        #expect(Set(sections).count == sections.count)

        // One task with its checklist.
        let detail = try await phone.taskWithItems()
        #expect(detail.items.count == detail.row.items)
        #expect(detail.items.allSatisfy { !$0.title.isEmpty && !$0.done && $0.values.isEmpty })
        try await replica.close()
    }
}
