//! What can go wrong in the store, named by what the caller does next.

use crate::admission::Code;
use crate::document::DocumentError;

/// Why the store did not do what was asked. Nothing half-done is left.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite failed; after a failed commit the database is opened anew.
    #[error("the database failed: {0}")]
    Sqlite(#[source] rusqlite::Error),
    /// Pages of the file are damaged: set it aside.
    #[error("the database file is damaged")]
    Damaged,
    /// The phone's storage does not read or write; what was written before stands.
    #[error("the phone's storage failed: {0}")]
    Storage(#[source] rusqlite::Error),
    /// No room is left; what was written before stands.
    #[error("no space is left on the device")]
    Full,
    /// A later version of the app made the database.
    #[error("the database has version {0}, which this app does not know")]
    Newer(u32),
    /// The CRDT document failed; it is asked again at the next write.
    #[error("the document failed: {0}")]
    Document(#[from] DocumentError),
    /// Our own edit does not pass admission: a fault of this program.
    #[error("the edit does not pass admission: {0}")]
    NotAdmitted(Code),
    /// The edit names no register that it may write.
    #[error("the edit names no register")]
    NoRegister,
    /// The document is not attached, or may not be written here.
    #[error("the document may not be written on this phone")]
    NotWritable,
}

impl From<rusqlite::Error> for StoreError {
    /// Sorts SQLite's errors by what they mean for the caller.
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        if crate::store::cipher::means_damage(&e) {
            return Self::Damaged;
        }
        match e.sqlite_error_code() {
            Some(Code::DiskFull) => Self::Full,
            Some(Code::SystemIoFailure | Code::CannotOpen | Code::ReadOnly) => Self::Storage(e),
            _ => Self::Sqlite(e),
        }
    }
}
