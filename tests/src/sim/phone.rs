//! One phone of a world: its replica, its files, its copies and its way to the office.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use soviec_core::{
    model::ChangeHash,
    replica::{Environment, Executor, Place, Replica, Work},
};

use super::{
    Held, Wrong,
    air::Air,
    files::{Copied, Files, NO_BACKUP},
    wrong,
};
use crate::{Chance, SetClock, frame::noon, vfs::Fault};

/// A copy of a phone's files, and the edits that are in it.
#[derive(Debug, Clone)]
pub(super) struct Copy {
    pub(super) files: Copied,
    pub(super) edits: BTreeSet<ChangeHash>,
}

/// A phone.
pub(super) struct Phone {
    /// Its place among the phones of the world.
    pub(super) number: usize,
    /// The officers who use it.
    pub(super) officers: Vec<u8>,
    pub(super) clock: Arc<SetClock>,
    pub(super) air: Arc<Air>,
    files: Files,
    environment: Environment,
    key: [u8; 32],
    app: Mutex<App>,
    busy: AtomicBool,
}

#[derive(Default)]
struct App {
    replica: Option<Arc<Replica>>,
    copy: Option<Copy>,
    edits: BTreeSet<ChangeHash>,
}

/// Few enough for the documents of a short world to be compacted.
const COMPACT_AFTER: u32 = 5;

/// Everything that listeners are told runs at once: nobody listens while locks are held.
struct Inline;

impl Executor for Inline {
    fn run(&self, work: Work) {
        work();
    }
}

impl Phone {
    /// A phone over files, which may be those of another phone.
    pub(super) fn new(number: usize, of: &Made<'_>, air: Arc<Air>, files: Files) -> Held<Self> {
        let clock = Arc::new(SetClock::at(noon()));
        let chance = Arc::new(Chance::new(of.seed ^ (0x0ffe_0000 + number as u64)));
        let mut environment =
            Environment::new(Arc::clone(&clock) as _, chance as _, Arc::clone(&air) as _);
        environment.executor = Arc::new(Inline);
        environment.compact_after = COMPACT_AFTER;
        let (officers, key) = (of.officers.to_vec(), of.key);
        let (app, busy) = (Mutex::default(), AtomicBool::default());
        let phone = Self { number, officers, clock, air, files, environment, key, app, busy };
        phone.open()?;
        Ok(phone)
    }

    fn app(&self) -> MutexGuard<'_, App> {
        self.app.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Held {
        let database = self.files.folder().join("book.db");
        let place = Place { database, no_backup: self.files.folder().join(NO_BACKUP) };
        let opened = Replica::open(&place, &self.key, self.environment.clone());
        self.app().replica = Some(Arc::new(opened.map_err(|e| wrong("a phone opens")(&e))?));
        Ok(())
    }

    /// The door.
    pub(super) fn replica(&self) -> Held<Arc<Replica>> {
        self.app().replica.clone().ok_or_else(|| Wrong("the app does not run".to_owned()))
    }

    /// Runs an exchange; nothing may happen to the app meanwhile but edits.
    pub(super) fn busy<T>(&self, work: impl FnOnce() -> T) -> T {
        self.busy.store(true, Ordering::SeqCst);
        let value = work();
        self.busy.store(false, Ordering::SeqCst);
        value
    }

    pub(super) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::SeqCst)
    }

    /// The app ends and starts again.
    pub(super) fn restart(&self) -> Held {
        self.app().replica = None;
        self.open()
    }

    /// The power fails, and the app starts again.
    pub(super) fn crash(&self, seed: u64) -> Held {
        self.files.crash(seed);
        self.app().replica = None;
        self.open()
    }

    /// A fault waits for one of the next I/O points.
    pub(super) fn break_disk(&self, at: u64, fault: Fault) {
        self.files.disk().fail_at(at, fault);
    }

    /// The disk is whole again; whether the fault had struck.
    pub(super) fn mend_disk(&self) -> bool {
        self.files.disk().mend();
        self.files.disk().struck().is_some()
    }

    /// Keeps a copy of the files and of what is in them.
    pub(super) fn back_up(&self) -> Held {
        let copy = Copy { files: self.files.copy()?, edits: self.app().edits.clone() };
        self.app().copy = Some(copy);
        Ok(())
    }

    /// The last copy.
    pub(super) fn copy(&self) -> Option<Copy> {
        self.app().copy.clone()
    }

    /// The files of a copy take the place of the present ones. Noticed: the nonce is another.
    pub(super) fn restore(&self, copy: &Copy, noticed: bool) -> Held {
        self.app().replica = None;
        self.files.put(&copy.files.noticed(noticed))?;
        self.app().edits.clone_from(&copy.edits);
        self.open()
    }

    /// Remembers an edit that returned.
    pub(super) fn note(&self, edit: ChangeHash) {
        self.app().edits.insert(edit);
    }

    /// What a clone of this phone is made of.
    pub(super) fn made(&self, seed: u64) -> Made<'_> {
        Made { seed, officers: &self.officers, key: self.key }
    }

    /// The app ends for good.
    pub(super) fn end(&self) {
        self.app().replica = None;
    }
}

/// What a phone is made of.
pub(super) struct Made<'a> {
    pub(super) seed: u64,
    pub(super) officers: &'a [u8],
    pub(super) key: [u8; 32],
}

/// The files of a clone.
pub(super) fn cloned_files(files: &Files, copy: &Copy, noticed: bool) -> Held {
    files.put(&copy.files.noticed(noticed))
}
