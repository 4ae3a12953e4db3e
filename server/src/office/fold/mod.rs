//! The office's tables, folded from the log by the same code as on the phones.
//!
//! They stand in a file of their own with their own place in the log. The file can be deleted at
//! any time: the next look folds it again.

pub(super) mod apart;
mod flags;
mod follow;
mod leave;
pub(super) mod replaced;

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{
    auth::{AuthError, clerk::ClerkError},
    database::{self, Durability, OpenError},
    log::{Log, LogError},
    relay::ContactsError,
};
use soviec_core::{
    fold::Register,
    model::{DocumentId, RegisterKey},
    protocol::Point,
    store::tables,
};

pub use apart::Open;

/// The office's own tables, beside those that it shares with phones.
const OWN: &str = include_str!("../../../migrations/office.sql");
/// Their version: a file of another one is left alone, and a new one is folded.
const OWN_VERSION: u32 = 4;

/// Why the tables could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum FoldError {
    /// The file cannot be opened.
    #[error("the office's tables cannot be opened: {0}")]
    Open(#[from] OpenError),
    /// SQLite failed.
    #[error("the office's tables failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The log failed.
    #[error("the log cannot be read: {0}")]
    Log(#[from] LogError),
    /// The devices cannot be read.
    #[error("the devices cannot be read: {0}")]
    Auth(#[from] AuthError),
    /// The contacts cannot be read.
    #[error("the contacts cannot be read: {0}")]
    Contacts(#[from] ContactsError),
    /// The clerks cannot be read.
    #[error("the clerks cannot be read: {0}")]
    Clerks(#[from] ClerkError),
    /// A stored row is not what admission let in.
    #[error("row {0} of the log cannot be folded")]
    Row(u64),
}

/// The office's tables.
pub struct Views {
    db: Mutex<Connection>,
}

impl Views {
    /// The file's name in the data directory. Another version of the tables is another file, so
    /// that an update folds them anew and an older build still finds its own.
    pub fn file_name() -> String {
        format!("office-{}-{OWN_VERSION}.db", tables::VERSION)
    }

    /// Opens the tables, or creates empty ones.
    ///
    /// # Errors
    ///
    /// [`FoldError`] when the file cannot be opened or created.
    pub fn open(path: &Path) -> Result<Self, FoldError> {
        let db = database::open(path, OWN, Durability::Normal)?;
        tables::install_status(&db)?;
        // A command may open them for the first time at the same moment as the server.
        let tx = Transaction::new_unchecked(&db, TransactionBehavior::Immediate)?;
        if !tx.table_exists(None, "operations")? {
            tables::create(&tx)?;
        }
        tx.commit()?;
        Ok(Self { db: Mutex::new(db) })
    }

    /// Folds what is new in the log, then reads: what is shown is never behind what was
    /// acknowledged. Also tells up to which point of the log that is.
    ///
    /// # Errors
    ///
    /// [`FoldError`]; the tables then stand where they stood.
    pub fn read<T>(
        &self,
        log: &Log,
        work: impl FnOnce(&Connection, Point) -> Result<T, FoldError>,
    ) -> Result<T, FoldError> {
        let mut db = lock(&self.db);
        let point = follow::catch_up(&mut db, log)?;
        work(&db, point)
    }

    /// Every register of a document with its shown values, sorted: what the office and all
    /// phones that hold the same changes must agree on.
    ///
    /// # Errors
    ///
    /// [`FoldError`].
    pub fn everything(
        &self,
        log: &Log,
        document: DocumentId,
    ) -> Result<Vec<(RegisterKey, Register)>, FoldError> {
        self.read(log, |db, _| {
            let keys = tables::all_keys(db, document)?;
            let read = |key: RegisterKey| Ok((key.clone(), tables::register(db, document, &key)?));
            keys.into_iter().map(read).collect()
        })
    }
}

/// A panic of another holder left nothing half-done: work on the tables is one transaction.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for Views {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Views(..)")
    }
}
