import Foundation
internal import SoViecGenerated

extension Date {
    /// Milliseconds since 1970, as the core counts.
    init(milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }
}

extension Value {
    init(_ record: ValueRecord) {
        self.init(
            edit: EditId(record.edit), officer: record.officer.map { OfficerId($0) },
            officerName: record.officerName, on: record.on.map(Day.init(rawValue:)),
            at: Date(milliseconds: record.at), seq: record.seq, live: record.live, own: record.own,
            withdrawn: record.withdrawn, newer: record.newer, done: record.done, declared: record.declared.map(Declared.init),
            text: record.text, words: record.words)
    }
}

extension WaitingEdit {
    init(_ record: WaitingRecord) {
        self.init(
            edit: EditId(record.edit), number: record.clientSeq, book: BookId(record.book), task: record.task.map { TaskId($0) },
            words: record.words, officer: OfficerId(record.officer), officerName: record.officerName,
            made: Date(milliseconds: record.made))
    }
}

extension SetApart {
    init(_ record: SetApartRecord) {
        self.init(
            edit: WaitingEdit(record.edit), state: record.state, heading: record.heading,
            reason: record.reason, office: record.office.map(OfficeWord.init),
            canWriteAgain: record.canWriteAgain, canDismiss: record.canDismiss,
            dismissed: record.dismissed, writtenAgain: record.writtenAgain.map { EditId($0) })
    }
}

extension OfficeWord {
    init(_ record: OfficeWordRecord) {
        self.init(
            clerk: record.clerk.map { OfficerId($0) }, clerkName: record.clerkName,
            words: record.words, at: record.at.map(Date.init(milliseconds:)))
    }
}

extension Replaced {
    init(_ record: ReplacedRecord) {
        self.init(
            book: BookId(record.book), register: RegisterId(record.register),
            task: record.task.map { TaskId($0) }, title: record.title, twoValues: record.twoValues,
            officer: OfficerId(record.officer), mine: Value(record.mine),
            others: record.others.map(Value.init))
    }
}

extension LastAct {
    init(_ record: LastActRecord) {
        self.init(edit: EditId(record.edit), words: record.words, made: Date(milliseconds: record.made))
    }
}
