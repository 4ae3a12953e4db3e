//! What a backup says of itself.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use sha2::{Digest, Sha256};

use super::{BackupError, MANIFEST, error::at};
use soviec_core::{
    model::{Moment, TenantId},
    protocol::Point,
};

/// The version of this form.
const VERSION: u32 = 1;

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copied {
    /// Its name in the folder.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of it, in hexadecimal digits.
    pub sha256: String,
}

/// The manifest of a backup.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    version: u32,
    /// Whose log it is.
    pub tenant: String,
    /// When it was taken, in milliseconds since 1970.
    pub taken: i64,
    /// The last row of the log.
    pub seq: u64,
    /// The first bytes of the log's chain there, in hexadecimal digits.
    pub chain8: String,
    /// The files.
    pub files: Vec<Copied>,
}

impl Manifest {
    pub(super) fn new(tenant: TenantId, taken: Moment, end: Point, files: Vec<Copied>) -> Self {
        let (tenant, chain8) = (tenant.to_string(), hex(&end.chain8[..]));
        Self { version: VERSION, tenant, taken: taken.0, seq: end.seq, chain8, files }
    }

    /// The last row of the log at the moment of the backup, as the manifest says it.
    pub(super) fn is_end(&self, end: &Point) -> bool {
        self.seq == end.seq && self.chain8 == hex(&end.chain8[..])
    }

    /// Whose log it is; none when the manifest names nobody.
    pub fn tenant(&self) -> Option<TenantId> {
        self.tenant.parse().ok()
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), BackupError> {
        let text = toml::to_string(self).expect("names, numbers and digits have a form in TOML");
        let path = folder.join(MANIFEST);
        fs::write(&path, text).and_then(|()| File::open(&path)?.sync_all()).map_err(at(&path))
    }

    /// Reads the manifest of a folder and holds every file against its sum.
    ///
    /// # Errors
    ///
    /// [`BackupError::NoBackup`] without a manifest that this build reads;
    /// [`BackupError::Damaged`] names the file that is not the copied one.
    pub fn read(folder: &Path) -> Result<Self, BackupError> {
        let no_backup = |why: String| BackupError::NoBackup(folder.to_owned(), why);
        let text = fs::read_to_string(folder.join(MANIFEST));
        let text = text.map_err(|error| no_backup(format!("{MANIFEST}: {error}")))?;
        let read = toml::from_str::<Self>(&text).map_err(|error| no_backup(error.to_string()))?;
        if read.version != VERSION {
            return Err(no_backup(format!("version {} is newer than this program", read.version)));
        }
        for file in &read.files {
            let path = folder.join(&file.name);
            let plain = Path::new(&file.name).file_name().is_some_and(|name| *name == *file.name);
            if !plain || Copied::of(&path)? != *file {
                return Err(BackupError::Damaged(path));
            }
        }
        Ok(read)
    }
}

impl Copied {
    /// Length and sum of a file as it stands there.
    pub(super) fn of(path: &Path) -> Result<Self, BackupError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (bytes, sum) = sum(path).map_err(at(path))?;
        Ok(Self { name, bytes, sha256: hex(&sum) })
    }
}

fn sum(path: &Path) -> io::Result<(u64, [u8; 32])> {
    let (mut file, mut sum, mut bytes) = (File::open(path)?, Sha256::new(), 0);
    let mut part = vec![0; 1 << 16];
    loop {
        match file.read(&mut part)? {
            0 => return Ok((bytes, sum.finalize().into())),
            n => {
                bytes += n as u64;
                sum.update(&part[..n]);
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
