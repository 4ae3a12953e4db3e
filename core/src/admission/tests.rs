//! Each rule has a change that breaks it alone.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::*;
use crate::{
    change::{
        Action, Change, Limits, Message, NewChange, ObjectId, Operation, bucket_object, encode,
        genesis,
    },
    model::{Day, DocumentId, DocumentKind, OfficerId, TaskId, Tick, restored},
};

const DOCUMENT: DocumentId = DocumentId([0xd0; 16]);
const PHONE: ActorId = ActorId([1; 16]);
const OTHER: ActorId = ActorId([2; 16]);
const TASK: TaskId = TaskId([7; 16]);

fn tick(done: bool) -> Vec<u8> {
    let on = Day::new(2023, 6, 1).unwrap();
    crate::model::encode(&Tick { by: OfficerId([9; 16]), on, done })
}

fn put(field: &str, value: Value, predecessors: &[OpId]) -> Operation {
    let key = RegisterKey::new(TASK, field);
    Operation {
        object: bucket_object(DOCUMENT, key.bucket()),
        key: key.as_str().to_owned(),
        insert: false,
        action: Action::Put(value),
        predecessors: predecessors.to_vec(),
    }
}

/// A document with a first tick of `PHONE` and, beside it, one of `OTHER`.
struct World {
    history: History,
    genesis: Change,
    first: Change,
    beside: Change,
}

impl World {
    fn new() -> Self {
        let genesis = genesis(DOCUMENT, 1);
        let first = |actor| {
            let operations = vec![put("tick", Value::Bytes(tick(true)), &[])];
            encode(&new_change(actor, 1, 67, vec![genesis.hash], operations))
        };
        let (first, beside) = (first(PHONE), first(OTHER));
        let mut history = History::new(&genesis);
        for change in [&first, &beside] {
            assert!(matches!(judge_in(&history, change), Verdict::Admit(_)));
            history.add(change);
        }
        Self { history, genesis, first, beside }
    }

    /// The next change of `PHONE`, which sees both ticks: valid, to be spoilt.
    fn next(&self) -> NewChange {
        let predecessors = [self.first.op_id(0), self.beside.op_id(0)];
        let operations = vec![
            put("tick", Value::Bytes(tick(false)), &predecessors),
            put("future", Value::Str("x".into()), &[]),
        ];
        new_change(PHONE, 2, 68, vec![self.first.hash, self.beside.hash], operations)
    }

    fn judge(&self, new: &NewChange) -> Verdict {
        judge_in(&self.history, &encode(new))
    }

    /// The verdict on [`Self::next`] after one spoiling.
    fn spoilt(&self, spoil: impl FnOnce(&mut NewChange)) -> Verdict {
        let mut new = self.next();
        spoil(&mut new);
        self.judge(&new)
    }
}

fn new_change(
    actor: ActorId,
    seq: u64,
    start_op: u64,
    dependencies: Vec<ChangeHash>,
    operations: Vec<Operation>,
) -> NewChange {
    NewChange { dependencies, actor, seq, start_op, time: 0, message: None, operations }
}

fn judge_in(history: &History, change: &Change) -> Verdict {
    judge(change, DOCUMENT, DocumentKind::WorkBook, history, &Limits::default())
}

fn refused(code: Code) -> Verdict {
    Verdict::Refused(code)
}

#[test]
fn a_change_within_the_profile_is_admitted_with_its_puts() {
    let world = World::new();
    let change = encode(&world.next());
    let Verdict::Admit(puts) = judge_in(&world.history, &change) else { panic!("refused") };
    assert_eq!(puts.len(), 2);
    assert_eq!(puts[0].key, RegisterKey::new(TASK, "tick"));
    assert_eq!(puts[0].op, OpId { counter: 68, actor: PHONE });
    assert_eq!(puts[0].value, Value::Bytes(tick(false)));
    assert_eq!(puts[0].predecessors, [world.first.op_id(0), world.beside.op_id(0)]);
    assert_eq!(puts[1].op.counter, 69);
    assert!(puts.iter().all(|put| put.over.is_empty()));
}

#[test]
fn dependencies_need_not_be_an_antichain() {
    let world = World::new();
    let genesis = world.genesis.hash;
    let verdict = world.spoilt(|new| new.dependencies.push(genesis));
    assert!(matches!(verdict, Verdict::Admit(_)));
}

#[test]
fn unknown_dependencies_are_asked_for_and_only_they() {
    let world = World::new();
    let unknown = ChangeHash([0xee; 32]);
    let verdict = world.spoilt(|new| new.dependencies.push(unknown));
    assert_eq!(verdict, Verdict::Missing(vec![unknown]));
}

#[test]
fn a_change_builds_on_something_and_numbers_its_operations_right_above() {
    let world = World::new();
    assert_eq!(world.spoilt(|new| new.dependencies.clear()), refused(Code::Dependencies));
    for start_op in [1, 67, 69, 1 << 30] {
        assert_eq!(world.spoilt(|new| new.start_op = start_op), refused(Code::StartOp));
    }
}

