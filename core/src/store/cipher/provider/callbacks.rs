//! The callbacks that compute. What comes from C is checked before it becomes a slice,
//! and no panic leaves for C.

use std::{
    ffi::{c_int, c_void},
    mem::MaybeUninit,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr::{self, NonNull},
    slice,
};

use rusqlite::ffi::{SQLITE_ERROR, SQLITE_OK};
use zeroize::{Zeroize, Zeroizing};

use crate::store::cipher::primitives::{self, BLOCK_LEN, Digest, MAX_TAG_LEN};

/// No argument of SQLCipher's comes near: a page has at most 64 KiB, a passphrase is
/// typed. What is longer is a corrupted length.
const MAX_LEN: usize = 1 << 20;
/// Forty times SQLCipher's own 256,000 rounds; beyond, an open would seem to hang.
const MAX_ROUNDS: u32 = 10_000_000;

/// SQLCipher's number for encrypting; the other one, 0, is for decrypting.
pub(super) const ENCRYPT: c_int = 1;
pub(super) const DECRYPT: c_int = 0;

pub(super) type Bytes = *const u8;

pub(super) unsafe extern "C" fn random(_: *mut c_void, buffer: *mut c_void, len: c_int) -> c_int {
    guard(|| {
        let len = length(len)?;
        if len == 0 {
            return Some(());
        }
        let buffer = NonNull::new(buffer.cast::<MaybeUninit<u8>>())?;
        // SAFETY: SQLCipher gives `len` writable bytes that nothing else points to; they
        // may be uninitialised.
        let buffer = unsafe { slice::from_raw_parts_mut(buffer.as_ptr(), len) };
        getrandom::fill_uninit(buffer).ok().map(drop)
    })
}

pub(super) unsafe extern "C" fn hmac(
    _: *mut c_void,
    algorithm: c_int,
    key: Bytes,
    key_len: c_int,
    first: Bytes,
    first_len: c_int,
    second: Bytes,
    second_len: c_int,
    tag: *mut u8,
) -> c_int {
    guard(|| {
        let digest = Digest::from_number(algorithm)?;
        if first.is_null() || tag.is_null() {
            return None;
        }
        // A missing second part counts as an empty one, whatever its length says.
        let second_len = if second.is_null() { 0 } else { second_len };
        let mut bytes = [0; MAX_TAG_LEN];
        // SAFETY: SQLCipher gives readable bytes of these lengths.
        let (key, parts) = unsafe {
            (input(key, key_len)?, [input(first, first_len)?, input(second, second_len)?])
        };
        let len = primitives::hmac(digest, key, &parts, &mut bytes)?;
        // SAFETY: `tag` has room for the tag of this algorithm, as `hmac_len` reported
        // it. The inputs are no longer used, so it may overlap them.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), tag, len) };
        Some(())
    })
}

pub(super) unsafe extern "C" fn kdf(
    _: *mut c_void,
    algorithm: c_int,
    secret: Bytes,
    secret_len: c_int,
    salt: Bytes,
    salt_len: c_int,
    rounds: c_int,
    key_len: c_int,
    key: *mut u8,
) -> c_int {
    guard(|| {
        let digest = Digest::from_number(algorithm)?;
        let rounds = u32::try_from(rounds).ok().filter(|rounds| *rounds <= MAX_ROUNDS)?;
        let mut derived = Zeroizing::new(vec![0; length(key_len)?]);
        if key.is_null() {
            return None;
        }
        // SAFETY: SQLCipher gives readable bytes of these lengths.
        let (secret, salt) = unsafe { (input(secret, secret_len)?, input(salt, salt_len)?) };
        primitives::derive(digest, secret, salt, rounds, &mut derived)?;
        // SAFETY: `key` has room for `key_len` bytes. The inputs are no longer used, so
        // it may overlap them.
        unsafe { ptr::copy_nonoverlapping(derived.as_ptr(), key, derived.len()) };
        Some(())
    })
}

pub(super) unsafe extern "C" fn cipher(
    _: *mut c_void,
    mode: c_int,
    key: Bytes,
    key_len: c_int,
    iv: Bytes,
    from: Bytes,
    len: c_int,
    to: *mut u8,
) -> c_int {
    guard(|| {
        let len = length(len)?;
        if len == 0 {
            return Some(());
        }
        if from.is_null() || to.is_null() {
            return None;
        }
        // SAFETY: SQLCipher gives a key of this length and a vector of one block, both
        // outside the blocks that are written.
        let (key, iv) = unsafe { (input(key, key_len)?, input(iv, BLOCK_LEN as c_int)?) };
        // SAFETY: both buffers have `len` bytes. They may be the same memory or overlap,
        // which `copy` allows; it initialises every byte of the one slice that is used
        // from here on.
        let blocks = unsafe {
            ptr::copy(from, to, len);
            slice::from_raw_parts_mut(to, len)
        };
        let done = match mode {
            ENCRYPT => primitives::encrypt(key, iv, blocks),
            DECRYPT => primitives::decrypt(key, iv, blocks),
            _ => None,
        };
        // A failure must not leave plaintext where ciphertext is expected.
        done.or_else(|| {
            blocks.zeroize();
            None
        })
    })
}

/// Runs a callback's work. A panic must not unwind into C, so it becomes an error like
/// any other.
pub(super) fn guard(work: impl FnOnce() -> Option<()>) -> c_int {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Some(())) => SQLITE_OK,
        _ => SQLITE_ERROR,
    }
}

/// A length from C, unless it is negative or absurd.
fn length(len: c_int) -> Option<usize> {
    usize::try_from(len).ok().filter(|len| *len <= MAX_LEN)
}

/// # Safety
///
/// If `len` is above 0 and `bytes` is not null, that many bytes are readable there and
/// nobody writes them during the callback.
unsafe fn input<'a>(bytes: Bytes, len: c_int) -> Option<&'a [u8]> {
    match length(len)? {
        0 => Some(&[]),
        _ if bytes.is_null() => None,
        // SAFETY: as the caller promised; a `u8` is aligned everywhere.
        len => Some(unsafe { slice::from_raw_parts(bytes, len) }),
    }
}
