//! What was last heard of each phone: for the office's list, not evidence, not in the log.

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, params};

use crate::database::{self, Durability, OpenError, fixed, sql, unsigned};
use soviec_core::model::{DeviceId, Moment};

const TABLES: &str = include_str!("../../migrations/contacts.sql");

/// The contacts could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ContactsError {
    /// The file could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// SQLite failed.
    #[error("the contacts cannot be read or written: {0}")]
    Database(#[from] rusqlite::Error),
}

/// The last contact of one phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The phone.
    pub device: DeviceId,
    /// When, by the relay's clock.
    pub last: Moment,
    /// Edits that still wait on the phone.
    pub waiting: u64,
    /// The app's version as the phone says it.
    pub app: String,
    /// How far the phone's clock is ahead of the relay's, in milliseconds.
    pub drift_ms: i64,
    /// The last number that the phone gave to a change in its epoch.
    pub last_client_seq: u64,
}

/// The table of contacts.
pub struct Contacts {
    db: Mutex<Connection>,
}

impl Contacts {
    /// Opens the table, or creates it.
    pub fn open(path: &Path) -> Result<Self, ContactsError> {
        Ok(Self { db: Mutex::new(database::open(path, TABLES, Durability::Normal)?) })
    }

    /// Notes a contact; it replaces the one before.
    pub fn put(&self, contact: &Contact) -> Result<(), ContactsError> {
        self.db()
            .prepare_cached(
                "INSERT OR REPLACE INTO contacts (device, last, waiting, app, drift, client_seq)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                contact.device.as_slice(),
                contact.last.0,
                sql(contact.waiting),
                contact.app,
                contact.drift_ms,
                sql(contact.last_client_seq)
            ])?;
        Ok(())
    }

    /// All contacts, by device.
    pub fn all(&self) -> Result<Vec<Contact>, ContactsError> {
        let db = self.db();
        let mut statement = db.prepare_cached(
            "SELECT device, last, waiting, app, drift, client_seq FROM contacts ORDER BY device",
        )?;
        let contacts = statement.query_map([], |row| {
            Ok(Contact {
                device: DeviceId(fixed(row, 0)?),
                last: Moment(row.get(1)?),
                waiting: unsigned(row.get(2)?),
                app: row.get(3)?,
                drift_ms: row.get(4)?,
                last_client_seq: unsigned(row.get(5)?),
            })
        })?;
        Ok(contacts.collect::<rusqlite::Result<_>>()?)
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
