internal import SoViecGenerated

// Every tap and every state of a half-typed note is durable when its call returns. None is an
// edit: that it becomes when it is finished, at a pause, or before an exchange.
extension Replica {
    /// The officer's open round about an item; nothing if there is none.
    public func draftCount(
        by officer: OfficerId, book: BookId, item: ItemId
    ) async throws(SoViecError) -> CountDraft? {
        try await read {
            try $0.draftCount(by: officer.rawValue, book: book.rawValue, item: item.rawValue)
                .map(CountDraft.init)
        }
    }

    /// One tap of a round; the first begins it.
    ///
    /// - Returns: What the round has counted now.
    @discardableResult
    public func countTap(
        by officer: OfficerId, book: BookId, item: ItemId, _ tap: Tap
    ) async throws(SoViecError) -> CountDraft {
        try await write {
            CountDraft(
                try $0.countTap(
                    by: officer.rawValue, book: book.rawValue, item: item.rawValue,
                    tap: TapCode(tap)))
        }
    }

    /// Ends a round: all its taps become one ``Session``.
    ///
    /// - Returns: Whether anything was written; a round in which nothing was counted leaves nothing.
    @discardableResult
    public func countFinish(
        by officer: OfficerId, book: BookId, item: ItemId
    ) async throws(SoViecError) -> Bool {
        try await write {
            try $0.countFinish(by: officer.rawValue, book: book.rawValue, item: item.rawValue)
        }
    }

    /// The officer's half-typed note on a task; nothing if there is none.
    public func draftNote(
        by officer: OfficerId, book: BookId, task: TaskId
    ) async throws(SoViecError) -> NoteDraft? {
        try await read {
            try $0.draftNoteGet(by: officer.rawValue, book: book.rawValue, task: task.rawValue)
                .map(NoteDraft.init)
        }
    }

    /// Keeps what stands in the field of a note. Blanks alone are no draft.
    public func draftNotePut(
        by officer: OfficerId, book: BookId, task: TaskId, text: String
    ) async throws(SoViecError) {
        try await write {
            try $0.draftNotePut(
                by: officer.rawValue, book: book.rawValue, task: task.rawValue, text: text)
        }
    }

    /// Throws a half-typed note away; what a pause or an exchange wrote down of it stays.
    public func draftNoteClear(
        by officer: OfficerId, book: BookId, task: TaskId
    ) async throws(SoViecError) {
        try await write {
            try $0.draftNoteClear(by: officer.rawValue, book: book.rawValue, task: task.rawValue)
        }
    }

    /// Finishes the half-typed note: it becomes one note.
    ///
    /// - Returns: Whether anything was written.
    @discardableResult
    public func draftNoteFinish(
        by officer: OfficerId, book: BookId, task: TaskId
    ) async throws(SoViecError) -> Bool {
        try await write {
            try $0.draftNoteFinish(by: officer.rawValue, book: book.rawValue, task: task.rawValue)
        }
    }

    /// Writes down what open rounds and half-typed notes say so far, each as one edit, and leaves
    /// them open: for an app that is put away. ``sync(onProgress:)`` does the same before it sends.
    ///
    /// - Returns: How many edits there are more.
    @discardableResult
    public func pause() async throws(SoViecError) -> Int {
        try await write { Int(try $0.pause()) }
    }
}
