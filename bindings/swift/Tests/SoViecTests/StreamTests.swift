import Dispatch
import SoViec
import TestOffice
import Testing

@Suite("Streams", .timeLimit(.minutes(2)))
struct StreamTests {
    @Test func aTaskStreamShowsTheTaskAtOnceAndAfterEachChange() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let task = try await phone.taskWithItems()
        var stream = phone.replica.taskStream(book: phone.book, task: task.row.task).makeAsyncIterator()
        #expect(try await stream.next() == task)
        try await phone.replica.tick(by: phone.me, book: phone.book, item: task.items[0].item)
        #expect(try await stream.next()?.row.itemsDone == 1)
        try await phone.replica.close()
        #expect(try await stream.next() == nil)
    }

    @Test func anAgendaStreamFollowsAnExchange() async throws {
        let office = try TestOffice.sample()
        let one = try await Phone.enrolled(at: office, code: 1)
        let two = try await Phone.enrolled(at: office, code: 2)
        var agendas = one.replica.agendaStream().makeAsyncIterator()
        let before = try #require(try await agendas.next())
        let task = try await two.replica.addLocalTask(
            by: two.me, book: two.book, title: "Sửa loa đầu xóm", lastDay: before.today + 1)
        try await two.replica.sync()
        try await one.replica.sync()
        var after = try #require(try await agendas.next())
        // The exchange may be told in several batches.
        while after.dueSoon.total == before.dueSoon.total { after = try #require(try await agendas.next()) }
        #expect(after.dueSoon.rows.contains { $0.task == task && $0.local })
        try await one.replica.close()
        try await two.replica.close()
    }

    @Test func aSlowReaderFindsWhatCameMeanwhileAsOneBatch() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let task = try await phone.taskWithItems()
        let items = task.items
        let changes = phone.replica.changes
        // Another stream tells when the core has told everyone.
        var told = phone.replica.changes.makeAsyncIterator()
        for _ in 0..<2 {
            for item in items {
                try await phone.replica.tick(by: phone.me, book: phone.book, item: item.item)
                _ = await told.next()
            }
            for item in items {
                try await phone.replica.tick(by: phone.me, book: phone.book, item: item.item, done: false)
                _ = await told.next()
            }
        }
        try await phone.replica.close()
        var batches: [Changes] = []
        for await batch in changes { batches.append(batch) }
        #expect(batches.count == 1)
        #expect(batches[0].rows.contains(task.row.id) && batches[0].sync)
    }

    @Test func theStateOfTheExchangeIsTold() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let report = try await phone.replica.sync()
        #expect(phone.replica.syncState == .idle(report))
        office.stop()
        let error = try #require(await failure { try await phone.replica.sync() })
        var states = phone.replica.syncStates.makeAsyncIterator()
        #expect(await states.next() == .failed(error))
        try await phone.replica.close()
        #expect(await states.next() == nil)
    }

    @Test func aCancelledReaderStopsReading() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let reader = Task { for await _ in phone.replica.changes {} }
        reader.cancel()
        await reader.value
        try await phone.replica.close()
    }

    @Test func closingEndsAnExchangeThatHangs() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        office.freeze()
        let exchange = Task { try await phone.replica.sync() }
        for await state in phone.replica.syncStates where state == .running(nil) { break }
        try await phone.replica.close()
        let ended = await failure { try await exchange.value }
        #expect(["cancelled", "closed"].contains(ended?.code))
        office.thaw()
    }

    @Test func aListenerThatBlocksDelaysNoEditAndNoExchange() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let items = try await phone.taskWithItems().items
        let gate = DispatchSemaphore(value: 0)
        let blocking = try phone.replica.observe { _ in gate.wait() }
        for item in items { try await phone.replica.tick(by: phone.me, book: phone.book, item: item.item) }
        #expect(try await phone.replica.sync().acknowledged == items.count)
        #expect(try await phone.replica.tasks().rows.isEmpty == false)
        blocking.end()
        // More often than it was called, so that the core's thread goes on.
        for _ in 0..<100 { gate.signal() }
        try await phone.replica.close()
    }

    @Test func aCancelledEnrolmentEndsAndLeavesThePhoneAsItWas() async throws {
        let office = try TestOffice.sample()
        var key = freshKey()
        let replica = try await Replica.open(try Place(office, phone: "new"), key: &key)
        office.freeze()
        let enrolment = Task { try await replica.enrol(address: office.address, code: office.codes[1]) }
        enrolment.cancel()
        #expect(await failure { try await enrolment.value }?.code == "cancelled")
        #expect(await failure { try await replica.whoAmI() }?.code == "not_enrolled")
        office.thaw()
        // The relay may have used up the first code.
        try await replica.enrol(address: office.address, code: office.codes[2])
        try await replica.close()
    }

    @Test func aReplicaThatIsDroppedFreesItsPlace() async throws {
        let office = try TestOffice.sample()
        let place = try Place(office, phone: "dropped")
        let kept = freshKey()
        for _ in 0..<3 {
            var key = kept
            // Not closed: the last one who holds it lets it go.
            let replica = try await Replica.open(place, key: &key)
            _ = replica.changes
            #expect(try await replica.health().waiting == 0)
        }
    }
}
