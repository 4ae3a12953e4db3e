//! The files of a phone: opened twice, with a wrong key, damaged.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use soviec_core::{
    error::ErrorKind,
    replica::{Cancel, Environment, Place, Replica},
};
use soviec_tests::{Phone, World, check_agreement};

const CHILD: &str = "SOVIEC_TEST_PHONE";

/// Every file under a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => all.extend(files(&entry.path())),
            false => drop(all.insert(entry.path(), fs::read(entry.path()).unwrap())),
        }
    }
    all
}

fn folder(phone: &Phone) -> PathBuf {
    phone.place().database.parent().unwrap().to_owned()
}

#[test]
fn a_second_opening_is_refused_and_the_first_works_on() {
    let world = World::new(70);
    let phone = world.phone(0, &[0]);
    let error = phone.open_again(&[0; 32]).expect_err("it is open");
    assert_eq!(error.code(), "in_use");
    assert!(!opens_in_a_child(&phone), "another process opened it");
    phone.tick(0, 0, 0, true, 5);
    assert_eq!(phone.sync().unwrap().acknowledged, 1);
    check_agreement(&world, &[phone]);
}

#[test]
fn what_one_process_closed_another_opens() {
    let world = World::new(71);
    let mut phone = world.phone(0, &[0]);
    phone.close();
    assert!(opens_in_a_child(&phone));
}

/// Runs the test below in a process of its own.
fn opens_in_a_child(phone: &Phone) -> bool {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "files::child"]).env(CHILD, folder(phone));
    let output = child.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("1 passed") || text.contains("in_use"), "{text}");
    output.status.success()
}

#[test]
fn child() {
    // Without the variable this is an ordinary run, which has nothing to open.
    let Some(folder) = std::env::var_os(CHILD).map(PathBuf::from) else { return };
    let place = Place { database: folder.join("book.db"), no_backup: folder.join("no-backup") };
    let environment = Environment::system().unwrap();
    if let Err(error) = Replica::open(&place, &[0; 32], environment) {
        panic!("{error}");
    }
}

#[test]
fn a_wrong_key_touches_nothing() {
    let world = World::new(72);
    let mut phone = world.phone(0, &[0]);
    phone.tick(0, 0, 0, true, 5);
    phone.close();
    let before = files(&folder(&phone));
    let error = phone.open_again(&[99; 32]).expect_err("the key is wrong");
    assert_eq!(error.kind(), ErrorKind::WrongKey);
    assert_eq!(files(&folder(&phone)), before);
    phone.restart();
    assert_eq!(phone.sync().unwrap().acknowledged, 1, "the edit was still there");
    check_agreement(&world, &[phone]);
}

/// A database that is no more: set aside byte for byte, and everything that the relay has comes
/// back.
fn damaged(seed: u64, damage: impl Fn(Vec<u8>) -> Vec<u8>) {
    let world = World::new(seed);
    let mut phone = world.phone(0, &[0]);
    phone.tick(0, 0, 0, true, 5);
    phone.sync().unwrap();
    phone.close();
    let database = phone.place().database.clone();
    let spoilt = damage(fs::read(&database).unwrap());
    fs::write(&database, &spoilt).unwrap();
    phone.restart();
    let aside = phone.replica().health().unwrap().set_aside.expect("it was set aside");
    assert!(is_kept(&database.with_file_name(&aside), &spoilt), "{aside} has other bytes");
    phone.sync().unwrap();
    phone.tick(0, 0, 1, true, 5);
    assert_eq!(phone.sync().unwrap().acknowledged, 1);
    check_agreement(&world, &[phone]);
}

/// Whether the bytes stand in the file, or in a file of the folder.
fn is_kept(path: &Path, bytes: &[u8]) -> bool {
    match path.is_dir() {
        true => files(path).values().any(|found| found == bytes),
        false => fs::read(path).unwrap() == bytes,
    }
}

#[test]
fn a_database_full_of_noise_is_set_aside() {
    damaged(73, |bytes| (0..bytes.len()).map(|i| (i * 31 % 251) as u8).collect());
}

#[test]
fn a_database_cut_short_is_set_aside() {
    damaged(74, |bytes| bytes[..bytes.len() / 2 + 100].to_vec());
}

#[test]
fn a_replica_closed_by_its_own_callback_ends_the_exchange_and_frees_its_files() {
    let world = World::new(76);
    let mut phone = world.phone(0, &[0]);
    for n in 0..3 {
        phone.tick(0, n, 0, true, 5);
    }
    let replica = phone.replica();
    let closing = &mut |_| {
        replica.close();
        Ok(())
    };
    // Whether one page was all of it or not: nothing hangs, and nothing is lost.
    let _ = replica.sync(&Cancel::default(), closing);
    assert_eq!(phone.sync().unwrap_err().kind(), ErrorKind::Closed);
    phone.restart();
    phone.sync().unwrap();
    assert_eq!(phone.waiting(), 0);
    check_agreement(&world, &[phone]);
}

#[test]
fn a_closed_replica_says_so() {
    let world = World::new(75);
    let phone = world.phone(0, &[0]);
    phone.replica().close();
    assert_eq!(phone.sync().unwrap_err().kind(), ErrorKind::Closed);
}
