//! What screens and the door read.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::{HistoryEntry, Reported, StoreError, WaitingEdit, history, notices, outbox};
use crate::model::{ChangeHash, DocumentId, DocumentName, RegisterKey};
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
