use std::{collections::BTreeMap, fs};

use tempfile::TempDir;

use super::*;

/// Two folders as an app gives them, and a generator that counts.
struct Phone {
    data: TempDir,
    no_backup: TempDir,
    next: u8,
}

impl Phone {
    fn new() -> Self {
        let folder = || TempDir::new().unwrap();
        Self { data: folder(), no_backup: folder(), next: 0 }
    }

    fn database(&self) -> PathBuf {
        self.data.path().join("so.db")
    }

    fn random(&mut self) -> impl FnMut(&mut [u8]) + use<> {
        self.next += 1;
        let mut byte = self.next.wrapping_mul(40);
        move |buffer| {
            for place in buffer {
                *place = byte;
                byte = byte.wrapping_add(1);
            }
        }
    }

    fn create(&mut self) -> Result<Vault, VaultError> {
        let mut random = self.random();
        Vault::create(&self.database(), self.no_backup.path(), &key(), &mut random, &secret())
    }

    fn open(&self) -> Result<Opened, VaultError> {
        self.open_with(&key())
    }

    fn open_with(&self, key: &DatabaseKey) -> Result<Opened, VaultError> {
        Vault::open(&self.database(), self.no_backup.path(), key)
    }

    /// Every file of both folders with its bytes.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let folders = [self.data.path(), self.no_backup.path()];
        let entries = folders.into_iter().flat_map(|folder| fs::read_dir(folder).unwrap());
        entries
            .map(|entry| entry.unwrap().path())
            .map(|p| (p.clone(), fs::read(p).unwrap()))
            .collect()
    }
}

fn key() -> DatabaseKey {
    DatabaseKey::new(&[1; 32])
}

fn secret() -> DeviceSecret {
    DeviceSecret {
        seed: Box::new(Zeroizing::new([0xab; 32])),
        certificate: vec![0xcd; 100],
        rest: Zeroizing::new(vec![0xef; 40]),
    }
}

#[test]
fn what_was_created_opens_again() {
    let mut phone = Phone::new();
    let vault = phone.create().unwrap();
    let opened = phone.open().unwrap();
    assert_eq!(opened.vault.database_id(), vault.database_id());
    assert_eq!(opened.secret, secret());
    assert_eq!(opened.nonce, NonceState::Same);
    assert!(!opened.database);
    fs::write(phone.database(), b"pages").unwrap();
    assert!(phone.open().unwrap().database);
}

#[test]
fn nothing_secret_is_readable_on_the_disk_or_printed() {
    let mut phone = Phone::new();
    phone.create().unwrap();
    for (path, bytes) in phone.files() {
        for secret in [[0xab; 8], [0xcd; 8], [0xef; 8], [1; 8]] {
            assert!(!bytes.windows(8).any(|window| window == secret), "{}", path.display());
        }
    }
    let printed = format!("{:?}", phone.open().unwrap());
    assert!(printed.contains("secret: DeviceSecret,"), "{printed}");
}

#[test]
fn a_wrong_key_is_named_and_changes_nothing() {
    let mut phone = Phone::new();
    phone.create().unwrap();
    let before = phone.files();
    let opened = phone.open_with(&DatabaseKey::new(&[2; 32]));
    assert!(matches!(opened, Err(VaultError::WrongKey)), "{opened:?}");
    assert_eq!(phone.files(), before);
}

#[test]
fn creating_never_replaces_what_is_here() {
    for name in ["so.db", "so.db-wal", "so.db.device"] {
        let mut phone = Phone::new();
        fs::write(phone.data.path().join(name), b"a week's work").unwrap();
        let before = phone.files();
        assert!(matches!(phone.create(), Err(VaultError::Exists)), "{name}");
        assert_eq!(phone.files(), before);
    }
}

#[test]
fn a_lost_device_file_is_no_fresh_start() {
    let phone = Phone::new();
    assert!(matches!(phone.open(), Err(VaultError::Absent)));
    fs::write(phone.data.path().join("so.db-wal"), b"a week's work").unwrap();
    assert!(matches!(phone.open(), Err(VaultError::Missing)));
    fs::write(phone.database(), b"pages").unwrap();
    assert!(matches!(phone.open(), Err(VaultError::Missing)));
}

