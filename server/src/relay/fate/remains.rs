//! A document while what stood on an expelled change is written again.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{InLog, origin};
use crate::log::{LogError, View};
use soviec_core::{
    admission::Known,
    change::{Change, Limits},
    model::{ChangeHash, DocumentId, RegisterKey},
    protocol::ChangeState,
    reissue::{Fate, Ground},
};

/// The longest way from a carrier to the one that lives; a circle cannot come to be.
const LONGEST_WAY: usize = 64;

/// What is known of the document: it is read once, and followed while it changes.
pub(super) struct Remains {
    /// What leaves the document: the expelled change and everything stored above it.
    gone: BTreeSet<ChangeHash>,
    /// By which change the pen wrote one of them again.
    again: BTreeMap<ChangeHash, ChangeHash>,
    /// The changes in the document that put to a register.
    writers: BTreeMap<String, Vec<ChangeHash>>,
    parsed: RefCell<BTreeMap<ChangeHash, Rc<Change>>>,
}

impl Remains {
    /// Reads every stored change of the document.
    pub(super) fn read(
        log: &View<'_>,
        document: &DocumentId,
        gone: BTreeSet<ChangeHash>,
    ) -> Result<Self, LogError> {
        let (again, writers, parsed) = Default::default();
        let mut remains = Self { gone, again, writers, parsed };
        for stored in log.changes_of(document, 0)? {
            let change = Change::parse(&stored.bytes, &Limits::unlimited());
            remains.add(change.map_err(|_| LogError::Unreadable(stored.seq))?);
        }
        Ok(remains)
    }

    /// The pen wrote what `old` carried.
    pub(super) fn written(&mut self, old: ChangeHash, new: Change) {
        self.again.insert(old, new.hash);
        self.add(new);
    }

    /// Whether a change leaves the document.
    pub(super) fn leaves(&self, change: &ChangeHash) -> bool {
        self.gone.contains(change)
    }

    fn add(&mut self, change: Change) {
        if !self.gone.contains(&change.hash) {
            for operation in &change.operations {
                self.writers.entry(operation.key.clone()).or_default().push(change.hash);
            }
        }
        self.parsed.get_mut().insert(change.hash, Rc::new(change));
    }

    fn present(&self, change: &ChangeHash) -> Option<ChangeHash> {
        match self.gone.contains(change) {
            true => self.again.get(change).copied(),
            false => Some(*change),
        }
    }
}

/// The remains with the log that holds the rest. The first error is kept, as in [`InLog`].
pub(super) struct Standing<'a> {
    log: &'a View<'a>,
    document: DocumentId,
    genesis: ChangeHash,
    remains: &'a Remains,
    known: InLog<'a>,
    error: RefCell<Option<LogError>>,
}

impl<'a> Standing<'a> {
    pub(super) fn new(
        log: &'a View<'a>,
        document: DocumentId,
        genesis: ChangeHash,
        remains: &'a Remains,
    ) -> Self {
        let known = InLog::new(log, document, genesis);
        Self { log, document, genesis, remains, known, error: RefCell::default() }
    }

    pub(super) fn finish(self) -> Result<(), LogError> {
        self.known.finish()?;
        self.error.into_inner().map_or(Ok(()), Err)
    }

    fn keep<T>(&self, found: Result<T, LogError>) -> Option<T> {
        found
            .map_err(|error| {
                self.error.borrow_mut().get_or_insert(error);
            })
            .ok()
    }

    /// The bytes of a change that is not stored; none when it was never here or is no change.
    fn read(&self, hash: &ChangeHash) -> Option<Rc<Change>> {
        self.keep(self.log.state_of(&self.document, hash))??;
        let row = self.keep(origin(self.log, &self.document, hash))?;
        let change = Change::parse(&row.payload, &Limits::unlimited()).ok()?;
        Some(Rc::new(change))
    }
}

impl Ground for Standing<'_> {
    fn change(&self, hash: &ChangeHash) -> Option<Rc<Change>> {
        if let Some(change) = self.remains.parsed.borrow().get(hash) {
            return Some(Rc::clone(change));
        }
        let change = self.read(hash)?;
        self.remains.parsed.borrow_mut().insert(*hash, Rc::clone(&change));
        Some(change)
    }

    fn fate(&self, hash: &ChangeHash) -> Fate {
        if *hash == self.genesis {
            return Fate::Here;
        }
        let mut next = *hash;
        for _ in 0..LONGEST_WAY {
            let state = self.keep(self.log.state_of(&self.document, &next)).flatten();
            next = match state.map(|present| present.state) {
                Some(ChangeState::Stored) => match self.remains.present(&next) {
                    Some(present) if present == *hash => return Fate::Here,
                    Some(present) => return Fate::Successor(present),
                    None => return Fate::Gone,
                },
                Some(
                    ChangeState::Already(to) | ChangeState::Rebased(to) | ChangeState::Replaced(to),
                ) => to,
                _ => return Fate::Gone,
            };
        }
        Fate::Gone
    }

    fn below(&self, ancestor: &ChangeHash, of: &[ChangeHash]) -> bool {
        self.known.below(ancestor, of)
    }

    fn writers(&self, key: &RegisterKey) -> Vec<ChangeHash> {
        self.remains.writers.get(key.as_str()).cloned().unwrap_or_default()
    }

    fn edit_of(&self, change: &ChangeHash) -> Option<ChangeHash> {
        self.change(change).map(|change| change.edit())
    }

    fn max_op(&self, change: &ChangeHash) -> Option<u64> {
        self.known.max_op(change)
    }

    fn genesis(&self) -> ChangeHash {
        self.genesis
    }
}
