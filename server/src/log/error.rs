//! What can go wrong with the log.

use crate::database::OpenError;

/// The log could not be read or written. Nothing half-done stays behind.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The file could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// SQLite failed.
    #[error("the log cannot be read or written: {0}")]
    Database(#[from] rusqlite::Error),
    /// A row of this log is not one that this build wrote.
    #[error("row {0} of the log cannot be read")]
    Unreadable(u64),
}
