//! The files beside a phone's database.
//!
//! | file | where | holds |
//! |---|---|---|
//! | `<db>.device` | beside the database | who this phone is, sealed under the database key |
//! | `<db>.nonce` | in a folder that no backup touches | 16 random bytes |
//! | `<db>.lock` | beside the database | nothing; it is locked while the database is open |
//! | `<db>.damage` | beside the database | nothing; it is there when damage was met |
//!
//! The device file travels with the database through every backup and copy; the nonce
//! stays behind. So a phone that finds another nonce than the one its device file
//! remembers, or none, knows that it was restored or cloned.
//!
//! Only what was asked for is ever written, and always as a whole: a crash leaves the old
//! file or the new one. No function here deletes anything that holds something.

mod aside;
mod device;
mod files;
mod lock;
mod mark;

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use thiserror::Error;
use zeroize::Zeroizing;

use super::cipher::{DatabaseKey, sibling};
use device::Content;

pub use aside::{last_aside, set_aside};
pub use files::holds_nothing;
pub use lock::{LockGuard, exclusive};
pub use mark::{clear_mark, damage_is_marked, mark_damage};

/// Bytes of a nonce, and of a database's id.
const ID_LEN: usize = 16;

/// Fills a buffer with random bytes: the core has no randomness of its own here.
pub type Random<'a> = &'a mut dyn FnMut(&mut [u8]);

/// A database's id: 16 random bytes, chosen when it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DatabaseId(pub [u8; ID_LEN]);

/// What only this phone knows about itself. It is sealed under the database key on the
/// disk, wiped from memory when dropped, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceSecret {
    /// The seed of the device's Ed25519 key, in one place on the heap: moving the secret
    /// leaves no copy behind.
    pub seed: Box<Zeroizing<[u8; 32]>>,
    /// The office's certificate for that key, as received; empty before enrolment.
    pub certificate: Vec<u8>,
    /// Whatever else the store keeps here, opaque to the vault.
    pub rest: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for DeviceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceSecret")
    }
}

/// Whether this phone is the one that last wrote the device file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonceState {
    /// The nonce is where this phone left it.
    Same,
    /// The files were restored or copied here, or the nonce was lost: a new epoch is due,
    /// and after it [`Vault::renew_nonce`].
    Differs,
}

/// Why the vault did not do what was asked. Nothing was changed, except by an
/// [`Io`](VaultError::Io) error half-way through several files.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The key is not the one that this database was made with.
    #[error("this is not the key of the database")]
    WrongKey,
    /// The key may be right, but the device file cannot be read.
    #[error("the device file is damaged")]
    Damaged,
    /// A later version of the app wrote the device file.
    #[error("the device file has version {0}, which this app does not know")]
    Newer(u32),
    /// Never taken for a fresh start: the database may hold work that was not sent.
    #[error("the database has lost its device file")]
    Missing,
    /// Neither a database nor a device file is here.
    #[error("there is no database here yet")]
    Absent,
    /// Creating would replace a file that is here.
    #[error("a database or its device file is already here")]
    Exists,
    /// Another connection, in this process or another, has the database open.
    #[error("the database is already open")]
    InUse,
    /// A stamp goes into a file name: letters, digits, `-`, `_` and `.` only.
    #[error("a stamp has 1 to 64 letters, digits, '-', '_' or '.'")]
    Stamp,
    /// The system refused.
    #[error("a file beside the database cannot be read or written: {0}")]
    Io(#[from] io::Error),
}

/// The files beside one database. It holds no secret: those come and go as arguments.
#[derive(Clone, Debug)]
pub struct Vault {
    device: PathBuf,
    nonce: PathBuf,
    id: DatabaseId,
    remembered: [u8; ID_LEN],
}

/// What [`Vault::open`] found.
#[derive(Debug)]
pub struct Opened {
    /// The files, for later writes.
    pub vault: Vault,
    /// Who this phone is.
    pub secret: DeviceSecret,
    /// Whether it is still the same phone.
    pub nonce: NonceState,
    /// Whether the database itself is there. It is not after it was set aside, or when
    /// creating it was interrupted.
    pub database: bool,
    /// Whether a rekey was interrupted: the database may be under the key that was given, or
    /// under another one, which the device file knows too.
    pub two_keys: bool,
}

