//! The callbacks, called as C calls them.

use std::{
    mem::MaybeUninit,
    ptr::{self, null},
};

use super::{
    callbacks::{DECRYPT, ENCRYPT, guard},
    *,
};
use crate::store::cipher::primitives::MAX_TAG_LEN;

const KEY: [u8; KEY_LEN] = [3; KEY_LEN];
const IV: [u8; BLOCK_LEN] = [5; BLOCK_LEN];

/// SQLCipher's table after its set-up.
fn table() -> Provider {
    let mut memory = MaybeUninit::<Provider>::uninit();
    let own = ptr::dangling_mut();
    // SAFETY: the memory has the table's layout, and nobody else knows it.
    unsafe {
        (&raw mut (*memory.as_mut_ptr()).next).write(own);
        assert_eq!(soviec_cipher_setup(memory.as_mut_ptr()), SQLITE_OK);
        let table = memory.assume_init();
        assert_eq!(table.next, own, "the list of providers was replaced");
        table
    }
}

fn cbc(mode: c_int, key: &[u8], iv: Bytes, from: Bytes, len: c_int, to: *mut u8) -> c_int {
    // SAFETY: every test gives buffers of at least `len` bytes, or lengths that are
    // refused before anything is read.
    unsafe { (table().cipher)(ptr::null_mut(), mode, key.as_ptr(), 32, iv, from, len, to) }
}

fn tag(algorithm: c_int, first: (Bytes, c_int), second: (Bytes, c_int)) -> Option<[u8; 64]> {
    let mut tag = [0; MAX_TAG_LEN];
    // SAFETY: as in `cbc`.
    let code = unsafe {
        (table().hmac)(
            ptr::null_mut(),
            algorithm,
            KEY.as_ptr(),
            32,
            first.0,
            first.1,
            second.0,
            second.1,
            tag.as_mut_ptr(),
        )
    };
    (code == SQLITE_OK).then_some(tag)
}

fn pbkdf2(algorithm: c_int, rounds: c_int, secret_len: c_int, key_len: c_int) -> Option<[u8; 32]> {
    let mut key = [0; KEY_LEN];
    let secret = b"password".as_ptr();
    // SAFETY: as in `cbc`.
    let code = unsafe {
        (table().kdf)(
            ptr::null_mut(),
            algorithm,
            secret,
            secret_len,
            b"salt".as_ptr(),
            4,
            rounds,
            key_len,
            key.as_mut_ptr(),
        )
    };
    (code == SQLITE_OK).then_some(key)
}

#[test]
fn a_missing_table_is_an_error() {
    // SAFETY: null is allowed.
    assert_eq!(unsafe { soviec_cipher_setup(ptr::null_mut()) }, SQLITE_ERROR);
}

#[test]
fn blocks_come_back_in_one_buffer_and_in_two() {
    let plain = [9; 64];
    let mut apart = [0; 64];
    assert_eq!(cbc(ENCRYPT, &KEY, IV.as_ptr(), plain.as_ptr(), 64, apart.as_mut_ptr()), SQLITE_OK);
    let mut same = plain;
    let at = same.as_mut_ptr();
    assert_eq!(cbc(ENCRYPT, &KEY, IV.as_ptr(), at.cast_const(), 64, at), SQLITE_OK);
    assert_eq!(same, apart);
    let at = same.as_mut_ptr();
    assert_eq!(cbc(DECRYPT, &KEY, IV.as_ptr(), at.cast_const(), 64, at), SQLITE_OK);
    assert_eq!(same, plain);
}

#[test]
fn bad_blocks_are_errors_and_leave_no_plaintext() {
    let plain = [9; 64];
    for (mode, len) in [(ENCRYPT, -16), (ENCRYPT, c_int::MAX), (DECRYPT, c_int::MIN), (2, 16)] {
        let mut out = [0; 64];
        let code = cbc(mode, &KEY, IV.as_ptr(), plain.as_ptr(), len, out.as_mut_ptr());
        assert_eq!((code, out), (SQLITE_ERROR, [0; 64]), "mode {mode}, {len} bytes");
    }
    let mut out = plain;
    assert_eq!(cbc(ENCRYPT, &KEY, IV.as_ptr(), plain.as_ptr(), 33, out.as_mut_ptr()), SQLITE_ERROR);
    assert!(out[..33].iter().all(|byte| *byte == 0), "plaintext was left in the output");
    assert_eq!(cbc(ENCRYPT, &KEY, null(), plain.as_ptr(), 64, out.as_mut_ptr()), SQLITE_ERROR);
    assert_eq!(cbc(ENCRYPT, &KEY, IV.as_ptr(), null(), 64, out.as_mut_ptr()), SQLITE_ERROR);
    assert_eq!(cbc(ENCRYPT, &KEY, IV.as_ptr(), plain.as_ptr(), 64, ptr::null_mut()), SQLITE_ERROR);
    assert_eq!(cbc(ENCRYPT, &KEY, IV.as_ptr(), null(), 0, ptr::null_mut()), SQLITE_OK);
}