#[test]
fn operation_numbers_near_the_library_s_end_are_over_the_limit() {
    let world = World::new();
    for start_op in [1 << 31, u64::from(u32::MAX) - 3, u64::from(u32::MAX), u64::MAX] {
        assert_eq!(world.spoilt(|new| new.start_op = start_op), refused(Code::Limit));
    }
}

#[test]
fn a_taken_or_absent_place_in_the_lane_is_regressed() {
    let world = World::new();
    assert_eq!(world.spoilt(|new| new.seq = 1), Verdict::Regressed);
    assert_eq!(world.spoilt(|new| new.seq = 3), Verdict::Regressed);
    assert_eq!(world.spoilt(|new| new.actor = ActorId([3; 16])), Verdict::Regressed);
    // What fills the gap may be what is missing, so that is said first.
    let unknown = ChangeHash([0xee; 32]);
    let verdict = world.spoilt(|new| {
        new.seq = 3;
        new.dependencies = vec![unknown];
    });
    assert_eq!(verdict, Verdict::Missing(vec![unknown]));
    // A taken place stays taken whatever arrives.
    let verdict = world.spoilt(|new| {
        new.seq = 1;
        new.dependencies = vec![unknown];
    });
    assert_eq!(verdict, Verdict::Regressed);
}

#[test]
fn a_lane_builds_on_itself() {
    let world = World::new();
    let beside = world.beside.hash;
    let verdict = world.spoilt(|new| {
        new.dependencies = vec![beside];
        new.operations.remove(0);
    });
    assert_eq!(verdict, refused(Code::Lane));
}

#[test]
fn a_lane_may_build_on_itself_through_others() {
    let mut world = World::new();
    let first = world.first.hash;
    let between = encode(&new_change(
        OTHER,
        2,
        68,
        vec![first, world.beside.hash],
        vec![put("future", Value::Null, &[])],
    ));
    world.history.add(&between);
    let verdict = world.spoilt(|new| {
        new.dependencies = vec![between.hash];
        new.start_op = 69;
    });
    assert!(matches!(verdict, Verdict::Admit(_)), "{verdict:?}");
}

#[test]
fn only_the_genesis_is_by_the_document_s_own_actor() {
    let world = World::new();
    let verdict = world.spoilt(|new| new.actor = ActorId(DOCUMENT.0));
    assert_eq!(verdict, refused(Code::Actor));
    assert_eq!(judge_in(&world.history, &world.genesis), refused(Code::Actor));
}

#[test]
fn a_change_writes_something_and_no_register_twice() {
    let world = World::new();
    assert_eq!(world.spoilt(|new| new.operations.clear()), refused(Code::Empty));
    let verdict = world.spoilt(|new| new.operations.push(new.operations[1].clone()));
    assert_eq!(verdict, refused(Code::Twice));
}

#[test]
fn only_plain_puts_pass() {
    let world = World::new();
    for action in [Action::MakeMap, Action::Other(2), Action::Other(3), Action::Other(7)] {
        let verdict = world.spoilt(|new| new.operations[1].action = action);
        assert_eq!(verdict, refused(Code::Action));
    }
    assert_eq!(world.spoilt(|new| new.operations[1].insert = true), refused(Code::Action));
}

#[test]
fn a_put_lies_in_its_own_bucket_of_this_document() {
    let world = World::new();
    let bucket = RegisterKey::new(TASK, "tick").bucket();
    for object in [
        ObjectId::Root,
        bucket_object(DOCUMENT, bucket ^ 1),
        bucket_object(DocumentId([0xd1; 16]), bucket),
        ObjectId::Op(world.first.op_id(0)),
    ] {
        let verdict = world.spoilt(|new| new.operations[1].object = object);
        assert_eq!(verdict, refused(Code::Bucket), "{object:?}");
    }
}

#[test]
fn a_key_is_that_of_a_register() {
    let world = World::new();
    for key in ["", "id", "00", "x.future", &format!("{TASK}"), &format!("{TASK}.Future")] {
        let verdict = world.spoilt(|new| new.operations[1].key = key.to_owned());
        assert_eq!(verdict, refused(Code::Key), "{key}");
    }
    let verdict = world.spoilt(|new| new.operations[1].key = format!("{TASK}.{}", "x".repeat(70)));
    assert_eq!(verdict, refused(Code::Limit));
}

