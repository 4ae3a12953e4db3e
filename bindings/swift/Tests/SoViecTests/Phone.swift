import Foundation
import SoViec
import TestOffice

/// A phone as the stories after the first one use it: opened, enrolled, and with everything
/// received that the office has.
struct Phone: Sendable {
    let replica: Replica
    let place: Place
    let key: Data
    /// The officer who uses it.
    let me: OfficerId
    /// The work book that the officer writes in.
    let book: BookId

    /// Enrols a phone with the code of that number.
    static func enrolled(at office: TestOffice, code number: Int = 1) async throws -> Phone {
        let place = try Place(office, phone: "phone-\(number)")
        let key = freshKey()
        var handedOver = Data(key)
        let replica = try await Replica.open(place, key: &handedOver)
        let profile = try await replica.enrol(address: office.address, code: office.codes[number])
        try await replica.sync()
        return Phone(
            replica: replica, place: place, key: key, me: profile.officers[0].id,
            book: profile.books[0].id)
    }

    /// Ends the app and starts it again.
    func restarted() async throws -> Phone {
        try await replica.close()
        var handedOver = key
        let again = try await Replica.open(place, key: &handedOver)
        return Phone(replica: again, place: place, key: key, me: me, book: book)
    }

    /// The first task that this phone's unit has a checklist for.
    func taskWithItems() async throws -> TaskDetail {
        let rows = try await replica.tasks().rows
        guard let row = rows.first(where: { $0.book == book && $0.items > 1 }) else { throw Missing() }
        return try await replica.task(book: row.book, task: row.task)
    }

    /// The first task of this phone's unit.
    func firstTask() async throws -> TaskRow {
        guard let row = try await replica.tasks().rows.first(where: { $0.book == book }) else { throw Missing() }
        return row
    }

    struct Missing: Error {}
}

extension Place {
    /// A new folder of the test's office.
    init(_ office: TestOffice, phone name: String) throws {
        let (database, noBackup) = try office.phone(name)
        self.init(database: database, noBackup: noBackup)
    }
}

/// 32 random bytes, as an app makes them once and keeps them in the key store.
func freshKey() -> Data {
    Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
}

/// What a call failed with; nothing if it did not fail.
func failure<Output>(of call: () async throws -> Output) async -> SoViecError? {
    do { _ = try await call() } catch { return error as? SoViecError }
    return nil
}

/// Something that a callback on another thread changes.
final class Shared<Content: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var content: Content
    init(_ content: Content) { self.content = content }

    var value: Content { lock.withLock { content } }
    func change(_ body: (inout Content) -> Void) { lock.withLock { body(&content) } }
}
