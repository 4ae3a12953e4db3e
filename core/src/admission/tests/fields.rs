//! What registers hold.

use super::*;

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
fn what_an_officer_said_may_be_withdrawn_and_nothing_else() {
    let withdrawn = Value::Bytes(withdrawal(OfficerId([8; 16]), Day::new(2023, 6, 1).unwrap()));
    let may = |kind, field: &str, entry: bool| {
        let key = match entry {
            true => RegisterKey::entry(TASK, field, TASK),
            false => RegisterKey::new(TASK, field),
        };
        field::may_hold(kind, &key, &withdrawn)
    };
    for (field, entry) in
        [("tick", false), ("status", false), ("local", false), ("note", true), ("session", true)]
    {
        assert!(may(DocumentKind::WorkBook, field, entry), "{field}");
    }
    assert!(!may(DocumentKind::WorkBook, "seen_tick", true));
    assert!(!may(DocumentKind::Plan, "task", false));
    assert!(!may(DocumentKind::Directory, "officer", false));
}

#[test]
fn a_field_is_known_in_its_kind_of_document_and_with_its_entry() {
    let bad = Value::Null;
    let known = [
        (DocumentKind::Directory, &["unit", "officer", "device", "alias", "holidays"][..], false),
        (DocumentKind::Directory, &["role"], true),
        (DocumentKind::Plan, &["plan", "group", "task", "assign", "deadline", "item"], false),
        (DocumentKind::Plan, &["set", "partners", "alias", "occurred"], false),
        (DocumentKind::WorkBook, &["tick", "status", "local"], false),
        (DocumentKind::WorkBook, &["note", "session", "seen_tick"], true),
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
