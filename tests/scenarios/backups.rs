//! The office's data taken away while it works, and put back: a new epoch of the relay, nothing
//! lost that the backup had, and phones that keep what came later.

use std::{fs, path::Path};

use soviec_server::{
    Config, Environment, Office,
    backup::{BackupError, Manifest, Progress, backup, restore},
};
use soviec_tests::{Chance, SetClock, TENANT, World, check_agreement, noon, until_quiet};
use std::sync::Arc;

const KEYS: [&str; 3] = ["office.key", "relay.key", "codes.key"];

fn environment() -> Environment {
    Environment { clock: Arc::new(SetClock::at(noon())), random: Arc::new(Chance::new(7)) }
}

fn quiet() -> impl FnMut(Progress) {
    |_| {}
}

/// A new folder with the keys of the office and nothing else.
fn with_keys(world: &World, name: &str) -> std::path::PathBuf {
    let folder = world.folder().join(name);
    fs::create_dir(&folder).unwrap();
    for key in KEYS {
        fs::copy(world.office_folder().join(key), folder.join(key)).unwrap();
    }
    folder
}

fn opened(folder: &Path) -> Office {
    let config = Config { tenant: Some(TENANT), ..Config::default() };
    Office::open(folder, config, environment()).unwrap()
}

#[test]
fn a_backup_of_a_working_office_is_whole_and_holds_no_key() {
    let world = World::new(61);
    let phone = world.phone(0, &[0]);
    phone.tick(0, 0, 0, true, 5);
    phone.sync().unwrap();
    let to = world.folder().join("backup");
    let mut told = Vec::new();
    let taken = backup(&world.office_folder(), &to, &environment(), &mut |p| told.push(p)).unwrap();
    assert_eq!(taken.seq, world.office().log().head().unwrap().seq);
    assert_eq!(Manifest::read(&to).unwrap(), taken);
    let names: Vec<_> = taken.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["log.db", "auth.db", "clerks.db", "contacts.db", "tenant"]);
    assert!(told.contains(&Progress::Restoring), "it was proved: {told:?}");
    for key in KEYS {
        let secret = fs::read(world.office_folder().join(key)).unwrap();
        for entry in fs::read_dir(&to).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            assert!(!bytes.windows(secret.len()).any(|part| part == secret), "{key} is in it");
        }
    }
    let left: Vec<_> = fs::read_dir(world.office_folder()).unwrap().collect();
    assert!(left.iter().flatten().all(|entry| entry.file_name() != "verify.scratch"));
    // The office went on meanwhile.
    phone.tick(0, 0, 1, true, 6);
    assert_eq!(phone.sync().unwrap().acknowledged, 1);
}

#[test]
fn a_restored_office_shows_the_backup_and_its_phones_wait_with_everything() {
    let world = World::new(62);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    phones[0].tick(0, 0, 0, true, 5);
    until_quiet(&phones);
    check_agreement(&world, &phones);
    let before = world.office().log().head().unwrap();
    let to = world.folder().join("backup");
    backup(&world.office_folder(), &to, &environment(), &mut quiet()).unwrap();
    // What comes after the backup is lost with the disk.
    phones[0].note(0, 0, "sau bản sao");
    phones[0].sync().unwrap();
    let folder = with_keys(&world, "again");
    let restored = restore(&to, &folder, &environment(), &mut quiet()).unwrap();
    assert_eq!(restored.seq, before.seq);
    let old_epoch = world.office().relay().keys().relay_epoch;
    let office = opened(&folder);
    assert_eq!(office.relay().keys().relay_epoch, restored.epoch);
    assert_ne!(restored.epoch, old_epoch);
    let head = office.log().head().unwrap();
    assert_eq!(head.seq, before.seq + 1, "the row that says so");
    assert!(office.log().read(|view| view.has(&before)).unwrap(), "the rows of the backup stand");
    world.replace_office(office);
    // The phones notice: they keep all rows, record on, and send nothing.
    let report = phones[0].sync().unwrap();
    assert_eq!(report.stopped, [(None, "rewound".to_owned())]);
    phones[0].tick(0, 0, 1, true, 7);
    assert_eq!(phones[0].waiting(), 1);
    assert_eq!(phones[1].sync().unwrap().stopped, [(None, "rewound".to_owned())]);
    assert_eq!(world.office().log().head().unwrap(), head);
    // A phone that is enrolled now works as ever.
    let new = world.phone(2, &[0]);
    new.tick(0, 0, 2, true, 8);
    assert_eq!(new.sync().unwrap().acknowledged, 1);
}

