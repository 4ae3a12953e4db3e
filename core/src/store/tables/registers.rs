//! Operations and kills in SQL.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::value::{fixed, from_blob, optional, to_blob, wrong_form};
use crate::admission::KnownOperation;
use crate::change::Value;
use crate::fold::{History, Kill, Operation, Register, Step, shown};
use crate::model::{
    ActorId, ChangeHash, DocumentId, OfficerId, OpId, RegisterKey, withdrawn_meaning,
};

/// Writes the rows of one step.
pub(super) fn execute(db: &Connection, document: DocumentId, step: &Step) -> rusqlite::Result<()> {
    let id = document.as_slice();
    let mut insert = db.prepare_cached(
        "INSERT INTO operations (document, counter, actor, key, edit, change, officer, meaning, live, value)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9)",
    )?;
    for o in &step.inserted {
        let officer = o.officer.as_ref().map(OfficerId::as_slice);
        let value = o.value.as_ref().map(to_blob);
        insert.execute(params![
            id,
            o.op.counter,
            o.op.actor.as_slice(),
            o.key.as_str(),
            o.edit.as_slice(),
            o.change.as_slice(),
            officer,
            o.meaning.as_slice(),
            value
        ])?;
    }
    let mut supersede = db.prepare_cached(
        "UPDATE operations SET live = 0, value = NULL WHERE document = ?1 AND counter = ?2 AND actor = ?3",
    )?;
    for op in &step.superseded {
        supersede.execute(params![id, op.counter, op.actor.as_slice()])?;
    }
    let mut kill = db.prepare_cached(
        "INSERT INTO kills (document, key, edit, counter, actor) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for k in &step.kills {
        kill.execute(params![
            id,
            k.key.as_str(),
            k.edit.as_slice(),
            k.by.counter,
            k.by.actor.as_slice()
        ])?;
    }
    Ok(())
}

fn operation_row(row: &Row<'_>) -> rusqlite::Result<Operation> {
    let key: String = row.get(2)?;
    let value: Option<Vec<u8>> = row.get(8)?;
    Ok(Operation {
        op: OpId { counter: row.get(0)?, actor: ActorId(fixed(row, 1)?) },
        key: RegisterKey::parse(&key).map_err(|_| wrong_form(2))?,
        edit: ChangeHash(fixed(row, 3)?),
        change: ChangeHash(fixed(row, 4)?),
        officer: optional(row, 5)?.map(OfficerId),
        meaning: fixed(row, 6)?,
        live: row.get(7)?,
        value: value.map(|blob| from_blob(&blob).ok_or_else(|| wrong_form(8))).transpose()?,
    })
}

const OPERATION: &str =
    "SELECT counter, actor, key, edit, change, officer, meaning, live, value FROM operations";

