//! Where the store asks the CRDT library, which loads a document for it and forgets it: what the
//! first edit stands on, snapshots, audits. Screens and edits go by the tables.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::{StoreError, changes};
use crate::change::Tips;
use crate::document::{Document, DocumentError};
use crate::model::{DocumentId, RegisterKey};
use crate::store::tables;

/// A document with everything that is in it.
pub(super) fn load(db: &Connection, id: DocumentId) -> Result<Document, StoreError> {
    Ok(Document::load(id, &changes::parts(db, id, false)?)?)
}

/// What the next change of each document stands on, for those that were asked for.
#[derive(Default)]
pub(super) struct AllTips(BTreeMap<DocumentId, Tips>);

impl AllTips {
    /// Those of a document; the library is asked the first time.
    pub(super) fn get(&mut self, db: &Connection, id: DocumentId) -> Result<&Tips, StoreError> {
        use std::collections::btree_map::Entry;
        Ok(match self.0.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(load(db, id)?.tips()?),
        })
    }

    /// Those that are known, to be brought to what is durable now.
    pub(super) fn known(&mut self, id: DocumentId) -> Option<&mut Tips> {
        self.0.get_mut(&id)
    }

    /// Forgets those of a document.
    pub(super) fn forget(&mut self, id: DocumentId) {
        self.0.remove(&id);
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
    match load(db, id) {
        Err(StoreError::Document(_)) => Err(StoreError::Damaged),
        other => other.map(drop),
    }
}

/// Compares live rows and the library's own reading, register by register.
pub(super) fn audit(db: &Connection, id: DocumentId) -> Result<Vec<RegisterKey>, StoreError> {
    let document = load(db, id)?;
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
