internal import SoViecGenerated

// Each of these is durable when it returns, without a network. They are carried out in the
// order in which they were called. Cancelling the task that called changes nothing: an edit is
// made wholly or not at all.
extension Replica {
    /// Ticks an item, or takes the tick back.
    ///
    /// - Parameters:
    ///   - by: An officer of this phone; another is refused with `not_allowed`.
    ///   - on: The day on which it was done; today if left out.
    /// - Returns: Whether anything changed.
    @discardableResult
    public func tick(
        by officer: OfficerId, book: BookId, item: ItemId, done: Bool = true, on day: Day? = nil
    ) async throws(SoViecError) -> Bool {
        try await write {
            try $0.tick(
                tick: TickRecord(
                    by: officer.rawValue, book: book.rawValue, item: item.rawValue, done: done,
                    on: day?.rawValue))
        }
    }

    /// Declares the status of a task.
    ///
    /// - Parameters:
    ///   - on: The day that it is declared for; today if left out.
    ///   - result: The result in a few words, at most 4,000 bytes of UTF-8.
    /// - Returns: Whether anything changed.
    /// - Throws: ``SoViecError/correctInput(_:)`` with the code `newer` if a newer app wrote the
    ///   status: offer a note instead.
    @discardableResult
    public func setStatus(
        by officer: OfficerId, book: BookId, task: TaskId, status: Declared, on day: Day? = nil,
        result: String? = nil
    ) async throws(SoViecError) -> Bool {
        try await write {
            try $0.setStatus(
                by: officer.rawValue, book: book.rawValue, task: task.rawValue,
                status: DeclaredCode(status), on: day?.rawValue, result: result)
        }
    }

    /// Writes a note on a task.
    ///
    /// - Parameter text: At most 4,000 bytes of UTF-8, not blank.
    /// - Returns: The note's register.
    @discardableResult
    public func addNote(
        by officer: OfficerId, book: BookId, task: TaskId, text: String
    ) async throws(SoViecError) -> RegisterId {
        try await write {
            RegisterId(
                try $0.addNote(
                    by: officer.rawValue, book: book.rawValue, task: task.rawValue, text: text))
        }
    }

    /// Adds a task of the unit's own (*việc riêng*), which stands in no plan.
    ///
    /// - Parameter lastDay: The last permitted day, if there is one.
    /// - Returns: The new task.
    @discardableResult
    public func addLocalTask(
        by officer: OfficerId, book: BookId, title: String, lastDay: Day? = nil
    ) async throws(SoViecError) -> TaskId {
        try await write {
            TaskId(
                try $0.addLocalTask(
                    by: officer.rawValue, book: book.rawValue, title: title,
                    lastDay: lastDay?.rawValue))
        }
    }

    /// Undoes an act, as ``lastAct(by:)`` returned it. That is an edit too, and everyone sees it.
    ///
    /// - Returns: Whether anything changed.
    @discardableResult
    public func undo(by officer: OfficerId, edit: EditId) async throws(SoViecError) -> Bool {
        try await write { try $0.undo(by: officer.rawValue, edit: edit.rawValue) }
    }

    /// Uses a value again that was replaced.
    ///
    /// - Returns: Whether anything changed.
    @discardableResult
    public func restore(
        by officer: OfficerId, book: BookId, register: RegisterId, edit: EditId
    ) async throws(SoViecError) -> Bool {
        try await write {
            try $0.restore(
                by: officer.rawValue, book: book.rawValue, register: register.rawValue,
                edit: edit.rawValue)
        }
    }

    /// Accepts what became of an officer's values in a register: its notices end.
    ///
    /// - Returns: Whether anything changed.
    @discardableResult
    public func accept(
        by officer: OfficerId, book: BookId, register: RegisterId
    ) async throws(SoViecError) -> Bool {
        try await write {
            try $0.accept(by: officer.rawValue, book: book.rawValue, register: register.rawValue)
        }
    }

    /// Writes an edit again that was refused, returned or taken out, as it was made: a new edit
    /// over what stands there now. ``setApart()`` says which can be.
    ///
    /// - Returns: Whether anything was written.
    @discardableResult
    public func writeAgain(by officer: OfficerId, edit: EditId) async throws(SoViecError) -> Bool {
        try await write { try $0.writeAgain(by: officer.rawValue, edit: edit.rawValue) }
    }

    /// Lays such an edit aside, on this phone; it stays readable in ``setApartHistory()``.
    ///
    /// - Returns: Whether it was there.
    @discardableResult
    public func dismiss(by officer: OfficerId, edit: EditId) async throws(SoViecError) -> Bool {
        try await write { try $0.dismiss(by: officer.rawValue, edit: edit.rawValue) }
    }

    /// Sends again what was stopped, once the reason is gone.
    public func resume() async throws(SoViecError) {
        try await write { try $0.resume() }
    }
}
