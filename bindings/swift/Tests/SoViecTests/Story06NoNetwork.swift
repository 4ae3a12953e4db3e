import SoViec
import TestOffice
import Testing

/// # No network
///
/// A failed exchange is a sentence for the officer, not an alarm: what happened, what is safe,
/// what to do.
@Suite("6. A sync without network says so in words", .timeLimit(.minutes(2)))
struct Story06NoNetwork {
    @Test func story() async throws {
        let office = try TestOffice.sample()
        let phone = try await Phone.enrolled(at: office)
        let item = try await phone.taskWithItems().items[0].item
        try await phone.replica.tick(by: phone.me, book: phone.book, item: item)
        office.stop()

        do {
            try await phone.replica.sync()
            Issue.record("there was a network")
        } catch {
            // The compiler knows the type: every call throws `SoViecError` and nothing else.
            switch error {
            case .tryLater(let reason):
                #expect(reason.code == "offline")
                #expect(reason.sentence.hasPrefix("Chưa có mạng. 1 mục vẫn an toàn trong máy."))
                // An alert that shows `localizedDescription` says the same.
                #expect(error.localizedDescription == reason.sentence)
            case .askForKey, .enrol, .correctInput, .reopen, .askOffice, .fixPhone, .reportFault:
                Issue.record("an app would ask for something else")
            }
        }

        // Lists and edits go on as if nothing had happened.
        #expect(try await phone.replica.waiting().count == 1)
        #expect(try await phone.replica.tick(by: phone.me, book: phone.book, item: item, done: false))
        try await phone.replica.close()
    }
}
