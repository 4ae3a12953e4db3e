//! The one door. An app opens a [`Replica`], reads lists from it, writes edits into it and lets
//! it exchange with a relay; everything else of the core is behind it.
//!
//! Threads: every call may come from any thread. Reads use a connection of their own and do not
//! wait for a write. [`Replica::sync`] blocks its caller for as long as the network takes and
//! holds no lock meanwhile, so edits go on during an exchange. Listeners are called by the
//! environment's executor, by default the thread `soviec-observe`: one batch at a time, and
//! never while a lock is held.

mod agenda;
mod apart;
mod describe;
mod drafts;
mod edits;
mod enrol;
mod environment;
mod exchange;
mod executor;
mod failure;
mod guard;
mod health;
pub mod log;
mod observe;
mod open;
mod read;
mod rekey;
mod report;
mod search;
mod undo;
mod words;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use crate::error::{Error, ErrorKind};
pub use crate::store::Rescued;
use crate::store::{Reader, Store, vault};

pub use crate::fold::{NoticeKind, Register, Shown, Status};
pub use crate::http::{Cancel, HttpTransport, Response, Transport, TransportError};
pub use crate::store::tables::{
    Hit, HitKind, ItemRow, Review, ReviewState, Sort, TaskFilter, TaskRow, Window,
};
pub use crate::store::{HistoryEntry, NoteDraft, Origin, Tap};
pub use agenda::Agenda;
pub use apart::{OfficeWord, SetApart};
pub use describe::WaitingEdit;
pub use drafts::{CountDraft, reasons};
pub use enrol::Profile;
pub use environment::{Clock, Environment, Random, SystemClock, SystemRandom};
pub use exchange::{OnProgress, Progress, SyncReport};
pub use executor::{Executor, SerialThread, Work};
pub use health::Health;
pub use observe::{CallbackFailed, Changes, Listener, Subscription};
pub use open::Place;
pub use read::{ItemDetail, NoteDetail, Replaced, SessionDetail, TaskDetail, TaskWindow};
pub use undo::LastAct;
pub use words::{Said, said, value_words};

use enrol::Identity;
use guard::Failures;
use observe::Observers;

/// A connection that has failed may say of everything afterwards that it is damaged.
const FAILED: [ErrorKind; 2] = [ErrorKind::Damaged, ErrorKind::StorageFailed];

/// A phone's task book.
pub struct Replica {
    environment: Environment,
    /// Everything that writes. One exchange and any number of edits take turns here.
    writer: Mutex<Option<Writer>>,
    /// Screens read here and never wait for a write.
    reader: Mutex<Option<Reader>>,
    observers: Observers,
    failures: Failures,
    /// Where a mark is left when damage is met.
    database: PathBuf,
    /// One exchange at a time; held for its whole length, by nobody else.
    exchanging: Mutex<()>,
}

/// What only the writer touches.
struct Writer {
    store: Store,
    vault: vault::Vault,
    secret: vault::DeviceSecret,
    identity: Option<Arc<Identity>>,
    set_aside: Option<String>,
    rescued: Option<Rescued>,
    _lock: vault::LockGuard,
}

impl std::fmt::Debug for Replica {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Replica(..)")
    }
}

impl Replica {
    /// Ends all use of the database; every later call fails with `closed`, and an exchange that
    /// is under way does so at its next step. It waits for no network and may be called from a
    /// callback: whatever was durable is found by the next opening.
    pub fn close(&self) {
        lock(&self.reader).take();
        lock(&self.writer).take();
    }

    /// Works with the store, and in it reads what has to be read together with what it writes.
    fn with_writer<T>(
        &self,
        mut work: impl FnMut(&mut Writer) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let result = {
            let mut writer = lock(&self.writer);
            let writer = writer.as_mut().ok_or_else(closed)?;
            writer.store.without_doubt()?;
            match work(writer) {
                Err(e) if FAILED.contains(&e.kind()) => {
                    writer.store.doubt();
                    if e.kind() == ErrorKind::Damaged { work(writer) } else { Err(e) }
                }
                other => other,
            }
        };
        self.marking(result)
    }

    /// Reads. What failed is tried once more with a new connection before it is believed.
    fn with_reader<T>(&self, work: impl Fn(&Reader) -> Result<T, Error>) -> Result<T, Error> {
        let result = work(lock(&self.reader).as_ref().ok_or_else(closed)?);
        let result = match result {
            Err(e) if FAILED.contains(&e.kind()) => self.with_new_reader(work),
            other => other,
        };
        self.marking(result)
    }

    fn with_new_reader<T>(&self, work: impl Fn(&Reader) -> Result<T, Error>) -> Result<T, Error> {
        let reader = lock(&self.writer).as_ref().ok_or_else(closed)?.store.reader()?;
        let mut place = lock(&self.reader);
        work(
            place
                .as_mut()
                .map(|old| {
                    *old = reader;
                    &*old
                })
                .ok_or_else(closed)?,
        )
    }

    /// Lets the next opening look at every page, once damage was met.
    fn marking<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        if result.as_ref().is_err_and(|e| e.kind() == ErrorKind::Damaged)
            && vault::mark_damage(&self.database).is_err()
        {
            tracing::warn!("damage was met, and the mark of it could not be written");
        }
        result
    }
}

fn closed() -> Error {
    Error::new(ErrorKind::Closed, "the replica is closed")
}

/// A panic of another thread leaves nothing half-done that is not in SQLite, so its lock is
/// taken over.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
