//! The vectors in `tests/vectors`: our code computes them, the CRDT library reads them.
//!
//! They change only when a format changes. `UPDATE_VECTORS=1` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf};

use automerge::{Automerge, ObjType, ROOT, ReadDoc, ScalarValue};
use soviec_core::{
    admission::{History, Verdict, judge},
    change::{
        Action, Change, Limits, Message, NewChange, ObjectId, Operation, Value, bucket_object,
        encode, genesis, hash_of,
    },
    model::{
        self, ActorId, ChangeHash, Day, DocumentId, DocumentKind, DocumentName, OfficerId, OpId,
        PlanId, RegisterKey, TaskId, TenantId, Tick, UnitId,
    },
};
use support::library_change;

const FILES: [(&str, fn() -> Lines); 5] = [
    ("documents.hex", documents),
    ("buckets.hex", buckets),
    ("messages.hex", messages),
    ("genesis.hex", genesis_lines),
    ("changes.hex", change_lines),
];

type Lines = Vec<(String, Vec<u8>)>;

fn path(file: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "tests", "vectors", file].iter().collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn unhex(text: &str) -> Vec<u8> {
    assert!(text.is_ascii() && text.len().is_multiple_of(2), "{text}");
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

/// The lines of a stored file by name.
fn stored(file: &str) -> BTreeMap<String, Vec<u8>> {
    let text = fs::read_to_string(path(file)).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, bytes)| (name.to_owned(), unhex(bytes)))
        .collect()
}

#[test]
fn our_code_computes_the_stored_vectors() {
    for (file, lines) in FILES {
        let lines = lines();
        if std::env::var_os("UPDATE_VECTORS").is_some_and(|value| value == "1") {
            let text: String =
                lines.iter().map(|(name, bytes)| format!("{name}: {}\n", hex(bytes))).collect();
            fs::write(path(file), text).unwrap();
        }
        assert_eq!(stored(file), lines.into_iter().collect(), "{file}");
    }
}

const DOCUMENT: DocumentId = DocumentId([0xd0; 16]);
const TASK: TaskId = TaskId([0x55; 16]);
const PHONE_A: ActorId = ActorId([0xaa; 16]);
const PHONE_B: ActorId = ActorId([0xbb; 16]);

fn documents() -> Lines {
    let (tenant, unit) = (TenantId([1; 16]), UnitId([2; 16]));
    [
        ("directory", DocumentName::directory(tenant, unit)),
        ("plan", DocumentName::plan(tenant, unit, PlanId([3; 16]))),
        ("work_book", DocumentName::work_book(tenant, unit, 2023)),
        (
            "review",
            DocumentName {
                kind: DocumentKind::Review,
                ..DocumentName::work_book(tenant, unit, 2023)
            },
        ),
    ]
    .map(|(name, document)| (name.to_owned(), document.id().0.to_vec()))
    .into()
}

fn buckets() -> Lines {
    let keys = [
        RegisterKey::new(TASK, "tick"),
        RegisterKey::entry(TASK, "note", TaskId([0; 16])),
        RegisterKey::new(TaskId([0; 16]), "status"),
        RegisterKey::new(TaskId([0xff; 16]), "future"),
    ];
    keys.map(|key| (key.as_str().to_owned(), vec![key.bucket()])).into()
}