#[test]
fn a_damaged_backup_is_named_and_nothing_is_restored() {
    let world = World::new(63);
    world.phone(0, &[0]);
    let to = world.folder().join("backup");
    backup(&world.office_folder(), &to, &environment(), &mut quiet()).unwrap();
    let folder = with_keys(&world, "again");
    let log = to.join("log.db");
    let mut bytes = fs::read(&log).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&log, &bytes).unwrap();
    let failed = restore(&to, &folder, &environment(), &mut quiet());
    assert!(matches!(failed, Err(BackupError::Damaged(path)) if path == log));
    assert!(!folder.join("log.db").exists());
    bytes[middle] ^= 1;
    fs::write(&log, &bytes).unwrap();
    restore(&to, &folder, &environment(), &mut quiet()).unwrap();
}

#[test]
fn a_row_that_was_rewritten_does_not_pass_though_its_sum_was_set_right() {
    let world = World::new(64);
    world.phone(0, &[0]);
    let to = world.folder().join("backup");
    backup(&world.office_folder(), &to, &environment(), &mut quiet()).unwrap();
    let log = rusqlite::Connection::open(to.join("log.db")).unwrap();
    log.execute_batch(
        "DROP TRIGGER log_keeps_content; UPDATE log SET payload = x'00' WHERE seq = 2",
    )
    .unwrap();
    drop(log);
    let manifest = fs::read_to_string(to.join("manifest.toml")).unwrap();
    let old = Manifest::read(&to);
    assert!(matches!(old, Err(BackupError::Damaged(_))));
    fs::write(to.join("manifest.toml"), resummed(&to, &manifest)).unwrap();
    let folder = with_keys(&world, "again");
    let failed = restore(&to, &folder, &environment(), &mut quiet());
    assert!(matches!(failed, Err(BackupError::Log(_))), "{failed:?}");
    assert!(!folder.join("log.db").exists());
}

/// The manifest as a careful forger would leave it.
fn resummed(folder: &Path, manifest: &str) -> String {
    use sha2::{Digest, Sha256};
    let bytes = fs::read(folder.join("log.db")).unwrap();
    let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let old = manifest.split("sha256 = \"").nth(1).unwrap().split('"').next().unwrap();
    let length = manifest.split("bytes = ").nth(1).unwrap().split('\n').next().unwrap();
    manifest.replacen(old, &sum, 1).replacen(
        &format!("bytes = {length}"),
        &format!("bytes = {}", bytes.len()),
        1,
    )
}

#[test]
fn nothing_is_put_over_a_log_or_beside_missing_keys() {
    let world = World::new(65);
    let to = world.folder().join("backup");
    backup(&world.office_folder(), &to, &environment(), &mut quiet()).unwrap();
    let twice = backup(&world.office_folder(), &to, &environment(), &mut quiet());
    assert!(matches!(twice, Err(BackupError::Taken(_))));
    let over = restore(&to, &world.office_folder(), &environment(), &mut quiet());
    assert!(matches!(over, Err(BackupError::Taken(_))));
    let bare = world.folder().join("bare");
    fs::create_dir(&bare).unwrap();
    let keyless = restore(&to, &bare, &environment(), &mut quiet());
    assert!(matches!(keyless, Err(BackupError::NoKey(_))));
    let nothing = backup(&bare, &world.folder().join("b2"), &environment(), &mut quiet());
    assert!(matches!(nothing, Err(BackupError::NoOffice(_))));
}

#[test]
fn a_restore_that_was_cut_off_can_be_run_again() {
    let world = World::new(66);
    world.phone(0, &[0]);
    let to = world.folder().join("backup");
    backup(&world.office_folder(), &to, &environment(), &mut quiet()).unwrap();
    let folder = with_keys(&world, "again");
    // The process ends while the files are copied.
    let ended = std::panic::catch_unwind(|| {
        restore(&to, &folder, &environment(), &mut |_| panic!("the power goes"))
    });
    assert!(ended.is_err());
    assert!(!folder.join("log.db").exists());
    restore(&to, &folder, &environment(), &mut quiet()).unwrap();
    opened(&folder);
}
