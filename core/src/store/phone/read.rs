//! What screens and the door read.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::{
    HistoryEntry, Origin, Reported, StoreError, Undoable, WaitingEdit, history, notices, outbox,
    own,
};
use crate::model::{
    ChangeHash, DocumentId, DocumentKind, DocumentName, OfficerId, RegisterKey, UnitId,
};
use crate::protocol::Attaching;
use crate::store::tables::TaskRow;
use crate::store::tables::value::{fixed, wrong_form};

/// The attached documents, by id.
pub(super) fn names(db: &Connection) -> rusqlite::Result<BTreeMap<DocumentId, DocumentName>> {
    db.prepare_cached("SELECT document, name FROM documents")?
        .query_map([], |row| {
            let name: Vec<u8> = row.get(1)?;
            let name = minicbor::decode(&name).map_err(|_| wrong_form(1))?;
            Ok((DocumentId(fixed(row, 0)?), name))
        })?
        .collect()
}

/// Whether the document's rows come to this phone.
pub(super) fn attached(db: &Connection, document: DocumentId) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM documents WHERE document = ?1 AND attached")?
        .exists([document.as_slice()])
}

/// Documents that are being attached.
pub(super) fn attaching(db: &Connection) -> rusqlite::Result<Vec<Attaching>> {
    db.prepare_cached("SELECT document, have FROM documents WHERE attached AND have IS NOT NULL")?
        .query_map([], |row| {
            Ok(Attaching { document: DocumentId(fixed(row, 0)?), have: row.get(1)? })
        })?
        .collect()
}

/// The work books that may be written now.
pub(super) fn books(db: &Connection) -> rusqlite::Result<Vec<DocumentName>> {
    let all = db
        .prepare_cached("SELECT name FROM documents WHERE attached AND writable ORDER BY document")?
        .query_map([], |row| {
            let name: Vec<u8> = row.get(0)?;
            minicbor::decode::<DocumentName>(&name).map_err(|_| wrong_form(0))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(all.into_iter().filter(|name| name.kind == DocumentKind::WorkBook).collect())
}

/// Whether this phone may write in a document.
pub(super) fn writable(db: &Connection, document: DocumentId) -> rusqlite::Result<bool> {
    let found = db
        .prepare_cached("SELECT writable FROM documents WHERE document = ?1")?
        .query_row([document.as_slice()], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(false))
}

/// What waits, oldest first.
pub fn waiting(db: &Connection, limit: u32) -> Result<Vec<WaitingEdit>, StoreError> {
    Ok(outbox::waiting(db, limit)?)
}

/// All notices of the phone's officers.
pub fn notices_of(db: &Connection) -> Result<Vec<Reported>, StoreError> {
    Ok(notices::all(db)?)
}

/// Every value of a register, oldest arrival first.
pub fn history_of(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> Result<Vec<HistoryEntry>, StoreError> {
    history::history(db, document, key)
}

/// The value that an edit put into a register.
pub fn value_of(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    edit: &ChangeHash,
) -> Result<Option<HistoryEntry>, StoreError> {
    history::value_of_edit(db, document, key, edit)
}

/// Where the shown values of a register come from, by their edits.
pub fn origins_of(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> Result<Vec<(ChangeHash, Origin)>, StoreError> {
    Ok(history::origins(db, document, key)?)
}

/// Marks the rows of which an own edit is not acknowledged.
pub fn mark_unsent(db: &Connection, rows: &mut [TaskRow]) -> Result<(), StoreError> {
    Ok(own::mark_unsent(db, rows)?)
}

/// Whether an own edit of a register is not acknowledged.
pub fn is_unsent(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> Result<bool, StoreError> {
    Ok(own::is_unsent(db, document, key)?)
}

/// What an officer did last on this phone, while it can be undone.
pub fn last_act(db: &Connection, officer: OfficerId) -> Result<Option<Undoable>, StoreError> {
    own::undoable(db, officer)
}

/// How many notices the phone's officers have, in one unit's books or in all.
pub fn notice_count(db: &Connection, unit: Option<UnitId>) -> Result<u32, StoreError> {
    Ok(notices::count(db, unit)?)
}

/// Documents that are not sent, with the code of the reason.
pub fn stopped_documents(db: &Connection) -> Result<Vec<(DocumentId, String)>, StoreError> {
    let found = db
        .prepare_cached(
            "SELECT document, stopped FROM documents WHERE stopped IS NOT NULL ORDER BY document",
        )?
        .query_map([], |row| Ok((DocumentId(fixed(row, 0)?), row.get(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(found)
}
