import SoViec
import TestOffice
import Testing

@Suite("Local tasks and undo", .timeLimit(.minutes(2)))
struct LocalTaskTests {
    @Test func aUnitAddsATaskOfItsOwn() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let today = try await phone.replica.agenda().today
        let task = try await phone.replica.addLocalTask(
            by: phone.me, book: phone.book, title: "Sửa loa đầu xóm", lastDay: today + 2)

        let row = try await phone.replica.task(book: phone.book, task: task).row
        #expect(row.local && row.unsent && row.number.isEmpty)
        #expect(row.title == "Sửa loa đầu xóm" && row.lastDay == today + 2)
        #expect(try await phone.replica.agenda().dueSoon.rows.contains { $0.task == task })

        // A colleague of the village sees it after an exchange.
        try await phone.replica.sync()
        let colleague = try await Phone.enrolled(at: office, code: 2)
        #expect(try await colleague.replica.tasks().rows.contains { $0.task == task && $0.local })
        try await phone.replica.close()
        try await colleague.replica.close()
    }

    @Test func theLastActIsUndone() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let replica = phone.replica
        #expect(try await replica.lastAct(by: phone.me) == nil)
        let task = try await phone.taskWithItems()
        try await replica.tick(by: phone.me, book: phone.book, item: task.items[0].item)

        let act = try #require(try await replica.lastAct(by: phone.me))
        #expect(act.words.contains(task.items[0].title))
        #expect(try await replica.undo(by: phone.me, edit: act.edit))
        let after = try await replica.task(book: phone.book, task: task.row.task)
        #expect(after.items[0].done == false)
        try await replica.close()
    }

    @Test func aStatusIsDeclaredWithDayAndResult() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let task = try await phone.firstTask()
        let yesterday = try await phone.replica.agenda().today + -1
        try await phone.replica.setStatus(
            by: phone.me, book: phone.book, task: task.task, status: .inProgress, on: yesterday,
            result: "Đã rà soát 12 hộ")
        let detail = try await phone.replica.task(book: phone.book, task: task.task)
        #expect(detail.row.declared == .inProgress && detail.row.declaredOn == yesterday)
        #expect(detail.row.result == "Đã rà soát 12 hộ")
        #expect(detail.status.map(\.declared) == [.inProgress])
        #expect(detail.status[0].officer == phone.me && detail.status[0].text == "Đã rà soát 12 hộ")
        try await phone.replica.close()
    }

    @Test func twoWhoDoNotKnowOfEachOtherStandBesideEachOther() async throws {
        let office = try TestOffice.sample()
        let one = try await Phone.enrolled(at: office, code: 1)
        let two = try await Phone.enrolled(at: office, code: 2)
        let task = try await one.firstTask()
        try await one.replica.setStatus(by: one.me, book: one.book, task: task.task, status: .done)
        try await two.replica.setStatus(by: two.me, book: two.book, task: task.task, status: .inProgress)
        try await one.replica.sync()
        try await two.replica.sync()
        try await one.replica.sync()

        let detail = try await one.replica.task(book: one.book, task: task.task)
        #expect(detail.row.open && detail.status.count == 2)
        #expect(try await one.replica.tasks(TaskFilter(onlyOpen: true)).rows.map(\.task) == [task.task])
        #expect(try await one.replica.agenda().open.total == 1)
        #expect(try await one.replica.replaced().map(\.twoValues) == [true])
        try await one.replica.close()
        try await two.replica.close()
    }
}
