//! The vectors in `tests/vectors`: our code computes them, the CRDT library reads them.
//!
//! They change only when a format changes. `UPDATE_VECTORS=1` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "support/changes.rs"]
mod changes;
mod support;

use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf};

use automerge::{Automerge, ObjType, ROOT, ReadDoc, ScalarValue};
use changes::{DOCUMENT, TASK, changes, tick_of_a_newer_version};
use soviec_core::{
    admission::{History, Verdict, judge},
    change::{Change, Limits, Message, ObjectId, bucket_object, genesis, hash_of},
    model::{
        ChangeHash, DocumentKind, DocumentName, PlanId, RegisterKey, TaskId, TenantId, UnitId,
    },
    protocol::Decision,
};
use support::library_change;

/// A file and what belongs in it.
type File = (&'static str, fn() -> Lines);

const FILES: [File; 6] = [
    ("documents.hex", documents),
    ("buckets.hex", buckets),
    ("messages.hex", messages),
    ("decisions.hex", decision_lines),
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

fn decisions() -> [(&'static str, Decision); 3] {
    let book = DocumentName::work_book(TenantId([1; 16]), UnitId([2; 16]), 2023);
    [
        ("accepted_without_words", Decision { reason: String::new(), target: None }),
        ("returned", Decision { reason: "Sai thôn".to_owned(), target: None }),
        ("moved", Decision { reason: "Sổ thôn bên".to_owned(), target: Some(book) }),
    ]
}

fn decision_lines() -> Lines {
    decisions().map(|(name, decision)| (name.to_owned(), decision.to_bytes())).into()
}

#[test]
fn stored_decisions_read_as_what_they_say() {
    let stored = stored("decisions.hex");
    for (name, decision) in decisions() {
        assert_eq!(Decision::read(&stored[name]), Some(decision), "{name}");
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