/// What stands in a register, with its operations, as the CRDT library lists it.
pub fn live(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> rusqlite::Result<Vec<(OpId, Value)>> {
    let mut live =
        db.prepare_cached(&format!("{OPERATION} WHERE document = ?1 AND key = ?2 AND live = 1"))?;
    let operations = live.query_map(params![document.as_slice(), key.as_str()], operation_row)?;
    operations.filter_map(|o| o.map(|o| o.value.map(|value| (o.op, value))).transpose()).collect()
}

/// What people see in a register.
pub fn register(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> rusqlite::Result<Register> {
    let mut live =
        db.prepare_cached(&format!("{OPERATION} WHERE document = ?1 AND key = ?2 AND live = 1"))?;
    let operations = live
        .query_map(params![document.as_slice(), key.as_str()], operation_row)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    // One live value can only be killed by an `over`, which re-issues write; it is looked up.
    let mut killed = BTreeSet::new();
    let mut is_killed = db.prepare_cached(
        "SELECT 1 FROM kills WHERE document = ?1 AND key = ?2 AND edit = ?3 LIMIT 1",
    )?;
    for o in &operations {
        if is_killed.exists(params![document.as_slice(), key.as_str(), o.edit.as_slice()])? {
            killed.insert(o.edit);
        }
    }
    Ok(shown(&operations, &killed))
}

/// Everything ever seen in a register, with the shown accepts for it.
pub fn history(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> rusqlite::Result<History> {
    let mut all = db.prepare_cached(&format!("{OPERATION} WHERE document = ?1 AND key = ?2"))?;
    let operations = all
        .query_map(params![document.as_slice(), key.as_str()], operation_row)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut all = db.prepare_cached(
        "SELECT edit, counter, actor FROM kills WHERE document = ?1 AND key = ?2",
    )?;
    let kills = all
        .query_map(params![document.as_slice(), key.as_str()], |row| {
            let by = OpId { counter: row.get(1)?, actor: ActorId(fixed(row, 2)?) };
            Ok(Kill { key: key.clone(), edit: ChangeHash(fixed(row, 0)?), by })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let accepts = accepts(db, document, key)?;
    Ok(History { operations, kills, accepts })
}

/// The shown accepts `owner.seen_<field>.<officer>` for a register `owner.field`.
fn accepts(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> rusqlite::Result<Vec<Value>> {
    let prefix = format!("{}.seen_{}.", key.owner_text(), key.field());
    let mut values = Vec::new();
    for key in keys_of(db, document, &prefix)? {
        values.extend(register(db, document, &key)?.values.into_iter().map(|shown| shown.value));
    }
    Ok(values)
}

/// The keys of a document that begin with a prefix, sorted.
pub fn keys_of(
    db: &Connection,
    document: DocumentId,
    prefix: &str,
) -> rusqlite::Result<Vec<RegisterKey>> {
    // '~' stands above every character of a key, so the index answers with one range.
    let mut keys = db.prepare_cached(
        "SELECT DISTINCT key FROM operations WHERE document = ?1 AND key >= ?2 AND key < ?2 || '~' ORDER BY key",
    )?;
    keys.query_map(params![document.as_slice(), prefix], |row| {
        let key: String = row.get(0)?;
        RegisterKey::parse(&key).map_err(|_| wrong_form(0))
    })?
    .collect()
}

/// How many registers whose key begins with a prefix show anything but a withdrawal.
pub(super) fn count_shown(
    db: &Connection,
    document: DocumentId,
    prefix: &str,
) -> rusqlite::Result<u32> {
    db.prepare_cached(
        "SELECT count(DISTINCT o.key) FROM operations o
         WHERE o.document = ?1 AND o.key >= ?2 AND o.key < ?2 || '~' AND o.live = 1 AND o.meaning <> ?3
           AND NOT EXISTS (SELECT 1 FROM kills k
                           WHERE k.document = o.document AND k.key = o.key AND k.edit = o.edit)",
    )?
    .query_row(params![document.as_slice(), prefix, withdrawn_meaning().as_slice()], |row| {
        row.get(0)
    })
}

/// Every key of a document, sorted.
pub fn all_keys(db: &Connection, document: DocumentId) -> rusqlite::Result<Vec<RegisterKey>> {
    keys_of(db, document, "")
}

/// The edit of a known operation.
pub(super) fn edit_of(
    db: &Connection,
    document: DocumentId,
    op: &OpId,
) -> rusqlite::Result<Option<ChangeHash>> {
    let mut edit = db.prepare_cached(
        "SELECT edit FROM operations WHERE document = ?1 AND counter = ?2 AND actor = ?3",
    )?;
    let found = edit
        .query_row(params![document.as_slice(), op.counter, op.actor.as_slice()], |row| {
            fixed(row, 0)
        })
        .optional()?;
    Ok(found.map(ChangeHash))
}

/// Where a known operation stands.
pub fn operation(
    db: &Connection,
    document: DocumentId,
    op: &OpId,
) -> rusqlite::Result<Option<KnownOperation>> {
    db.prepare_cached(
        "SELECT key, change FROM operations WHERE document = ?1 AND counter = ?2 AND actor = ?3",
    )?
    .query_row(params![document.as_slice(), op.counter, op.actor.as_slice()], |row| {
        Ok(KnownOperation { key: row.get(0)?, change: ChangeHash(fixed(row, 1)?) })
    })
    .optional()
}

/// Whether a register was ever written by someone else than these officers, and by one of them:
/// only then can there be a notice.
pub fn op_exists_of_other(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    officers: &[OfficerId],
) -> rusqlite::Result<bool> {
    let mut who =
        db.prepare_cached("SELECT officer FROM operations WHERE document = ?1 AND key = ?2")?;
    let seen = who
        .query_map(params![document.as_slice(), key.as_str()], |row| optional(row, 0))?
        .collect::<rusqlite::Result<BTreeSet<_>>>()?;
    let mine = |o: &Option<[u8; 16]>| o.is_some_and(|o| officers.contains(&OfficerId(o)));
    Ok(seen.iter().any(mine) && seen.len() > 1)
}

/// Forgets one register, before it is folded anew.
pub(super) fn forget(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> rusqlite::Result<()> {
    for table in ["operations", "kills"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE document = ?1 AND key = ?2"))?
            .execute(params![document.as_slice(), key.as_str()])?;
    }
    Ok(())
}

/// Forgets all registers of a document, before they are folded again.
pub fn remove_document(db: &Connection, document: DocumentId) -> rusqlite::Result<()> {
    db.execute("DELETE FROM operations WHERE document = ?1", [document.as_slice()])?;
    db.execute("DELETE FROM kills WHERE document = ?1", [document.as_slice()])?;
    Ok(())
}
