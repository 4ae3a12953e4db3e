//! The files of one phone or of the office: what a crash leaves of them, and copies. Databases
//! lie on a disk in memory, the small files beside them in a real folder.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Held, wrong};
use crate::vfs::{Disk, Image, Lost};

/// A copy of all files.
#[derive(Debug, Clone, Default)]
pub(super) struct Copied {
    small: BTreeMap<PathBuf, Vec<u8>>,
    databases: Image,
}

impl Copied {
    /// Only the files whose names fit stay.
    pub(super) fn retain(&mut self, fits: impl Fn(&Path) -> bool) {
        self.small.retain(|name, _| fits(name));
        self.databases.retain(|name, _| fits(name));
    }

    /// As a backup brings it back: without the nonce, if that is to be noticed.
    pub(super) fn noticed(&self, noticed: bool) -> Self {
        let mut copied = self.clone();
        copied.retain(|name| !noticed || !name.starts_with(NO_BACKUP));
        copied
    }
}

/// A folder of files.
#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
    disk: Arc<Disk>,
}

/// The folder in which the nonce lies.
pub(super) const NO_BACKUP: &str = "no-backup";

impl Files {
    pub(super) fn at(folder: PathBuf) -> Held<Self> {
        fs::create_dir_all(folder.join(NO_BACKUP)).map_err(|e| wrong("a folder")(&e))?;
        let disk = Disk::at(&folder);
        Ok(Self { folder, disk })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn disk(&self) -> &Disk {
        &self.disk
    }

    /// The power fails: of what was not flushed this is left.
    pub(super) fn crash(&self, seed: u64) {
        self.disk.crash(match seed % 4 {
            0 => Lost::Nothing,
            1 => Lost::Unflushed,
            _ => Lost::Some(seed),
        });
    }

    /// Everything as processes see it now; locks belong to the process.
    pub(super) fn copy(&self) -> Held<Copied> {
        let mut small = BTreeMap::new();
        for folder in [PathBuf::new(), PathBuf::from(NO_BACKUP)] {
            let entries =
                fs::read_dir(self.folder.join(&folder)).map_err(|e| wrong("a copy")(&e))?;
            for entry in entries {
                let entry = entry.map_err(|e| wrong("a copy")(&e))?;
                let name = folder.join(entry.file_name());
                if entry.path().is_file() && !name.to_string_lossy().ends_with(".lock") {
                    small.insert(name, fs::read(entry.path()).map_err(|e| wrong("a copy")(&e))?);
                }
            }
        }
        Ok(Copied { small, databases: self.disk.image() })
    }

    /// Puts files in the place of those that are there, which no process may have open.
    pub(super) fn put(&self, files: &Copied) -> Held {
        for name in self.copy()?.small.keys() {
            let _gone = fs::remove_file(self.folder.join(name));
        }
        self.disk.put(&files.databases);
        for (name, bytes) in &files.small {
            write_private(&self.folder.join(name), bytes).map_err(|e| wrong("a folder")(&e))?;
        }
        Ok(())
    }
}

/// The office's keys are taken only from files that nobody else can read.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}
