//! Dead changes and all that stands on them leave their document (M1).

use std::collections::BTreeSet;
use std::rc::Rc;

use rusqlite::params;

use super::super::graph::hashes;
use super::super::{StoreError, changes, notices};
use super::Upkeep;
use crate::change::Change;
use crate::model::{ActorId, ChangeHash, DocumentId, RegisterKey};
use crate::store::tables::{self, value::fixed};

/// A change that leaves.
struct Leaving {
    hash: ChangeHash,
    actor: ActorId,
    in_snapshot: bool,
}

impl Upkeep<'_> {
    /// Takes out what is dead, in every document.
    pub(super) fn take_out(&mut self) -> Result<(), StoreError> {
        let documents = self
            .db
            .prepare_cached(
                "SELECT DISTINCT document FROM changes INDEXED BY changes_dead
                 WHERE present = 1 AND state > 3",
            )?
            .query_map([], |row| fixed(row, 0).map(DocumentId))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        documents.into_iter().try_for_each(|document| self.clear(document))
    }

    fn clear(&mut self, document: DocumentId) -> Result<(), StoreError> {
        let leaving = self.leaving(document)?;
        let registers = self.registers_of(document, &leaving)?;
        if leaving.iter().any(|change| change.in_snapshot) {
            self.drop_snapshot(document)?;
        }
        for change in &leaving {
            self.db
                .prepare_cached("UPDATE changes SET present = 0, in_snapshot = 0 WHERE document = ?1 AND hash = ?2")?
                .execute(params![document.as_slice(), change.hash.as_slice()])?;
            #[cfg(feature = "planted")]
            if crate::planted::on(crate::planted::Fault::ClosedLaneReused) {
                continue;
            }
            // The lane ends before a change that others may have seen: its number is not given
            // to another one.
            self.db
                .prepare_cached("UPDATE lanes SET closed = 1 WHERE actor = ?1")?
                .execute([change.actor.as_slice()])?;
        }
        self.stale.insert(document);
        self.rebuild(document, &registers)
    }

    /// The dead changes of a document and what stands on them, each after what it stands on.
    fn leaving(&self, document: DocumentId) -> Result<Vec<Leaving>, StoreError> {
        let mut found = self.db.prepare_cached(
            "SELECT hash, deps, state, actor, in_snapshot FROM changes
             WHERE document = ?1 AND present = 1 AND place >=
                 (SELECT min(place) FROM changes INDEXED BY changes_dead
                  WHERE document = ?1 AND present = 1 AND state > 3)
             ORDER BY place",
        )?;
        let (mut gone, mut leaving) = (BTreeSet::new(), Vec::new());
        let mut rows = found.query([document.as_slice()])?;
        while let Some(row) = rows.next()? {
            let (hash, state) = (ChangeHash(fixed(row, 0)?), row.get::<_, u8>(2)?);
            let on_dead = || Ok::<_, StoreError>(hashes(&row.get::<_, Vec<u8>>(1)?));
            #[cfg(feature = "planted")]
            if state <= 3 && crate::planted::on(crate::planted::Fault::OrphansStay) {
                continue;
            }
            if state > 3 || on_dead()?.iter().any(|below| gone.contains(below)) {
                gone.insert(hash);
                let (actor, in_snapshot) = (ActorId(fixed(row, 3)?), row.get(4)?);
                leaving.push(Leaving { hash, actor, in_snapshot });
            }
        }
        Ok(leaving)
    }

    fn registers_of(
        &self,
        document: DocumentId,
        leaving: &[Leaving],
    ) -> Result<BTreeSet<RegisterKey>, StoreError> {
        let mut keys = BTreeSet::new();
        for change in leaving {
            let change = changes::parsed(self.db, Some(document), &change.hash)?;
            let change = change.ok_or(StoreError::Damaged)?;
            keys.extend(change.operations.iter().filter_map(|o| RegisterKey::parse(&o.key).ok()));
        }
        Ok(keys)
    }

    /// A snapshot cannot lose a change. The next page makes a new one.
    fn drop_snapshot(&self, document: DocumentId) -> rusqlite::Result<()> {
        self.db.execute("DELETE FROM snapshots WHERE document = ?1", [document.as_slice()])?;
        self.db
            .execute(
                "UPDATE changes SET in_snapshot = 0 WHERE document = ?1 AND in_snapshot = 1",
                [document.as_slice()],
            )
            .map(drop)
    }

    /// Folds registers anew from the changes that are left: taking rows back one by one would
    /// leave a superseded value dead.
    fn rebuild(
        &mut self,
        document: DocumentId,
        registers: &BTreeSet<RegisterKey>,
    ) -> Result<(), StoreError> {
        let name = *self.name(document)?;
        for key in registers {
            let writers = self.writers(document, key)?;
            tables::refold(self.db, &name, key, &writers, self.touched)?;
            notices::forget(self.db, document, key)?;
        }
        Ok(())
    }

    fn writers(
        &self,
        document: DocumentId,
        key: &RegisterKey,
    ) -> Result<Vec<Rc<Change>>, StoreError> {
        let hashes = self
            .db
            .prepare_cached(
                "SELECT DISTINCT c.hash FROM operations o
                 CROSS JOIN changes c ON c.hash = o.change AND c.document = o.document
                 WHERE o.document = ?1 AND o.key = ?2 AND c.present = 1 ORDER BY c.place",
            )?
            .query_map(params![document.as_slice(), key.as_str()], |row| {
                fixed(row, 0).map(ChangeHash)
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let parsed = |hash: &ChangeHash| {
            let change = changes::parsed(self.db, Some(document), hash)?;
            change.map(Rc::new).ok_or(StoreError::Damaged)
        };
        hashes.iter().map(parsed).collect()
    }
}
