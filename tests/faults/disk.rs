//! The disk in memory is one on which SQLite works as it does on a phone.

use std::path::Path;

use rusqlite::Connection;
use soviec_core::store::cipher::{DatabaseKey, open_encrypted};
use soviec_tests::vfs::{Disk, Fault, Lost, every_point};
use tempfile::TempDir;

fn key() -> DatabaseKey {
    DatabaseKey::new(&[3; 32])
}

fn open(folder: &TempDir) -> Connection {
    open_encrypted(&folder.path().join("a.db"), &key()).unwrap()
}

fn add(db: &Connection, n: u32) -> rusqlite::Result<()> {
    db.execute("INSERT INTO t VALUES (?1, randomblob(3000))", [n]).map(drop)
}

fn count(db: &Connection) -> u32 {
    db.query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap()
}

fn whole(db: &Connection) -> bool {
    let said: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    said == "ok"
}

fn filled(folder: &TempDir, rows: u32) -> Connection {
    let db = open(folder);
    db.execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY, x BLOB)").unwrap();
    (0..rows).for_each(|n| add(&db, n).unwrap());
    db
}

#[test]
fn no_file_stands_on_the_systems_disk_and_the_log_is_shared() {
    let folder = TempDir::new().unwrap();
    let disk = Disk::at(folder.path());
    let db = filled(&folder, 10);
    let other = open(&folder);
    add(&db, 100).unwrap();
    assert_eq!(count(&other), 11);
    let reading = other.unchecked_transaction().unwrap();
    assert_eq!(count(&reading), 11);
    add(&db, 101).unwrap();
    assert_eq!((count(&reading), count(&db)), (11, 12), "a reader keeps its view");
    drop(reading);
    assert_eq!(count(&other), 12);
    assert!(disk.bytes(Path::new("a.db-wal")).unwrap().len() > 10 * 4096);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    drop((db, other));
    assert_eq!(disk.image().len(), 1, "the last connection takes the log away");
    assert_eq!(count(&open(&folder)), 12);
}

#[test]
fn a_folder_without_a_disk_lies_on_the_systems() {
    let (folder, memory) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let _disk = Disk::at(memory.path());
    drop(filled(&folder, 3));
    assert!(folder.path().join("a.db").metadata().unwrap().len() > 0);
    assert_eq!(count(&open(&folder)), 3);
}

#[test]
fn two_writers_take_turns() {
    let folder = TempDir::new().unwrap();
    let _disk = Disk::at(folder.path());
    let db = filled(&folder, 1);
    let others: Vec<_> = (1..4)
        .map(|n| {
            let other = open(&folder);
            std::thread::spawn(move || (0..30).for_each(|i| add(&other, n * 100 + i).unwrap()))
        })
        .collect();
    others.into_iter().for_each(|other| other.join().unwrap());
    assert_eq!(count(&db), 91);
    assert!(whole(&db));
}

#[test]
fn what_was_committed_survives_every_power_cut() {
    let folder = TempDir::new().unwrap();
    let disk = Disk::at(folder.path());
    let mut db = filled(&folder, 0);
    for round in 0..60_u32 {
        let done = count(&db);
        (0..7).for_each(|n| add(&db, done + n).unwrap());
        db.execute_batch("BEGIN").unwrap();
        add(&db, 1_000_000).unwrap();
        if round % 5 == 0 {
            // The cache is too small for this, so that half a transaction is written.
            db.execute_batch("PRAGMA cache_size = 5").unwrap();
            (0..20).for_each(|n| add(&db, 2_000_000 + n).unwrap());
        }
        disk.crash(match round % 3 {
            0 => Lost::Unflushed,
            1 => Lost::Some(round.into()),
            _ => Lost::Nothing,
        });
        assert!(db.execute_batch("COMMIT").is_err(), "it is dead");
        drop(db);
        db = open(&folder);
        assert_eq!(count(&db), done + 7, "round {round}");
        assert!(whole(&db), "round {round}");
    }
}

#[test]
fn every_fault_strikes_and_a_copy_is_a_disk_of_its_own() {
    let (folder, copied) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (disk, copy) = (Disk::at(folder.path()), Disk::at(copied.path()));
    drop(filled(&folder, 5));
    disk.copy_to(&copy);
    let before = disk.image();
    for fault in Fault::ALL {
        let prepare = |_: &mut ()| disk.put(&before);
        let struck = every_point(&disk, fault, &mut (), prepare, |_, point| {
            let work = || {
                let db = open_encrypted(&folder.path().join("a.db"), &key()).map_err(drop)?;
                add(&db, 77).map_err(drop)?;
                Ok::<_, ()>(db)
            };
            let done = work();
            disk.crash(Lost::Unflushed);
            let rows = count(&open(&folder));
            assert!(rows == 6 || (rows == 5 && done.is_err()), "{fault:?} at {point}");
        });
        assert!(struck > 0, "{fault:?} never struck");
    }
    assert_eq!(count(&open(&copied)), 5);
}
