//! Files as wholes: read, and replaced in one step.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read, Write},
    path::Path,
};

use super::sibling;

/// What SQLite names after the database, and the database itself.
pub(super) const DATABASE_ENDINGS: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// No file here comes near; a longer one is not ours and is not taken into memory.
const MAX_LEN: u64 = 1 << 20;

/// Whether a file of this name exists, readable or not.
pub(super) fn is_here(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether the database or a log of it exists: a log alone may still hold work.
pub(super) fn database_is_here(database: &Path) -> io::Result<bool> {
    Ok(is_here(database)? || is_here(&sibling(database, "-wal"))?)
}

/// Whether neither the database nor its log has a byte: SQLite would take it for a new one.
///
/// # Errors
///
/// The system's.
pub fn holds_nothing(database: &Path) -> io::Result<bool> {
    for path in [database.to_path_buf(), sibling(database, "-wal")] {
        if is_here(&path)? && fs::metadata(&path)?.len() > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The file's bytes, the first of them if it is absurdly long; nothing if there is none.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(MAX_LEN).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Replaces the file in one step and waits until the step is on the disk.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = sibling(path, ".new");
    let mut file = File::create(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    sync_folder_of(path)
}

/// Makes the names in the file's folder durable.
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    // A bare file name has an empty parent, which stands for the current folder.
    match path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => File::open(parent)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}
