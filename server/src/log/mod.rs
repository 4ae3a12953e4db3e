//! The relay's log: append-only, one gapless sequence a tenant, one hash chain over all of it.
//!
//! Law: nothing here changes or removes a row. Everything beside the rows themselves is an index
//! that is added to in the same transaction. There is one writer at a time; readers see whole
//! transactions beside it. After a commit that failed or may have failed the connection is
//! closed and opened again, because what it remembers can no longer be believed.

mod changes;
mod edits;
mod error;
mod group;
mod phones;
mod rows;
#[cfg(test)]
mod tests;
mod verify;
mod view;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, TransactionBehavior};

use crate::database::{self, Durability};
#[cfg(feature = "planted")]
use soviec_core::planted;
use soviec_core::{admission::Graphs, model::TenantId, protocol::Point};

pub use changes::{Indexed, StoredChange};
pub use error::LogError;
pub use group::Group;
pub use phones::{BatchFlag, Lane};
pub use rows::{LogRow, Reader, Slice};
pub use view::{PresentState, View};

const TABLES: &str = include_str!("../../migrations/log.sql");
/// Idle connections kept for readers.
const IDLE_READERS: usize = 8;
/// Changes whose place in their graph is remembered, about 100 bytes each.
const REMEMBERED: usize = 500_000;

/// The log of one tenant.
pub struct Log {
    path: PathBuf,
    tenant: TenantId,
    writer: Mutex<Option<Connection>>,
    readers: Mutex<Vec<Connection>>,
    graphs: Mutex<Graphs>,
}

impl Log {
    /// Opens the log, or creates it.
    ///
    /// # Errors
    ///
    /// [`LogError`] when the file cannot be opened or a newer build wrote it.
    pub fn open(path: &Path, tenant: TenantId) -> Result<Self, LogError> {
        let log = Self {
            path: path.to_owned(),
            tenant,
            writer: Mutex::new(None),
            readers: Mutex::new(Vec::new()),
            graphs: Mutex::new(Graphs::new(REMEMBERED)),
        };
        *lock(&log.writer) = Some(log.connect()?);
        Ok(log)
    }

    /// The tenant whose log this is.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The tenant whose log this is.
    pub fn tenant_ref(&self) -> &TenantId {
        &self.tenant
    }

    /// The last row.
    pub fn head(&self) -> Result<Point, LogError> {
        self.read(|view| view.head())
    }

    /// Reads, beside the writer, one state of the log between two transactions.
    pub fn read<T, E: From<LogError>>(
        &self,
        work: impl FnOnce(&View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut db = self.reader()?;
        let tx = db.transaction().map_err(LogError::from)?;
        let value = work(&View::new(&tx, self.tenant, &self.graphs))?;
        drop(tx);
        let mut idle = lock(&self.readers);
        if idle.len() < IDLE_READERS {
            idle.push(db);
        }
        Ok(value)
    }

    /// Runs `work` as the one writer. What it pushed becomes durable in one transaction, or,
    /// when it fails, does not come to be at all.
    pub fn write<T, E: From<LogError>>(
        &self,
        work: impl FnOnce(&mut Group<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = lock(&self.writer);
        // Whatever goes wrong from here on, the connection is not put back.
        let mut db = match writer.take() {
            Some(db) => db,
            None => self.connect()?,
        };
        let behavior = TransactionBehavior::Immediate;
        let tx = db.transaction_with_behavior(behavior).map_err(LogError::from)?;
        let group = Group::begin(&tx, self.tenant, &self.graphs).map_err(E::from);
        let outcome = group.and_then(|mut group| work(&mut group));
        let whole = outcome.is_ok();
        #[cfg(feature = "planted")]
        let whole = whole && !planted::now_and_then(planted::Fault::AckBeforeCommit);
        let ended = if whole { tx.commit() } else { tx.rollback() };
        ended.map_err(LogError::from)?;
        *writer = Some(db);
        outcome
    }

    fn reader(&self) -> Result<Connection, LogError> {
        match lock(&self.readers).pop() {
            Some(db) => Ok(db),
            None => self.connect(),
        }
    }

    fn connect(&self) -> Result<Connection, LogError> {
        Ok(database::open(&self.path, TABLES, Durability::Full)?)
    }
}

/// A panic of another holder left nothing half-done here: what it held is taken out or whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Log({})", self.tenant)
    }
}
