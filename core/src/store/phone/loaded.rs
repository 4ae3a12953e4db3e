//! The few documents in memory. They are loaded only to write; screens read SQLite.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::{StoreError, changes};
use crate::document::{Document, DocumentError};
use crate::model::{DocumentId, RegisterKey};
use crate::store::tables;

/// An officer works in one or two books at a time; each is a few megabytes.
const MOST: usize = 4;

/// Documents in memory, the last used one first.
#[derive(Default)]
pub(super) struct Loaded(Vec<Document>);

impl Loaded {
    /// The document, loaded if it is not.
    pub(super) fn get(
        &mut self,
        db: &Connection,
        id: DocumentId,
    ) -> Result<&mut Document, StoreError> {
        match self.0.iter().position(|document| document.id() == id) {
            Some(at) => self.0[..=at].rotate_right(1),
            None => {
                let document = Document::load(id, &changes::parts(db, id, false)?)?;
                self.0.insert(0, document);
                self.0.truncate(MOST);
            }
        }
        Ok(&mut self.0[0])
    }

    /// Brings changes that are durable into a document that is loaded; one that does not take
    /// them is loaded again at the next write.
    pub(super) fn apply(&mut self, id: DocumentId, changes: &[Vec<u8>]) {
        let found = self.0.iter_mut().find(|document| document.id() == id);
        if found.is_some_and(|document| document.apply(changes).is_err()) {
            self.forget(id);
        }
    }

    /// Forgets a document.
    pub(super) fn forget(&mut self, id: DocumentId) {
        self.0.retain(|document| document.id() != id);
    }
}

/// A snapshot of everything stored, read back before it is believed.
pub(super) fn compacted(db: &Connection, id: DocumentId) -> Result<Vec<u8>, StoreError> {
    #[cfg(not(feature = "planted"))]
    let only_stored = true;
    #[cfg(feature = "planted")]
    let only_stored = !crate::planted::on(crate::planted::Fault::SnapshotTakesAll);
    let document = Document::load(id, &changes::parts(db, id, only_stored)?)?;
    let snapshot = document.save()?;
    let again = Document::load(id, &[&snapshot])?;
    if again.heads() == document.heads() {
        Ok(snapshot)
    } else {
        Err(DocumentError::Unreadable.into())
    }
}

/// Whether a document can still be loaded from the bytes that were stored.
pub(super) fn verify(db: &Connection, id: DocumentId) -> Result<(), StoreError> {
    changes::verify(db, id)?;
    match Document::load(id, &changes::parts(db, id, false)?) {
        Ok(_) => Ok(()),
        Err(_) => Err(StoreError::Damaged),
    }
}

/// Compares live rows and the library's own reading, register by register.
pub(super) fn audit(db: &Connection, id: DocumentId) -> Result<Vec<RegisterKey>, StoreError> {
    let document = Document::load(id, &changes::parts(db, id, false)?)?;
    let mut keys: BTreeSet<RegisterKey> = document.keys()?.into_iter().collect();
    keys.extend(tables::all_keys(db, id)?);
    let mut different = Vec::new();
    for key in keys {
        let history = tables::history(db, id, &key)?;
        let live = history.operations.into_iter().filter(|o| o.live);
        let ours: BTreeMap<_, _> = live.filter_map(|o| Some((o.op, o.value?))).collect();
        let library: BTreeMap<_, _> = document.values(&key)?.into_iter().collect();
        if ours != library {
            different.push(key);
        }
    }
    Ok(different)
}
