import SoViec
import TestOffice
import Testing

/// # Two phones, one task
///
/// Two officers of a village write about one task. Whoever wrote knowing the other's value
/// replaces it; whoever did not know stands beside it. Nobody is overwritten silently.
@Suite("4. A value is replaced, its author is told and restores it", .timeLimit(.minutes(2)))
struct Story04Replaced {
    @Test func story() async throws {
        let office = try TestOffice.sample()
        let mine = try await Phone.enrolled(at: office, code: 1)
        let other = try await Phone.enrolled(at: office, code: 2)
        let item = try await mine.taskWithItems().items[0]

        // I tick an item. My neighbour hears of it, and takes the tick back.
        try await mine.replica.tick(by: mine.me, book: mine.book, item: item.item)
        try await mine.replica.sync()
        try await other.replica.sync()
        try await other.replica.tick(by: other.me, book: other.book, item: item.item, done: false)
        try await other.replica.sync()

        // My phone is told: a banner, and a page with both values and both names.
        let report = try await mine.replica.sync()
        #expect(report.ringing == 1)
        let notice = try #require(try await mine.replica.replaced().first)
        #expect(notice.register == item.register && !notice.twoValues)
        #expect(notice.mine.done == true && notice.mine.officer == mine.me)
        #expect(notice.others.map(\.done) == [false])
        #expect(notice.others[0].officer == other.me && notice.others[0].officerName != nil)
        #expect(notice.title.contains(item.title))

        // One tap uses my value again, byte for byte. The notice ends.
        #expect(
            try await mine.replica.restore(
                by: mine.me, book: notice.book, register: notice.register, edit: notice.mine.edit))
        #expect(try await mine.replica.replaced().isEmpty)

        // Now it is my neighbour who is told, and who accepts it.
        try await mine.replica.sync()
        try await other.replica.sync()
        let theirs = try #require(try await other.replica.replaced().first)
        #expect(theirs.mine.done == false)
        #expect(
            try await other.replica.accept(by: other.me, book: theirs.book, register: theirs.register))
        #expect(try await other.replica.replaced().isEmpty)

        // Nothing of it is forgotten: the register's whole history can be read.
        let history = try await mine.replica.history(book: mine.book, register: item.register)
        #expect(history.map(\.done) == [true, false, true])
        try await mine.replica.close()
        try await other.replica.close()
    }
}
