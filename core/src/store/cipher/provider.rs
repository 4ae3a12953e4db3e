//! The table of callbacks through which SQLCipher asks for its cryptography.
//!
//! SQLCipher is compiled with `SQLCIPHER_CRYPTO_CUSTOM=soviec_cipher_setup` (the flag
//! stands in `.cargo/config.toml`) and calls that function once, when SQLite starts.
//! Without the flag it asks for OpenSSL, and the link fails with `undefined symbol:
//! EVP_aes_256_cbc`: loud, and never another provider in silence. On Apple's systems
//! the binding takes CommonCrypto instead and this table lies unused.
//!
//! The callbacks keep no state, so `ctx` is always null here. What comes from C is
//! checked before it becomes a slice, and no panic leaves for C.

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    mem::MaybeUninit,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr::{self, NonNull},
    slice,
};

use rusqlite::ffi::{SQLITE_ERROR, SQLITE_OK};
use zeroize::{Zeroize, Zeroizing};

use super::{
    key::KEY_LEN,
    primitives::{self, BLOCK_LEN, Digest, MAX_TAG_LEN},
};

/// The crates behind the callbacks; a test holds it against the lock file.
pub(super) const VERSIONS: &CStr =
    c"aes 0.9, cbc 0.2, hmac 0.13, pbkdf2 0.13, sha1 0.11, sha2 0.11, getrandom 0.4";

/// No argument of SQLCipher's comes near: a page has at most 64 KiB, a passphrase is
/// typed. What is longer is a corrupted length.
const MAX_LEN: usize = 1 << 20;
/// Forty times SQLCipher's own 256,000 rounds; beyond, an open would seem to hang.
const MAX_ROUNDS: u32 = 10_000_000;

/// SQLCipher's number for encrypting; the other one, 0, is for decrypting.
const ENCRYPT: c_int = 1;
const DECRYPT: c_int = 0;

type Bytes = *const u8;

/// `struct sqlcipher_provider` of SQLCipher 4.20, field by field. The C header is not
/// public, so a test names the version that this was compared with.
#[repr(C)]
pub(super) struct Provider {
    init: Option<unsafe extern "C" fn() -> c_int>,
    shutdown: Option<unsafe extern "C" fn()>,
    name: unsafe extern "C" fn(*mut c_void) -> *const c_char,
    add_random: unsafe extern "C" fn(*mut c_void, *const c_void, c_int) -> c_int,
    random: unsafe extern "C" fn(*mut c_void, *mut c_void, c_int) -> c_int,
    hmac: unsafe extern "C" fn(
        *mut c_void,
        c_int,
        Bytes,
        c_int,
        Bytes,
        c_int,
        Bytes,
        c_int,
        *mut u8,
    ) -> c_int,
    kdf: unsafe extern "C" fn(
        *mut c_void,
        c_int,
        Bytes,
        c_int,
        Bytes,
        c_int,
        c_int,
        c_int,
        *mut u8,
    ) -> c_int,
    cipher: unsafe extern "C" fn(
        *mut c_void,
        c_int,
        Bytes,
        c_int,
        Bytes,
        Bytes,
        c_int,
        *mut u8,
    ) -> c_int,
    cipher_name: unsafe extern "C" fn(*mut c_void) -> *const c_char,
    key_len: unsafe extern "C" fn(*mut c_void) -> c_int,
    iv_len: unsafe extern "C" fn(*mut c_void) -> c_int,
    block_len: unsafe extern "C" fn(*mut c_void) -> c_int,
    hmac_len: unsafe extern "C" fn(*mut c_void, c_int) -> c_int,
    ctx_init: unsafe extern "C" fn(*mut *mut c_void) -> c_int,
    ctx_free: unsafe extern "C" fn(*mut *mut c_void) -> c_int,
    fips_status: unsafe extern "C" fn(*mut c_void) -> c_int,
    version: unsafe extern "C" fn(*mut c_void) -> *const c_char,
    /// SQLCipher's own list of providers: never read or written here.
    next: *mut Provider,
}

/// Fills SQLCipher's table. The name is what the compiler flag gives to the C side.
///
/// # Safety
///
/// `table` is null or points to memory of a `sqlcipher_provider` that nobody else uses
/// during the call. It need not be initialised.
#[unsafe(no_mangle)]
pub(super) unsafe extern "C" fn soviec_cipher_setup(table: *mut Provider) -> c_int {
    if table.is_null() {
        return SQLITE_ERROR;
    }
    // SAFETY: the caller gives writable memory of this layout. The fields are written
    // one by one through raw places, so that `next` is neither read nor replaced.
    unsafe {
        (&raw mut (*table).init).write(None);
        (&raw mut (*table).shutdown).write(None);
        (&raw mut (*table).name).write(name);
        (&raw mut (*table).add_random).write(add_random);
        (&raw mut (*table).random).write(random);
        (&raw mut (*table).hmac).write(hmac);
        (&raw mut (*table).kdf).write(kdf);
        (&raw mut (*table).cipher).write(cipher);
        (&raw mut (*table).cipher_name).write(cipher_name);
        (&raw mut (*table).key_len).write(key_len);
        (&raw mut (*table).iv_len).write(block_len);
        (&raw mut (*table).block_len).write(block_len);
        (&raw mut (*table).hmac_len).write(hmac_len);
        (&raw mut (*table).ctx_init).write(no_ctx);
        (&raw mut (*table).ctx_free).write(no_ctx);
        (&raw mut (*table).fips_status).write(fips_status);
        (&raw mut (*table).version).write(version);
    }
    SQLITE_OK
}

extern "C" fn name(_: *mut c_void) -> *const c_char {
    c"rustcrypto".as_ptr()
}

extern "C" fn version(_: *mut c_void) -> *const c_char {
    VERSIONS.as_ptr()
}

extern "C" fn cipher_name(_: *mut c_void) -> *const c_char {
    c"aes-256-cbc".as_ptr()
}

extern "C" fn key_len(_: *mut c_void) -> c_int {
    KEY_LEN as c_int
}

extern "C" fn block_len(_: *mut c_void) -> c_int {
    BLOCK_LEN as c_int
}

extern "C" fn hmac_len(_: *mut c_void, algorithm: c_int) -> c_int {
    Digest::from_number(algorithm).map_or(0, |digest| digest.len() as c_int)
}

extern "C" fn no_ctx(_: *mut *mut c_void) -> c_int {
    SQLITE_OK
}

extern "C" fn fips_status(_: *mut c_void) -> c_int {
    0
}

/// The system's generator needs no seed from us, so what is offered is left alone.
extern "C" fn add_random(_: *mut c_void, _: *const c_void, _: c_int) -> c_int {
    SQLITE_OK
}

unsafe extern "C" fn random(_: *mut c_void, buffer: *mut c_void, len: c_int) -> c_int {
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

unsafe extern "C" fn hmac(
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

unsafe extern "C" fn kdf(
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

unsafe extern "C" fn cipher(
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
fn guard(work: impl FnOnce() -> Option<()>) -> c_int {
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

#[cfg(test)]
#[path = "provider_tests.rs"]
mod tests;
