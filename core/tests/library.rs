//! Our encoder and parser against the CRDT library: both must say the same, byte for byte.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use automerge::{
    ActorId as LibraryActor, AutoCommit, Automerge, ObjType, ROOT, ReadDoc, ScalarValue,
    transaction::{CommitOptions, Transactable},
};
use proptest::prelude::*;
use soviec_core::change::{Action, Change, Limits, Malformed, Value, encode, genesis, hash_of};
use support::{DOCUMENT, agree, body_of, bucket, content, frame, library_document, sample};

#[test]
fn the_library_would_write_our_genesis_itself() {
    let ours = genesis(DOCUMENT, 7);
    let mut theirs = AutoCommit::new().with_actor(LibraryActor::from(DOCUMENT.0.to_vec()));
    theirs.put(ROOT, "id", ScalarValue::Bytes(DOCUMENT.0.to_vec())).unwrap();
    theirs.put(ROOT, "schema", ScalarValue::Uint(7)).unwrap();
    for number in 0..64 {
        theirs.put_object(ROOT, format!("{number:02x}"), ObjType::Map).unwrap();
    }
    theirs.commit_with(CommitOptions::default().with_time(0));
    assert_eq!(theirs.get_last_local_change().unwrap().raw_bytes(), ours.bytes());
    assert_eq!(ours.max_op(), genesis::MAX_OP);
}

/// The last second that the profile takes.
const TIME: i64 = 1 << 40;

/// One put of a generated history: which bucket, which key, what.
type Put = (u8, u8, ScalarValue);

fn scalar() -> impl Strategy<Value = ScalarValue> {
    prop_oneof![
        Just(ScalarValue::Null),
        any::<bool>().prop_map(ScalarValue::Boolean),
        any::<i64>().prop_map(ScalarValue::Int),
        (-70i64..70).prop_map(ScalarValue::Int),
        any::<u64>().prop_map(ScalarValue::Uint),
        (0u64..200).prop_map(ScalarValue::Uint),
        "[a-zđề]{0,6}".prop_map(|text| ScalarValue::Str(text.into())),
        prop::collection::vec(any::<u8>(), 0..200).prop_map(ScalarValue::Bytes),
    ]
}

fn transaction() -> impl Strategy<Value = (u8, bool, i64, Vec<Put>)> {
    let put = (0u8..4, 0u8..3, scalar());
    (0u8..4, any::<bool>(), -TIME..TIME, prop::collection::vec(put, 1..12))
}

proptest! {
    #![proptest_config(support::cases(96))]

    /// Four phones write, and merge now and then: several predecessors and dependencies,
    /// several buckets and actors, long and short runs all come up.
    #[test]
    fn we_read_and_write_what_the_library_writes(
        history in prop::collection::vec(transaction(), 1..14),
    ) {
        let mut phones: Vec<Automerge> = (0..4u8)
            .map(|phone| library_document().with_actor(LibraryActor::from(vec![0x40 * phone; 16])))
            .collect();
        let mut everything = library_document();
        for (phone, merge, time, puts) in history {
            let document = &mut phones[usize::from(phone)];
            if merge {
                everything.merge(document).unwrap();
                document.merge(&mut everything).unwrap();
            }
            let mut transaction = document.transaction();
            for (number, key, value) in puts {
                let map = transaction.get(ROOT, format!("{number:02x}")).unwrap().unwrap().1;
                transaction.put(&map, format!("key{key}"), value).unwrap();
            }
            transaction.commit_with(CommitOptions::default().with_time(time));
            agree(&document.get_last_local_change().unwrap());
        }
    }

    /// Random bytes never panic, nor do they in a right frame.
    #[test]
    fn noise_is_refused(noise in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Change::parse(&noise, &Limits::default()).is_err());
        let _ = hash_of(&noise);
        let framed = frame(1, &noise);
        prop_assert!(hash_of(&framed).is_ok());
        prop_assert!(Change::parse(&framed, &Limits::default()).is_err());
    }
}

proptest! {
    #![proptest_config(support::cases(4_000))]

    /// A mutation behind a right checksum is refused, or it is canonical.
    #[test]
    fn mutations_are_canonical_or_refused(
        at in any::<prop::sample::Index>(),
        byte: u8,
        cut in 0usize..3,
    ) {
        let mut body = body_of(sample().bytes()).to_vec();
        let at = at.index(body.len());
        body.splice(at..(at + cut).min(body.len()), [byte]);
        let framed = frame(1, &body);
        if let Ok(change) = Change::parse(&framed, &Limits::default()) {
            prop_assert_eq!(change.bytes(), &framed[..]);
            prop_assert_eq!(encode(&content(&change)), change);
        }
    }
}

