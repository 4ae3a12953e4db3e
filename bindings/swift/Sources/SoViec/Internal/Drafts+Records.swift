import Foundation
internal import SoViecGenerated

extension TapCode {
    init(_ tap: Tap) {
        switch tap {
        case .plus: self = .plus
        case .minus: self = .minus
        case .undo: self = .undo
        case .leftOut(let reason): self = .leftOut(reason: reason)
        }
    }
}

extension LeaveOutReason {
    init(_ record: ReasonRecord) {
        self.init(code: record.code, words: record.words)
    }
}

extension LeftOut {
    init(_ record: LeftOutRecord) {
        self.init(reason: record.reason, words: record.words, count: Int(clamping: record.count))
    }
}

extension CountDraft {
    init(_ record: CountRecord) {
        self.init(
            counted: Int(clamping: record.counted), leftOut: record.leftOut.map(LeftOut.init),
            visited: Int(clamping: record.visited), began: Date(milliseconds: record.began),
            last: Date(milliseconds: record.last), undo: record.undo)
    }
}

extension NoteDraft {
    init(_ record: NoteDraftRecord) {
        self.init(
            text: record.text, last: Date(milliseconds: record.last),
            written: record.written.map { RegisterId($0) })
    }
}

extension Session {
    init(_ record: SessionRecord) {
        self.init(
            register: RegisterId(record.register), item: record.item.map { ItemId($0) },
            officer: OfficerId(record.officer), officerName: record.officerName,
            on: Day(rawValue: record.on), ended: Date(milliseconds: record.ended),
            counted: Int(clamping: record.counted), leftOut: record.leftOut.map(LeftOut.init),
            words: record.words, unsent: record.unsent)
    }
}