/// Whichever byte is wrong: the file is refused, or what it says is still true.
#[test]
fn a_damaged_device_file_never_lies() {
    let mut phone = Phone::new();
    let id = phone.create().unwrap().database_id();
    let device = phone.data.path().join("so.db.device");
    let whole = fs::read(&device).unwrap();
    let mut accepted = 0;
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&device, &bytes).unwrap();
        match phone.open() {
            Ok(opened) => {
                accepted += 1;
                assert_eq!((opened.vault.database_id(), opened.secret), (id, secret()));
            }
            Err(VaultError::Damaged | VaultError::Newer(_)) => {}
            Err(other) => panic!("byte {at}: {other:?}"),
        }
        assert_eq!(fs::read(&device).unwrap(), bytes);
    }
    assert_eq!(accepted, 16, "only the check value may be wrong without harm");
}

#[test]
fn a_cut_device_file_is_damaged() {
    let mut phone = Phone::new();
    phone.create().unwrap();
    let device = phone.data.path().join("so.db.device");
    let whole = fs::read(&device).unwrap();
    for len in 0..whole.len() {
        fs::write(&device, &whole[..len]).unwrap();
        assert!(matches!(phone.open(), Err(VaultError::Damaged)), "{len} bytes");
    }
}

#[test]
fn a_later_version_is_named() {
    let mut phone = Phone::new();
    phone.create().unwrap();
    let device = phone.data.path().join("so.db.device");
    fs::write(device, [0xa2, 0x00, 0x02, 0x18, 0x40, 0x01]).unwrap();
    assert!(matches!(phone.open(), Err(VaultError::Newer(2))));
}

#[test]
fn a_restored_phone_differs_until_its_nonce_is_renewed() {
    let mut phone = Phone::new();
    phone.create().unwrap();
    phone.no_backup = TempDir::new().unwrap();
    let mut opened = phone.open().unwrap();
    assert_eq!(opened.nonce, NonceState::Differs);
    assert_eq!(phone.open().unwrap().nonce, NonceState::Differs, "reading must not settle it");
    opened.vault.renew_nonce(&key(), &mut phone.random(), &opened.secret).unwrap();
    let again = phone.open().unwrap();
    assert_eq!((again.nonce, again.secret), (NonceState::Same, secret()));
}

#[test]
fn a_folder_for_the_nonce_that_is_gone_is_made_again() {
    let mut phone = Phone::new();
    phone.create().unwrap();
    fs::remove_dir_all(phone.no_backup.path()).unwrap();
    let mut opened = phone.open().unwrap();
    assert_eq!(opened.nonce, NonceState::Differs);
    assert!(!phone.no_backup.path().exists(), "reading makes nothing");
    opened.vault.renew_nonce(&key(), &mut phone.random(), &opened.secret).unwrap();
    assert_eq!(phone.open().unwrap().nonce, NonceState::Same);
}

#[test]
fn another_phones_nonce_differs() {
    let (mut phone, mut other) = (Phone::new(), Phone::new());
    phone.create().unwrap();
    other.next = 1;
    other.create().unwrap();
    fs::copy(phone.data.path().join("so.db.device"), other.data.path().join("so.db.device"))
        .unwrap();
    assert_eq!(other.open().unwrap().nonce, NonceState::Differs);
    fs::write(other.no_backup.path().join("so.db.nonce"), b"short").unwrap();
    assert_eq!(other.open().unwrap().nonce, NonceState::Differs);
}

#[test]
fn resealing_keeps_who_the_phone_is_and_takes_a_new_key() {
    let mut phone = Phone::new();
    let vault = phone.create().unwrap();
    let enrolled = DeviceSecret { certificate: vec![7; 500], ..secret() };
    let new_key = DatabaseKey::new(&[9; 32]);
    vault.reseal(&new_key, &mut phone.random(), &enrolled).unwrap();
    assert!(matches!(phone.open(), Err(VaultError::WrongKey)));
    let opened = phone.open_with(&new_key).unwrap();
    assert_eq!((opened.secret, opened.nonce), (enrolled, NonceState::Same));
    assert_eq!(opened.vault.database_id(), vault.database_id());
    assert!(phone.files().keys().all(|path| path.extension().unwrap() != "new"));
}

