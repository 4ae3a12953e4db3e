//! The encrypted database: SQLCipher, its cryptography from RustCrypto, and the one way
//! to open a file with it.
//!
//! A file is what any SQLCipher 4 reads and writes with a raw key: AES-256-CBC and
//! HMAC-SHA512 for each page of 4,096 bytes. Leaving is free.

mod key;
mod primitives;
mod proof;
mod provider;

use std::{
    ffi::{OsString, c_char, c_int},
    hint, io,
    path::{Path, PathBuf},
    ptr,
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig, ffi};
use thiserror::Error;

pub use key::{DatabaseKey, KEY_LEN, KeyLength};

/// How long a statement waits for another connection of this process.
const BUSY: Duration = Duration::from_secs(5);

/// For the whole process, before the key is there. SQLCipher's own log goes to the
/// terminal or the phone's log, where the core writes nothing; every failure comes back
/// as an error anyway. Memory security would lock and unlock every allocation of SQLite's:
/// measured over 6,800 edits on 30 open databases, 41 of 60 CPU seconds were spent in it.
/// SQLCipher wipes its own keys without it.
const PROCESS: &str = "PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = OFF";

/// Holds the file format still when SQLCipher makes a new one its default.
const FORMAT: &str = "PRAGMA cipher_compatibility = 4";

/// Temporary tables and sorts would lie on the disk in the clear; deleted rows would
/// stay in free pages for whoever comes by the key later.
const SETTINGS: &str = "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; \
     PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON";

/// Why an encrypted database did not open. Nothing on the disk was changed.
#[derive(Debug, Error)]
pub enum CipherError {
    /// SQLCipher cannot tell the two apart; the vault's check value of the key can.
    #[error("the key does not open this database, or its first page is damaged")]
    NotProven,
    /// SQLite would delete such a log; it may hold the only copy of a week's work.
    #[error("a write-ahead log lies beside a database that is empty or missing")]
    Orphaned,
    /// The system could not read the files.
    #[error("the database file cannot be read: {0}")]
    Io(#[from] io::Error),
    /// SQLite could not open the database, or not bring it into the wanted mode.
    #[error("the database cannot be opened: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file system has no shared memory, which a write-ahead log needs.
    #[error("the database cannot keep a write-ahead log in this place")]
    NoLog,
}

/// Opens the database at `path`, or makes an empty one, with every setting that the
/// store relies on: a write-ahead log, `synchronous = FULL`, foreign keys, no temporary
/// file, deleted rows wiped.
///
/// # Errors
///
/// [`CipherError`]; a key that does not fit changes no byte of any file.
pub fn open_encrypted(path: &Path, key: &DatabaseKey) -> Result<Connection, CipherError> {
    start()?;
    proof::check(path, key)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    // Until the database has shown that it can be read, closing must not write to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.execute_batch(PROCESS)?;
    apply_key(&connection, key)?;
    connection.execute_batch(FORMAT)?;
    read_a_row(&connection)?;
    connection.execute_batch(SETTINGS)?;
    #[cfg(feature = "planted")]
    if crate::planted::on(crate::planted::Fault::FlushForgotten) {
        connection.execute_batch("PRAGMA synchronous = OFF")?;
    }
    keep_log(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    // Else SQLite may prepare a statement anew for every value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

/// Opens the database at `path` for reading alone: of a file that was set aside no page of
/// database and log is written.
///
/// # Errors
///
/// [`CipherError`].
pub(crate) fn open_to_read(path: &Path, key: &DatabaseKey) -> Result<Connection, CipherError> {
    start()?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.execute_batch(PROCESS)?;
    apply_key(&connection, key)?;
    connection.execute_batch(FORMAT)?;
    read_a_row(&connection)?;
    connection.execute_batch("PRAGMA temp_store = MEMORY")?;
    Ok(connection)
}

/// Encrypts every page anew under another key, in one transaction: after a crash either
/// the old key or the new one opens the database. SQLCipher does not tell when it had to roll
/// back, and its connection is then no good for writing; so whoever calls this opens a new
/// one, which shows the key that stands.
///
/// # Errors
///
/// SQLite's, as far as they are told.
pub fn rekey(connection: &Connection, key: &DatabaseKey) -> Result<(), CipherError> {
    // SAFETY: the handle is open for as long as `connection` is borrowed, and the
    // keyspec is readable for the length that is given.
    let code = unsafe {
        let keyspec = key.keyspec();
        ffi::sqlite3_rekey(connection.handle(), keyspec.as_ptr().cast(), keyspec.len() as c_int)
    };
    succeeded(code)?;
    // This takes the pages under the old key off the disk. If it cannot run now, it will
    // when the database is closed, so its failure is none of the rekey.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).ok();
    Ok(())
}

/// Whether an error of a statement means that the file is damaged, so that setting it
/// aside is right: a page whose tag does not fit, or a broken structure.
#[must_use]
pub fn means_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

unsafe extern "C" {
    /// SQLCipher's own start, which SQLite calls while it starts. Once it has succeeded
    /// it does nothing more; threads that call it together wait for each other.
    fn sqlcipher_extra_init(argument: *const c_char) -> c_int;
}

/// Starts SQLite and SQLCipher. SQLite says that it has started before SQLCipher has, so
/// that a second thread which opens its first database meanwhile is refused by a cipher
/// that is not ready; whoever goes through here waits for both.
fn start() -> Result<(), CipherError> {
    // The set-up function is named, without which the linker would drop it.
    hint::black_box(provider::soviec_cipher_setup as *const ());
    // SAFETY: both may be called at any time and from any thread, and the second takes
    // no argument though it has a place for one.
    let codes = unsafe { [ffi::sqlite3_initialize(), sqlcipher_extra_init(ptr::null())] };
    codes.into_iter().try_for_each(succeeded)
}

/// Gives the key through the C function: a `PRAGMA key` would leave it in the texts of
/// SQLite's parser.
fn apply_key(connection: &Connection, key: &DatabaseKey) -> Result<(), CipherError> {
    // SAFETY: as in `rekey`.
    let code = unsafe {
        let keyspec = key.keyspec();
        ffi::sqlite3_key(connection.handle(), keyspec.as_ptr().cast(), keyspec.len() as c_int)
    };
    succeeded(code)
}

/// The proof by reading alone may have found a page of before a rekey.
fn read_a_row(connection: &Connection) -> Result<(), CipherError> {
    match connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())) {
        Err(error) if means_damage(&error) => Err(CipherError::NotProven),
        read => Ok(read?),
    }
}

fn succeeded(code: c_int) -> Result<(), CipherError> {
    match code {
        ffi::SQLITE_OK => Ok(()),
        code => Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None).into()),
    }
}

fn keep_log(connection: &Connection) -> Result<(), CipherError> {
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode == "wal" { Ok(()) } else { Err(CipherError::NoLog) }
}

/// The path of a file that belongs to the database at `path`: its name and an ending.
pub(crate) fn sibling(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}
