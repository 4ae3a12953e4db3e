import SoViec
import TestOffice
import Testing

/// # A round from house to house
///
/// Every tap is durable when it returns, and none is an edit. A round becomes one session when
/// its officer finishes it, whatever happened to the app in between.
@Suite("11. Forty taps are one session", .timeLimit(.minutes(2)))
struct Story11Round {
    @Test func story() async throws {
        let office = try TestOffice.sample()
        var mine = try await Phone.enrolled(at: office, code: 1)
        let task = try await mine.taskWithItems()
        let item = task.items[0]
        let away = try #require(SoViecCore.reasons.first)

        // Seventeen houses; then the phone kills the app.
        for _ in 0..<17 {
            try await mine.replica.countTap(by: mine.me, book: mine.book, item: item.item, .plus)
        }
        mine = try await mine.restarted()
        let kept = try await mine.replica.draftCount(by: mine.me, book: mine.book, item: item.item)
        #expect(kept?.counted == 17 && kept?.undo == "hộ 17, xong")

        // The round goes on where it was. A wrong tap is taken back, by its name.
        for tap in [Tap.leftOut(away.code), .leftOut(away.code), .undo] {
            try await mine.replica.countTap(by: mine.me, book: mine.book, item: item.item, tap)
        }
        for _ in 0..<20 {
            try await mine.replica.countTap(by: mine.me, book: mine.book, item: item.item, .plus)
        }
        #expect(try await mine.replica.health().waiting == 0)

        // Finished: one edit, and no second one for a second press.
        #expect(try await mine.replica.countFinish(by: mine.me, book: mine.book, item: item.item))
        #expect(
            try await mine.replica.countFinish(by: mine.me, book: mine.book, item: item.item) == false)
        let waiting = try await mine.replica.waiting()
        #expect(waiting.count == 1 && waiting[0].words.contains("37 xong, 1 \(away.words)"))

        // The colleague sees it.
        try await mine.replica.sync()
        let other = try await Phone.enrolled(at: office, code: 2)
        let sessions = try await other.replica.task(book: other.book, task: task.row.task).sessions
        #expect(sessions.map(\.counted) == [37] && sessions[0].item == item.item)
        #expect(sessions[0].leftOut.map(\.count) == [1] && sessions[0].officer == mine.me)
        try await mine.replica.close()
        try await other.replica.close()
    }

    /// What is being typed when the phone rings is there afterwards, and becomes one note.
    @Test func aHalfTypedNoteIsKept() async throws {
        let office = try TestOffice.sample()
        var mine = try await Phone.enrolled(at: office, code: 1)
        let task = try await mine.firstTask().task
        try await mine.replica.draftNotePut(by: mine.me, book: mine.book, task: task, text: "Hộ cuối làng")
        mine = try await mine.restarted()
        let draft = try await mine.replica.draftNote(by: mine.me, book: mine.book, task: task)
        #expect(draft?.text == "Hộ cuối làng" && draft?.written == nil)

        // The app is put away: what stands there is written down, and the draft stays open.
        #expect(try await mine.replica.pause() == 1)
        let written = try await mine.replica.task(book: mine.book, task: task).notes
        let open = try await mine.replica.draftNote(by: mine.me, book: mine.book, task: task)
        #expect(written.map(\.register) == [open?.written])

        // Typed to its end it is still one note.
        try await mine.replica.draftNotePut(
            by: mine.me, book: mine.book, task: task, text: "Hộ cuối làng đi vắng")
        #expect(try await mine.replica.draftNoteFinish(by: mine.me, book: mine.book, task: task))
        let notes = try await mine.replica.task(book: mine.book, task: task).notes
        #expect(notes.map(\.text) == ["Hộ cuối làng đi vắng"])
        try await mine.replica.close()
    }
}
