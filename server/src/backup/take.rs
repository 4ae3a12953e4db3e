//! Taking a backup while the server runs, and proving it by putting it back.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags};

use super::{
    BackupError, Copied, EPOCH, FILES, Manifest, SECRETS, TENANT, error::at, restore::restore,
};
use crate::{
    Config, Environment, Office,
    log::{Log, LogError},
};
use soviec_core::protocol::Point;

/// What a backup is doing, for whoever waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// A file was copied; its length.
    Copied(String, u64),
    /// The chain was computed anew up to this row.
    Row(u64),
    /// It is put back into a scratch folder now.
    Restoring,
}

/// Copies the office at `data` into the new folder `to`, while a server may run on it, and
/// proves the copy by restoring it into a scratch folder beside the data.
///
/// The folder appears under its name only when it is whole and proved.
///
/// # Errors
///
/// [`BackupError`]; an unfinished folder with the ending `.partial` may stay behind, and the
/// next backup to the same place replaces it.
pub fn backup(
    data: &Path,
    to: &Path,
    environment: &Environment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Manifest, BackupError> {
    if !data.join(FILES[0]).exists() {
        return Err(BackupError::NoOffice(data.to_owned()));
    }
    if to.exists() {
        return Err(BackupError::Taken(to.to_owned()));
    }
    let partial = with_ending(to, ".partial");
    fresh_folder(&partial)?;
    let (tenant, end) = copy(data, &partial, progress)?;
    let files = listed(&partial)?;
    let manifest = Manifest::new(tenant, environment.clock.now(), end, files);
    manifest.write(&partial)?;
    verify(&partial, data, environment, progress)?;
    sync_folder(&partial)?;
    fs::rename(&partial, to).map_err(at(to))?;
    to.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(Ok(()), sync_folder)?;
    Ok(manifest)
}

/// Restores the backup `folder` into a scratch folder beside `data`, with the keys of `data`,
/// opens it as an office and reads everything in it. The scratch folder goes again.
///
/// # Errors
///
/// [`BackupError`] says what is not as it was.
pub fn verify(
    folder: &Path,
    data: &Path,
    environment: &Environment,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), BackupError> {
    progress(Progress::Restoring);
    // Beside the keys: they are on no other disk than before.
    let scratch = data.join("verify.scratch");
    fresh_folder(&scratch)?;
    let proved = prove(folder, data, &scratch, environment, progress);
    fs::remove_dir_all(&scratch).map_err(at(&scratch))?;
    proved
}

fn prove(
    folder: &Path,
    data: &Path,
    scratch: &Path,
    environment: &Environment,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), BackupError> {
    for name in SECRETS.into_iter().chain([EPOCH]) {
        let from = data.join(name);
        fs::copy(&from, scratch.join(name)).map_err(at(&from))?;
    }
    restore(folder, scratch, environment, progress)?;
    let office = Office::open(scratch, Config::default(), environment.clone())?;
    let unusable = |error: String| BackupError::Unusable(error);
    office.auth().devices().map_err(|error| unusable(error.to_string()))?;
    office.views().read(office.log(), |_, _| Ok(())).map_err(|error| unusable(error.to_string()))
}

/// Copies every file; returns whose log it is and where the copy of it ends.
fn copy(
    data: &Path,
    to: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<(soviec_core::model::TenantId, Point), BackupError> {
    for name in FILES {
        let from = data.join(name);
        // An office that never heard of a phone has no contacts, and may have no clerks.
        if name == FILES[0] || from.exists() {
            copy_database(&from, &to.join(name))?;
            progress(Progress::Copied(name.to_owned(), length(&to.join(name))?));
        }
    }
    let (from, tenant) = (data.join(TENANT), to.join(TENANT));
    let text = fs::read_to_string(&from).map_err(at(&from))?;
    fs::write(&tenant, &text).map_err(at(&tenant))?;
    let id = text.trim().parse();
    let id = id.map_err(|_| BackupError::Office(crate::OfficeError::Tenant(from)))?;
    let log = Log::open(&to.join(FILES[0]), id)?;
    let end = log.read(|view| view.head())?;
    drop(log);
    settle(&to.join(FILES[0]))?;
    Ok((id, end))
}

/// One state of a database between two transactions, whole and packed; writers go on meanwhile.
fn copy_database(from: &Path, to: &Path) -> Result<(), BackupError> {
    let failed = |error| BackupError::Database(from.to_owned(), error);
    let db = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE);
    let db = db.map_err(failed)?;
    db.busy_timeout(std::time::Duration::from_secs(60)).map_err(failed)?;
    db.execute("VACUUM INTO ?1", [to.to_string_lossy()]).map_err(failed)?;
    drop(db);
    private(to)?;
    File::open(to).and_then(|file| file.sync_all()).map_err(at(to))
}

/// Takes a database out of the mode with a log beside it, so that it is one file again.
pub(super) fn settle(path: &Path) -> Result<(), BackupError> {
    let failed = |error| BackupError::Database(path.to_owned(), error);
    let db = Connection::open(path).map_err(failed)?;
    db.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).map_err(failed)
}

/// The chain of a log, computed anew.
pub(super) fn walk(log: &Log, progress: &mut dyn FnMut(Progress)) -> Result<Point, LogError> {
    log.read(|view| view.verify(&mut |row| progress(Progress::Row(row))))
}

fn listed(folder: &Path) -> Result<Vec<Copied>, BackupError> {
    let names = FILES.into_iter().chain([TENANT]).map(|name| folder.join(name));
    names.filter(|path| path.exists()).map(|path| Copied::of(&path)).collect()
}

fn length(path: &Path) -> Result<u64, BackupError> {
    Ok(fs::metadata(path).map_err(at(path))?.len())
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A folder of the owner's alone, empty: what an earlier try left there goes.
pub(super) fn fresh_folder(path: &Path) -> Result<(), BackupError> {
    if path.exists() {
        fs::remove_dir_all(path).map_err(at(path))?;
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(at(path))
}

#[cfg(unix)]
pub(super) fn private(path: &Path) -> Result<(), BackupError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(at(path))
}

/// Elsewhere the rights of the directory decide.
#[cfg(not(unix))]
pub(super) fn private(_: &Path) -> Result<(), BackupError> {
    Ok(())
}

#[cfg(unix)]
pub(super) fn sync_folder(path: &Path) -> Result<(), BackupError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(at(path))
}

/// Elsewhere a folder cannot be synced.
#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> Result<(), BackupError> {
    Ok(())
}
