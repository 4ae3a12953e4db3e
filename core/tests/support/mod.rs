//! What the tests against the CRDT library share.
#![allow(dead_code, clippy::unwrap_used, reason = "each test target uses a part of it")]

use automerge::{
    ActorId as LibraryActor, Automerge, ObjId, ROOT, ReadDoc, ScalarValue,
    transaction::{CommitOptions, Transactable},
};
use proptest::test_runner::Config as ProptestConfig;
use sha2::{Digest, Sha256};
use soviec_core::{
    change::{Change, Limits, NewChange, encode, genesis},
    model::DocumentId,
};

/// The document of these tests.
pub(crate) const DOCUMENT: DocumentId = DocumentId([0xd0; 16]);

/// So many cases; failures are not kept in files, their seeds are printed.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// The library's document with our genesis and an actor that wrote nothing yet.
pub(crate) fn library_document() -> Automerge {
    let mut document = Automerge::new().with_actor(LibraryActor::from(vec![1; 16]));
    document.apply_changes([library_change(&genesis(DOCUMENT, 1))]).unwrap();
    document
}

/// A change as the library reads it.
pub(crate) fn library_change(change: &Change) -> automerge::Change {
    automerge::Change::from_bytes(change.bytes().to_vec()).unwrap()
}

/// A bucket map of the document.
pub(crate) fn bucket(document: &Automerge, number: u8) -> ObjId {
    document.get(ROOT, format!("{number:02x}")).unwrap().unwrap().1
}

/// Parses what the library wrote and checks that our encoder writes it again.
pub(crate) fn agree(written: &automerge::Change) -> Change {
    let change = Change::parse(written.raw_bytes(), &Limits::default()).unwrap();
    assert_eq!(change.hash.0, written.hash().0);
    assert_eq!(change.max_op(), written.max_op());
    let again = encode(&content(&change));
    assert_eq!(again, change);
    assert_eq!(again.bytes(), written.raw_bytes());
    change
}

/// What a change says, to be encoded with a difference.
pub(crate) fn content(change: &Change) -> NewChange {
    NewChange {
        dependencies: change.dependencies.clone(),
        actor: change.actor,
        seq: change.seq,
        start_op: change.start_op,
        time: change.time,
        message: change.message.clone(),
        operations: change.operations.clone(),
    }
}

/// A change of three puts with values and predecessors, written by the library.
pub(crate) fn sample() -> Change {
    let mut document = library_document();
    let maps = [bucket(&document, 3), bucket(&document, 9)];
    let mut other = document.clone().with_actor(LibraryActor::from(vec![2; 16]));
    write(&mut other, &maps, 0);
    document.merge(&mut other).unwrap();
    agree(&write(&mut document, &maps, 1))
}

fn write(document: &mut Automerge, maps: &[ObjId; 2], value: u8) -> automerge::Change {
    let mut transaction = document.transaction();
    for (place, map) in [&maps[0], &maps[0], &maps[1]].into_iter().enumerate() {
        let value = ScalarValue::Bytes(vec![value; 20]);
        transaction.put(map, format!("key{place}"), value).unwrap();
    }
    transaction.commit_with(CommitOptions::default().with_time(1_700_000_000));
    document.get_last_local_change().unwrap()
}

/// A chunk with a right checksum.
pub(crate) fn frame(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, kind];
    let mut len = body.len();
    while len >= 0x80 {
        bytes.push(len as u8 | 0x80);
        len >>= 7;
    }
    bytes.push(len as u8);
    bytes.extend_from_slice(body);
    let checksum = Sha256::digest(&bytes[8..]);
    bytes[4..8].copy_from_slice(&checksum[..4]);
    bytes
}

/// The body of a chunk: what is behind magic, checksum, type and length.
pub(crate) fn body_of(bytes: &[u8]) -> &[u8] {
    let length = bytes[9..].iter().take_while(|byte| **byte >= 0x80).count() + 1;
    &bytes[9 + length..]
}
