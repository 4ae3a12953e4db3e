//! One phone: a real replica with its own files, and what an officer does with it.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::Connection;
use soviec_core::{
    error::Error,
    model::{ChangeHash, DeviceId, DocumentId, OfficerId, RegisterKey, TaskId},
    replica::{Cancel, Environment, Place, Register, Replica, SyncReport},
    store::cipher::{DatabaseKey, open_encrypted},
};

use crate::{
    Chance, SetClock, Wire,
    frame::{book, day, item, officer, task},
};
use soviec_core::model::Declared;

/// An edit that a phone reported as durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The book.
    pub book: DocumentId,
    /// The register that it wrote.
    pub key: RegisterKey,
    /// The edit.
    pub edit: ChangeHash,
}

/// What a phone is made of.
pub(crate) struct Made<'a> {
    pub(crate) n: u8,
    pub(crate) villages: &'a [u8],
    pub(crate) folder: PathBuf,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) wire: Arc<Wire>,
    pub(crate) chance: Arc<Chance>,
}

/// A phone in an officer's hand.
pub struct Phone {
    /// The officer.
    pub officer: OfficerId,
    /// The villages whose books it writes.
    pub villages: Vec<u8>,
    /// Its clock.
    pub clock: Arc<SetClock>,
    /// Its way to the office.
    pub wire: Arc<Wire>,
    pub(crate) n: u8,
    place: Place,
    key: [u8; 32],
    environment: Environment,
    replica: Option<Replica>,
    edits: Mutex<Vec<Edited>>,
}

impl Phone {
    pub(crate) fn new(made: Made<'_>) -> Self {
        let Made { n, villages, folder, clock, wire, chance } = made;
        let no_backup = folder.join("no-backup");
        std::fs::create_dir_all(&no_backup).expect("the folder of a test is writable");
        let place = Place { database: folder.join("book.db"), no_backup };
        let environment =
            Environment::new(Arc::clone(&clock) as _, chance as _, Arc::clone(&wire) as _);
        let (officer, villages, key) = (officer(n), villages.to_vec(), [n; 32]);
        let (replica, edits) = (None, Mutex::default());
        let mut phone =
            Self { officer, villages, clock, wire, n, place, key, environment, replica, edits };
        phone.open();
        phone
    }

    fn open(&mut self) {
        let replica = Replica::open(&self.place, &self.key, self.environment.clone());
        self.replica = Some(replica.expect("the phone's files open"));
    }

    /// The app ends and starts again.
    pub fn restart(&mut self) {
        self.replica = None;
        self.open();
    }

    /// Another opening of the same files with this key, as a second process would try it.
    pub fn open_again(&self, key: &[u8; 32]) -> Result<Replica, Error> {
        Replica::open(&self.place, key, self.environment.clone())
    }

    /// The app ends.
    pub fn close(&mut self) {
        self.replica = None;
    }

    /// The door.
    pub fn replica(&self) -> &Replica {
        self.replica.as_ref().expect("the app runs")
    }

    /// Where its files are.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Its database, looked into from outside.
    pub fn database(&self) -> Connection {
        let key = DatabaseKey::new(&self.key);
        open_encrypted(&self.place.database, &key).expect("the database opens with its key")
    }

    /// The id that the office gave it.
    pub fn device(&self) -> DeviceId {
        self.replica().who_am_i().expect("the phone is enrolled").device
    }

    /// One whole exchange.
    pub fn sync(&self) -> Result<SyncReport, Error> {
        self.replica().sync(&Cancel::default(), &mut |_| Ok(()))
    }

    /// Edits that wait.
    pub fn waiting(&self) -> u64 {
        self.replica().health().expect("the phone can be asked").waiting
    }

    /// The shown values of a register.
    pub fn register(&self, village: u8, key: &RegisterKey) -> Register {
        let all = self.replica().everything(book(village).id()).expect("the book can be read");
        all.into_iter().find(|(found, _)| found == key).map(|(_, r)| r).unwrap_or_default()
    }

    /// Ticks an item, or takes its tick back.
    pub fn tick(&self, village: u8, of: u8, n: u8, done: bool, on: u32) -> bool {
        let (book, key) = (book(village).id(), crate::tick_key(of, n));
        let new = self.replica().tick(self.officer, book, item(of, n), done, Some(day(on)));
        self.note_edit(new.expect("the tick is durable"), book, key)
    }

    /// Declares a status with a result.
    pub fn declare(&self, village: u8, n: u8, status: Declared, result: &str) -> bool {
        let (book, key, on) = (book(village).id(), crate::status_key(n), Some(day(12)));
        let new = self.replica().set_status(self.officer, book, task(n), status, on, Some(result));
        self.note_edit(new.expect("the status is durable"), book, key)
    }

    /// Writes a note.
    pub fn note(&self, village: u8, n: u8, text: &str) {
        let book = book(village).id();
        let entry = self.replica().add_note(self.officer, book, task(n), text);
        let key = RegisterKey::entry(task(n), "note", entry.expect("the note is durable"));
        self.note_edit(true, book, key);
    }

    /// Begins a task of the village's own.
    pub fn local(&self, village: u8, title: &str, last_day: Option<u32>) -> TaskId {
        let (book, last_day) = (book(village).id(), last_day.map(day));
        let task = self.replica().add_local_task(self.officer, book, title, last_day);
        let task = task.expect("the task is durable");
        self.note_edit(true, book, RegisterKey::new(task, "local"));
        task
    }

    /// Declares a task of the village's own.
    pub fn declare_local(&self, village: u8, task: TaskId, status: Declared, on: u32) -> bool {
        let (book, key) = (book(village).id(), RegisterKey::new(task, "status"));
        let new = self.replica().set_status(self.officer, book, task, status, Some(day(on)), None);
        self.note_edit(new.expect("the status is durable"), book, key)
    }

    /// Undoes what this officer did last, if that can be undone.
    pub fn undo(&self) -> bool {
        let last = self.replica().last_act(self.officer).expect("the phone can be asked");
        let Some(last) = last else { return false };
        let edits = self.edits();
        let undone = edits.iter().find(|edited| edited.edit == last.edit);
        let undone = undone.expect("it was made on this phone");
        let new = self.replica().undo(self.officer, &last.edit).expect("the undo is durable");
        self.note_edit(new, undone.book, undone.key.clone())
    }

    /// Accepts what became of this officer's values in a register.
    pub fn accept(&self, book: DocumentId, key: &RegisterKey) -> bool {
        let new = self.replica().accept(self.officer, book, key).expect("the accept is durable");
        let seen = format!("seen_{}", key.field());
        self.note_edit(new, book, RegisterKey::entry(key.owner_text(), &seen, self.officer))
    }

    /// Uses an earlier value again.
    pub fn restore(&self, book: DocumentId, key: &RegisterKey, edit: &ChangeHash) -> bool {
        let new = self.replica().restore(self.officer, book, key, edit);
        self.note_edit(new.expect("the value is known"), book, key.clone())
    }

    /// Every edit that returned, oldest first.
    pub fn edits(&self) -> Vec<Edited> {
        self.edits.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Remembers the edit that has just returned: the last own one of its register.
    fn note_edit(&self, new: bool, book: DocumentId, key: RegisterKey) -> bool {
        if new {
            let history = self.replica().history(book, &key).expect("the history can be read");
            let own = history.iter().rfind(|entry| entry.own).expect("the edit is in its history");
            let edited = Edited { book, key, edit: own.edit };
            self.edits.lock().unwrap_or_else(PoisonError::into_inner).push(edited);
        }
        new
    }
}
