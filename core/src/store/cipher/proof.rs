//! Whether a key opens a database, found by reading alone.
//!
//! SQLite cannot be asked without a trace: with a wrong key it still rebuilds the shared
//! index of a write-ahead log and, on closing, copies that log into the database. So
//! the tag of page 1 is checked here first, in the format of SQLCipher 4:
//!
//! ```text
//! page 1 (4,096 bytes)   salt 16 | ciphertext 4,000 | vector 16 | tag 64
//! tag                    HMAC-SHA512(tag key, ciphertext | vector | page number, u32 LE)
//! tag key                PBKDF2-HMAC-SHA512(key, salt with each byte XOR 0x3a, 2 rounds)
//! ```
//!
//! Page 1 of the database may be torn or stale after a crash, while the log holds a
//! whole one; so every copy in the log counts too.

use std::{
    fs::File,
    io::{self, ErrorKind, Read, Seek, SeekFrom},
    path::Path,
};

use zeroize::Zeroizing;

use super::{
    CipherError, DatabaseKey,
    key::KEY_LEN,
    primitives::{self, Digest, MAX_TAG_LEN},
    sibling,
};

const PAGE_LEN: usize = 4096;
const SALT_LEN: usize = 16;
const TAG_AT: usize = PAGE_LEN - MAX_TAG_LEN;
const SALT_MASK: u8 = 0x3a;
const TAG_KEY_ROUNDS: u32 = 2;

/// Bytes before the first frame of a write-ahead log, and before each frame's page.
const LOG_HEADER_LEN: u64 = 32;
const FRAME_HEADER_LEN: usize = 24;

type Page = [u8; PAGE_LEN];

/// Fails unless the key fits the database at `path` or there is none yet. Changes
/// nothing.
pub(super) fn check(path: &Path, key: &DatabaseKey) -> Result<(), CipherError> {
    let log = sibling(path, "-wal");
    if len(path)? == 0 {
        return if len(&log)? == 0 { Ok(()) } else { Err(CipherError::Orphaned) };
    }
    if database_page(path)?.is_some_and(|page| fits(&page, key)) || log_fits(&log, key)? {
        return Ok(());
    }
    Err(CipherError::NotProven)
}

fn len(path: &Path) -> io::Result<u64> {
    match path.metadata() {
        Ok(metadata) => Ok(metadata.len()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error),
    }
}

/// Page 1, unless the file is shorter than a page.
fn database_page(path: &Path) -> io::Result<Option<Page>> {
    let mut page = [0; PAGE_LEN];
    Ok(whole(&mut File::open(path)?, &mut page)?.then_some(page))
}

/// Whether any frame of the log is a page 1 that the key fits. A torn frame ends it.
fn log_fits(log: &Path, key: &DatabaseKey) -> io::Result<bool> {
    if len(log)? == 0 {
        return Ok(false);
    }
    let mut file = File::open(log)?;
    file.seek(SeekFrom::Start(LOG_HEADER_LEN))?;
    let (mut header, mut page) = ([0; FRAME_HEADER_LEN], [0; PAGE_LEN]);
    while whole(&mut file, &mut header)? {
        if header[..4] != 1_u32.to_be_bytes() {
            file.seek(SeekFrom::Current(PAGE_LEN as i64))?;
        } else if whole(&mut file, &mut page)? && fits(&page, key) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Fills `bytes`, or says that the file ended before.
fn whole(file: &mut File, bytes: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn fits(page: &Page, key: &DatabaseKey) -> bool {
    tag_of(page, key).is_some_and(|tag| tag == page[TAG_AT..])
}

fn tag_of(page: &Page, key: &DatabaseKey) -> Option<[u8; MAX_TAG_LEN]> {
    let salt: Vec<u8> = page[..SALT_LEN].iter().map(|byte| byte ^ SALT_MASK).collect();
    let mut tag_key = Zeroizing::new([0; KEY_LEN]);
    primitives::derive(Digest::Sha512, key.bytes(), &salt, TAG_KEY_ROUNDS, &mut *tag_key)?;
    let mut tag = [0; MAX_TAG_LEN];
    let parts: [&[u8]; 2] = [&page[SALT_LEN..TAG_AT], &1_u32.to_le_bytes()];
    primitives::hmac(Digest::Sha512, &*tag_key, &parts, &mut tag)?;
    Some(tag)
}