#[test]
fn the_second_part_of_a_tag_may_be_missing_or_empty() {
    let text = b"page";
    let whole = tag(2, (text.as_ptr(), 4), (null(), 0)).unwrap();
    assert_eq!(tag(2, (text.as_ptr(), 4), (null(), 7)), Some(whole));
    assert_eq!(tag(2, (text.as_ptr(), 4), (text.as_ptr(), 0)), Some(whole));
    assert_eq!(tag(2, (text.as_ptr(), 1), (text[1..].as_ptr(), 3)), Some(whole));
    assert_eq!(tag(2, (text.as_ptr(), 0), (text.as_ptr(), 4)), Some(whole));
}

#[test]
fn bad_parts_of_a_tag_are_errors() {
    let text = b"page".as_ptr();
    assert_eq!(tag(2, (null(), 0), (text, 4)), None);
    assert_eq!(tag(2, (text, -1), (null(), 0)), None);
    assert_eq!(tag(2, (text, 4), (text, -1)), None);
    assert_eq!(tag(2, (text, c_int::MAX), (null(), 0)), None);
    assert_eq!(tag(3, (text, 4), (null(), 0)), None);
    assert_eq!(tag(-1, (text, 4), (null(), 0)), None);
}

#[test]
fn a_derived_key_follows_its_arguments_and_refuses_bad_ones() {
    let key = pbkdf2(0, 1, 8, 20).unwrap();
    let rfc_6070 = [
        0x0c, 0x60, 0xc8, 0x0f, 0x96, 0x1f, 0x0e, 0x71, 0xf3, 0xa9, 0xb5, 0x24, 0xaf, 0x60, 0x12,
        0x06, 0x2f, 0xe0, 0x37, 0xa6,
    ];
    assert_eq!((&key[..20], &key[20..]), (&rfc_6070[..], &[0; 12][..]));
    assert_eq!(pbkdf2(2, 1, 0, 0), Some([0; 32]));
    for (algorithm, rounds, secret_len, key_len) in [
        (3, 1, 8, 32),
        (2, 0, 8, 32),
        (2, -1, 8, 32),
        (2, c_int::MAX, 8, 32),
        (2, 1, -1, 32),
        (2, 1, c_int::MAX, 32),
        (2, 1, 8, -32),
        (2, 1, 8, c_int::MAX),
    ] {
        assert_eq!(pbkdf2(algorithm, rounds, secret_len, key_len), None);
    }
}

#[test]
fn random_bytes_differ_and_bad_lengths_are_errors() {
    let fill = |buffer: *mut u8, len| {
        // SAFETY: as in `cbc`.
        unsafe { (table().random)(ptr::null_mut(), buffer.cast(), len) }
    };
    let (mut one, mut two) = ([0; 33], [0; 33]);
    assert_eq!(fill(one.as_mut_ptr(), 32), SQLITE_OK);
    assert_eq!(fill(two.as_mut_ptr(), 32), SQLITE_OK);
    assert_ne!(one, two);
    assert_eq!((one[32], two[32]), (0, 0), "a byte behind the buffer was written");
    assert_eq!(fill(ptr::null_mut(), 0), SQLITE_OK);
    assert_eq!(fill(ptr::null_mut(), 8), SQLITE_ERROR);
    assert_eq!(fill(one.as_mut_ptr(), -1), SQLITE_ERROR);
}

#[test]
fn a_panic_becomes_an_error() {
    assert_eq!(guard(|| panic!("as a bug in a primitive would")), SQLITE_ERROR);
}

#[test]
fn sizes_are_those_of_the_algorithms() {
    let table = table();
    // SAFETY: these callbacks ignore their context.
    let sizes = unsafe {
        [
            (table.key_len)(ptr::null_mut()),
            (table.iv_len)(ptr::null_mut()),
            (table.block_len)(ptr::null_mut()),
            (table.hmac_len)(ptr::null_mut(), 0),
            (table.hmac_len)(ptr::null_mut(), 1),
            (table.hmac_len)(ptr::null_mut(), 2),
            (table.hmac_len)(ptr::null_mut(), 3),
        ]
    };
    assert_eq!(sizes, [32, 16, 16, 20, 32, 64, 0]);
}

#[test]
fn the_named_versions_are_those_of_the_lock_file() {
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock"));
    let lock = lock.unwrap();
    for named in VERSIONS.to_str().unwrap().split(", ") {
        let (name, version) = named.split_once(' ').unwrap();
        let entry = format!("name = \"{name}\"\nversion = \"{version}.");
        assert!(lock.contains(&entry), "{named} is not in Cargo.lock");
    }
}
