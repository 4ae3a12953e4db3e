//! Whatever admission lets through, the CRDT library must bear: apply, save and load again.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

use automerge::{ActorId as LibraryActor, Automerge};
use proptest::{prelude::*, test_runner::TestRng};
use soviec_core::{
    admission::{Code, History, Verdict, judge},
    change::{
        Action, Change, Limits, Message, NewChange, ObjectId, Operation, Value, bucket_object,
        encode, genesis,
    },
    model::{ActorId, ChangeHash, DocumentKind, OpId, RegisterKey, TaskId},
};
use support::{DOCUMENT, body_of, frame, library_change, library_document};

const PHONES: u8 = 3;

/// A document as the judge and as the library know it.
#[derive(Clone)]
struct World {
    history: History,
    library: Automerge,
    /// The last change of each phone, oldest first.
    last: Vec<Change>,
}

impl World {
    /// A document in which three phones have written beside each other and over each other.
    fn new() -> Self {
        let genesis = genesis(DOCUMENT, 1);
        let mut world =
            Self { history: History::new(&genesis), library: library_document(), last: vec![] };
        let first: Vec<_> = (1..=PHONES)
            .map(|phone| encode(&new_change(phone, 1, 67, &[genesis.hash], &[("a", &[])])))
            .collect();
        first.iter().for_each(|change| world.take(change));
        for phone in 1..=PHONES {
            let all: Vec<_> = world.last.iter().map(|change| change.hash).collect();
            let highest = world.last.iter().map(Change::max_op).max().unwrap();
            let over: Vec<_> = match phone {
                1 => first.iter().map(|change| change.op_id(0)).collect(),
                _ => vec![world.last[usize::from(phone) - 2].op_id(0)],
            };
            let puts = [("a", &over[..]), ("b", &[])];
            let next = encode(&new_change(phone, 2, highest + 1, &all, &puts));
            world.take(&next);
        }
        world
    }

    fn take(&mut self, change: &Change) {
        assert!(matches!(self.judge(change), Verdict::Admit(_)), "{:?}", self.judge(change));
        self.library.apply_changes([library_change(change)]).unwrap();
        self.history.add(change);
        self.last.retain(|last| last.actor != change.actor);
        self.last.push(change.clone());
    }

    fn judge(&self, change: &Change) -> Verdict {
        judge(change, DOCUMENT, DocumentKind::WorkBook, &self.history, &Limits::default())
    }

    /// A valid change of several puts, with a message now and then.
    fn next(&self, seed: u64) -> NewChange {
        let phone = 1 + (seed % u64::from(PHONES)) as u8;
        let all: Vec<_> = self.last.iter().map(|change| change.hash).collect();
        let highest = self.last.iter().map(Change::max_op).max().unwrap();
        let over: Vec<_> = vec![self.last[2].op_id(0)];
        let puts = [("a", &over[..]), ("b", &[]), ("c", &[]), ("d", &[])];
        let puts = &puts[..1 + seed as usize % 4];
        let mut new = new_change(phone, 3, highest + 1, &all, puts);
        new.time = seed as i64;
        if seed.is_multiple_of(5) {
            let overs = vec![vec![ChangeHash([3; 32])]; puts.len()];
            new.message = Some(Message { edit: Some(ChangeHash([4; 32])), overs });
        }
        new
    }

    /// Whether the library takes the change, goes on working, and reads its own save.
    fn survives(&self, change: &Change) -> Result<(), String> {
        let said = catch_unwind(AssertUnwindSafe(|| self.try_in_library(change)));
        said.unwrap_or_else(|_| Err("the library panicked".to_owned()))
    }

    fn try_in_library(&self, change: &Change) -> Result<(), String> {
        let mut document = self.library.clone();
        let read = automerge::Change::from_bytes(change.bytes().to_vec());
        let read = read.map_err(|e| e.to_string())?;
        let hash = read.hash();
        document.apply_changes([read]).map_err(|e| e.to_string())?;
        if !document.get_heads().contains(&hash) {
            return Err("the change waits".to_owned());
        }
        write_once_more(&mut document)?;
        let saved = document.save();
        let again = Automerge::load(&saved).map_err(|e| e.to_string())?;
        if again.get_heads() == document.get_heads() { Ok(()) } else { Err("other heads".into()) }
    }
}