#[test]
fn frames_other_than_a_plain_change_are_refused() {
    let valid = sample();
    let limits = Limits::default();
    let body = body_of(valid.bytes());
    for kind in [0, 2, 3, 4, 255] {
        let parsed = Change::parse(&frame(kind, body), &limits);
        assert_eq!(parsed, Err(Malformed::ChunkType(kind)));
    }
    let longer = [valid.bytes(), &[0]].concat();
    assert_eq!(Change::parse(&longer, &limits), Err(Malformed::Extra));
    let footer = [body, b"author"].concat();
    assert_eq!(Change::parse(&frame(1, &footer), &limits), Err(Malformed::Extra));
    let mut flipped = valid.bytes().to_vec();
    *flipped.last_mut().unwrap() ^= 1;
    assert_eq!(Change::parse(&flipped, &limits), Err(Malformed::Checksum));
    for end in 0..valid.bytes().len() {
        assert!(Change::parse(&valid.bytes()[..end], &limits).is_err());
    }
    assert_eq!(Change::parse(valid.bytes(), &limits), Ok(valid));
}

#[test]
fn a_compressed_change_is_refused_unopened() {
    let mut document = library_document();
    let map = bucket(&document, 0);
    let mut transaction = document.transaction();
    transaction.put(&map, "key", "x".repeat(1_000)).unwrap();
    transaction.commit();
    let mut change = document.get_last_local_change().unwrap();
    assert_eq!(
        Change::parse(&change.bytes(), &Limits::default()),
        Err(Malformed::ChunkType(2)),
        "the library compresses what is over 256 bytes"
    );
    agree(&change);
}

#[test]
fn dependencies_out_of_order_or_named_twice_are_refused() {
    let valid = sample();
    // Behind the count and the one hash that the sample has.
    let tail = &body_of(valid.bytes())[33..];
    for hashes in [[2u8, 1], [1, 1]] {
        let mut body = vec![2];
        hashes.iter().for_each(|byte| body.extend([*byte; 32]));
        body.extend(tail);
        let parsed = Change::parse(&frame(1, &body), &Limits::default());
        assert_eq!(parsed, Err(Malformed::Order));
    }
}

#[test]
fn each_limit_is_kept_and_its_last_value_still_taken() {
    let change = sample();
    let exact = Limits {
        bytes: change.bytes().len(),
        operations: 3,
        dependencies: 1,
        other_actors: 2,
        predecessors: 3,
        key: 4,
        value: 20,
        message: 0,
        max_op: change.max_op(),
        time: 1_700_000_000,
    };
    let parse = |limits| Change::parse(change.bytes(), &limits).map(|_| ());
    assert_eq!(parse(exact), Ok(()));
    assert_eq!(exact.check(&change), Ok(()));
    for (limits, error) in [
        (Limits { bytes: exact.bytes - 1, ..exact }, Malformed::TooLarge),
        (Limits { operations: 2, ..exact }, Malformed::Operations),
        (Limits { dependencies: 0, ..exact }, Malformed::Dependencies),
        (Limits { other_actors: 1, ..exact }, Malformed::Actors),
        (Limits { predecessors: 2, ..exact }, Malformed::Predecessors),
        (Limits { key: 3, ..exact }, Malformed::Key),
        (Limits { value: 19, ..exact }, Malformed::Value),
        (Limits { max_op: exact.max_op - 1, ..exact }, Malformed::Counter),
        (Limits { time: exact.time - 1, ..exact }, Malformed::Time),
    ] {
        assert_eq!(parse(limits), Err(error));
        assert_eq!(limits.check(&change), Err(error));
    }
}

#[test]
fn a_change_shows_no_content_in_debug() {
    let mut new = content(&sample());
    new.operations[0].action = Action::Put(Value::Str("Nguyễn Văn A".into()));
    assert!(!format!("{new:?} {:?}", encode(&new)).contains("Nguyễn"));
}

#[test]
fn an_empty_change_has_a_canonical_form_too() {
    let mut document = library_document();
    document.empty_commit(CommitOptions::default().with_time(5));
    let change = agree(&document.get_last_local_change().unwrap());
    assert_eq!((change.max_op(), change.start_op), (genesis::MAX_OP, genesis::MAX_OP + 1));
    assert_eq!(change.edit(), change.hash);
}
