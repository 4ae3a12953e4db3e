import Foundation
internal import SoViecGenerated

/// Lets the core tell of changes from the moment on in which somebody wants to hear: until then
/// every edit would wake a thread for nobody.
final class Hearing: @unchecked Sendable {
    // Everything below is touched under the lock alone.
    private let lock = NSLock()
    private var subscription: SubscriptionHandle?
    private var ended = false
    private let begin: @Sendable () throws -> SubscriptionHandle

    init(begin: @escaping @Sendable () throws -> SubscriptionHandle) { self.begin = begin }

    func start() {
        lock.withLock {
            // Subscribing touches no database; a library that cannot even do that fails every call.
            if subscription == nil && !ended { subscription = try? begin() }
        }
    }

    func end() {
        lock.withLock {
            ended = true
            subscription?.end()
        }
    }
}
