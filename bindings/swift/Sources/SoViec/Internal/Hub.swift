import Foundation

/// Hands one value to any number of mailboxes.
final class Hub<Content: Sendable>: @unchecked Sendable {
    // Everything below is touched under the lock alone.
    private let lock = NSLock()
    private var boxes: [ObjectIdentifier: Mailbox<Content>] = [:]
    private var ended = false
    private let merge: @Sendable (Content, Content) -> Content

    init(merge: @escaping @Sendable (Content, Content) -> Content) { self.merge = merge }

    func put(_ content: Content) {
        // Copied, so that no taker is woken under the lock.
        let present = lock.withLock { Array(boxes.values) }
        for box in present { box.put(content) }
    }

    /// A mailbox that hears everything from now on, for as long as somebody holds the ticket.
    func ticket(first: Content? = nil) -> Ticket<Content> {
        let box = Mailbox(first, merge: merge)
        let over = lock.withLock {
            boxes[ObjectIdentifier(box)] = box
            return ended
        }
        if over { box.end() }
        return Ticket(box: box, hub: self)
    }

    /// Ends every mailbox, those of later tickets too.
    func end() {
        let present = lock.withLock {
            ended = true
            defer { boxes = [:] }
            return Array(boxes.values)
        }
        for box in present { box.end() }
    }

    fileprivate func forget(_ box: Mailbox<Content>) {
        _ = lock.withLock { boxes.removeValue(forKey: ObjectIdentifier(box)) }
    }
}

/// A place among those who hear a ``Hub``.
final class Ticket<Content: Sendable>: Sendable {
    let box: Mailbox<Content>
    private let hub: Hub<Content>

    fileprivate init(box: Mailbox<Content>, hub: Hub<Content>) {
        self.box = box
        self.hub = hub
    }

    deinit { hub.forget(box) }
}