#[test]
fn between_two_keys_either_opens_the_device_file_and_a_third_does_not() {
    let mut phone = Phone::new();
    let vault = phone.create().unwrap();
    let next = DatabaseKey::new(&[9; 32]);
    vault.seal_under_both(&key(), &next, &mut phone.random(), &secret()).unwrap();
    for key in [key(), DatabaseKey::new(&[9; 32])] {
        let opened = phone.open_with(&key).unwrap();
        assert_eq!((opened.secret, opened.two_keys), (secret(), true));
        assert_eq!(opened.nonce, NonceState::Same);
    }
    let third = phone.open_with(&DatabaseKey::new(&[2; 32]));
    assert!(matches!(third, Err(VaultError::WrongKey)), "{third:?}");
    vault.reseal(&next, &mut phone.random(), &secret()).unwrap();
    assert!(matches!(phone.open(), Err(VaultError::WrongKey)));
    assert!(!phone.open_with(&next).unwrap().two_keys);
}

#[test]
fn a_write_that_fails_leaves_the_old_file() {
    let mut phone = Phone::new();
    let vault = phone.create().unwrap();
    fs::create_dir(phone.data.path().join("so.db.device.new")).unwrap();
    let enrolled = DeviceSecret { certificate: vec![7; 500], ..secret() };
    let resealed = vault.reseal(&key(), &mut phone.random(), &enrolled);
    assert!(matches!(resealed, Err(VaultError::Io(_))), "{resealed:?}");
    assert_eq!(phone.open().unwrap().secret, secret());
}

#[test]
fn a_database_is_set_aside_whole_and_replaces_nothing() {
    let phone = Phone::new();
    let endings = ["", "-wal", "-shm"];
    let here =
        |stem: &str| endings.map(|e| fs::read(phone.data.path().join(format!("{stem}{e}"))).ok());
    let write = |content: &str| {
        for ending in endings {
            fs::write(
                phone.data.path().join(format!("so.db{ending}")),
                format!("{content}{ending}"),
            )
            .unwrap();
        }
    };
    write("first");
    let aside = set_aside(&phone.database(), "20260615T080000").unwrap();
    assert_eq!(aside, phone.data.path().join("so.db.damaged-20260615T080000"));
    let first = here("so.db.damaged-20260615T080000");
    assert_eq!(first, endings.map(|ending| Some(format!("first{ending}").into_bytes())));
    assert_eq!(here("so.db"), [None, None, None]);

    write("second");
    let again = set_aside(&phone.database(), "20260615T080000");
    assert!(matches!(again, Err(VaultError::Exists)), "{again:?}");
    assert_eq!(here("so.db.damaged-20260615T080000"), first);
    assert_eq!(here("so.db")[0].as_deref(), Some(&b"second"[..]));
}

#[test]
fn setting_aside_finishes_what_a_crash_left_half_done() {
    let phone = Phone::new();
    fs::write(phone.data.path().join("so.db.damaged-1"), b"pages").unwrap();
    fs::write(phone.data.path().join("so.db-wal"), b"log").unwrap();
    let aside = set_aside(&phone.database(), "1").unwrap();
    assert_eq!(fs::read(sibling(&aside, "")).unwrap(), b"pages");
    assert_eq!(fs::read(sibling(&aside, "-wal")).unwrap(), b"log");
    assert!(matches!(set_aside(&phone.database(), "2"), Err(VaultError::Absent)));
}

#[test]
fn a_stamp_cannot_lead_elsewhere() {
    let phone = Phone::new();
    fs::write(phone.database(), b"pages").unwrap();
    for stamp in ["", "../x", "a/b", "a b", "ngày", &"1".repeat(65)] {
        assert!(matches!(set_aside(&phone.database(), stamp), Err(VaultError::Stamp)), "{stamp}");
    }
    assert_eq!(phone.files().len(), 1);
}
