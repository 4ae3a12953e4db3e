//! What was written is readable in no file.

use super::*;

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

/// SQLite's temporary files have no name in any folder (or lose it at once), so only the
/// open descriptors show them.
#[cfg(target_os = "linux")]
#[test]
fn a_sort_larger_than_the_cache_opens_no_temporary_file() {
    let folder = TempDir::new().unwrap();
    let connection = open_encrypted(&folder.path().join("so.db"), &key()).unwrap();
    fill(&connection, 10_000);
    connection.execute_batch("PRAGMA cache_size = 10").unwrap();
    let sort = || {
        let mut rows = connection.prepare("SELECT ten FROM viec ORDER BY ten DESC").unwrap();
        let mut rows = rows.query([]).unwrap();
        rows.next().unwrap().unwrap();
        temporary_files()
    };
    assert_eq!(sort(), 0);
    connection.execute_batch("PRAGMA temp_store = FILE").unwrap();
    assert_ne!(sort(), 0, "this way of looking would not have seen a file");
}

#[cfg(target_os = "linux")]
fn temporary_files() -> usize {
    let descriptors = fs::read_dir("/proc/self/fd").unwrap();
    let targets = descriptors.filter_map(|entry| fs::read_link(entry.unwrap().path()).ok());
    let names = targets.filter_map(|target| Some(target.file_name()?.to_str()?.to_owned()));
    names.filter(|name| name.starts_with('#') || name.starts_with("etilqs_")).count()
}
