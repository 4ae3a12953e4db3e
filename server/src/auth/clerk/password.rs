//! Passwords as argon2id hashes.
//!
//! 19 MiB and two passes in one lane: the least that OWASP's Password Storage Cheat Sheet
//! advises, some 50 ms on an office's small server. Hashes are computed one after the other, so
//! a hundred tries at once cost time and never more than these 19 MiB.

use argon2::{Algorithm, Argon2, Params, Version};
use rusqlite::Row;

use super::ClerkError;
use crate::{
    config::{Random, random},
    database::fixed,
};
use soviec_core::model::clean;

/// KiB of memory for one hash.
const MEMORY: u32 = 19 * 1024;
/// Passes over that memory.
const PASSES: u32 = 2;
/// The fewest characters of a new password.
const SHORTEST: usize = 10;
/// The most bytes of any password.
const LONGEST: usize = 1_024;

/// The hash of one password.
pub(super) struct Stored {
    pub(super) salt: [u8; 16],
    pub(super) hash: [u8; 32],
    pub(super) memory: u32,
    pub(super) passes: u32,
}

impl Stored {
    /// Hashes a new password.
    pub(super) fn new(password: &str, source: &dyn Random) -> Result<Self, ClerkError> {
        let typed = checked(password)?;
        let (salt, memory, passes) = (random(source), MEMORY, PASSES);
        let hash = hash(&typed, &salt, memory, passes)?;
        Ok(Self { salt, hash, memory, passes })
    }

    /// What stands in for a clerk who does not exist, so that the answer takes as long.
    pub(super) fn decoy() -> Self {
        Self { salt: [0; 16], hash: [0; 32], memory: MEMORY, passes: PASSES }
    }

    /// Reads the columns salt, hash, memory and passes from `first` on; none without a password.
    pub(super) fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Self>> {
        let Some(memory) = row.get(first + 2)? else { return Ok(None) };
        Ok(Some(Self {
            salt: fixed(row, first)?,
            hash: fixed(row, first + 1)?,
            memory,
            passes: row.get(first + 3)?,
        }))
    }

    /// Whether it is the hash of this password. What cannot be a password costs as much.
    pub(super) fn fits(&self, password: &str) -> Result<bool, ClerkError> {
        let typed = typed(password).unwrap_or_default();
        let hash = hash(&typed, &self.salt, self.memory, self.passes)?;
        // Every byte is looked at, wherever the first difference is.
        let difference = hash.iter().zip(&self.hash).fold(0, |sum, (a, b)| sum | (a ^ b));
        Ok(difference == 0)
    }
}

/// One form for what different keyboards write: "ế" is one character or three.
fn typed(password: &str) -> Option<String> {
    clean(password, LONGEST).ok()
}

/// A new password in its one form, if it is long enough.
pub(super) fn checked(password: &str) -> Result<String, ClerkError> {
    let typed = typed(password).filter(|typed| typed.chars().count() >= SHORTEST);
    typed.ok_or(ClerkError::Password)
}

fn hash(typed: &str, salt: &[u8], memory: u32, passes: u32) -> Result<[u8; 32], ClerkError> {
    let params = Params::new(memory, passes, 1, None).map_err(|_| ClerkError::Hash)?;
    let mut hash = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(typed.as_bytes(), salt, &mut hash)
        .map_err(|_| ClerkError::Hash)?;
    Ok(hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SystemRandom;

    #[test]
    fn a_password_fits_itself_alone_however_its_marks_are_typed() {
        let stored = Stored::new("mật khẩu dài", &SystemRandom).unwrap();
        assert!(stored.fits("mật khẩu dài").unwrap());
        assert!(stored.fits("ma\u{323}\u{302}t kha\u{302}\u{309}u da\u{300}i").unwrap());
        assert!(!stored.fits("mật khẩu dai").unwrap());
        assert!(!stored.fits("").unwrap());
        assert!(!Stored::decoy().fits("").unwrap());
    }

    #[test]
    fn equal_passwords_have_different_hashes() {
        let [a, b] = [0; 2].map(|_| Stored::new("0123456789", &SystemRandom).unwrap());
        assert_ne!(a.hash, b.hash);
    }

    #[test]
    fn a_short_or_endless_password_is_not_taken() {
        for bad in ["", "123456789", "ấấấ", &"x".repeat(LONGEST + 1)] {
            assert!(matches!(Stored::new(bad, &SystemRandom), Err(ClerkError::Password)));
        }
    }
}
