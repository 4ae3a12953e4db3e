//! Why a clerk is not let in, or not written down.

use crate::database::OpenError;

/// Nothing changed but, perhaps, a count of wrong tries.
#[derive(Debug, thiserror::Error)]
pub enum ClerkError {
    /// The sign-in name is not one.
    #[error("a sign-in name has 1 to 40 characters of a-z, 0-9, '.', '-' and '_'")]
    Name,
    /// The name for the page is empty or too long.
    #[error("a shown name has 1 to 100 bytes")]
    Shown,
    /// The new password does not fit.
    #[error("a password has 10 characters or more, and no more than 1,024 bytes")]
    Password,
    /// Nobody has that sign-in name.
    #[error("there is no clerk of that name")]
    Unknown,
    /// Unknown name or wrong password: one answer for both.
    #[error("name or password is wrong; {left} tries are left")]
    Wrong {
        /// Tries that are heard before a pause.
        left: usize,
    },
    /// Too many wrong tries lately.
    #[error("too many wrong tries; again in {minutes} minutes")]
    Throttled {
        /// Until then no try is heard.
        minutes: u32,
    },
    /// Unknown, used or over: one answer for all.
    #[error("the link is unknown, used or over")]
    Link,
    /// The hash could not be computed: the machine has no memory for it.
    #[error("the password cannot be checked now")]
    Hash,
    /// The file could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// SQLite failed.
    #[error("the clerks cannot be read or written: {0}")]
    Database(#[from] rusqlite::Error),
}
