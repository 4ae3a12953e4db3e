//! Nothing that an officer wrote, no name, no key stands readable in any file, at any moment.

use std::{collections::BTreeMap, fs, path::PathBuf};

use soviec_tests::{
    Phone, World, book, officer, task,
    vfs::{Disk, Lost},
};

const NOTE: &str = "Bà Lò Thị Mẩy, hộ cuối bản";
const TITLE: &str = "Sửa loa ở đình Bến Đá";
const DRAFT: &str = "Đang gõ dở về ông Tẩn";

/// What must not be readable: texts, names out of directory and plan, names of tables, keys.
fn secrets(keys: &[[u8; 32]]) -> Vec<Vec<u8>> {
    let texts = [NOTE, TITLE, DRAFT, "Trần Văn 1", "Nhiệm vụ 1", "SQLite format 3", "CREATE TABLE"];
    let mut all: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    for key in keys {
        all.push(key.to_vec());
        all.push(key.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect());
    }
    all
}

fn holds(bytes: &[u8], secret: &[u8]) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret)
}

fn search(files: BTreeMap<PathBuf, Vec<u8>>, keys: &[[u8; 32]], when: &str) {
    for (path, bytes) in files {
        for secret in secrets(keys) {
            let text = String::from_utf8_lossy(&secret);
            assert!(!holds(&bytes, &secret), "{} holds {text} {when}", path.display());
        }
    }
}

fn real_files(phone: &Phone) -> BTreeMap<PathBuf, Vec<u8>> {
    let place = phone.place();
    let folders = [place.database.parent().unwrap(), &place.no_backup];
    let entries = folders.into_iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    paths.map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

fn works(phone: &Phone) {
    phone.note(0, 0, NOTE);
    phone.local(0, TITLE, Some(20));
    phone.replica().draft_note_put(officer(1), book(0).id(), task(1), DRAFT).unwrap();
}

/// The way of looking finds what is there.
#[test]
fn a_readable_secret_would_be_found() {
    assert!(holds(format!("xx{NOTE}yy").as_bytes(), &secrets(&[])[0]));
    assert_eq!(secrets(&[[1; 32]]).len(), 9);
}

#[test]
fn no_byte_on_a_disk_in_memory_is_readable_in_writing_crashing_compacting_and_rekeying() {
    let world = World::new(11);
    let disk = Disk::at(&world.folder().join("phone-1"));
    let mut phone = world.phone(1, &[0]);
    let other = world.phone(2, &[0]);
    let keys = [[1; 32], [0x99; 32]];
    let look = |phone: &Phone, when: &str| {
        search(disk.image(), &keys, when);
        search(real_files(phone), &keys, when);
    };
    works(&phone);
    look(&phone, "after edits");
    disk.crash(Lost::Some(3));
    look(&phone, "after a power cut");
    phone.restart();
    look(&phone, "after the opening that follows");
    for n in 0..210_u32 {
        let of = u8::try_from(n % 4).unwrap();
        other.tick(0, of, 0, n / 4 % 2 == 0, 1 + n / 8);
    }
    other.sync().unwrap();
    phone.sync().unwrap();
    look(&phone, "after a compaction");
    phone.replica().rekey(&keys[1]).unwrap();
    look(&phone, "after a rekey");
    let report = phone.replica().support_report().unwrap();
    secrets(&keys).iter().for_each(|secret| assert!(!holds(report.as_bytes(), secret)));
    phone.close();
    look(&phone, "after closing");
}

#[test]
fn no_file_in_a_real_folder_is_readable_when_a_database_is_set_aside_and_rescued() {
    let world = World::new(12);
    let mut phone = world.phone(1, &[0]);
    works(&phone);
    search(real_files(&phone), &[[1; 32]], "after edits");
    phone.close();
    let database = phone.place().database.clone();
    let mut bytes = fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&database, bytes).unwrap();
    let mut mark = database.into_os_string();
    mark.push(".damage");
    fs::write(mark, b"").unwrap();
    phone.restart();
    search(real_files(&phone), &[[1; 32]], "after a database was set aside");
    phone.close();
    search(real_files(&phone), &[[1; 32]], "after closing");
}
