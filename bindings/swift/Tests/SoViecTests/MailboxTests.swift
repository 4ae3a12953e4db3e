import Testing

@testable import SoViec

@Suite("Mailboxes", .timeLimit(.minutes(1)))
struct MailboxTests {
    private func hub() -> Hub<[Int]> { Hub { $0 + $1 } }

    @Test func whatNobodyTookIsMerged() async {
        let (hub, numbers) = (hub(), 1...1_000)
        let ticket = hub.ticket()
        for number in numbers { hub.put([number]) }
        #expect(await ticket.box.take() == Array(numbers))
    }

    @Test func whoWaitsGetsTheNextOne() async {
        let hub = hub()
        let ticket = hub.ticket(first: [0])
        #expect(await ticket.box.take() == [0])
        async let next = ticket.box.take()
        hub.put([1])
        #expect(await next == [1])
    }

    @Test func whatWaitsIsHandedOutBeforeTheEnd() async {
        let hub = hub()
        let ticket = hub.ticket()
        hub.put([1])
        hub.end()
        hub.put([2])
        #expect(await ticket.box.take() == [1])
        #expect(await ticket.box.take() == nil)
        // A late ticket hears the end too.
        #expect(await hub.ticket().box.take() == nil)
    }

    @Test func cancellingWakesWhoeverWaits() async {
        let ticket = hub().ticket()
        let reader = Task { await ticket.box.take() }
        reader.cancel()
        #expect(await reader.value == nil)
    }

    @Test func manySendersAndNothingIsMissed() async {
        let hub = hub()
        let ticket = hub.ticket()
        await withTaskGroup(of: Void.self) { group in
            for sender in 0..<10 {
                group.addTask { for number in 0..<100 { hub.put([sender * 100 + number]) } }
            }
            await group.waitForAll()
        }
        hub.end()
        var seen: [Int] = []
        while let batch = await ticket.box.take() { seen += batch }
        #expect(seen.sorted() == Array(0..<1_000))
    }
}
