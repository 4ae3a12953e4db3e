//! The key of a database, and the keys that are derived from it.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

/// Bytes of a database key, and of every key derived from it.
pub const KEY_LEN: usize = 32;

/// The 32 bytes that open one phone's database.
///
/// The app keeps them wrapped by the platform's key store and hands them in at every
/// open. They stay in one place on the heap, so that moving the value leaves no copy
/// behind, and are wiped when the value goes. It cannot be cloned or printed.
pub struct DatabaseKey(Box<[u8; KEY_LEN]>);

/// Bytes that were offered as a database key have the wrong length.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("a database key has 32 bytes, this one has {0}")]
pub struct KeyLength(usize);

impl DatabaseKey {
    /// Copies the key out of the caller's memory; the caller wipes its own.
    #[must_use]
    pub fn new(bytes: &[u8; KEY_LEN]) -> Self {
        let mut key = Box::new([0; KEY_LEN]);
        key.copy_from_slice(bytes);
        Self(key)
    }

    pub(super) fn bytes(&self) -> &[u8; KEY_LEN] {
        &self.0
    }

    /// The key as SQLCipher takes a raw one: `x'`, 64 hexadecimal digits, `'`.
    pub(super) fn keyspec(&self) -> Zeroizing<[u8; 2 * KEY_LEN + 3]> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = Zeroizing::new([b'\''; 2 * KEY_LEN + 3]);
        text[0] = b'x';
        for (pair, byte) in text[2..].chunks_exact_mut(2).zip(self.0.iter()) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        text
    }

    /// A key for one purpose, from which neither this key nor that of another purpose
    /// can be found: the first block of HKDF-Expand (RFC 5869, 2.3) with SHA-256. The
    /// extracting half is for keys that are not uniform; this one is.
    pub(crate) fn subkey(&self, purpose: &str) -> Zeroizing<[u8; KEY_LEN]> {
        expand(&self.0, purpose.as_bytes())
    }
}

fn expand(key: &[u8; KEY_LEN], info: &[u8]) -> Zeroizing<[u8; KEY_LEN]> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key)
        .expect("HMAC takes a key of any length, so this cannot fail");
    mac.update(info);
    mac.update(&[1]);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

impl TryFrom<&[u8]> for DatabaseKey {
    type Error = KeyLength;

    fn try_from(bytes: &[u8]) -> Result<Self, KeyLength> {
        let bytes = bytes.try_into().map_err(|_| KeyLength(bytes.len()))?;
        Ok(Self::new(bytes))
    }
}

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseKey")
    }
}

impl Drop for DatabaseKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subkey_is_the_first_block_of_rfc_5869_test_case_1() {
        let extracted = [
            0x07, 0x77, 0x09, 0x36, 0x2c, 0x2e, 0x32, 0xdf, 0x0d, 0xdc, 0x3f, 0x0d, 0xc4, 0x7b,
            0xba, 0x63, 0x90, 0xb6, 0xc7, 0x3b, 0xb5, 0x0f, 0x9c, 0x31, 0x22, 0xec, 0x84, 0x4a,
            0xd7, 0xc2, 0xb3, 0xe5,
        ];
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let first_block = [
            0x3c, 0xb2, 0x5f, 0x25, 0xfa, 0xac, 0xd5, 0x7a, 0x90, 0x43, 0x4f, 0x64, 0xd0, 0x36,
            0x2f, 0x2a, 0x2d, 0x2d, 0x0a, 0x90, 0xcf, 0x1a, 0x5a, 0x4c, 0x5d, 0xb0, 0x2d, 0x56,
            0xec, 0xc4, 0xc5, 0xbf,
        ];
        assert_eq!(*expand(&extracted, &info), first_block);
    }

    #[test]
    fn purposes_do_not_share_a_key() {
        let key = DatabaseKey::new(&[7; KEY_LEN]);
        assert_ne!(key.subkey("one"), key.subkey("two"));
        assert_ne!(*key.subkey("one"), [7; KEY_LEN]);
    }

    #[test]
    fn the_keyspec_is_lower_case_hexadecimal() {
        let mut bytes = [0xa5; KEY_LEN];
        bytes[0] = 0x0f;
        let expected = format!("x'0f{}'", "a5".repeat(31));
        assert_eq!(DatabaseKey::new(&bytes).keyspec().as_slice(), expected.as_bytes());
    }

    #[test]
    fn another_length_is_refused_and_nothing_is_printed() {
        assert_eq!(DatabaseKey::try_from(&[1; 31][..]).err(), Some(KeyLength(31)));
        let key = DatabaseKey::try_from(&[1; 32][..]).unwrap();
        assert_eq!(format!("{key:?}"), "DatabaseKey");
    }
}
