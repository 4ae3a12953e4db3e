import Foundation

/// One value that waits to be taken. A second one that comes before the first was taken is
/// merged with it, so that a slow reader costs neither memory nor the sender's time.
final class Mailbox<Content: Sendable>: @unchecked Sendable {
    // Everything below is touched under the lock alone.
    private let lock = NSLock()
    private var content: Content?
    private var takers: [CheckedContinuation<Content?, Never>] = []
    private var ended = false
    private let merge: @Sendable (Content, Content) -> Content

    init(_ first: Content?, merge: @escaping @Sendable (Content, Content) -> Content) {
        content = first
        self.merge = merge
    }

    func put(_ next: Content) {
        let taker = lock.withLock { () -> CheckedContinuation<Content?, Never>? in
            if ended { return nil }
            if !takers.isEmpty { return takers.removeFirst() }
            content = content.map { merge($0, next) } ?? next
            return nil
        }
        taker?.resume(returning: next)
    }

    /// What waits; else what comes next. Nothing once the box has ended or the task was
    /// cancelled.
    func take() async -> Content? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { taker in
                let (ready, found) = lock.withLock { waitingContent(or: taker) }
                if ready { taker.resume(returning: found) }
            }
        } onCancel: {
            end()
        }
    }

    /// What waits is still handed out; then there is nothing more.
    func end() {
        let left = lock.withLock {
            ended = true
            defer { takers = [] }
            return takers
        }
        for taker in left { taker.resume(returning: nil) }
    }

    private func waitingContent(or taker: CheckedContinuation<Content?, Never>) -> (Bool, Content?) {
        if let content {
            self.content = nil
            return (true, content)
        }
        if !ended { takers.append(taker) }
        return (ended, nil)
    }
}
