//! Why a request is not heard.

use crate::database::OpenError;

/// A request that does nothing, or a table that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// Unknown device, wrong signature or wrong headers: one answer for all.
    #[error("the request is not signed by an enrolled device")]
    Unauthorised,
    /// The same random bytes were seen before.
    #[error("the request was seen before")]
    Replayed,
    /// Unknown, used or over: one answer for all.
    #[error("the code is unknown, used or over")]
    BadCode,
    /// Too many wrong codes lately.
    #[error("too many wrong codes; try again later")]
    Throttled,
    /// A stored certificate is not signed by this office.
    #[error("a stored certificate cannot be read with this office's key")]
    Unreadable,
    /// The file could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// SQLite failed.
    #[error("the devices cannot be read or written: {0}")]
    Database(#[from] rusqlite::Error),
}