fn message_forms() -> [(&'static str, Message); 4] {
    let edits = |bytes: &[u8]| bytes.iter().map(|byte| ChangeHash([*byte; 32])).collect::<Vec<_>>();
    let edit = Some(ChangeHash([0x11; 32]));
    [
        ("re_issue_over_nothing", Message { edit, overs: vec![vec![]] }),
        ("re_issue_of_two_puts", Message { edit, overs: vec![edits(&[0x22, 0x33]), vec![]] }),
        ("write_again", Message { edit: None, overs: vec![edits(&[0x22])] }),
        (
            "write_again_two_puts",
            Message { edit: None, overs: vec![edits(&[0x22]), edits(&[0x22])] },
        ),
    ]
}

fn messages() -> Lines {
    message_forms().map(|(name, message)| (name.to_owned(), message.text().into_bytes())).into()
}

#[test]
fn stored_messages_read_as_what_they_say() {
    let stored = stored("messages.hex");
    for (name, message) in message_forms() {
        let text = String::from_utf8(stored[name].clone()).unwrap();
        assert!(text.starts_with("soviec1:"));
        assert_eq!(Message::parse(&text), Ok(message), "{name}");
    }
}

fn genesis_lines() -> Lines {
    let genesis = genesis(DOCUMENT, 1);
    vec![
        ("document".to_owned(), DOCUMENT.0.to_vec()),
        ("genesis".to_owned(), genesis.bytes().to_vec()),
        ("genesis hash".to_owned(), genesis.hash.0.to_vec()),
    ]
}

fn tick(done: bool) -> Vec<u8> {
    let on = Day::new(2023, 6, 1).unwrap();
    model::encode(&Tick { by: OfficerId([0x99; 16]), on, done })
}

/// A tick with one pair more, under key 99, than this build knows.
fn tick_with_an_unknown_field() -> Vec<u8> {
    let mut bytes = tick(true);
    bytes[1] += 1;
    bytes.extend([0x18, 99, 0x61, b'x']);
    bytes
}

/// An act of the next version.
fn tick_of_a_newer_version() -> Vec<u8> {
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
fn changes() -> Vec<(&'static str, Change)> {
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
    vec![
        ("first", first),
        ("beside", beside),
        ("two_predecessors", two_predecessors),
        ("re_issue", re_issue),
        ("scalars", scalars),
        ("unknown_fields", unknown_fields),
        ("newer_version", newer_version),
    ]
}

fn change_lines() -> Lines {
    let lines = changes().into_iter().flat_map(|(name, change)| {
        let hash = (format!("{name} hash"), change.hash.0.to_vec());
        [(name.to_owned(), change.bytes().to_vec()), hash]
    });
    lines.collect()
}

/// The library's document with the stored genesis.
fn library_with_genesis() -> Automerge {
    let stored = stored("genesis.hex");
    let change = automerge::Change::from_bytes(stored["genesis"].clone()).unwrap();
    assert_eq!(change.hash().0.as_slice(), stored["genesis hash"]);
    let mut document = Automerge::new();
    document.apply_changes([change]).unwrap();
    document
}

#[test]
fn the_library_reads_the_stored_genesis() {
    let document = library_with_genesis();
    let scalar = |key: &str| document.get(ROOT, key).unwrap().unwrap().0;
    assert_eq!(scalar("id"), ScalarValue::Bytes(DOCUMENT.0.to_vec()).into());
    assert_eq!(scalar("schema"), ScalarValue::Uint(1).into());
    for bucket in 0..64 {
        let (value, map) = document.get(ROOT, format!("{bucket:02x}")).unwrap().unwrap();
        assert_eq!(value, automerge::Value::Object(ObjType::Map));
        let ObjectId::Op(op) = bucket_object(DOCUMENT, bucket) else { panic!("the root") };
        assert_eq!(map.to_string(), format!("{}@{}", op.counter, hex(&op.actor.0)));
    }
    assert_eq!(document.length(ROOT), 66);
}

#[test]
fn the_library_applies_the_stored_changes_and_admission_takes_them() {
    let stored = stored("changes.hex");
    let mut document = library_with_genesis();
    let mut history = History::new(&genesis(DOCUMENT, 1));
    for (name, ours) in changes() {
        let (bytes, hash) = (&stored[name], &stored[&format!("{name} hash")]);
        let change = Change::parse(bytes, &Limits::default()).unwrap();
        assert_eq!((&change, hash.as_slice()), (&ours, change.hash.as_slice()));
        assert_eq!(hash_of(bytes), Ok(change.hash));
        let verdict =
            judge(&change, DOCUMENT, DocumentKind::WorkBook, &history, &Limits::default());
        assert!(matches!(verdict, Verdict::Admit(_)), "{name}: {verdict:?}");
        history.add(&change);
        let theirs = library_change(&change);
        assert_eq!((theirs.hash().0.as_slice(), theirs.raw_bytes()), (hash.as_slice(), &bytes[..]));
        document.apply_changes([theirs]).unwrap();
    }
    let again = Automerge::load(&document.save()).unwrap();
    let key = RegisterKey::new(TASK, "tick");
    let map = support::bucket(&again, key.bucket());
    let values = again.get_all(&map, key.as_str()).unwrap();
    assert_eq!(values.len(), 1, "each change superseded all that it saw");
    assert_eq!(values[0].0, ScalarValue::Bytes(tick_of_a_newer_version()).into());
    let text = again.get(&map, RegisterKey::new(TASK, "f_text").as_str()).unwrap().unwrap().0;
    assert_eq!(text, ScalarValue::Str("Tổ dân phố".into()).into());
}
