internal import SoViecGenerated

extension Replica {
    /// Who this phone is, and where it may write.
    ///
    /// - Throws: ``SoViecError/enrol(_:)`` (`not_enrolled`) before the enrolment.
    public func whoAmI() async throws(SoViecError) -> Profile {
        try await write { Profile(try $0.whoAmI()) }
    }

    /// A part of a list, as it stands on this phone's day.
    ///
    /// - Parameters:
    ///   - offset: How many rows of the list to leave out at its beginning.
    ///   - limit: How many rows to return; the core returns 200 at most.
    public func tasks(
        _ filter: TaskFilter = TaskFilter(), sort: Sort = .plan, offset: Int = 0, limit: Int = 100
    ) async throws(SoViecError) -> TaskWindow {
        try await read {
            TaskWindow(
                try $0.tasks(query: QueryRecord(filter, sort: sort, offset: offset, limit: limit)))
        }
    }

    /// What is due, worst first, of one unit or of all that this phone knows.
    public func agenda(of unit: UnitId? = nil) async throws(SoViecError) -> Agenda {
        try await read { Agenda(try $0.agenda(unit: unit?.rawValue)) }
    }

    /// Titles of tasks and items and notes with a word for each word of the query, in any order. The
    /// beginning of a word is enough, and marks may be left out: "de an" finds "Đề án". What has the
    /// same marks stands first. Ask again while an officer types: it takes milliseconds.
    ///
    /// - Parameters:
    ///   - offset: How many hits to leave out at the beginning.
    ///   - limit: How many hits to return; the core returns 200 at most.
    /// - Throws: ``SoViecError/correctInput(_:)`` (`invalid_input`) when there is no letter and no
    ///   digit in it, or it is longer than 200 bytes.
    public func search(
        _ query: String, offset: Int = 0, limit: Int = 100
    ) async throws(SoViecError) -> [Hit] {
        try await read {
            try $0.search(query: query, offset: UInt32(clamping: offset), limit: UInt32(clamping: limit))
                .map(Hit.init)
        }
    }

    /// One task with its checklist, its notes and both sides of every disagreement.
    public func task(book: BookId, task: TaskId) async throws(SoViecError) -> TaskDetail {
        try await read { TaskDetail(try $0.task(book: book.rawValue, task: task.rawValue)) }
    }

    /// Every value that a register ever had, in the order of arrival.
    public func history(book: BookId, register: RegisterId) async throws(SoViecError) -> [Value] {
        try await read {
            try $0.history(book: book.rawValue, register: register.rawValue).map(Value.init)
        }
    }

    /// The last act of an officer on this phone that can be undone; nothing if there is none.
    public func lastAct(by officer: OfficerId) async throws(SoViecError) -> LastAct? {
        try await read { try $0.lastAct(by: officer.rawValue).map(LastAct.init) }
    }

    /// Own edits that the relay has not acknowledged, oldest first; at most 200.
    public func waiting() async throws(SoViecError) -> [WaitingEdit] {
        try await read { try $0.waiting().map(WaitingEdit.init) }
    }

    /// Own edits that are not in their book for everyone: held by the office, refused, returned,
    /// moved, taken out; newest first. Dismissed ones and those written again are not among them.
    public func setApart() async throws(SoViecError) -> [SetApart] {
        try await read { try $0.setApart().map(SetApart.init) }
    }

    /// As ``setApart()``, with those that were dismissed or written again: they stay readable.
    public func setApartHistory() async throws(SoViecError) -> [SetApart] {
        try await read { try $0.setApartHistory().map(SetApart.init) }
    }

    /// What became of values of this phone's officers: replaced ones, and those beside
    /// another's. Each stays until ``accept(by:book:register:)`` or a new value.
    public func replaced() async throws(SoViecError) -> [Replaced] {
        try await read { try $0.replaced().map(Replaced.init) }
    }

    /// How the replica is: versions, counts and codes.
    public func health() async throws(SoViecError) -> Health {
        try await write { Health(try $0.health()) }
    }

    /// A plain text for a support desk: versions, counts and codes, no content, no names.
    public func supportReport() async throws(SoViecError) -> String {
        try await write { try $0.supportReport() }
    }
}
