import Foundation
import SoViec
import TestOffice
import Testing

@Suite("Support", .timeLimit(.minutes(2)))
struct SupportTests {
    private struct Fault: Error {}

    @Test func reportHealthAndLogHoldNoContent() async throws {
        let marker = "dauvet\(UInt64.random(in: 1...UInt64.max))"
        let lines = Shared<[String]>([])
        SoViecCore.setLogSink { _, target, text in lines.change { $0.append("\(target) \(text)") } }
        defer { SoViecCore.setLogSink(nil) }

        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let task = try await phone.firstTask()
        try await phone.replica.addNote(by: phone.me, book: phone.book, task: task.task, text: marker)
        try await phone.replica.addLocalTask(by: phone.me, book: phone.book, title: marker)
        _ = await failure {
            try await phone.replica.addNote(
                by: phone.me, book: phone.book, task: task.task, text: String(repeating: marker, count: 1_000))
        }
        _ = try await phone.replica.tasks(TaskFilter(text: marker))
        try await phone.replica.sync()
        office.stop()
        let offline = await failure { try await phone.replica.sync() }

        let report = try await phone.replica.supportReport()
        let name = try #require(try await phone.replica.whoAmI().officers[0].name)
        for text in lines.value + [report, offline?.description ?? ""] {
            #expect(!text.contains(marker) && !text.contains(name) && !text.contains(task.title))
        }
        // It says what a support desk asks first.
        #expect(report.contains("offline") && report.contains("invalid_input"))
        #expect(report.contains(SoViecCore.version))
        try await phone.replica.close()
    }

    @Test func healthCountsWhatWaitsAndWhatWasSent() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let item = try await phone.taskWithItems().items[0].item
        try await phone.replica.tick(by: phone.me, book: phone.book, item: item)
        let before = try await phone.replica.health()
        #expect(before.waiting == 1 && before.sent == 0 && before.stopped == nil)
        try await phone.replica.sync()
        let after = try await phone.replica.health()
        #expect(after.waiting == 0 && after.sent == 1 && after.held == 0)
        #expect(after.lastContact != nil && after.protocolVersion > 0)
        #expect(try await phone.replica.setApart().isEmpty)
        try await phone.replica.resume()
        try await phone.replica.close()
    }

    @Test func everyCodeHasItsCase() {
        let reason = SoViecError.Reason(code: "offline", sentence: "Chưa có mạng.", detail: "no route")
        let error = SoViecError.tryLater(reason)
        #expect(error.localizedDescription == "Chưa có mạng.")
        #expect("\(error)" == "offline: no route")
    }
}
