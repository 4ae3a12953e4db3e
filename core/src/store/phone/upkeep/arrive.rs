//! Stored changes that waited for what they stand on, and own ones that the relay has after all,
//! come into their document (P2).

use rusqlite::{OptionalExtension, params};

use super::super::{StoreError, changes};
use super::Upkeep;
use crate::admission::{Verdict, judge};
use crate::change::{Change, Limits};
use crate::model::{ChangeHash, DocumentId};
use crate::protocol::ChangeState;
use crate::store::tables::{self, value::fixed};

impl Upkeep<'_> {
    /// Brings in what can stand. True: a pending change had taken the place of a stored one and
    /// is dead now.
    pub(super) fn bring_in(&mut self) -> Result<bool, StoreError> {
        let mut waiting = self.waiting()?;
        loop {
            let before = waiting.len();
            let mut left = Vec::new();
            for (document, hash, stored) in waiting {
                let Some(change) = changes::parsed(self.db, Some(document), &hash)? else {
                    return Err(StoreError::Damaged);
                };
                if stored && self.unseat(document, &change)? {
                    return Ok(true);
                }
                if !self.bring(document, &change)? {
                    left.push((document, hash, stored));
                }
            }
            waiting = left;
            if waiting.is_empty() || waiting.len() == before {
                return Ok(false);
            }
        }
    }

    /// Living changes outside of their document, in the order of the log.
    fn waiting(&self) -> rusqlite::Result<Vec<(DocumentId, ChangeHash, bool)>> {
        self.db
            .prepare_cached(
                "SELECT document, hash, state = 1 FROM changes INDEXED BY changes_absent
                 WHERE present = 0 AND (state = 1 OR (own = 1 AND state IN (2, 3))
                     OR (own = 1 AND state = 0 AND hash IN (SELECT change FROM rescued)))
                 ORDER BY coalesce(relay_seq, 9e18), place",
            )?
            .query_map([], |row| {
                Ok((DocumentId(fixed(row, 0)?), ChangeHash(fixed(row, 1)?), row.get(2)?))
            })?
            .collect()
    }

    /// Two changes with one actor and number: the relay stored this one, so the other one, which
    /// is of another history of the same phone, is dead.
    fn unseat(&self, document: DocumentId, change: &Change) -> Result<bool, StoreError> {
        let seated = self
            .db
            .prepare_cached(
                "SELECT hash, state FROM changes INDEXED BY changes_by_actor
                 WHERE document = ?1 AND actor = ?2 AND seq = ?3 AND present = 1",
            )?
            .query_row(params![document.as_slice(), change.actor.as_slice(), change.seq], |row| {
                Ok((ChangeHash(fixed(row, 0)?), row.get::<_, u8>(1)?))
            })
            .optional()?;
        let Some((other, state)) = seated.filter(|(_, state)| *state != 1) else {
            return Ok(false);
        };
        debug_assert!(state <= 3, "what is dead was taken out before");
        changes::set_state(self.db, other, ChangeState::Forked, None)?;
        super::super::outbox::acknowledged(self.db, other)?;
        Ok(true)
    }

    fn bring(&mut self, document: DocumentId, change: &Change) -> Result<bool, StoreError> {
        let (name, limits) = (*self.name(document)?, Limits::default());
        let here = changes::Here::new(self.db, document);
        let verdict = judge(change, document, name.kind, &here, &limits);
        here.finish()?;
        let Verdict::Admit(puts) = verdict else { return Ok(false) };
        self.db
            .prepare_cached(
                "UPDATE changes SET present = 1, place = (SELECT max(place) + 1 FROM changes)
                 WHERE document = ?1 AND hash = ?2",
            )?
            .execute(params![document.as_slice(), change.hash.as_slice()])?;
        self.db
            .prepare_cached("DELETE FROM rescued WHERE change = ?1")?
            .execute([change.hash.as_slice()])?;
        tables::fold_change(self.db, &name, change, &puts, self.touched)?;
        self.stale.insert(document);
        Ok(true)
    }
}
