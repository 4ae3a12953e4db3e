//! Putting a backup back.

use std::{fs, path::Path};

use minicbor::{Decode, Encode};

use super::{
    BackupError, EPOCH, FILES, Manifest, Progress, SECRETS, TENANT,
    error::at,
    take::{private, settle, sync_folder, walk, with_ending},
};
use crate::{
    Environment,
    config::random,
    log::{Log, LogError},
};
use soviec_core::{
    model::{DocumentId, Epoch, Moment},
    protocol::{RowHeader, RowKind},
};

/// The payload of the row that a restore appends.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Restored {
    /// The last row of the backup.
    #[n(0)]
    pub seq: u64,
    /// When the backup was taken.
    #[n(1)]
    pub taken: Moment,
    /// The relay's epoch from here on.
    #[n(2)]
    pub epoch: Epoch,
}

/// Puts the backup `folder` into the folder `data`, in which the office's keys stand and no log
/// does: checks every sum and the whole chain, begins a new relay epoch and appends a row that
/// says so. The log appears last, so that a restore that was cut off can be run again.
///
/// # Errors
///
/// [`BackupError`]; a log that is there is never touched.
pub fn restore(
    folder: &Path,
    data: &Path,
    environment: &Environment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Restored, BackupError> {
    let manifest = Manifest::read(folder)?;
    let log = data.join(FILES[0]);
    if log.exists() {
        return Err(BackupError::Taken(log));
    }
    for name in SECRETS {
        let key = data.join(name);
        if !key.exists() {
            return Err(BackupError::NoKey(key));
        }
    }
    let new = with_ending(&log, ".new");
    for file in &manifest.files {
        let to = if file.name == FILES[0] { new.clone() } else { data.join(&file.name) };
        put(&folder.join(&file.name), &to)?;
        progress(Progress::Copied(file.name.clone(), file.bytes));
    }
    let restored = begin_again(&new, &manifest, data, environment, progress)?;
    fs::rename(&new, &log).map_err(at(&log))?;
    sync_folder(data)?;
    Ok(restored)
}

/// Copies one file, with nothing beside it that belonged to another one of its name.
fn put(from: &Path, to: &Path) -> Result<(), BackupError> {
    for ending in ["", "-wal", "-shm"] {
        let old = with_ending(to, ending);
        if old.exists() {
            fs::remove_file(&old).map_err(at(&old))?;
        }
    }
    fs::copy(from, to).map_err(at(from))?;
    private(to)?;
    fs::File::open(to).and_then(|file| file.sync_all()).map_err(at(to))
}

/// Proves the log, and makes it another one than it was.
fn begin_again(
    path: &Path,
    manifest: &Manifest,
    data: &Path,
    environment: &Environment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Restored, BackupError> {
    let unnamed = || BackupError::NoBackup(data.join(TENANT), manifest.tenant.clone());
    let log = Log::open(path, manifest.tenant().ok_or_else(unnamed)?)?;
    let end = walk(&log, progress)?;
    if !manifest.is_end(&end) {
        return Err(BackupError::OtherLog { found: end.seq, said: manifest.seq });
    }
    let epoch = Epoch(random(&*environment.random));
    write_epoch(&data.join(EPOCH), &epoch)?;
    let restored = Restored { seq: end.seq, taken: Moment(manifest.taken), epoch };
    log.write(|group| {
        let now = environment.clock.now();
        // It is about the whole log and no document.
        let header = RowHeader {
            epoch: Some(epoch),
            ..RowHeader::new(RowKind::RESTORE, DocumentId([0; 16]), now)
        };
        let payload = minicbor::to_vec(&restored).expect("a Vec takes every byte");
        group.push(header, &payload).map(drop)
    })
    .map_err(|error: LogError| BackupError::Log(error))?;
    drop(log);
    settle(path)?;
    Ok(restored)
}

fn write_epoch(path: &Path, epoch: &Epoch) -> Result<(), BackupError> {
    let new = with_ending(path, ".new");
    fs::write(&new, epoch.as_slice()).map_err(at(&new))?;
    private(&new)?;
    fs::File::open(&new).and_then(|file| file.sync_all()).map_err(at(&new))?;
    fs::rename(&new, path).map_err(at(path))
}
