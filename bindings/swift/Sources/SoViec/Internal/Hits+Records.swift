internal import SoViecGenerated

extension Rank {
    init(_ code: RankCode) {
        switch code {
        case .exact: self = .exact
        case .placed: self = .placed
        case .folded: self = .folded
        }
    }
}

extension Hit {
    init(_ record: HitRecord) {
        let bytes = record.text.utf8
        let index = { (byte: UInt32) in bytes.index(bytes.startIndex, offsetBy: Int(byte)) }
        self.init(
            book: BookId(record.book), unit: UnitId(record.unit), elsewhere: record.elsewhere,
            task: TaskId(record.task), number: record.number, title: record.title,
            item: record.item.map { ItemId($0) }, note: record.note.map { RegisterId($0) },
            text: record.text, ranges: record.ranges.map { index($0.start)..<index($0.end) },
            rank: Rank(record.rank))
    }
}
