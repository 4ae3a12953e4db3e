//! After a failure: memory must never be ahead of the disk, nor behind it.

use rusqlite::{ErrorCode, MAIN_DB, ffi};

use super::{AllTips, Store, StoreError, meta, read};
use crate::store::cipher::CipherError;

impl Store {
    /// After a failed or doubtful transaction memory may be behind the disk or ahead of it: what
    /// is in it is forgotten and the database is opened anew, now or, while the disk does not let it,
    /// before the next writing.
    pub fn doubt(&mut self) {
        self.tips = AllTips::default();
        self.doubtful = true;
        if let Err(error) = self.without_doubt() {
            tracing::warn!("after a failure the database was not opened anew: {error}");
        }
    }

    /// Does what writes. Damage is believed when it is met twice, the second time by a new
    /// connection, and so is a read-only disk: after a read that failed for a moment, SQLCipher takes the page for a forged
    /// one and keeps saying so.
    pub(super) fn twice<T>(
        &mut self,
        mut work: impl FnMut(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.without_doubt()?;
        let mut done = work(self);
        if done.as_ref().is_err_and(may_be_the_connection) {
            self.doubt();
            self.without_doubt()?;
            done = work(self);
        }
        if done.is_err() {
            self.doubt();
        }
        done
    }

    /// Opens the database anew if the last failure could not, or if the disk let it be opened
    /// for reading only.
    pub fn without_doubt(&mut self) -> Result<(), StoreError> {
        if self.doubtful || self.db.is_readonly(MAIN_DB)? {
            let db = self.connect()?;
            let epoch = meta::get(&db, "epoch")?.ok_or(StoreError::Damaged)?;
            (self.names, self.epoch) = (read::names(&db)?, epoch);
            (self.db, self.doubtful) = (db, false);
        }
        Ok(())
    }
}

/// Whether a new connection may do what this one could not: besides damage, a log that was
/// opened while the disk was read-only stays so for its connection.
fn may_be_the_connection(error: &StoreError) -> bool {
    match error {
        StoreError::Damaged => true,
        StoreError::Storage(e) => e.sqlite_error_code() == Some(ErrorCode::ReadOnly),
        _ => false,
    }
}

/// A failure of which SQLCipher keeps the reason to itself.
pub(super) fn not_written() -> StoreError {
    StoreError::Storage(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR), None))
}

/// What it means that the database did not open. The vault has proved the key, so a first page
/// that does not open is damage; that the system cannot read it is none.
pub(super) fn not_opened(error: CipherError) -> StoreError {
    let failed = |code, text: String| {
        StoreError::Storage(rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some(text)))
    };
    match error {
        CipherError::Sqlite(e) => StoreError::from(e),
        CipherError::NotProven | CipherError::Orphaned => StoreError::Damaged,
        CipherError::Io(e) => failed(ffi::SQLITE_IOERR, e.to_string()),
        CipherError::NoLog => failed(ffi::SQLITE_CANTOPEN, error.to_string()),
    }
}
