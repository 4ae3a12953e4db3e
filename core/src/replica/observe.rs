//! Telling listeners what changed, in batches of ids, on a thread of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use super::lock;
use crate::error::{Error, ErrorKind};
use crate::model::{DocumentId, TaskId};

/// What changed since the last batch: ids only, so that a screen reads what it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Rows that look different now.
    pub rows: Vec<(DocumentId, TaskId)>,
    /// The list of replaced values may be another.
    pub notices: bool,
    /// What waits, or the last contact, is another.
    pub sync: bool,
}

/// Hears of changes. Called on the thread `soviec-observe`, one batch at a time.
pub trait Listener: Send + Sync {
    /// Something changed.
    fn changed(&self, changes: &Changes);
}

type Listeners = Arc<Mutex<Vec<(u64, Arc<dyn Listener>)>>>;

/// The listeners of one replica and the thread that calls them.
pub(super) struct Observers {
    listeners: Listeners,
    next: Mutex<u64>,
    queue: Sender<Changes>,
}

/// Ends a subscription when dropped.
pub struct Subscription {
    id: u64,
    listeners: Listeners,
}

impl Observers {
    pub(super) fn start() -> Result<Self, Error> {
        let (queue, incoming) = channel::<Changes>();
        let listeners: Listeners = Arc::default();
        let heard = Arc::clone(&listeners);
        std::thread::Builder::new()
            .name("soviec-observe".to_owned())
            .spawn(move || {
                // The loop ends when the replica, and with it the queue, is dropped.
                while let Ok(changes) = incoming.recv() {
                    tell_all(&heard, &changes);
                }
            })
            .map_err(|e| Error::new(ErrorKind::Internal, e))?;
        Ok(Self { listeners, next: Mutex::new(0), queue })
    }

    pub(super) fn tell(&self, changes: Changes) {
        // The thread lives as long as the queue; a send that fails has nobody to tell.
        let _ = self.queue.send(changes);
    }

    pub(super) fn add(&self, listener: Arc<dyn Listener>) -> Subscription {
        let mut next = lock(&self.next);
        *next += 1;
        lock(&self.listeners).push((*next, listener));
        Subscription { id: *next, listeners: Arc::clone(&self.listeners) }
    }
}

/// A listener that panics stays subscribed, and the others still hear.
fn tell_all(listeners: &Listeners, changes: &Changes) {
    // Copied, so that a listener may subscribe or end a subscription.
    let present: Vec<_> = lock(listeners).clone();
    for (_, listener) in present {
        if catch_unwind(AssertUnwindSafe(|| listener.changed(changes))).is_err() {
            tracing::warn!("a listener panicked; it stays subscribed");
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        lock(&self.listeners).retain(|(id, _)| *id != self.id);
    }
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Subscription({})", self.id)
    }
}

impl super::Replica {
    /// Calls a listener after every change, until the subscription is dropped.
    pub fn observe(&self, listener: Arc<dyn Listener>) -> Subscription {
        self.observers.add(listener)
    }
}
