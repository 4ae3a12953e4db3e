//! Changes that were stored and left their document: an expelled one, and what the pen wrote
//! again. The registers that they wrote are folded anew from the changes that are left; taking
//! rows back one by one would leave a superseded value dead.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use rusqlite::Connection;

use super::FoldError;
use crate::{
    log::{Log, LogError, LogRow, View},
    relay::living,
};
use soviec_core::{
    change::{Change, Limits},
    model::{ChangeHash, DocumentId, DocumentName, RegisterKey},
    protocol::RowKind,
    store::tables::{self, Touched},
};

/// What died in a stretch of rows, by document.
#[derive(Default)]
pub(super) struct Dead(BTreeMap<DocumentId, BTreeSet<ChangeHash>>);

impl Dead {
    /// Notes a row that says so.
    pub(super) fn note(&mut self, row: &LogRow) {
        let says = [RowKind::VERDICT, RowKind::DECISION].contains(&RowKind(row.head.kind));
        let dead = row.head.state.is_some_and(|state| !living(state));
        if let Some(change) = row.head.change.filter(|_| says && dead) {
            self.0.entry(row.head.document).or_default().insert(change);
        }
    }

    /// Folds the registers of those that were in the tables anew.
    pub(super) fn settle(
        &self,
        db: &Connection,
        log: &Log,
        names: &BTreeMap<DocumentId, DocumentName>,
        touched: &mut Touched,
    ) -> Result<(), FoldError> {
        for (document, dead) in &self.0 {
            // Without a name nothing of the document was ever stored.
            let Some(name) = names.get(document) else { continue };
            log.read(|log| Book { db, log, name, dead }.settle(touched))?;
        }
        Ok(())
    }
}

/// One document whose changes died.
struct Book<'a> {
    db: &'a Connection,
    log: &'a View<'a>,
    name: &'a DocumentName,
    dead: &'a BTreeSet<ChangeHash>,
}

impl Book<'_> {
    fn settle(&self, touched: &mut Touched) -> Result<(), FoldError> {
        let mut registers = BTreeSet::new();
        for change in self.dead {
            registers.extend(self.written_by(change)?);
        }
        for key in registers {
            let writers = self.writers(&key)?;
            tables::refold(self.db, self.name, &key, &writers, touched)?;
        }
        Ok(())
    }

    /// The registers of a change that is in the tables; none of one that never was.
    fn written_by(&self, change: &ChangeHash) -> Result<BTreeSet<RegisterKey>, FoldError> {
        let Some((_, change)) = self.read(change)? else { return Ok(BTreeSet::new()) };
        let known = tables::operation(self.db, self.name.id(), &change.op_id(0))?;
        if known.is_none_or(|known| known.change != change.hash) {
            return Ok(BTreeSet::new());
        }
        let keys = change.operations.iter().filter_map(|put| RegisterKey::parse(&put.key).ok());
        Ok(keys.collect())
    }

    /// The changes that still write a register, each after what it stands on.
    fn writers(&self, key: &RegisterKey) -> Result<Vec<Rc<Change>>, FoldError> {
        let operations = tables::history(self.db, self.name.id(), key)?.operations;
        let hashes: BTreeSet<ChangeHash> =
            operations.into_iter().map(|operation| operation.change).collect();
        let mut writers = Vec::new();
        for hash in hashes.iter().filter(|hash| !self.dead.contains(*hash)) {
            writers.extend(self.read(hash)?);
        }
        writers.sort_by_key(|(row, _)| *row);
        Ok(writers.into_iter().map(|(_, change)| Rc::new(change)).collect())
    }

    /// A change that lived once, with the row of its bytes.
    fn read(&self, hash: &ChangeHash) -> Result<Option<(u64, Change)>, FoldError> {
        let Some(indexed) = self.log.change(&self.name.id(), hash)? else { return Ok(None) };
        let change = Change::parse(&self.log.payload(indexed.row)?, &Limits::unlimited());
        let change = change.map_err(|_| LogError::Unreadable(indexed.row))?;
        Ok(Some((indexed.row, change)))
    }
}
