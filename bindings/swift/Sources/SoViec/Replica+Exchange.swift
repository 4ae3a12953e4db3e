internal import SoViecGenerated

// These wait for the network. Cancelling the task that called ends them at their next step;
// they still return only when they have ended, so that another may begin at once, and they
// throw `tryLater` with the code `cancelled`. What was carried out stays carried out.
extension Replica {
    /// Enrols the phone at a relay, once.
    ///
    /// - Parameters:
    ///   - address: The relay's address, for instance `https://so.example.vn`.
    ///   - code: The code of the enrolment slip; it is good for one phone.
    ///   - fingerprint: The office's fingerprint as the office read it out: four groups of four
    ///     characters. An office with another key is refused, and nothing was sent.
    /// - Throws: ``SoViecError/enrol(_:)`` with `bad_code` or `wrong_office`,
    ///   ``SoViecError/tryLater(_:)`` without a network.
    @discardableResult
    public func enrol(
        address: String, code: String, fingerprint: String? = nil
    ) async throws(SoViecError) -> Profile {
        try await cancellable { handle, cancel in
            try handle.enrol(address: address, code: code, fingerprint: fingerprint, cancel: cancel)
        }.map(Profile.init).get()
    }

    /// Exchanges with the relay until nothing waits on either side. Lists may be read and edits
    /// made meanwhile.
    ///
    /// - Parameter onProgress: Called after each answer, on a thread of the library; the next
    ///   request waits for it. If it throws, the exchange ends there with the code
    ///   `callback_failed`, and nothing is lost.
    /// - Throws: ``SoViecError/tryLater(_:)`` with `offline` or `relay_unavailable`;
    ///   ``SoViecError/reopen(_:)`` with `in_use` while another exchange of this replica runs.
    @discardableResult
    public func sync(
        onProgress: @escaping @Sendable (SyncProgress) throws -> Void = { _ in }
    ) async throws(SoViecError) -> SyncReport {
        try await exchange(onProgress) { try $0.sync(cancel: $1, progress: $2) }
    }

    /// As ``sync(onProgress:)``, but sends nothing: for a weak or dear connection.
    @discardableResult
    public func receive(
        onProgress: @escaping @Sendable (SyncProgress) throws -> Void = { _ in }
    ) async throws(SoViecError) -> SyncReport {
        try await exchange(onProgress) { try $0.receive(cancel: $1, progress: $2) }
    }

    private func exchange(
        _ onProgress: @escaping @Sendable (SyncProgress) throws -> Void,
        _ call: @escaping @Sendable (ReplicaHandle, CancelHandle, any ProgressListener) throws -> SyncReportRecord
    ) async throws(SoViecError) -> SyncReport {
        let exchanges = exchanges
        let mine = exchanges.begin()
        let listener = ProgressForwarder { progress in
            if mine { exchanges.tell(.running(progress)) }
            try onProgress(progress)
        }
        let result = await cancellable { try call($0, $1, listener) }.map(SyncReport.init)
        if mine { exchanges.finish(SyncState(result)) }
        return try result.get()
    }

    /// Runs a call with a token that is pulled when the task is cancelled or the replica closed.
    private func cancellable<Output: Sendable>(
        _ work: @escaping @Sendable (ReplicaHandle, CancelHandle) throws -> Output
    ) async -> Result<Output, SoViecError> {
        let (handle, cancel) = (handle, CancelHandle())
        exchanges.add(cancel)
        defer { exchanges.remove(cancel) }
        return await withTaskCancellationHandler {
            await outcome(on: lanes.exchanging) { try work(handle, cancel) }
        } onCancel: {
            cancel.cancel()
        }
    }
}

extension SyncState {
    fileprivate init(_ result: Result<SyncReport, SoViecError>) {
        switch result {
        case .success(let report): self = .idle(report)
        case .failure(let error): self = .failed(error)
        }
    }
}
