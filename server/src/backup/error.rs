//! Why a backup was not taken or not put back.

use std::{io, path::PathBuf};

use crate::{OfficeError, log::LogError};

/// A backup or a restore that did not come to be. What was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file could not be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// SQLite could not copy or read a database.
    #[error("{0}: {1}")]
    Database(PathBuf, rusqlite::Error),
    /// There is no office in the folder.
    #[error("{0} holds no office")]
    NoOffice(PathBuf),
    /// There is something already where the result should stand.
    #[error("{0} is there already")]
    Taken(PathBuf),
    /// There is no readable manifest.
    #[error("{0} is no backup: {1}")]
    NoBackup(PathBuf, String),
    /// A file is not the one that was copied.
    #[error("{0} is damaged or was changed")]
    Damaged(PathBuf),
    /// The log's rows do not give the chain that the manifest names.
    #[error("the log in the backup is not whole: it ends at {found}, the manifest says {said}")]
    OtherLog {
        /// What the rows give.
        found: u64,
        /// What the manifest says.
        said: u64,
    },
    /// A secret of the office is missing where the data are to stand.
    #[error("{0} is missing: put the office's keys there first, from their own backup")]
    NoKey(PathBuf),
    /// The log could not be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// What was restored does not open as an office.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// The restored office does not read its own devices or rows: the keys are another office's.
    #[error("the restored data do not fit these keys: {0}")]
    Unusable(String),
}

/// An error of the file system with its path.
pub(super) fn at(path: &std::path::Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |error| BackupError::File(path, error)
}
