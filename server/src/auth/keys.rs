//! The secrets beside the database: office key, relay key, code secret; and the relay's epoch.
//!
//! Each is a file of its own, made once with mode 0600 in a directory of mode 0700. A lost one is
//! never replaced in silence: phones trust the old one.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::config::{Random, random};
use soviec_core::{
    model::Epoch,
    protocol::{PublicKey, SigningKey, fingerprint},
};

/// Why the secrets cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file could not be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// The file has another length than a key.
    #[error("{0} does not hold a key")]
    Length(PathBuf),
    /// Others on this computer could read the file.
    #[error("{0} can be read by others; its mode must be 0600")]
    Open(PathBuf),
    /// The database is there and the file is not.
    #[error("{0} is missing beside an existing database; put it back from its own backup")]
    Missing(PathBuf),
}

/// The relay's secrets.
pub struct Keys {
    /// Signs certificates and the changes of the office's pen.
    pub office: SigningKey,
    /// Signs receipts.
    pub relay: SigningKey,
    /// Under the hashes of enrolment codes.
    pub(super) code_secret: [u8; 32],
    /// The relay's epoch: another one says that the log was begun again.
    pub relay_epoch: Epoch,
}

impl Keys {
    /// Reads the secrets in `dir`; makes them when `fresh`, that is without a database.
    pub fn open(dir: &Path, fresh: bool, source: &dyn Random) -> Result<Self, KeyError> {
        make_private_dir(dir).map_err(|error| KeyError::File(dir.to_owned(), error))?;
        let secret = |name: &str| secret(&dir.join(name), fresh, source);
        Ok(Self {
            office: SigningKey::from_seed(&secret("office.key")?),
            relay: SigningKey::from_seed(&secret("relay.key")?),
            code_secret: secret("codes.key")?,
            relay_epoch: Epoch(self::secret(&dir.join("relay.epoch"), fresh, source)?),
        })
    }

    /// What a person compares when a phone is enrolled.
    pub fn office_fingerprint(&self) -> String {
        fingerprint(&self.office_public())
    }

    /// The office's public key.
    pub fn office_public(&self) -> PublicKey {
        self.office.public()
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

fn secret<const N: usize>(
    path: &Path,
    fresh: bool,
    source: &dyn Random,
) -> Result<[u8; N], KeyError> {
    match read(path) {
        Ok(bytes) => bytes.try_into().map_err(|_| KeyError::Length(path.to_owned())),
        Err(KeyError::Missing(_)) if fresh => {
            let bytes = random::<N>(source);
            write(path, &bytes).map_err(|error| KeyError::File(path.to_owned(), error))?;
            Ok(bytes)
        }
        Err(error) => Err(error),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, KeyError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => KeyError::Missing(path.to_owned()),
        _ => KeyError::File(path.to_owned(), error),
    };
    if !is_private(path).map_err(failed)? {
        return Err(KeyError::Open(path.to_owned()));
    }
    fs::read(path).map_err(failed)
}

/// Whole or not at all: a cut half-way leaves a stray file, never half a key.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let half = path.with_extension("new");
    let mut file = private().open(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&half, path)?;
    path.parent().map_or(Ok(()), |dir| File::open(dir)?.sync_all())
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_private_dir(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

#[cfg(unix)]
fn is_private(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 == 0)
}

/// Elsewhere the rights of the directory decide.
#[cfg(not(unix))]
fn is_private(path: &Path) -> io::Result<bool> {
    fs::metadata(path).map(|_| true)
}
