import Foundation
import SoViec
import TestOffice
import Testing

/// Whatever an app hands in, it gets the one error type back, and the next call works.
@Suite("Hostile input", .timeLimit(.minutes(2)))
struct HostileInputTests {
    @Test(arguments: [0, 1, 31, 33, 1_000_000])
    func aKeyOfAnotherLengthIsCorrectedAndWiped(length: Int) async throws {
        let office = try TestOffice.sample()
        let place = try Place(office, phone: "new")
        var key = Data(repeating: 7, count: length)
        let error = await failure { try await Replica.open(place, key: &key) }
        guard case .correctInput(let reason) = error else { return #expect(error != nil) }
        #expect(reason.code == "invalid_input")
        #expect(key == Data(count: length))
        #expect(!FileManager.default.fileExists(atPath: place.database.path))
    }

    @Test func aRootThatIsNoCertificateIsRefused() async throws {
        let office = try TestOffice.sample()
        var place = try Place(office, phone: "new")
        place.officeRoots = [Data("no certificate".utf8)]
        var key = freshKey()
        let error = await failure { try await Replica.open(place, key: &key) }
        guard case .correctInput = error else { return #expect(error != nil) }
    }

    @Test func aPlaceThatDoesNotExistIsTheOneErrorType() async throws {
        let nowhere = Place(
            database: URL(fileURLWithPath: "/nowhere/at/all/book.db"),
            noBackup: URL(fileURLWithPath: "/nowhere/no-backup"))
        var key = freshKey()
        #expect(await failure { try await Replica.open(nowhere, key: &key) } != nil)
    }

    @Test func longBlankAndStrangeTextsAreCorrected() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let task = try await phone.firstTask()
        let texts = [
            "", " \n\t ", String(repeating: "ạ", count: 4_000), String(repeating: "x", count: 5_000_000),
        ]
        for text in texts {
            let note = await failure {
                try await phone.replica.addNote(by: phone.me, book: phone.book, task: task.task, text: text)
            }
            #expect(note?.code == "invalid_input")
            let title = await failure {
                try await phone.replica.addLocalTask(by: phone.me, book: phone.book, title: text)
            }
            #expect(title?.code == "invalid_input")
            let result = await failure {
                try await phone.replica.setStatus(
                    by: phone.me, book: phone.book, task: task.task, status: .done, result: text)
            }
            #expect(result?.code == "invalid_input")
        }
        #expect(try await phone.replica.waiting().isEmpty)
        // A search for something very long finds nothing and breaks nothing.
        #expect(try await phone.replica.tasks(TaskFilter(text: texts[3])).total == 0)
        try await phone.replica.close()
    }

    @Test func idsThatWereMadeUpAreCorrected() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let replica = phone.replica
        let item = try await phone.taskWithItems().items[0]
        for text in ["", " ", "0", "a\u{0}b", "🙂", String(repeating: "Z", count: 26), String(repeating: "7", count: 1_000_000)] {
            let calls: [@Sendable () async throws -> Void] = [
                { _ = try await replica.tick(by: OfficerId(text), book: phone.book, item: item.item) },
                { _ = try await replica.tick(by: phone.me, book: BookId(text), item: item.item) },
                { _ = try await replica.task(book: phone.book, task: TaskId(text)) },
                { _ = try await replica.agenda(of: UnitId(text)) },
                { _ = try await replica.restore(by: phone.me, book: phone.book, register: item.register, edit: EditId(text)) },
                { _ = try await replica.undo(by: phone.me, edit: EditId(text)) },
                { _ = try await replica.accept(by: phone.me, book: phone.book, register: RegisterId(text)) },
            ]
            for call in calls { await expectCorrection(of: call) }
        }
        // The last day of the calendar and beyond.
        for day in [Int32.min, Int32.max] {
            await expectCorrection {
                try await replica.tick(by: phone.me, book: phone.book, item: item.item, on: Day(rawValue: day))
            }
        }
        #expect(try await replica.waiting().isEmpty)
        try await replica.close()
    }

    @Test func windowsOutsideTheListAreEmpty() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        #expect(try await phone.replica.tasks(offset: .max, limit: .max).rows.isEmpty)
        #expect(try await phone.replica.tasks(offset: .min, limit: .min).rows.isEmpty)
        try await phone.replica.close()
    }

    /// A made-up id is either no id at all, or one that nobody has.
    private func expectCorrection<Output>(of call: () async throws -> Output) async {
        let error = await failure(of: call)
        switch error {
        case .correctInput, .askOffice, nil: break
        default: Issue.record("\(String(describing: error))")
        }
    }
}
