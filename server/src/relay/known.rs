//! What admission must know, read from the log's indexes.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use crate::log::{Indexed, LogError, View};
use soviec_core::{
    admission::{Known, KnownOperation, LaneTip, Node},
    change::{Change, Limits, genesis::MAX_OP},
    model::{ActorId, ChangeHash, DocumentId, OpId},
};

/// One document as the log knows it. The first error is kept: a verdict counts only when
/// [`Self::finish`] has none.
pub(crate) struct InLog<'a> {
    log: &'a View<'a>,
    document: DocumentId,
    genesis: ChangeHash,
    /// An author, and the first of his changes that is looked away from.
    before: Option<(ActorId, u64)>,
    parsed: RefCell<BTreeMap<u64, Rc<Change>>>,
    error: RefCell<Option<LogError>>,
}

impl<'a> InLog<'a> {
    /// `genesis` is the document's own: to compute it costs more than to judge a change.
    pub(crate) fn new(log: &'a View<'a>, document: DocumentId, genesis: ChangeHash) -> Self {
        let (parsed, error) = Default::default();
        Self { log, document, genesis, before: None, parsed, error }
    }

    /// What was known before a change came that is in the log: it is to be judged again.
    pub(crate) fn again(
        log: &'a View<'a>,
        document: DocumentId,
        genesis: ChangeHash,
        change: &Change,
    ) -> Self {
        let before = Some((change.actor, change.seq));
        Self { before, ..Self::new(log, document, genesis) }
    }

    /// The error that a look-up met, if any.
    pub(crate) fn finish(self) -> Result<(), LogError> {
        self.error.into_inner().map_or(Ok(()), Err)
    }

    fn keep<T>(&self, found: Result<Option<T>, LogError>) -> Option<T> {
        found.unwrap_or_else(|error| {
            self.error.borrow_mut().get_or_insert(error);
            None
        })
    }

    fn change(&self, hash: &ChangeHash) -> Option<Indexed> {
        self.keep(self.log.change(&self.document, hash))
    }

    /// The change whose bytes stand in a row: it was parsed when it came, so it can be again.
    fn parse(&self, row: u64) -> Option<Rc<Change>> {
        if let Some(change) = self.parsed.borrow().get(&row) {
            return Some(Rc::clone(change));
        }
        let bytes = self.keep(self.log.payload(row).map(Some))?;
        // What was admitted under other limits must stay readable under today's.
        let change =
            Change::parse(&bytes, &Limits::unlimited()).map_err(|_| LogError::Unreadable(row));
        let change = Rc::new(self.keep(change.map(Some))?);
        self.parsed.borrow_mut().insert(row, Rc::clone(&change));
        Some(change)
    }
}

impl Known for InLog<'_> {
    fn max_op(&self, change: &ChangeHash) -> Option<u64> {
        if *change == self.genesis {
            return Some(MAX_OP);
        }
        self.change(change).map(|change| change.max_op)
    }

    fn operation(&self, op: &OpId) -> Option<KnownOperation> {
        let indexed = self.keep(self.log.change_with(&self.document, &op.actor, op.counter))?;
        let change = self.parse(indexed.row)?;
        let index = usize::try_from(op.counter - change.start_op).ok()?;
        let key = change.operations.get(index)?.key.clone();
        Some(KnownOperation { key, change: change.hash })
    }

    fn lane_tip(&self, actor: &ActorId) -> Option<LaneTip> {
        let before = self.before.filter(|(author, _)| author == actor);
        let last = before.map_or(u64::MAX, |(_, seq)| seq.saturating_sub(1));
        let tip = self.keep(self.log.change_of(&self.document, actor, last))?;
        Some(LaneTip { seq: tip.seq, hash: tip.hash })
    }

    fn below(&self, ancestor: &ChangeHash, of: &[ChangeHash]) -> bool {
        if of.contains(ancestor) || *ancestor == self.genesis {
            return true;
        }
        let mut graphs = self.log.graphs();
        graphs.of(self.document).below(ancestor, of, |hash| {
            let Indexed { actor, seq, max_op, dependencies, .. } = self.change(hash)?;
            Some(Node { actor, seq, max_op, dependencies })
        })
    }
}