/// An honest phone writes after the change: a poisoned document fails only here.
fn write_once_more(document: &mut Automerge) -> Result<(), String> {
    use automerge::transaction::Transactable;
    let map = support::bucket(document, bucket());
    document.set_actor(LibraryActor::from(vec![9; 16]));
    let mut transaction = document.transaction();
    transaction.put(&map, key("a").as_str(), true).map_err(|e| e.to_string())?;
    transaction.commit();
    Ok(())
}

fn key(field: &str) -> RegisterKey {
    RegisterKey::new(TaskId([7; 16]), field)
}

fn bucket() -> u8 {
    key("a").bucket()
}

fn put(field: &str, predecessors: &[OpId]) -> Operation {
    Operation {
        object: bucket_object(DOCUMENT, bucket()),
        key: key(field).as_str().to_owned(),
        insert: false,
        action: Action::Put(Value::Bytes(vec![7; 12])),
        predecessors: predecessors.to_vec(),
    }
}

fn new_change(
    phone: u8,
    seq: u64,
    start_op: u64,
    dependencies: &[ChangeHash],
    puts: &[(&str, &[OpId])],
) -> NewChange {
    NewChange {
        dependencies: dependencies.to_vec(),
        actor: ActorId([phone; 16]),
        seq,
        start_op,
        time: 0,
        message: None,
        operations: puts.iter().map(|(field, over)| put(field, over)).collect(),
    }
}

/// How a run of mutations ended.
#[derive(Debug, Default)]
struct Tally {
    unreadable: u32,
    refused: u32,
    admitted: u32,
}

/// Changes bytes of valid changes behind a repaired checksum; what is admitted must survive.
fn mutate(count: u64, rng: &mut TestRng) -> Tally {
    let world = World::new();
    let mut tally = Tally::default();
    for round in 0..count {
        let valid = encode(&world.next(round));
        let mut body = body_of(valid.bytes()).to_vec();
        for _ in 0..1 + rng.random_range(0..8u32) / 7 {
            let at = rng.random_range(0..body.len());
            match rng.random_range(0..10u32) {
                0 => drop(body.remove(at)),
                1 => body.insert(at, rng.random()),
                _ => body[at] = rng.random(),
            }
        }
        match Change::parse(&frame(1, &body), &Limits::default()) {
            Err(_) => tally.unreadable += 1,
            Ok(change) => match world.judge(&change) {
                Verdict::Admit(_) => {
                    tally.admitted += 1;
                    let survived = world.survives(&change);
                    assert_eq!(survived, Ok(()), "round {round}: {:02x?}", change.bytes());
                }
                _ => tally.refused += 1,
            },
        }
    }
    tally
}

#[test]
fn what_passes_after_a_mutation_does_the_library_no_harm() {
    let tally = mutate(6_000, &mut TestRng::deterministic_rng(Default::default()));
    assert!(tally.admitted > 100 && tally.refused > 100 && tally.unreadable > 100, "{tally:?}");
}

#[test]
#[ignore = "long: 200,000 mutations"]
#[allow(clippy::print_stdout, reason = "a measurement is for reading")]
fn what_passes_after_200_000_mutations_does_the_library_no_harm() {
    let tally = mutate(200_000, &mut TestRng::from_seed(Default::default(), &[6; 32]));
    println!("{tally:?}");
}

proptest! {
    #![proptest_config(support::cases(400))]

    /// Spoils what a change says instead of its bytes, several things at once.
    #[test]
    fn what_passes_after_a_spoiling_does_the_library_no_harm(
        seed: u64,
        spoils in prop::collection::vec((0u8..12, any::<u8>(), any::<u64>()), 1..4),
    ) {
        let world = World::new();
        let mut new = world.next(seed >> 1);
        for (what, byte, number) in spoils {
            spoil(&mut new, &world, what, byte, number);
        }
        let change = encode(&new);
        if let Verdict::Admit(puts) = world.judge(&change) {
            prop_assert_eq!(puts.len(), change.operations.len());
            prop_assert_eq!(Change::parse(change.bytes(), &Limits::default()), Ok(change.clone()));
            prop_assert_eq!(world.survives(&change), Ok(()));
        }
    }
}

