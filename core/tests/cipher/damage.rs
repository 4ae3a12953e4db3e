//! Damage is reported, a wrong key refused, and no byte changed by either.

use super::*;

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

/// The log then holds every page under the new key, the database those under the old.
#[test]
fn a_crash_after_a_rekey_loses_nothing() {
    let before = TempDir::new().unwrap();
    let connection = open_encrypted(&before.path().join("so.db"), &key()).unwrap();
    fill(&connection, 100);
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let new_key = format!("PRAGMA rekey = \"x'{}'\"", "ee".repeat(32));
    connection.query_row(&new_key, [], |_| Ok(())).unwrap();
    let (_folder, path) = copied(before.path());
    let pages = fs::read(&path).unwrap();
    assert!(matches!(open_encrypted(&path, &key()), Err(CipherError::NotProven)));
    assert!(fs::read(&path).unwrap() == pages, "the old key wrote to the database");
    assert_eq!(names(&open_encrypted(&path, &other_key()).unwrap()).unwrap().len(), 100);
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}
