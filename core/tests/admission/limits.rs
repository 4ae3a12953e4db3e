//! Every limit that is a refusal, at its edge and one step beyond it: by the parser, which sees
//! foreign bytes, and by the check of what this program built itself.

use soviec_core::{
    change::{Action, Change, Limits, Malformed, Message, NewChange, Value, encode},
    model::{ActorId, ChangeHash, OpId},
};

use crate::world::{new_change, put};

fn hash(n: usize) -> ChangeHash {
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&(n as u64).to_be_bytes());
    ChangeHash(hash)
}

fn honest() -> NewChange {
    new_change(1, 1, 67, &[hash(0)], &[("a", &[])])
}

fn over(op: u64, actors: u64) -> OpId {
    let mut actor = [0x0a; 16];
    actor[..8].copy_from_slice(&(op % actors).to_be_bytes());
    OpId { counter: 100 + op, actor: ActorId(actor) }
}

/// A change that says `n` of something passes up to `edge`, and beyond it fails as `broken`.
fn edge_at(edge: usize, limits: &Limits, broken: Malformed, made: impl Fn(usize) -> NewChange) {
    for (n, expected) in [(edge - 1, Ok(())), (edge, Ok(())), (edge + 1, Err(broken))] {
        let change = encode(&made(n));
        assert_eq!(limits.check(&change), expected, "{n} of {broken:?}");
        let parsed = Change::parse(change.bytes(), limits).map(drop);
        assert_eq!(parsed, expected, "{n} of {broken:?}, parsed");
    }
}

#[test]
fn dependencies_have_an_edge() {
    let limits = Limits::default();
    edge_at(limits.dependencies, &limits, Malformed::Dependencies, |n| NewChange {
        dependencies: (0..n).map(hash).collect(),
        ..honest()
    });
}

#[test]
fn operations_have_an_edge() {
    let limits = Limits { operations: Limits::default().operations, ..Limits::unlimited() };
    edge_at(limits.operations, &limits, Malformed::Operations, |n| {
        let operations = (0..n).map(|n| put(&format!("f{n}"), &[])).collect();
        NewChange { operations, ..honest() }
    });
}

#[test]
fn predecessors_and_the_actors_that_they_name_have_an_edge() {
    let limits = Limits { predecessors: Limits::default().predecessors, ..Limits::unlimited() };
    let superseding = |n: usize, actors: u64| {
        let over: Vec<_> = (0..n as u64).map(|op| over(op, actors)).collect();
        NewChange { operations: vec![put("a", &over)], ..honest() }
    };
    edge_at(limits.predecessors, &limits, Malformed::Predecessors, |n| superseding(n, 3));
    let limits = Limits::default();
    // One of them is the genesis's, which made the bucket.
    edge_at(limits.other_actors - 1, &limits, Malformed::Actors, |n| superseding(n, n as u64));
}

#[test]
fn bytes_values_keys_and_messages_have_an_edge() {
    let limits = Limits::default();
    edge_at(limits.value, &limits, Malformed::Value, |n| said(Value::Str("a".repeat(n))));
    edge_at(limits.value, &limits, Malformed::Value, |n| said(Value::Bytes(vec![7; n])));
    edge_at(limits.key, &limits, Malformed::Key, |n| {
        let mut operation = put("a", &[]);
        operation.key = "k".repeat(n);
        NewChange { operations: vec![operation], ..honest() }
    });
    let bytes = Limits { bytes: limits.bytes, ..Limits::unlimited() };
    let head = encode(&said(Value::Bytes(vec![7; bytes.bytes]))).bytes().len() - bytes.bytes;
    edge_at(bytes.bytes, &bytes, Malformed::TooLarge, |n| said(Value::Bytes(vec![7; n - head])));
}

fn said(value: Value) -> NewChange {
    let mut new = honest();
    new.operations[0].action = Action::Put(value);
    new
}

#[test]
fn a_message_has_an_edge() {
    let message = |n: usize| Message { edit: None, overs: vec![(1..=n).map(hash).collect()] };
    let edge = message(500).text().len();
    let limits = Limits { message: edge, ..Limits::unlimited() };
    for (n, expected) in [(499, Ok(())), (500, Ok(())), (501, Err(Malformed::Message))] {
        let change = encode(&NewChange { message: Some(message(n)), ..honest() });
        assert_eq!(limits.check(&change), expected);
        assert_eq!(Change::parse(change.bytes(), &limits).map(drop), expected);
    }
}

#[test]
fn numbers_and_times_have_an_edge() {
    let limits = Limits::default();
    let start = |start_op| NewChange { start_op, ..honest() };
    let time = |time| NewChange { time, ..honest() };
    let (high, late) = (limits.max_op, limits.time as i64);
    for (new, expected) in [
        (start(high), Ok(())),
        (start(high + 1), Err(Malformed::Counter)),
        (NewChange { seq: 0, ..honest() }, Err(Malformed::Counter)),
        (time(late), Ok(())),
        (time(-late), Ok(())),
        (time(late + 1), Err(Malformed::Time)),
        (time(-late - 1), Err(Malformed::Time)),
        (time(i64::MIN), Err(Malformed::Time)),
    ] {
        let change = encode(&new);
        assert_eq!(limits.check(&change), expected);
        assert_eq!(Change::parse(change.bytes(), &limits).map(drop), expected);
    }
}