fn spoil(new: &mut NewChange, world: &World, what: u8, byte: u8, number: u64) {
    let known = &world.last[usize::from(byte) % world.last.len()];
    let at = usize::from(byte) % new.operations.len().max(1);
    match (what, new.operations.get_mut(at)) {
        (0, _) => new.seq = number % 6,
        (1, _) => new.start_op = new.start_op.wrapping_add(number % 5).wrapping_sub(2).max(1),
        (2, _) => new.time = number as i64,
        (3, _) => new.actor = ActorId([byte % 5; 16]),
        (4, _) => drop(new.dependencies.pop()),
        (5, _) => new.dependencies.push(genesis(DOCUMENT, 1).hash),
        (6, Some(op)) => op.predecessors.push(known.op_id(usize::from(byte) % 3)),
        (7, Some(op)) => op.predecessors.clear(),
        (8, Some(op)) => op.key = key(&format!("f{}", byte % 3)).as_str().to_owned(),
        (9, Some(op)) => op.object = bucket_object(DOCUMENT, byte),
        (10, Some(op)) => op.action = Action::Other(u64::from(byte % 9)),
        (11, Some(op)) => op.action = Action::Put(Value::Int(number as i64)),
        _ => {}
    }
}

/// The verdict on hand-made bytes, through parser and judge as at the relay.
fn at_the_door(world: &World, bytes: &[u8]) -> Result<(), Code> {
    let change = Change::parse(bytes, &Limits::default())?;
    match world.judge(&change) {
        Verdict::Admit(_) => Ok(()),
        Verdict::Refused(code) => Err(code),
        other => panic!("neither admitted nor refused: {other:?}"),
    }
}

