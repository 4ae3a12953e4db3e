//! The database under another key.

use std::sync::Arc;

use rusqlite::Connection;

use super::{Store, StoreError, connect, doubt};
use crate::store::cipher::{self, DatabaseKey};

impl Store {
    /// Encrypts the database anew under another key, in one transaction. Whatever happens, one
    /// of the two keys opens it; after an error that may be either, and the store finds out.
    pub fn rekey(&mut self, key: Arc<DatabaseKey>) -> Result<(), StoreError> {
        self.twice(|store| store.try_rekey(&key))
    }

    fn try_rekey(&mut self, key: &Arc<DatabaseKey>) -> Result<(), StoreError> {
        let done = cipher::rekey(&self.db, key).map_err(doubt::not_opened);
        let old = std::mem::replace(&mut self.key, Arc::clone(key));
        // A connection that failed reads under one key and writes under the other, so it is given
        // up in any case.
        self.rival = Some(old);
        self.doubt();
        // SQLCipher says that all is well also when it had to roll back, and a commit that failed
        // may have happened: what counts is the key that opens the database now.
        if self.rival.is_none() && Arc::ptr_eq(&self.key, key) {
            return Ok(());
        }
        Err(done.err().unwrap_or_else(doubt::not_written))
    }

    /// Opens the database with its key, or with the one that a rekey in doubt left.
    pub(super) fn connect(&mut self) -> Result<Connection, StoreError> {
        let db = match (connect(&self.path, &self.key), &self.rival) {
            (Err(StoreError::Damaged), Some(rival)) => {
                let db = connect(&self.path, rival)?;
                self.key = Arc::clone(rival);
                db
            }
            (opened, _) => opened?,
        };
        self.rival = None;
        Ok(db)
    }
}
