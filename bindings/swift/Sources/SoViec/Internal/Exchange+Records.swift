import Foundation
internal import SoViecGenerated

extension Profile {
    init(_ record: ProfileRecord) {
        self.init(
            device: record.device,
            officers: record.officers.map { Officer(id: OfficerId($0.id), name: $0.name) },
            books: record.books.map(Book.init), officeFingerprint: record.officeFingerprint,
            relay: record.relay)
    }
}

extension Book {
    fileprivate init(_ record: BookRecord) {
        self.init(
            id: BookId(record.id), unit: UnitId(record.unit), unitName: record.unitName,
            year: Int(record.year))
    }
}

extension SyncProgress {
    init(_ record: ProgressRecord) {
        self.init(
            requests: Int(record.requests), acknowledged: Int(record.acknowledged),
            received: Int(record.received), waiting: Int(record.waiting))
    }
}

extension Stopped {
    fileprivate init(_ record: StoppedRecord) {
        self.init(book: record.book.map { BookId($0) }, code: record.code)
    }
}

extension SyncReport {
    init(_ record: SyncReportRecord) {
        self.init(
            requests: Int(record.requests), bytesUp: Int(record.bytesUp), bytesDown: Int(record.bytesDown),
            acknowledged: Int(record.acknowledged), received: Int(record.received),
            held: Int(record.held), waiting: Int(record.waiting), ringing: Int(record.ringing),
            stopped: record.stopped.map(Stopped.init))
    }
}

extension Changes {
    init(_ record: ChangesRecord) {
        let rows = record.rows.map { TaskRow.ID(book: BookId($0.book), task: TaskId($0.task)) }
        self.init(rows: Set(rows), notices: record.notices, sync: record.sync)
    }
}

extension Health {
    init(_ record: HealthRecord) {
        self.init(
            protocolVersion: Int(record.protocol), schema: Int(record.schema),
            waiting: Int(record.waiting), sent: Int(record.sent), held: Int(record.held),
            lastContact: record.lastContact.map { Date(milliseconds: $0) }, stopped: record.stopped,
            stoppedBooks: record.stoppedBooks.map(Stopped.init), setAside: record.setAside,
            listenerFailures: Int(record.listenerFailures), logFailures: Int(record.logFailures))
    }
}

extension PlaceRecord {
    init(_ place: Place) {
        self.init(
            database: place.database.path, noBackup: place.noBackup.path, officeRoots: place.officeRoots)
    }
}
