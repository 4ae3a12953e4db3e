//! The table of callbacks through which SQLCipher asks for its cryptography.
//!
//! SQLCipher is compiled with `SQLCIPHER_CRYPTO_CUSTOM=soviec_cipher_setup` (the flag
//! stands in `.cargo/config.toml`) and calls that function once, when SQLite starts.
//! Without the flag it asks for OpenSSL, and the link fails over undefined symbols such as
//! `EVP_CIPHER_CTX_free`: loud, and never another provider in silence. On Apple's systems
//! the binding takes CommonCrypto instead and this table lies unused.
//!
//! The callbacks keep no state, so their context is always null.

mod callbacks;

use std::ffi::{CStr, c_char, c_int, c_void};

use rusqlite::ffi::{SQLITE_ERROR, SQLITE_OK};

use super::{
    key::KEY_LEN,
    primitives::{BLOCK_LEN, Digest},
};
use callbacks::{Bytes, cipher, hmac, kdf, random};

/// The crates behind the callbacks; a test holds it against the lock file.
pub(super) const VERSIONS: &CStr =
    c"aes 0.9, cbc 0.2, hmac 0.13, pbkdf2 0.13, sha1 0.11, sha2 0.11, getrandom 0.4";

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

#[cfg(test)]
mod tests;
