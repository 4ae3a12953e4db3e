//! The fields that this build knows, by kind of document, and the act that each holds.

use minicbor::{Decoder, data::Type, decode};

use crate::{
    change::Value,
    model::{
        Accept, Act, ActError, AliasEntry, Assignment, Deadline, DeviceEntry, DocumentKind,
        GroupEntry, Holidays, ItemEntry, LocalTask, Note, Occurred, OfficerEntry, PartnersEntry,
        PlanEntry, RegisterKey, ReviewAct, RoleEntry, Session, SetEntry, StatusAct, TaskEntry,
        Tick, UnitEntry, author_of, decode as decode_act, hides_nothing, inner_of, version_of,
    },
};

type Read = fn(&[u8]) -> Result<(), ActError>;

fn read<A: Act>(bytes: &[u8]) -> Result<(), ActError> {
    decode_act::<A>(bytes).map(drop)
}

/// Whether the register may hold the value. Fields that this build does not know may hold any
/// scalar: else every new app would be refused by an old relay.
pub(super) fn may_hold(kind: DocumentKind, key: &RegisterKey, value: &Value) -> bool {
    match (known(kind, key), value) {
        (None, _) => true,
        (Some(read), Value::Bytes(bytes)) => is_act(bytes, read, may_be_withdrawn(kind, key)),
        (Some(_), _) => false,
    }
}

/// A well-formed act says its version, from 1, and its officer; the rest of a newer version is
/// not ours to judge.
fn is_act(bytes: &[u8], read: Read, withdrawable: bool) -> bool {
    let inner = inner_of(bytes);
    let versions = [version_of(bytes), version_of(inner)];
    let formed = versions.iter().all(|version| version.is_some_and(|version| version > 0));
    let readable = match read(bytes) {
        Ok(()) => texts_hide_nothing(inner),
        Err(ActError::Newer(_)) => true,
        Err(ActError::Withdrawn) => withdrawable,
        Err(ActError::Malformed) => false,
    };
    formed && readable && author_of(bytes).is_some()
}

/// A text that turns its direction around or has parts that nobody sees is none of this version:
/// apps drop such characters when they are typed. Arrays and maps may be nested as deep as they
/// like, since nothing here goes down into them.
fn texts_hide_nothing(act: &[u8]) -> bool {
    let mut d = Decoder::new(act.get(1..).unwrap_or_default());
    while d.position() < d.input().len() {
        match next_hides_nothing(&mut d) {
            Ok(true) => {}
            Ok(false) => return false,
            // Whether the act is well-formed was asked before.
            Err(_) => return true,
        }
    }
    true
}

fn next_hides_nothing(d: &mut Decoder<'_>) -> Result<bool, decode::Error> {
    match d.datatype()? {
        Type::String => return d.str().map(hides_nothing),
        Type::StringIndef => {
            return d.str_iter()?.try_fold(true, |plain, part| Ok(plain && hides_nothing(part?)));
        }
        Type::Array | Type::ArrayIndef => drop(d.array()?),
        Type::Map | Type::MapIndef => drop(d.map()?),
        Type::Tag => drop(d.tag()?),
        Type::Break => d.set_position(d.position() + 1),
        _ => d.skip()?,
    }
    Ok(true)
}

/// What an officer says in a work book he may take back; an accept, and what an office writes,
/// is only ever written anew.
fn may_be_withdrawn(kind: DocumentKind, key: &RegisterKey) -> bool {
    kind == DocumentKind::WorkBook && !key.field().starts_with("seen_")
}

fn known(kind: DocumentKind, key: &RegisterKey) -> Option<Read> {
    let (field, entry) = (key.field(), key.entry_text().is_some());
    match kind {
        DocumentKind::Directory => directory(field, entry),
        DocumentKind::Plan => plan(field, entry),
        DocumentKind::WorkBook => work_book(field, entry),
        DocumentKind::Review => review(field, entry),
    }
}

fn review(field: &str, entry: bool) -> Option<Read> {
    match (field, entry) {
        ("verdict", false) => Some(read::<ReviewAct>),
        _ => None,
    }
}

fn directory(field: &str, entry: bool) -> Option<Read> {
    match (field, entry) {
        ("unit", false) => Some(read::<UnitEntry>),
        ("officer", false) => Some(read::<OfficerEntry>),
        ("device", false) => Some(read::<DeviceEntry>),
        ("role", true) => Some(read::<RoleEntry>),
        ("alias", false) => Some(read::<AliasEntry>),
        ("holidays", false) => Some(read::<Holidays>),
        _ => None,
    }
}

fn plan(field: &str, entry: bool) -> Option<Read> {
    match (field, entry) {
        ("plan", false) => Some(read::<PlanEntry>),
        ("group", false) => Some(read::<GroupEntry>),
        ("task", false) => Some(read::<TaskEntry>),
        ("assign", false) => Some(read::<Assignment>),
        ("deadline", false) => Some(read::<Deadline>),
        ("occurred", false) => Some(read::<Occurred>),
        ("item", false) => Some(read::<ItemEntry>),
        ("set", false) => Some(read::<SetEntry>),
        ("partners", false) => Some(read::<PartnersEntry>),
        ("alias", false) => Some(read::<AliasEntry>),
        _ => None,
    }
}

fn work_book(field: &str, entry: bool) -> Option<Read> {
    match (field, entry) {
        ("tick", false) => Some(read::<Tick>),
        ("status", false) => Some(read::<StatusAct>),
        ("note", true) => Some(read::<Note>),
        ("session", true) => Some(read::<Session>),
        ("local", false) => Some(read::<LocalTask>),
        (seen, true) if seen.starts_with("seen_") => Some(read::<Accept>),
        _ => None,
    }
}
