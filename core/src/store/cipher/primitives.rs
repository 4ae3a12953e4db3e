//! What SQLCipher asks of cryptography, as safe functions over slices.
//!
//! `None` stands for any argument that the primitive cannot take; the caller turns it
//! into SQLite's general error.

use aes::Aes256;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::NoPadding};
use hmac::{Hmac, KeyInit, Mac};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// Bytes of an AES block, and so of an initialisation vector.
pub(super) const BLOCK_LEN: usize = 16;
/// Bytes of the longest tag, SHA-512's.
pub(super) const MAX_TAG_LEN: usize = 64;

/// The hash under an HMAC or a key derivation. SQLCipher 4 uses SHA-512; the others
/// are for files of its versions 1 to 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digest {
    Sha1,
    Sha256,
    Sha512,
}

impl Digest {
    /// By SQLCipher's number, which is the same for HMAC and PBKDF2.
    pub(super) fn from_number(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Sha1),
            1 => Some(Self::Sha256),
            2 => Some(Self::Sha512),
            _ => None,
        }
    }

    /// Bytes of its tag.
    pub(super) const fn len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => MAX_TAG_LEN,
        }
    }
}

/// Writes the HMAC of the parts, one after the other, into the first bytes of `tag` and
/// returns how many they are.
pub(super) fn hmac(
    digest: Digest,
    key: &[u8],
    parts: &[&[u8]],
    tag: &mut [u8; MAX_TAG_LEN],
) -> Option<usize> {
    match digest {
        Digest::Sha1 => mac::<Hmac<Sha1>>(key, parts, tag),
        Digest::Sha256 => mac::<Hmac<Sha256>>(key, parts, tag),
        Digest::Sha512 => mac::<Hmac<Sha512>>(key, parts, tag),
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]], tag: &mut [u8]) -> Option<usize> {
    let mut mac = <M as KeyInit>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    let bytes = mac.finalize().into_bytes();
    tag.get_mut(..bytes.len())?.copy_from_slice(&bytes);
    Some(bytes.len())
}

/// PBKDF2 (RFC 8018) into the whole of `key`. No rounds at all is refused.
pub(super) fn derive(
    digest: Digest,
    secret: &[u8],
    salt: &[u8],
    rounds: u32,
    key: &mut [u8],
) -> Option<()> {
    if rounds == 0 {
        return None;
    }
    match digest {
        Digest::Sha1 => pbkdf2_hmac::<Sha1>(secret, salt, rounds, key),
        Digest::Sha256 => pbkdf2_hmac::<Sha256>(secret, salt, rounds, key),
        Digest::Sha512 => pbkdf2_hmac::<Sha512>(secret, salt, rounds, key),
    }
    Some(())
}

/// AES-256-CBC in place, without padding: whole blocks only.
pub(super) fn encrypt(key: &[u8], iv: &[u8], blocks: &mut [u8]) -> Option<()> {
    let len = blocks.len();
    let cipher = cbc::Encryptor::<Aes256>::new_from_slices(key, iv).ok()?;
    cipher.encrypt_padded::<NoPadding>(blocks, len).ok().map(drop)
}

/// The reverse of [`encrypt`].
pub(super) fn decrypt(key: &[u8], iv: &[u8], blocks: &mut [u8]) -> Option<()> {
    let cipher = cbc::Decryptor::<Aes256>::new_from_slices(key, iv).ok()?;
    cipher.decrypt_padded::<NoPadding>(blocks).ok().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let pairs = hex.as_bytes().chunks_exact(2);
        pairs.map(|p| u8::from_str_radix(std::str::from_utf8(p).unwrap(), 16).unwrap()).collect()
    }

    #[test]
    fn hmac_gives_the_tags_of_rfc_2202_and_rfc_4231_test_case_2() {
        let expected = [
            (Digest::Sha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (Digest::Sha256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            (
                Digest::Sha512,
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
                 9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            ),
        ];
        for (digest, hex) in expected {
            let mut tag = [0; MAX_TAG_LEN];
            let parts: [&[u8]; 3] = [b"what do ya want ", b"", b"for nothing?"];
            assert_eq!(hmac(digest, b"Jefe", &parts, &mut tag), Some(digest.len()));
            assert_eq!(tag[..digest.len()], bytes(hex));
        }
    }

    #[test]
    fn pbkdf2_gives_the_keys_of_rfc_6070_and_its_sha2_companions() {
        let expected = [
            (Digest::Sha1, "ea6c014dc72d6f8ccd1ed92a"),
            (Digest::Sha256, "ae4d0c95af6b46d32d0adff9"),
            (Digest::Sha512, "e1d9c16aa681708a45f5c7c4"),
        ];
        for (digest, hex) in expected {
            let mut key = [0; 12];
            derive(digest, b"password", b"salt", 2, &mut key).unwrap();
            assert_eq!(key.as_slice(), bytes(hex), "{digest:?}");
        }
        assert_eq!(derive(Digest::Sha1, b"password", b"salt", 0, &mut [0; 12]), None);
    }

    #[test]
    fn aes_gives_the_blocks_of_sp_800_38a_f_2_5() {
        let key = bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        let iv = bytes("000102030405060708090a0b0c0d0e0f");
        let plain = bytes("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
        let mut blocks = plain.clone();
        encrypt(&key, &iv, &mut blocks).unwrap();
        let sealed = "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d";
        assert_eq!(blocks, bytes(sealed));
        decrypt(&key, &iv, &mut blocks).unwrap();
        assert_eq!(blocks, plain);
    }

    #[test]
    fn half_blocks_and_odd_keys_are_refused_and_no_blocks_are_fine() {
        assert_eq!(encrypt(&[0; 32], &[0; 16], &mut [0; 15]), None);
        assert_eq!(decrypt(&[0; 32], &[0; 16], &mut [0; 17]), None);
        assert_eq!(encrypt(&[0; 16], &[0; 16], &mut [0; 16]), None);
        assert_eq!(decrypt(&[0; 32], &[0; 12], &mut [0; 16]), None);
        assert_eq!(encrypt(&[0; 32], &[0; 16], &mut []), Some(()));
        assert_eq!(decrypt(&[0; 32], &[0; 16], &mut []), Some(()));
    }
}