impl Vault {
    /// Makes a database's identity before the database itself: an id, a nonce and the
    /// sealed `secret`. The caller holds the lock of [`exclusive`].
    ///
    /// # Errors
    ///
    /// [`VaultError::Exists`] if a database, its log or its device file is here.
    pub fn create(
        database: &Path,
        no_backup: &Path,
        key: &DatabaseKey,
        random: Random<'_>,
        secret: &DeviceSecret,
    ) -> Result<Self, VaultError> {
        let mut vault = Self::beside(database, no_backup)?;
        if files::database_is_here(database)? || files::is_here(&vault.device)? {
            return Err(VaultError::Exists);
        }
        random(&mut vault.id.0);
        vault.renew_nonce(key, random, secret)?;
        Ok(vault)
    }

    /// Reads who this phone is. Changes nothing.
    ///
    /// # Errors
    ///
    /// [`VaultError::WrongKey`], [`VaultError::Damaged`], [`VaultError::Newer`],
    /// [`VaultError::Missing`], [`VaultError::Absent`].
    pub fn open(
        database: &Path,
        no_backup: &Path,
        key: &DatabaseKey,
    ) -> Result<Opened, VaultError> {
        let mut vault = Self::beside(database, no_backup)?;
        let here = files::database_is_here(database)?;
        let Some(bytes) = files::read(&vault.device)? else {
            return Err(if here { VaultError::Missing } else { VaultError::Absent });
        };
        let (id, content) = device::open(&bytes, key)?;
        vault.id = id;
        vault.remembered = content.nonce;
        let nonce = vault.nonce_state()?;
        let Content { secret, two_keys, .. } = content;
        Ok(Opened { vault, secret, nonce, database: here, two_keys })
    }

    /// The database's id.
    #[must_use]
    pub fn database_id(&self) -> DatabaseId {
        self.id
    }

    /// Writes the device file anew: after enrolment, or under the new key after the
    /// database's own `rekey`.
    ///
    /// # Errors
    ///
    /// [`VaultError::Io`]; the old file then still stands.
    pub fn reseal(
        &self,
        key: &DatabaseKey,
        random: Random<'_>,
        secret: &DeviceSecret,
    ) -> Result<(), VaultError> {
        let bytes = device::seal(self.id, self.remembered, key, None, random, secret);
        Ok(files::write(&self.device, &bytes)?)
    }

    /// Writes the device file anew so that either key opens it: before the database's own
    /// rekey, because two files cannot change in one step. [`Vault::reseal`] ends it.
    ///
    /// # Errors
    ///
    /// [`VaultError::Io`]; the old file then still stands.
    pub fn seal_under_both(
        &self,
        key: &DatabaseKey,
        next: &DatabaseKey,
        random: Random<'_>,
        secret: &DeviceSecret,
    ) -> Result<(), VaultError> {
        let bytes = device::seal(self.id, self.remembered, key, Some(next), random, secret);
        Ok(files::write(&self.device, &bytes)?)
    }

    /// Makes this phone the one that the device file remembers. To be called when the
    /// new epoch is durable; a crash before the end only asks for one more epoch.
    ///
    /// # Errors
    ///
    /// [`VaultError::Io`].
    pub fn renew_nonce(
        &mut self,
        key: &DatabaseKey,
        random: Random<'_>,
        secret: &DeviceSecret,
    ) -> Result<(), VaultError> {
        let mut nonce = [0; ID_LEN];
        random(&mut nonce);
        // A folder that is not there yet says as much as an empty one.
        self.nonce.parent().map(std::fs::create_dir_all).transpose()?;
        files::write(&self.nonce, &nonce)?;
        self.remembered = nonce;
        self.reseal(key, random, secret)
    }

    fn beside(database: &Path, no_backup: &Path) -> Result<Self, VaultError> {
        let name =
            database.file_name().ok_or(io::ErrorKind::InvalidInput).map_err(io::Error::from)?;
        Ok(Self {
            device: sibling(database, ".device"),
            nonce: sibling(&no_backup.join(name), ".nonce"),
            id: DatabaseId([0; ID_LEN]),
            remembered: [0; ID_LEN],
        })
    }

    fn nonce_state(&self) -> Result<NonceState, VaultError> {
        let found = files::read(&self.nonce)?;
        let same = found.is_some_and(|found| found == self.remembered);
        Ok(if same { NonceState::Same } else { NonceState::Differs })
    }
}

#[cfg(test)]
mod tests;
