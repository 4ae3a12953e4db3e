//! The changes of the vectors, as `tests/vectors/README.md` describes them.

use soviec_core::{
    change::{
        Action, Change, Message, NewChange, Operation, Value, bucket_object, encode, genesis,
    },
    model::{
        self, ActorId, ChangeHash, Day, DocumentId, LocalTask, OfficerId, OpId, RegisterKey,
        TaskId, Tick, withdrawal,
    },
};

pub(crate) const DOCUMENT: DocumentId = DocumentId([0xd0; 16]);
pub(crate) const TASK: TaskId = TaskId([0x55; 16]);
const PHONE_A: ActorId = ActorId([0xaa; 16]);
const PHONE_B: ActorId = ActorId([0xbb; 16]);

const OFFICER: OfficerId = OfficerId([0x99; 16]);

fn on() -> Day {
    Day::new(2023, 6, 1).unwrap()
}

fn tick(done: bool) -> Vec<u8> {
    model::encode(&Tick { by: OFFICER, on: on(), done })
}

fn a_local_task() -> Vec<u8> {
    let (title, last_day) = ("Sửa loa ở đình".to_owned(), Day::new(2023, 6, 30));
    model::encode(&LocalTask { by: OFFICER, on: on(), title, last_day })
}

/// A tick with one pair more, under key 99, than this build knows.
fn tick_with_an_unknown_field() -> Vec<u8> {
    let mut bytes = tick(true);
    bytes[1] += 1;
    bytes.extend([0x18, 99, 0x61, b'x']);
    bytes
}

/// An act of the next version.
pub(crate) fn tick_of_a_newer_version() -> Vec<u8> {
    let mut bytes = tick_with_an_unknown_field();
    bytes[0] += 1;
    bytes
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

fn new_change(
    (actor, seq): (ActorId, u64),
    start_op: u64,
    below: &[&Change],
    message: Option<Message>,
    operations: Vec<Operation>,
) -> Change {
    let dependencies = below.iter().map(|change| change.hash).collect();
    encode(&NewChange {
        dependencies,
        actor,
        seq,
        start_op,
        time: 1_685_577_600,
        message,
        operations,
    })
}

/// Changes in an order in which they can be applied.
pub(crate) fn changes() -> Vec<(&'static str, Change)> {
    let genesis = genesis(DOCUMENT, 1);
    let act = |bytes| Value::Bytes(bytes);
    let first =
        new_change((PHONE_A, 1), 67, &[&genesis], None, vec![put("tick", act(tick(true)), &[])]);
    let beside =
        new_change((PHONE_B, 1), 67, &[&genesis], None, vec![put("tick", act(tick(false)), &[])]);
    let both = [first.op_id(0), beside.op_id(0)];
    let two_predecessors = new_change(
        (PHONE_A, 2),
        68,
        &[&first, &beside],
        None,
        vec![put("tick", act(tick(true)), &both)],
    );
    let again = Message { edit: Some(ChangeHash([0x11; 32])), overs: vec![vec![beside.hash]] };
    let re_issue = new_change(
        (PHONE_B, 2),
        68,
        &[&beside],
        Some(again),
        vec![put("tick", act(tick(true)), &[beside.op_id(0)])],
    );
    let scalars = new_change(
        (PHONE_A, 3),
        69,
        &[&two_predecessors, &re_issue],
        None,
        vec![
            put("f_null", Value::Null, &[]),
            put("f_false", Value::Bool(false), &[]),
            put("f_true", Value::Bool(true), &[]),
            put("f_int", Value::Int(-129), &[]),
            put("f_uint", Value::Uint(u64::MAX), &[]),
            put("f_text", Value::Str("Tổ dân phố".to_owned()), &[]),
            put("f_bytes", Value::Bytes(vec![0, 1, 2]), &[]),
        ],
    );
    let over = [two_predecessors.op_id(0), re_issue.op_id(0)];
    let unknown_fields = new_change(
        (PHONE_B, 3),
        76,
        &[&scalars],
        None,
        vec![put("tick", act(tick_with_an_unknown_field()), &over)],
    );
    let newer_version = new_change(
        (PHONE_B, 4),
        77,
        &[&unknown_fields],
        None,
        vec![put("tick", act(tick_of_a_newer_version()), &[unknown_fields.op_id(0)])],
    );
    let local_task = new_change(
        (PHONE_A, 4),
        78,
        &[&newer_version],
        None,
        vec![put("local", act(a_local_task()), &[])],
    );
    let withdrawn = new_change(
        (PHONE_A, 5),
        79,
        &[&local_task],
        None,
        vec![put("local", act(withdrawal(OFFICER, on())), &[local_task.op_id(0)])],
    );
    vec![
        ("first", first),
        ("beside", beside),
        ("two_predecessors", two_predecessors),
        ("re_issue", re_issue),
        ("scalars", scalars),
        ("unknown_fields", unknown_fields),
        ("newer_version", newer_version),
        ("local_task", local_task),
        ("withdrawn", withdrawn),
    ]
}
