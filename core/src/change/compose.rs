//! A change that puts values over what stands in registers.

use std::collections::BTreeSet;

use super::{
    Action, Change, Limits, Message, NewChange, Operation, Value, bucket_object, encode::encode,
};
use crate::model::{ActorId, ChangeHash, DocumentId, OpId, RegisterKey};

/// Authors whose values a change supersedes at most, one less than it may name: a bucket is the
/// genesis's.
pub(crate) const MOST_AUTHORS: usize = 63;

/// What the next change of a document stands on.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tips {
    /// The changes that nothing in the document stands on.
    pub heads: BTreeSet<ChangeHash>,
    /// The highest number of an operation in the document.
    pub max_op: u64,
}

impl Tips {
    /// A change has come into the document.
    pub fn add(&mut self, tip: &Tip) {
        self.heads.retain(|head| !tip.dependencies.contains(head));
        self.heads.insert(tip.hash);
        self.max_op = self.max_op.max(tip.max_op);
    }
}

/// What [`Tips`] take from a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tip {
    hash: ChangeHash,
    dependencies: Vec<ChangeHash>,
    max_op: u64,
}

impl From<&Change> for Tip {
    fn from(change: &Change) -> Self {
        let (hash, max_op) = (change.hash, change.max_op());
        Self { hash, dependencies: change.dependencies.clone(), max_op }
    }
}

/// Whose change, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Its author.
    pub actor: ActorId,
    /// Its place among the author's changes in the document, from 1.
    pub seq: u64,
    /// When it is made, in seconds since 1970.
    pub time: i64,
}

/// A value that is put, and what stands in its register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PutOver<'a> {
    /// The register.
    pub key: &'a RegisterKey,
    /// The value.
    pub value: &'a Value,
    /// What stands there, with its operations.
    pub over: &'a [(OpId, Value)],
}

impl PutOver<'_> {
    /// Whether the value already stands there, alone, so that there is nothing to put.
    pub fn is_said(&self) -> bool {
        matches!(self.over, [(_, only)] if only == self.value)
    }
}

/// Whether more stands there than one change may name.
pub fn is_crowded(tips: &Tips, puts: &[PutOver<'_>]) -> bool {
    let over = || puts.iter().flat_map(|put| put.over);
    let authors: BTreeSet<_> = over().map(|(op, _)| op.actor).collect();
    let most = Limits::default();
    authors.len() > MOST_AUTHORS
        || over().count() > most.predecessors
        || tips.heads.len() > most.dependencies
}

/// The change that puts these values on all heads of a document, over all that stands there.
pub fn compose(
    document: DocumentId,
    tips: &Tips,
    turn: Turn,
    puts: &[PutOver<'_>],
    message: Option<&Message>,
) -> Change {
    let put = |put: &PutOver<'_>| Operation {
        object: bucket_object(document, put.key.bucket()),
        key: put.key.to_string(),
        insert: false,
        action: Action::Put(put.value.clone()),
        predecessors: put.over.iter().map(|(op, _)| *op).collect(),
    };
    encode(&NewChange {
        dependencies: tips.heads.iter().copied().collect(),
        actor: turn.actor,
        seq: turn.seq,
        start_op: tips.max_op + 1,
        time: turn.time,
        message: message.cloned(),
        operations: puts.iter().map(put).collect(),
    })
}
