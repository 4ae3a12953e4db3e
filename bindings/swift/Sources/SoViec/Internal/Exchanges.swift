import Foundation
internal import SoViecGenerated

/// What runs over the network, and what screens are told of it.
final class Exchanges: @unchecked Sendable {
    // Everything below is touched under the lock alone.
    private let lock = NSLock()
    private var running: [ObjectIdentifier: CancelHandle] = [:]
    private var state = SyncState.idle(nil)
    private var turn = false
    private let hub = Hub<SyncState> { _, later in later }

    var present: SyncState { lock.withLock { state } }

    /// Hears the present state at once.
    func ticket() -> Ticket<SyncState> {
        lock.withLock { hub.ticket(first: state) }
    }

    /// Whether the caller's exchange is the one that the state speaks of. The core refuses a
    /// second one, and that must not hide the first.
    func begin() -> Bool {
        let mine = lock.withLock {
            defer { turn = true }
            return !turn
        }
        if mine { tell(.running(nil)) }
        return mine
    }

    func finish(_ last: SyncState) {
        lock.withLock { turn = false }
        tell(last)
    }

    func tell(_ next: SyncState) {
        // Under the lock, so that the states arrive in their order.
        lock.withLock {
            state = next
            hub.put(next)
        }
    }

    func add(_ handle: CancelHandle) {
        lock.withLock { running[ObjectIdentifier(handle)] = handle }
    }

    func remove(_ handle: CancelHandle) {
        _ = lock.withLock { running.removeValue(forKey: ObjectIdentifier(handle)) }
    }

    func cancelAll() {
        for handle in lock.withLock({ Array(running.values) }) { handle.cancel() }
    }

    func end() { hub.end() }
}