/// What the library itself would send for an edit of `phone` that sees everything.
fn written_by_the_library(
    world: &World,
    edit: impl FnOnce(&mut automerge::transaction::Transaction<'_>, automerge::ObjId),
) -> Vec<u8> {
    let mut document = world.library.clone().with_actor(LibraryActor::from(vec![8; 16]));
    let map = support::bucket(&document, bucket());
    let mut transaction = document.transaction();
    edit(&mut transaction, map);
    transaction.commit();
    document.get_last_local_change().unwrap().raw_bytes().to_vec()
}

#[test]
fn edits_that_the_library_can_make_and_the_profile_does_not_have() {
    use automerge::{ObjType, ROOT, ScalarValue, transaction::Transactable};
    let world = World::new();
    let (a, new) = (key("a"), key("new"));
    let (a, new) = (a.as_str(), new.as_str());
    let bytes = |edit: &dyn Fn(&mut automerge::transaction::Transaction<'_>, automerge::ObjId)| {
        at_the_door(&world, &written_by_the_library(&world, edit))
    };
    assert_eq!(bytes(&|t, map| t.put(&map, new, true).unwrap()), Ok(()));
    assert_eq!(bytes(&|t, map| t.delete(&map, a).unwrap()), Err(Code::Action));
    assert_eq!(bytes(&|t, _| t.put(ROOT, "schema", 9).unwrap()), Err(Code::Key));
    assert_eq!(bytes(&|t, _| t.put(ROOT, new, 9).unwrap()), Err(Code::Bucket));
    let counter = ScalarValue::counter(1);
    assert_eq!(bytes(&|t, map| t.put(&map, new, counter.clone()).unwrap()), Err(Code::Malformed));
    assert_eq!(bytes(&|t, map| t.put(&map, new, 0.5).unwrap()), Err(Code::Malformed));
    let time = ScalarValue::Timestamp(1);
    assert_eq!(bytes(&|t, map| t.put(&map, new, time.clone()).unwrap()), Err(Code::Malformed));
    for kind in [ObjType::Map, ObjType::List, ObjType::Text] {
        let put = bytes(&|t, map| drop(t.put_object(&map, new, kind).unwrap()));
        assert_eq!(put, Err(Code::Action));
    }
    let list = bytes(&|t, map| {
        let list = t.put_object(&map, new, ObjType::List).unwrap();
        t.insert(&list, 0, 1).unwrap();
    });
    assert_eq!(list, Err(Code::Malformed));
    let twice = bytes(&|t, map| {
        t.put(&map, new, 1).unwrap();
        t.put(&map, new, 2).unwrap();
    });
    assert_eq!(twice, Err(Code::Twice));
}

#[test]
fn bytes_made_by_hand_are_refused() {
    let world = World::new();
    let valid = encode(&world.next(1));
    let body = body_of(valid.bytes());
    assert_eq!(at_the_door(&world, valid.bytes()), Ok(()));
    let footer = [body, b"\x00author"].concat();
    assert_eq!(at_the_door(&world, &frame(1, &footer)), Err(Code::Malformed));
    for kind in [0, 2, 3] {
        assert_eq!(at_the_door(&world, &frame(kind, body)), Err(Code::Malformed));
    }
    // The first dependency twice: the count is one byte, a hash is 32.
    let mut doubled = body.to_vec();
    doubled[0] += 1;
    doubled.splice(1..1, body[1..33].iter().copied());
    assert_eq!(at_the_door(&world, &frame(1, &doubled)), Err(Code::NotCanonical));
}

#[test]
fn as_many_operations_as_allowed_are_borne_by_the_library() {
    let world = World::new();
    let mut new = world.next(1);
    let empty = |n| Operation { action: Action::Put(Value::Null), ..put(&format!("f{n}"), &[]) };
    new.operations = (0..5_000).map(empty).collect();
    let change = encode(&new);
    // With the keys of registers the limit of bytes is met long before that of operations.
    assert_eq!(world.judge(&change), Verdict::Refused(Code::Limit));
    let wide = Limits { bytes: 1 << 20, ..Limits::default() };
    let verdict = judge(&change, DOCUMENT, DocumentKind::WorkBook, &world.history, &wide);
    assert!(matches!(verdict, Verdict::Admit(_)));
    assert_eq!(world.survives(&change), Ok(()));
}

/// Why these are rules: without them one change breaks the document for everyone.
#[test]
fn the_library_breaks_where_the_rules_say() {
    let world = World::new();
    let mut high = world.next(1);
    high.start_op = u64::from(u32::MAX) - high.operations.len() as u64 + 1;
    let mut odd = world.next(1);
    odd.time = i64::MIN;
    for new in [high, odd] {
        let change = encode(&new);
        assert_eq!(world.judge(&change), Verdict::Refused(Code::Limit));
        assert!(world.survives(&change).is_err());
    }
}

/// A predecessor that the dependencies do not cover is refused even where it is known: a
/// device that has the dependencies and not the predecessor could not take the change.
#[test]
fn a_predecessor_beside_the_dependencies_breaks_the_library_elsewhere() {
    let world = World::new();
    let mut here = world.clone();
    let dependencies: Vec<_> = world.last.iter().map(|change| change.hash).collect();
    let highest = world.last.iter().map(Change::max_op).max().unwrap();
    let beside = encode(&new_change(5, 1, highest + 1, &dependencies, &[("a", &[])]));
    here.take(&beside);
    let reach = encode(&new_change(6, 1, highest + 1, &dependencies, &[("a", &[beside.op_id(0)])]));
    assert_eq!(here.judge(&reach), Verdict::Refused(Code::Predecessor));
    assert_eq!(here.survives(&reach), Ok(()));
    assert!(world.survives(&reach).is_err());
}

#[test]
fn an_object_of_another_actor_is_no_bucket() {
    let world = World::new();
    let mut new = world.next(1);
    let foreign = OpId { counter: 3 + u64::from(bucket()), actor: ActorId([1; 16]) };
    new.operations[0].object = ObjectId::Op(foreign);
    assert_eq!(world.judge(&encode(&new)), Verdict::Refused(Code::Bucket));
}

#[test]
#[ignore = "a measurement; run it with --release --nocapture"]
#[allow(clippy::print_stdout, reason = "a measurement is for reading")]
fn microseconds_for_parsing_and_judging_one_change() {
    let world = World::new();
    let bytes: Vec<_> = (0..4).map(|seed| encode(&world.next(seed)).bytes().to_vec()).collect();
    let rounds = 50_000;
    let start = Instant::now();
    for round in 0..rounds {
        assert_eq!(at_the_door(&world, &bytes[round % 4]), Ok(()));
    }
    let all = start.elapsed();
    println!("{:.1} µs a change", all.as_secs_f64() * 1e6 / rounds as f64);
}
