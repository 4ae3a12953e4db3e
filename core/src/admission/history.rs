//! What a judge must know, kept in memory.

use std::collections::{BTreeMap, BTreeSet};

use super::{Known, KnownOperation, LaneTip};
use crate::{
    change::{Change, ObjectId},
    model::{ActorId, ChangeHash, OpId},
};

/// The knowledge that follows from a set of changes of one document: for tests, for a batch
/// that is judged before any of it is stored, and for trials of a re-issue.
#[derive(Debug, Clone, Default)]
pub struct History {
    changes: BTreeMap<ChangeHash, Node>,
    operations: BTreeMap<OpId, KnownOperation>,
    lanes: BTreeMap<ActorId, LaneTip>,
}

#[derive(Debug, Clone)]
struct Node {
    max_op: u64,
    dependencies: Vec<ChangeHash>,
}

impl History {
    /// A document of which only its genesis is known.
    pub fn new(genesis: &Change) -> Self {
        let mut history = Self::default();
        history.add(genesis);
        history
    }

    /// Takes up a change that was admitted. Adding one twice changes nothing.
    pub fn add(&mut self, change: &Change) {
        let node = Node { max_op: change.max_op(), dependencies: change.dependencies.clone() };
        self.changes.insert(change.hash, node);
        for (index, operation) in change.operations.iter().enumerate() {
            // What stands at the root belongs to the genesis and is not a register.
            if operation.object != ObjectId::Root {
                let known = KnownOperation { key: operation.key.clone(), change: change.hash };
                self.operations.insert(change.op_id(index), known);
            }
        }
        let tip = LaneTip { seq: change.seq, hash: change.hash };
        let last = self.lanes.entry(change.actor).or_insert(tip);
        if last.seq < tip.seq {
            *last = tip;
        }
    }
}

impl Known for History {
    fn max_op(&self, change: &ChangeHash) -> Option<u64> {
        self.changes.get(change).map(|node| node.max_op)
    }

    fn operation(&self, op: &OpId) -> Option<KnownOperation> {
        self.operations.get(op).cloned()
    }

    fn lane_tip(&self, actor: &ActorId) -> Option<LaneTip> {
        self.lanes.get(actor).copied()
    }

    fn below(&self, ancestor: &ChangeHash, of: &[ChangeHash]) -> bool {
        let Some(floor) = self.max_op(ancestor) else { return false };
        let mut seen = BTreeSet::new();
        let mut open = of.to_vec();
        while let Some(hash) = open.pop() {
            if hash == *ancestor {
                return true;
            }
            // Operation numbers grow along dependencies: nothing at or under the ancestor's
            // can have it below.
            let above = self.changes.get(&hash).filter(|node| node.max_op > floor);
            if let Some(node) = above.filter(|_| seen.insert(hash)) {
                open.extend(&node.dependencies);
            }
        }
        false
    }
}
