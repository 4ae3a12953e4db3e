//! The encrypted database as a file: exchanged with OpenSSL's SQLCipher, damaged, opened
//! with a wrong key, searched for plaintext.
#![cfg(feature = "phone")]

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

/// The files as a crash would leave them: copied while a connection holds them open.
fn crashed(rows: usize) -> (TempDir, PathBuf) {
    let (before, after) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let connection = open_encrypted(&before.path().join("so.db"), &key()).unwrap();
    fill(&connection, rows);
    for (path, bytes) in snapshot(before.path()) {
        fs::write(after.path().join(path.file_name().unwrap()), bytes).unwrap();
    }
    let path = after.path().join("so.db");
    assert!(after.path().join("so.db-wal").metadata().unwrap().len() > 0);
    (after, path)
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_file_of_openssls_sqlcipher_4_opens() {
    let folder = TempDir::new().unwrap();
    let path = vector("openssl-4.db", &folder);
    let connection = open_encrypted(&path, &key()).unwrap();
    assert_eq!(names(&connection).unwrap(), VECTOR_ROWS);
    fill(&connection, 50);
    drop(connection);
    let connection = open_encrypted(&path, &key()).unwrap();
    assert_eq!(names(&connection).unwrap().len(), 52);
    assert!(connection.query_row("PRAGMA cipher_integrity_check", [], |_| Ok(())).is_err());
}

#[test]
fn a_file_of_openssls_sqlcipher_3_opens() {
    let folder = TempDir::new().unwrap();
    drop(open_encrypted(&folder.path().join("links-the-provider.db"), &key()).unwrap());
    let connection = Connection::open(vector("openssl-3.db", &folder)).unwrap();
    let open = format!("PRAGMA key = \"{VECTOR_KEY}\"; PRAGMA cipher_compatibility = 3");
    connection.execute_batch(&open).unwrap();
    assert_eq!(names(&connection).unwrap(), VECTOR_ROWS);
}

/// Debian's command writes and reads format 3 only; a later one takes ours as it is.
#[test]
fn the_sqlcipher_command_reads_what_was_written_here() {
    let Some(version) = sqlcipher(":memory:", "SELECT ''", "PRAGMA cipher_version") else {
        assert!(env::var_os("CI").is_none(), "the command sqlcipher is not installed");
        println!("skipped: the command sqlcipher is not installed");
        return;
    };
    let format = if version.trim().starts_with('3') { 3 } else { 4 };
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("so.db");
    let connection = written_in(format, &path);
    fill(&connection, 300);
    drop(connection);
    let path = path.to_str().unwrap();
    let unlock = format!("PRAGMA key = \"{VECTOR_KEY}\"");
    let answer = sqlcipher(path, &unlock, "SELECT count(*), min(ten) FROM viec").unwrap();
    assert!(answer.contains(&format!("300|0 {MARKER}")), "{answer}");
    let answer = sqlcipher(path, &unlock, "PRAGMA integrity_check").unwrap();
    assert!(answer.trim().ends_with("ok"), "{answer}");
}

/// What the command prints for the two statements, or nothing if it is not installed.
fn sqlcipher(path: &str, first: &str, second: &str) -> Option<String> {
    let statements = format!("{first}; {second};");
    let output = Command::new("sqlcipher").arg(path).arg(statements).output().ok()?;
    Some(String::from_utf8(output.stdout).unwrap())
}

fn written_in(format: u8, path: &Path) -> Connection {
    if format == 4 {
        return open_encrypted(path, &key()).unwrap();
    }
    drop(open_encrypted(&path.with_extension("links-the-provider"), &key()).unwrap());
    let connection = Connection::open(path).unwrap();
    let open = format!("PRAGMA key = \"{VECTOR_KEY}\"; PRAGMA cipher_compatibility = {format}");
    connection.execute_batch(&open).unwrap();
    connection
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
        ("cipher_page_size", "4096"),
        ("cipher_hmac_algorithm", "HMAC_SHA512"),
    ] {
        assert_eq!(text(&connection, &format!("PRAGMA {pragma}")), value, "{pragma}");
    }
}

#[test]
fn a_flipped_byte_of_page_1_is_reported_and_nothing_is_changed() {
    for (region, at) in [("salt", 3), ("body", 2000), ("vector", PAGE - 70), ("tag", PAGE - 9)] {
        let folder = TempDir::new().unwrap();
        let path = vector("openssl-4.db", &folder);
        flip(&path, at);
        let before = snapshot(folder.path());
        let opened = open_encrypted(&path, &key());
        assert!(matches!(opened, Err(CipherError::NotProven)), "{region}: {opened:?}");
        assert!(snapshot(folder.path()) == before, "{region}: a file was changed");
    }
}

#[test]
fn a_flipped_byte_of_a_later_page_is_damage() {
    for (region, at) in [("body", 40), ("vector", PAGE - 70), ("tag", PAGE - 9)] {
        let folder = TempDir::new().unwrap();
        let path = vector("openssl-4.db", &folder);
        flip(&path, PAGE + at);
        let connection = open_encrypted(&path, &key()).unwrap();
        let error = names(&connection).unwrap_err();
        assert!(means_damage(&error), "{region}: {error:?}");
        let report = text(&connection, "PRAGMA cipher_integrity_check");
        assert!(report.contains("HMAC"), "{region}: {report}");
    }
}