#[test]
fn predecessors_are_earlier_operations_of_the_same_register() {
    let mut world = World::new();
    let other_key = encode(&new_change(
        OTHER,
        2,
        68,
        vec![world.beside.hash],
        vec![put("future", Value::Null, &[])],
    ));
    let unseen = encode(&new_change(
        ActorId([3; 16]),
        1,
        67,
        vec![world.genesis.hash],
        vec![put("tick", Value::Bytes(tick(true)), &[])],
    ));
    world.history.add(&other_key);
    world.history.add(&unseen);
    for (op, why) in [
        (OpId { counter: 67, actor: ActorId([4; 16]) }, "unknown"),
        (OpId { counter: 1, actor: ActorId(DOCUMENT.0) }, "of the genesis"),
        (other_key.op_id(0), "of another register"),
        (unseen.op_id(0), "known here, but not below the dependencies"),
        (OpId { counter: 68, actor: PHONE }, "itself"),
    ] {
        let verdict = world.spoilt(|new| new.operations[0].predecessors = vec![op]);
        assert_eq!(verdict, refused(Code::Predecessor), "{why}");
    }
}

#[test]
fn known_fields_hold_their_act_and_unknown_ones_anything() {
    let world = World::new();
    let verdict = |field: &str, value: Value| {
        let operation = put(field, value, &[]);
        world.spoilt(|new| new.operations[1] = operation)
    };
    let mut newer = tick(true);
    newer[0] = 9;
    let mut zero = tick(true);
    zero[0] = 0;
    for bytes in [vec![], vec![1], b"text".to_vec(), zero, [tick(true), vec![0]].concat()] {
        assert_eq!(verdict("status", Value::Bytes(bytes)), refused(Code::Act));
    }
    for value in [Value::Null, Value::Bool(true), Value::Uint(1), Value::Str("x".into())] {
        assert_eq!(verdict("status", value.clone()), refused(Code::Act));
        assert!(matches!(verdict("future", value), Verdict::Admit(_)));
    }
    assert_eq!(verdict("status", Value::Bytes(tick(true))), refused(Code::Act), "another type");
    assert!(matches!(verdict("status", Value::Bytes(newer)), Verdict::Admit(_)));
}

#[test]
fn a_restored_act_is_judged_by_what_it_restores() {
    let world = World::new();
    let restore = |stored: &[u8]| {
        let value = Value::Bytes(restored(stored, OfficerId([8; 16])));
        world.spoilt(|new| new.operations[0].action = Action::Put(value))
    };
    assert!(matches!(restore(&tick(true)), Verdict::Admit(_)));
    assert_eq!(restore(b"noise"), refused(Code::Act));
}

#[test]
fn a_field_is_known_in_its_kind_of_document_and_with_its_entry() {
    let bad = Value::Null;
    let known = [
        (DocumentKind::Directory, &["unit", "officer", "device"][..], false),
        (DocumentKind::Plan, &["plan", "group", "task", "assign", "deadline", "item"], false),
        (DocumentKind::WorkBook, &["tick", "status"], false),
        (DocumentKind::WorkBook, &["note", "seen_tick"], true),
    ];
    for (kind, fields, entry) in known {
        for field in fields {
            let (alone, under) =
                (RegisterKey::new(TASK, field), RegisterKey::entry(TASK, field, TASK));
            assert_eq!(field::may_hold(kind, &alone, &bad), entry, "{field}");
            assert_eq!(field::may_hold(kind, &under, &bad), !entry, "{field}");
            assert!(field::may_hold(DocumentKind::Review, &alone, &bad), "{field}");
        }
    }
}

#[test]
fn a_message_has_one_list_for_each_put() {
    let world = World::new();
    let edit = Some(ChangeHash([5; 32]));
    let over = vec![ChangeHash([6; 32])];
    let verdict = |edit, overs: &[Vec<ChangeHash>]| {
        let message = Message { edit, overs: overs.to_vec() };
        world.spoilt(|new| new.message = Some(message))
    };
    let Verdict::Admit(puts) = verdict(edit, &[vec![], over.clone()]) else { panic!("refused") };
    assert_eq!((puts[0].over.len(), &puts[1].over), (0, &over));
    assert!(matches!(verdict(None, &[over.clone(), over.clone()]), Verdict::Admit(_)));
    for (edit, overs) in [
        (edit, vec![vec![]]),
        (edit, vec![vec![]; 3]),
        (None, vec![over.clone(), vec![]]),
        (edit, vec![over, vec![ChangeHash([5; 32])]]),
    ] {
        assert_eq!(verdict(edit, &overs), refused(Code::Message));
    }
}

#[test]
fn sizes_are_kept() {
    let world = World::new();
    let long = "x".repeat(8 * 1024 + 1);
    let verdict = world.spoilt(|new| new.operations[1].action = Action::Put(Value::Str(long)));
    assert_eq!(verdict, refused(Code::Limit));
    let many: Vec<_> = (0..5_001).map(|n| put(&format!("f{n}"), Value::Null, &[])).collect();
    let verdict = world.spoilt(|new| new.operations = many);
    assert_eq!(verdict, refused(Code::Limit));
    let verdict = world.spoilt(|new| new.time = i64::MIN);
    assert_eq!(verdict, refused(Code::Limit));
}

#[test]
fn odd_author_times_pass() {
    let world = World::new();
    for time in [0, -3_600, 32_503_680_000] {
        assert!(matches!(world.spoilt(|new| new.time = time), Verdict::Admit(_)));
    }
}
