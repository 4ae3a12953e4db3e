//! The task book under another key.

use std::sync::Arc;

use super::open::source;
use super::{Environment, Place, Replica, Writer, closed, lock};
use crate::error::Error;
use crate::store::cipher::{CipherError, DatabaseKey, open_encrypted};
use crate::store::vault::{Opened, VaultError};

impl Replica {
    /// Encrypts the task book anew under another 32-byte key: the app takes one into the
    /// platform's key store, calls this, and forgets the old key when it returns.
    ///
    /// Two files are concerned, which cannot change in one step. The device file is first sealed
    /// under both keys, then the database changes its key in one transaction, then the device
    /// file forgets the old one. Whenever the app ends in between, one of the two keys opens, with
    /// everything that was durable, and the other is `wrong_key`; so an app keeps both until this
    /// has returned. After an error it is the same.
    pub fn rekey(&self, key: &[u8; 32]) -> Result<(), Error> {
        self.call("rekey", || {
            let key = Arc::new(DatabaseKey::new(key));
            self.with_writer(|writer| {
                // Nobody reads meanwhile: what a connection has open is under the old key.
                let mut reader = lock(&self.reader);
                let old = reader.as_mut().ok_or_else(closed)?;
                let done = self.rekey_files(writer, Arc::clone(&key));
                *old = writer.store.reader()?;
                done
            })
        })
    }

    fn rekey_files(&self, writer: &mut Writer, key: Arc<DatabaseKey>) -> Result<(), Error> {
        let mut random = source(&self.environment)?;
        let Writer { vault, store, secret, .. } = writer;
        vault.seal_under_both(store.key(), &key, &mut random, secret)?;
        store.rekey(Arc::clone(&key))?;
        Ok(vault.reseal(&key, &mut random, secret)?)
    }
}

/// Ends a rekey that was interrupted: the key that opens the database is the one that stays. The
/// other one is wrong, and touches nothing.
pub(super) fn settle(
    place: &Place,
    key: &DatabaseKey,
    environment: &Environment,
    found: &Opened,
) -> Result<(), Error> {
    let opens = || open_encrypted(&place.database, key);
    // Seen twice, because a read that fails for a moment looks the same.
    match opens().or_else(|_| opens()) {
        Ok(_) => {}
        Err(CipherError::NotProven) => return Err(VaultError::WrongKey.into()),
        // Damage of another kind is found and set aside by the opening that follows.
        Err(_) => return Ok(()),
    }
    let mut random = source(environment)?;
    Ok(found.vault.reseal(key, &mut random, &found.secret)?)
}
