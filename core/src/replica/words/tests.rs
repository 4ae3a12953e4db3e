//! Every name has its words, and every line of words its name.

use std::collections::BTreeSet;

use super::*;
use crate::model::{ChangeHash, DocumentId, OfficerId, encode, withdrawal};

/// Names that stand in the sources of this folder alone.
const OTHERS: [&str; 14] = [
    "with_result",
    "withdrawn",
    "newer",
    "unreadable",
    "item",
    "nameless",
    "tick",
    "status",
    "note",
    "local_task",
    "restore",
    "restore_by_undo",
    "withdraw",
    "session",
];

fn states() -> Vec<ChangeState> {
    let (change, document) = (ChangeHash([1; 32]), DocumentId([2; 16]));
    vec![
        ChangeState::Held,
        ChangeState::Parked,
        ChangeState::Refused(1),
        ChangeState::Refused(Code::Limit.number()),
        ChangeState::Refused(Code::Act.number()),
        ChangeState::Refused(Code::Lane.number()),
        ChangeState::Refused(NO_LANE),
        ChangeState::Refused(IDENTITY),
        ChangeState::Returned,
        ChangeState::Moved(document),
        ChangeState::Expelled,
        ChangeState::Already(change),
        ChangeState::Rebase,
        ChangeState::Forked,
        ChangeState::Rebased(change),
        ChangeState::Replaced(change),
    ]
}

#[test]
fn every_name_has_its_words_and_every_line_its_name() {
    let mut names: BTreeSet<&str> = OTHERS.into_iter().chain(["accept"]).collect();
    names.extend([tick_name(true), tick_name(false)]);
    names.extend(Declared::ALL.map(status_name));
    for (heading, reason) in states().into_iter().map(apart_names) {
        assert!(word(reason).ends_with('.'), "{reason} is a sentence");
        assert!(!word(reason).contains(char::is_numeric), "{reason} holds no code");
        names.extend([heading, reason]);
    }
    let lines = WORDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let lines: BTreeSet<&str> =
        lines.map(|line| line.split_once(" = ").expect("a line is name = words").0).collect();
    assert_eq!(names, lines);
    assert!(names.iter().all(|name| !word(name).is_empty()));
}

#[test]
fn a_value_is_said_by_what_it_holds() {
    let (by, on) = (OfficerId([1; 16]), Day::new(2023, 6, 2).expect("the day exists"));
    let told = |act: Vec<u8>| said(&Value::Bytes(act));
    let ticked = told(encode(&Tick { by, on, done: true }));
    assert_eq!((ticked.done, ticked.on, ticked.words.as_str()), (Some(true), Some(on), "đã xong"));
    let (status, result) = (Declared::InProgress, Some("còn {một} nguồn".to_owned()));
    let declared = told(encode(&StatusAct { by, on, status, result }));
    assert_eq!(declared.words, "Đang thực hiện (còn {một} nguồn)");
    assert_eq!(declared.declared, Some(Declared::InProgress));
    let note = told(encode(&Note { by, on, text: "Mã mờ".to_owned() }));
    assert_eq!((note.text.as_deref(), note.words.as_str()), (Some("Mã mờ"), "Mã mờ"));
    let local = LocalTask { by, on, title: "Sửa loa".to_owned(), last_day: Some(on) };
    assert_eq!(told(encode(&local)).words, "Sửa loa");
    let back = told(withdrawal(by, on));
    assert_eq!((back.withdrawn, back.words.as_str(), back.on), (true, "đã rút lại", Some(on)));
    let mut newer = encode(&Tick { by, on, done: true });
    newer[0] = 2;
    assert!(told(newer).newer);
    assert_eq!(value_words(&Value::Null), "không đọc được");
}
