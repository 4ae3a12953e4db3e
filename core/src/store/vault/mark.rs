//! A mark beside a database in which damage was met while it was open.
//!
//! Opening reads only a few pages, so that it does not take longer with a longer history. What
//! is found later cannot be set aside at once, because the database is in use; the mark lets
//! the next opening look at every page.

use std::{fs, io::ErrorKind, path::Path};

use super::{
    VaultError,
    files::{is_here, sync_folder_of, write},
    sibling,
};

const ENDING: &str = ".damage";

/// Leaves the mark, durably. Doing it twice changes nothing.
///
/// # Errors
///
/// [`VaultError::Io`].
pub fn mark_damage(database: &Path) -> Result<(), VaultError> {
    Ok(write(&sibling(database, ENDING), b"")?)
}

/// Whether damage was met since the last opening.
///
/// # Errors
///
/// [`VaultError::Io`].
pub fn damage_is_marked(database: &Path) -> Result<bool, VaultError> {
    Ok(is_here(&sibling(database, ENDING))?)
}

/// Takes the mark away: the database was set aside, or every page of it is whole. The mark
/// holds nothing, and it is the only file that the vault ever removes.
///
/// # Errors
///
/// [`VaultError::Io`].
pub fn clear_mark(database: &Path) -> Result<(), VaultError> {
    let mark = sibling(database, ENDING);
    match fs::remove_file(&mark) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(sync_folder_of(&mark)?),
    }
}
