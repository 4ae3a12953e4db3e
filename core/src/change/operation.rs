//! One operation on a map.

use super::Value;
use crate::model::{ActorId, OpId};

/// The map that an operation writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectId {
    /// The document itself.
    Root,
    /// The map that this operation made.
    Op(OpId),
}

impl ObjectId {
    /// The operation that made the map; none for the root.
    pub fn op(self) -> Option<OpId> {
        match self {
            Self::Root => None,
            Self::Op(op) => Some(op),
        }
    }
}

/// What an operation does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Makes an empty map. Only a genesis does.
    MakeMap,
    /// Puts a scalar.
    Put(Value),
    /// Another action of the library, by its number from 2 (a list, a deletion, an increment),
    /// without a value. It can be read so that it can be refused by name.
    Other(u64),
}

impl Action {
    pub(super) const PUT: u64 = 1;

    pub(super) fn number(&self) -> u64 {
        match self {
            Self::MakeMap => 0,
            Self::Put(_) => Self::PUT,
            Self::Other(number) => *number,
        }
    }
}

/// One operation on a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The map.
    pub object: ObjectId,
    /// The key in the map.
    pub key: String,
    /// Whether it inserts into a list; never in our documents.
    pub insert: bool,
    /// What it does.
    pub action: Action,
    /// The operations on the same key that it supersedes, ascending.
    pub predecessors: Vec<OpId>,
}

impl Operation {
    /// The bytes of the text or the bytes that it puts, else 0.
    pub(super) fn value_len(&self) -> usize {
        match &self.action {
            Action::Put(value) => value.len(),
            _ => 0,
        }
    }
}

/// The actors that operations name beside their author, ascending.
pub(super) fn other_actors(author: ActorId, operations: &[Operation]) -> Vec<ActorId> {
    let named = operations
        .iter()
        .flat_map(|op| op.object.op().into_iter().chain(op.predecessors.iter().copied()));
    let mut actors: Vec<_> = named.map(|op| op.actor).filter(|actor| *actor != author).collect();
    actors.sort_unstable();
    actors.dedup();
    actors
}
