//! The encrypted database as a file: exchanged with OpenSSL's SQLCipher, damaged, opened
//! with a wrong key, searched for plaintext.
#![cfg(feature = "phone")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod damage;
mod exchange;
mod plaintext;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use rusqlite::{Connection, params};
use soviec_core::store::cipher::{CipherError, DatabaseKey, means_damage, open_encrypted, rekey};
use tempfile::TempDir;

const PAGE: usize = 4096;
const MARKER: &str = "DAU-VET-KHONG-DUOC-LO-RA-NGOAI";
const VECTOR_KEY: &str = "x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'";
const VECTOR_ROWS: [&str; 2] = ["Rà soát hộ khẩu", "Tổ dân phố số 3"];

/// The key of the vectors in `data`.
fn key() -> DatabaseKey {
    DatabaseKey::new(&std::array::from_fn(|at| at as u8))
}

fn other_key() -> DatabaseKey {
    DatabaseKey::new(&[0xee; 32])
}

fn vector(name: &str, folder: &TempDir) -> PathBuf {
    let copy = folder.path().join(name);
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    fs::copy(from, &copy).unwrap();
    copy
}

fn names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut rows = connection.prepare("SELECT ten FROM viec ORDER BY id")?;
    rows.query_map([], |row| row.get(0))?.collect()
}

fn text(connection: &Connection, sql: &str) -> String {
    let value = connection.query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0));
    match value.unwrap() {
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Integer(number) => number.to_string(),
        other => panic!("neither text nor number: {other:?}"),
    }
}

fn fill(connection: &Connection, rows: usize) {
    let table = "CREATE TABLE IF NOT EXISTS viec (id INTEGER PRIMARY KEY, ten TEXT)";
    connection.execute_batch(&format!("SAVEPOINT fill; {table}")).unwrap();
    let mut insert = connection.prepare("INSERT INTO viec (ten) VALUES (?1)").unwrap();
    for row in 0..rows {
        insert.execute(params![format!("{row} {MARKER} {}", "x".repeat(200))]).unwrap();
    }
    connection.execute_batch("RELEASE fill").unwrap();
}

/// Every file of the folder with its bytes.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// The files as a crash would leave them.
fn crashed(rows: usize) -> (TempDir, PathBuf) {
    let before = TempDir::new().unwrap();
    let connection = open_encrypted(&before.path().join("so.db"), &key()).unwrap();
    fill(&connection, rows);
    copied(before.path())
}

/// A copy of a folder whose database `so.db` a connection still holds open.
fn copied(before: &Path) -> (TempDir, PathBuf) {
    let after = TempDir::new().unwrap();
    for (path, bytes) in snapshot(before) {
        fs::write(after.path().join(path.file_name().unwrap()), bytes).unwrap();
    }
    assert!(after.path().join("so.db-wal").metadata().unwrap().len() > 0);
    let path = after.path().join("so.db");
    (after, path)
}

#[test]
fn the_provider_and_every_setting_are_ours() {
    let folder = TempDir::new().unwrap();
    let connection = open_encrypted(&folder.path().join("so.db"), &key()).unwrap();
    let version = text(&connection, "PRAGMA cipher_version");
    assert!(version.starts_with("4.20."), "compare the table of callbacks with {version}");
    if cfg!(not(target_vendor = "apple")) {
        assert_eq!(text(&connection, "PRAGMA cipher_provider"), "rustcrypto");
        assert!(text(&connection, "PRAGMA cipher_provider_version").contains("aes 0.9"));
    }
    for (pragma, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("temp_store", "2"),
        ("secure_delete", "1"),
        ("foreign_keys", "1"),
        ("busy_timeout", "5000"),
        ("cipher_memory_security", "0"),
        ("cipher_page_size", "4096"),
        ("cipher_hmac_algorithm", "HMAC_SHA512"),
    ] {
        assert_eq!(text(&connection, &format!("PRAGMA {pragma}")), value, "{pragma}");
    }
}