#[test]
fn a_wrong_key_changes_no_byte_of_a_closed_or_a_crashed_database() {
    let closed = TempDir::new().unwrap();
    let path = closed.path().join("so.db");
    fill(&open_encrypted(&path, &key()).unwrap(), 100);
    for (folder, path) in [(closed, path), crashed(100)] {
        let before = snapshot(folder.path());
        let opened = open_encrypted(&path, &other_key());
        assert!(matches!(opened, Err(CipherError::NotProven)), "{opened:?}");
        assert!(snapshot(folder.path()) == before, "a file was changed");
        assert_eq!(names(&open_encrypted(&path, &key()).unwrap()).unwrap().len(), 100);
    }
}

#[test]
fn a_file_that_is_no_database_is_refused_and_kept() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("so.db");
    for bytes in [b"short".to_vec(), b"SQLite format 3\0".repeat(600), vec![0; 3 * PAGE]] {
        fs::write(&path, &bytes).unwrap();
        assert!(matches!(open_encrypted(&path, &key()), Err(CipherError::NotProven)));
        assert_eq!(snapshot(folder.path()), BTreeMap::from([(path.clone(), bytes)]));
    }
}

/// A crash in the middle of a checkpoint tears pages that the log still holds whole.
#[test]
fn a_torn_first_page_is_healed_from_the_log() {
    let (_folder, path) = crashed(100);
    flip(&path, 2000);
    assert_eq!(names(&open_encrypted(&path, &key()).unwrap()).unwrap().len(), 100);
}

/// SQLite itself would delete the log here.
#[test]
fn a_log_without_its_database_is_kept() {
    for missing in [true, false] {
        let (folder, path) = crashed(10);
        if missing {
            fs::remove_file(&path).unwrap()
        } else {
            fs::write(&path, b"").unwrap()
        }
        let before = snapshot(folder.path());
        assert!(matches!(open_encrypted(&path, &key()), Err(CipherError::Orphaned)));
        assert!(snapshot(folder.path()) == before, "a file was changed");
    }
}

#[test]
fn after_a_rekey_only_the_new_key_opens() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("so.db");
    let connection = open_encrypted(&path, &key()).unwrap();
    fill(&connection, 100);
    rekey(&connection, &other_key()).unwrap();
    assert_eq!(names(&connection).unwrap().len(), 100);
    drop(connection);
    assert!(matches!(open_encrypted(&path, &key()), Err(CipherError::NotProven)));
    let connection = open_encrypted(&path, &other_key()).unwrap();
    assert_eq!(names(&connection).unwrap().len(), 100);
    assert!(connection.query_row("PRAGMA cipher_integrity_check", [], |_| Ok(())).is_err());
}

#[test]
fn no_file_holds_a_readable_byte_of_what_was_written() {
    let folder = TempDir::new().unwrap();
    let connection = open_encrypted(&folder.path().join("so.db"), &key()).unwrap();
    connection.execute_batch("PRAGMA cache_size = 10; PRAGMA wal_autocheckpoint = 50").unwrap();
    for _ in 0..100 {
        fill(&connection, 3);
    }
    assert_nothing_readable(folder.path(), "many writes");
    connection.execute_batch("BEGIN").unwrap();
    fill(&connection, 2000);
    assert_nothing_readable(folder.path(), "an open transaction larger than the cache");
    connection.execute_batch("COMMIT").unwrap();
    connection
        .execute_batch("CREATE TEMP TABLE t AS SELECT ten FROM viec ORDER BY ten DESC")
        .unwrap();
    assert_nothing_readable(folder.path(), "a temporary table");
    connection.execute_batch("DELETE FROM viec WHERE id % 2; VACUUM").unwrap();
    assert_nothing_readable(folder.path(), "deleting and packing");
    drop(connection);
    assert_nothing_readable(folder.path(), "closing");
}

fn assert_nothing_readable(folder: &Path, when: &str) {
    for (path, bytes) in snapshot(folder) {
        for marker in [MARKER.as_bytes(), b"SQLite format 3", b"CREATE TABLE"] {
            let found = bytes.windows(marker.len()).any(|window| window == marker);
            assert!(!found, "{} holds plaintext after {when}", path.display());
        }
    }
}

/// SQLite unlinks its temporary files at once, so only the open descriptors show them.
#[cfg(target_os = "linux")]
#[test]
fn a_sort_larger_than_the_cache_opens_no_temporary_file() {
    let folder = TempDir::new().unwrap();
    let connection = open_encrypted(&folder.path().join("so.db"), &key()).unwrap();
    fill(&connection, 10_000);
    let sort = |temp_store| {
        let settings = format!("PRAGMA temp_store = {temp_store}; PRAGMA cache_size = 10");
        connection.execute_batch(&settings).unwrap();
        let mut rows = connection.prepare("SELECT ten FROM viec ORDER BY ten DESC").unwrap();
        let mut rows = rows.query([]).unwrap();
        rows.next().unwrap().unwrap();
        temporary_files()
    };
    assert_eq!(sort("MEMORY"), 0);
    assert_ne!(sort("FILE"), 0, "this way of looking would not have seen a file");
}

#[cfg(target_os = "linux")]
fn temporary_files() -> usize {
    let descriptors = fs::read_dir("/proc/self/fd").unwrap();
    let targets = descriptors.filter_map(|entry| fs::read_link(entry.unwrap().path()).ok());
    targets.filter(|target| target.to_string_lossy().contains("etilqs_")).count()
}
