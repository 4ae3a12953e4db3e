//! The database under another key.

use std::sync::Arc;

use super::{Store, StoreError, doubt};
use crate::store::cipher::{self, DatabaseKey};

impl Store {
    /// Encrypts the database anew under another key, in one transaction. Whatever happens, one
    /// of the two keys opens it; after an error that may be either, and the store finds out.
    pub fn rekey(&mut self, key: Arc<DatabaseKey>) -> Result<(), StoreError> {
        self.without_doubt()?;
        let done = cipher::rekey(&self.db, &key).map_err(doubt::not_opened);
        let old = std::mem::replace(&mut self.key, key);
        // A connection that failed reads under one key and writes under the other, so it is given
        // up in any case.
        self.rival = Some(old);
        self.doubt();
        match done {
            Ok(()) => Ok(()),
            // The commit was in doubt, and it is there.
            Err(_) if !self.doubtful && self.rival.is_none() => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether the key of this store is the only one that can be the database's.
    pub fn key_is_sure(&self) -> bool {
        self.rival.is_none()
    }
}
