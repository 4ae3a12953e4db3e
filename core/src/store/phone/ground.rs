//! A document of this phone as the ground of re-issues.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rusqlite::{Connection, params};

use super::fate::{self, Told};
use super::graph::Graph;
use super::{StoreError, changes};
use crate::change::{Change, genesis::genesis};
use crate::model::{ChangeHash, DocumentId, RegisterKey};
use crate::protocol::SCHEMA;
use crate::reissue::{Fate, Ground};
use crate::store::tables::value::fixed;

/// One document with what left it. The first error is kept: what was computed counts only when
/// [`Self::check`] has none.
pub(super) struct Standing<'a> {
    db: &'a Connection,
    document: DocumentId,
    genesis: ChangeHash,
    graph: Graph,
    /// Changes that the relay lacks and nobody can give it: an own edit must not stand on them.
    lost: BTreeSet<ChangeHash>,
    parsed: RefCell<BTreeMap<ChangeHash, Rc<Change>>>,
    error: RefCell<Option<StoreError>>,
}

impl<'a> Standing<'a> {
    pub(super) fn load(
        db: &'a Connection,
        document: DocumentId,
        lost: &BTreeSet<ChangeHash>,
    ) -> Result<Self, StoreError> {
        let (graph, lost) = (Graph::load(db, document)?, lost.clone());
        let (genesis, (parsed, error)) = (genesis(document, SCHEMA).hash, Default::default());
        Ok(Self { db, document, genesis, graph, lost, parsed, error })
    }

    /// Takes up a change that was written a moment ago.
    pub(super) fn add(&mut self, change: Change) {
        self.graph.add(&change);
        self.parsed.get_mut().insert(change.hash, Rc::new(change));
    }

    /// The error that a look-up met, if any.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.error.take().map_or(Ok(()), Err)
    }

    fn keep<T>(&self, found: Result<T, impl Into<StoreError>>) -> Option<T> {
        found
            .map_err(|e| {
                self.error.borrow_mut().get_or_insert(e.into());
            })
            .ok()
    }

    /// The change in this document that carries the edit of a dead one now: as the relay's
    /// verdicts say, or as this phone wrote it again.
    fn successor(&self, dead: &ChangeHash) -> Option<ChangeHash> {
        let told = |hash: &ChangeHash| self.keep(fate::told(self.db, hash)).flatten();
        let (mut at, mut seen) = (*dead, BTreeSet::new());
        while seen.insert(at) {
            let Some(Told::State(state)) = told(&at) else { break };
            let Some(next) = fate::instead(state) else { break };
            if self.graph.is_present(&next) {
                return Some(next);
            }
            at = next;
        }
        let edit = self.edit_of(dead)?;
        let (carrier, document) = self.keep(fate::carrier(self.db, &edit)).flatten()?;
        (document == self.document && self.graph.is_present(&carrier)).then_some(carrier)
    }

    fn writers_of(&self, key: &RegisterKey) -> rusqlite::Result<Vec<ChangeHash>> {
        self.db
            .prepare_cached(
                "SELECT DISTINCT change FROM operations WHERE document = ?1 AND key = ?2 ORDER BY counter DESC",
            )?
            .query_map(params![self.document.as_slice(), key.as_str()], |row| {
                fixed(row, 0).map(ChangeHash)
            })?
            .collect()
    }
}

impl Ground for Standing<'_> {
    fn change(&self, hash: &ChangeHash) -> Option<Rc<Change>> {
        if let Some(change) = self.parsed.borrow().get(hash) {
            return Some(Rc::clone(change));
        }
        let change = Rc::new(self.keep(changes::parsed(self.db, None, hash))??);
        self.parsed.borrow_mut().insert(*hash, Rc::clone(&change));
        Some(change)
    }

    fn fate(&self, hash: &ChangeHash) -> Fate {
        if *hash == self.genesis {
            return Fate::Here;
        }
        if self.lost.contains(hash) {
            return Fate::Gone;
        }
        match self.graph.is_present(hash) {
            true => Fate::Here,
            false => self.successor(hash).map_or(Fate::Gone, Fate::Successor),
        }
    }

    fn below(&self, ancestor: &ChangeHash, of: &[ChangeHash]) -> bool {
        *ancestor == self.genesis || self.graph.below(ancestor, of)
    }

    fn writers(&self, key: &RegisterKey) -> Vec<ChangeHash> {
        self.keep(self.writers_of(key)).unwrap_or_default()
    }

    fn edit_of(&self, change: &ChangeHash) -> Option<ChangeHash> {
        self.change(change).map(|change| change.edit())
    }

    fn max_op(&self, change: &ChangeHash) -> Option<u64> {
        self.graph.max_op(change).or_else(|| self.change(change).map(|change| change.max_op()))
    }

    fn genesis(&self) -> ChangeHash {
        self.genesis
    }
}
