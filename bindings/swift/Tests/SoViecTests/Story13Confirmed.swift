import SoViec
import TestOffice
import Testing

/// # The office gives a result back, the unit declares it again, the office confirms
///
/// A result that was given back counts as not done and stands first on the day's list, with the
/// clerk's words. Whatever the unit declares next waits for a new verdict.
@Suite("13. A result is given back, declared again and confirmed", .timeLimit(.minutes(2)))
struct Story13Confirmed {
    @Test func story() async throws {
        let office = try TestOffice.village(tasks: 2)
        let phone = try await Phone.enrolled(at: office, code: 0)
        let task = try await phone.firstTask()
        #expect(task.review.state == .nothing)

        try await declare("121/150 em", of: task, on: phone)
        #expect(try await phone.firstTask().review.state == .waiting)
        try await phone.replica.sync()

        try office.clerk(
            "result", "return", "xa.thon", task.number, "--clerk", "thu-ha",
            "--reason", "Danh sách mới có 150 em")
        try await phone.replica.sync()
        let returned = try await phone.firstTask()
        #expect(returned.review.state == .returned)
        #expect(returned.review.comment == "Danh sách mới có 150 em")
        #expect(returned.review.clerk == "Lại Thu Hà")
        #expect(returned.status != .doneOnTime && returned.status != .doneLate)
        #expect(try await phone.replica.agenda().returned.rows.map(\.task) == [task.task])

        // He writes on a hill without a network; the list is his own at once.
        try await declare("150/150 em", of: task, on: phone)
        #expect(try await phone.firstTask().review.state == .waiting)
        #expect(try await phone.replica.agenda().returned.total == 0)
        try await phone.replica.sync()

        try office.clerk("result", "confirm", "xa.thon", task.number, "--clerk", "thu-ha")
        try await phone.replica.sync()
        #expect(try await phone.firstTask().review.state == .confirmed)
        try await phone.replica.close()
    }

    private func declare(_ result: String, of task: TaskRow, on phone: Phone) async throws {
        try await phone.replica.setStatus(
            by: phone.me, book: task.book, task: task.task, status: .done, result: result)
    }
}
