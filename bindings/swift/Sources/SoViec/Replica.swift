import Foundation
internal import SoViecGenerated

/// A phone's task book.
///
/// Open one with ``open(_:key:)``, enrol the phone once with
/// ``enrol(address:code:fingerprint:)``, then read lists, write edits, and exchange with the
/// office's relay whenever there is a network. An edit is safe when its call returns; the
/// network is never on that path.
///
/// Every method may be called from any task or actor. None blocks the caller's thread: the core
/// is waited for on threads of the library's own. Reads do not wait for writes, and neither
/// waits for the network.
///
/// Every method throws ``SoViecError`` and nothing else. After ``close()`` all throw
/// ``SoViecError/reopen(_:)`` with the code `closed`.
public final class Replica: Sendable {
    let handle: ReplicaHandle
    let lanes: Lanes
    let exchanges = Exchanges()
    let hub: Hub<Changes>
    let hearing: Hearing

    private init(handle: ReplicaHandle, lanes: Lanes) {
        let hub = Hub<Changes> { $0.merged(with: $1) }
        self.handle = handle
        self.lanes = lanes
        self.hub = hub
        hearing = Hearing { try handle.observe(listener: ChangeForwarder { hub.put($0) }) }
    }

    deinit {
        hearing.end()
        hub.end()
        exchanges.end()
    }

    /// Opens the task book at a place with its 32-byte key, or makes a new one where there is
    /// none.
    ///
    /// - Parameters:
    ///   - place: Where it lives. One process opens it once: a second time fails with the code
    ///     `in_use` until the first is closed or dropped.
    ///   - key: 32 random bytes from the key store, the same ones each time. The array's bytes
    ///     are zeros afterwards, also when the opening fails; hold no other copy of it.
    /// - Returns: The open task book.
    /// - Throws: ``SoViecError/askForKey(_:)`` for a wrong key, which touches nothing;
    ///   ``SoViecError/correctInput(_:)`` for a key of another length or a root certificate that
    ///   cannot be read; ``SoViecError/askOffice(_:)`` if a file beside the database is missing.
    ///   A damaged database is no failure: it is set aside, see ``Health/setAside``.
    public static func open(_ place: Place, key: inout Data) async throws(SoViecError) -> Replica {
        let secret = Secret(taking: &key)
        let lanes = Lanes()
        return try await outcome(on: lanes.writing) {
            let handle = try secret.with { try ReplicaHandle.open(place: PlaceRecord(place), key: $0) }
            return Replica(handle: handle, lanes: lanes)
        }.get()
    }

    /// Encrypts the task book anew under another key, whose bytes are zeros afterwards. Until this
    /// has returned keep both keys: whenever the app ends in between, ``open(_:key:)`` takes one of
    /// them, with everything that was durable, and finds the other one wrong. After an error it is
    /// the same.
    ///
    /// - Throws: ``SoViecError/correctInput(_:)`` for a key of another length,
    ///   ``SoViecError/fixPhone(_:)`` if the phone's storage failed.
    public func rekey(_ key: inout Data) async throws(SoViecError) {
        let secret = Secret(taking: &key)
        try await write { handle in try secret.with { try handle.rekey(key: $0) } }
    }

    /// Ends all use of the database; it may be opened again when this returns. An exchange under
    /// way is cancelled, and its call fails with `cancelled` or `closed`; what is durable stays
    /// durable. Streams of this replica end. Closing twice does nothing more.
    public func close() async throws(SoViecError) {
        exchanges.cancelAll()
        let handle = handle
        let closed = await outcome(on: lanes.exchanging) { try handle.close() }
        hearing.end()
        hub.end()
        exchanges.end()
        try closed.get()
    }

    /// A call that screens wait for.
    func read<Output: Sendable>(
        _ work: @escaping @Sendable (ReplicaHandle) throws -> Output
    ) async throws(SoViecError) -> Output {
        let handle = handle
        return try await outcome(on: lanes.reading) { try work(handle) }.get()
    }

    /// A call that takes turns with edits.
    func write<Output: Sendable>(
        _ work: @escaping @Sendable (ReplicaHandle) throws -> Output
    ) async throws(SoViecError) -> Output {
        let handle = handle
        return try await outcome(on: lanes.writing) { try work(handle) }.get()
    }
}
