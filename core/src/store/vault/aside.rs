//! A damaged database is put aside, never deleted: it may hold the only copy of a week's
//! work.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    VaultError,
    files::{DATABASE_ENDINGS, database_is_here, is_here, sync_folder_of},
    sibling,
};

/// Renames the database and its logs to `<db>.damaged-<stamp>` with their own endings,
/// so that SQLite still finds them together, and returns the new path of the database.
/// The caller holds the lock, has closed every connection, and gives a stamp of the time.
///
/// The database goes first: after a crash half-way its log stands alone, which
/// `open_encrypted` refuses to touch, and the same call finishes the work.
///
/// # Errors
///
/// [`VaultError::Stamp`]; [`VaultError::Absent`] if there is nothing to set aside;
/// [`VaultError::Exists`] if a file of that name was set aside before.
pub fn set_aside(database: &Path, stamp: &str) -> Result<PathBuf, VaultError> {
    let aside = sibling(database, &format!(".damaged-{}", checked(stamp)?));
    if !database_is_here(database)? {
        return Err(VaultError::Absent);
    }
    let mut moves = Vec::new();
    for ending in DATABASE_ENDINGS {
        let (from, to) = (sibling(database, ending), sibling(&aside, ending));
        if is_here(&from)? {
            if is_here(&to)? {
                return Err(VaultError::Exists);
            }
            moves.push((from, to));
        }
    }
    for (from, to) in moves {
        fs::rename(from, to)?;
    }
    sync_folder_of(database)?;
    Ok(aside)
}

/// The database that was set aside last, if one ever was.
///
/// # Errors
///
/// [`VaultError::Io`].
pub fn last_aside(database: &Path) -> Result<Option<PathBuf>, VaultError> {
    let stem = sibling(database, ".damaged-");
    let folder = stem.parent().filter(|folder| !folder.as_os_str().is_empty());
    let stem = stem.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut last: Option<(usize, String, PathBuf)> = None;
    for entry in fs::read_dir(folder.unwrap_or(Path::new(".")))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(stamp) = name.strip_prefix(&stem) else { continue };
        // Stamps are times: a longer one is a later one.
        let found = (stamp.len(), stamp.to_owned(), path.clone());
        let log = DATABASE_ENDINGS.iter().any(|e| !e.is_empty() && stamp.ends_with(e));
        if !log && last.as_ref().is_none_or(|last| *last < found) {
            last = Some(found);
        }
    }
    Ok(last.map(|(_, _, path)| path))
}

fn checked(stamp: &str) -> Result<&str, VaultError> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let fine = (1..=64).contains(&stamp.len()) && stamp.bytes().all(fits);
    fine.then_some(stamp).ok_or(VaultError::Stamp)
}
