//! Telling listeners what changed, in batches of ids, never on the stack of whoever changed it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::{Executor, lock};
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

/// A callback of the app failed. It says nothing more: what went wrong is the app's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a callback of the app failed")]
pub struct CallbackFailed;

/// Hears of changes. Called by the environment's executor, one batch at a time.
pub trait Listener: Send + Sync {
    /// Something changed. A listener that fails or panics stays subscribed: the failure is
    /// counted in [`Health`](super::Health), and the others still hear.
    fn changed(&self, changes: &Changes) -> Result<(), CallbackFailed>;
}

/// Those who listen, shared with whatever still runs on the executor.
#[derive(Default)]
struct Audience {
    listeners: Mutex<Vec<(u64, Arc<dyn Listener>)>>,
    failures: AtomicU64,
}

/// The listeners of one replica and the executor that calls them.
pub(super) struct Observers {
    audience: Arc<Audience>,
    next: AtomicU64,
    executor: Arc<dyn Executor>,
}

/// Ends a subscription when dropped.
pub struct Subscription {
    id: u64,
    audience: Arc<Audience>,
}

impl Observers {
    pub(super) fn new(executor: Arc<dyn Executor>) -> Self {
        Self { audience: Arc::default(), next: AtomicU64::default(), executor }
    }

    /// Lets every listener hear, later and elsewhere.
    pub(super) fn tell(&self, changes: Changes) {
        // Who is not listening yet reads what there is; so nothing is owed to nobody.
        if lock(&self.audience.listeners).is_empty() {
            return;
        }
        let audience = Arc::clone(&self.audience);
        self.executor.run(Box::new(move || audience.hear(&changes)));
    }

    /// How often a listener failed.
    pub(super) fn failures(&self) -> u64 {
        self.audience.failures.load(Ordering::Relaxed)
    }

    fn add(&self, listener: Arc<dyn Listener>) -> Subscription {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        lock(&self.audience.listeners).push((id, listener));
        Subscription { id, audience: Arc::clone(&self.audience) }
    }
}

impl Audience {
    fn hear(&self, changes: &Changes) {
        // Copied, so that a listener may subscribe or end a subscription.
        let present: Vec<_> = lock(&self.listeners).clone();
        for (id, listener) in present {
            if self.has(id) {
                self.tell_one(&*listener, changes);
            }
        }
    }

    fn has(&self, id: u64) -> bool {
        lock(&self.listeners).iter().any(|(other, _)| *other == id)
    }

    /// A listener that fails stays subscribed, and the others still hear.
    fn tell_one(&self, listener: &dyn Listener, changes: &Changes) {
        let how = match catch_unwind(AssertUnwindSafe(|| listener.changed(changes))) {
            Ok(Ok(())) => return,
            Ok(Err(CallbackFailed)) => "failed",
            Err(_) => "panicked",
        };
        self.failures.fetch_add(1, Ordering::Relaxed);
        tracing::warn!("a listener {how}; it stays subscribed");
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        lock(&self.audience.listeners).retain(|(id, _)| *id != self.id);
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
