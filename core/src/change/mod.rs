//! A change of a document: header, hash, dependencies and operations, read by our own bounded
//! parser and written by our own encoder. No CRDT library, no I/O.
//!
//! The encoder writes, byte for byte, what the library writes for the same content; the parser
//! takes nothing else. So a change has one form, and what a hostile phone can send is small.

mod chunk;
mod column;
mod compose;
mod encode;
pub mod genesis;
mod leb;
mod limits;
mod message;
mod operation;
mod parse;
mod put;
mod value;

use std::fmt;

pub use chunk::hash_of;
pub(crate) use compose::MOST_AUTHORS;
pub use compose::{PutOver, Tip, Tips, Turn, compose, is_crowded};
pub use encode::encode;
pub use genesis::{bucket_object, genesis};
pub use limits::{Limits, Malformed};
pub use message::Message;
pub use operation::{Action, ObjectId, Operation};
pub use put::Put;
pub use value::Value;

use crate::model::{ActorId, ChangeHash, OpId};

/// What a change to be encoded says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange {
    /// The changes that it builds on; the encoder sorts them.
    pub dependencies: Vec<ChangeHash>,
    /// Its author: a lane of a phone, or an office's pen.
    pub actor: ActorId,
    /// Its place among the author's changes in this document, from 1.
    pub seq: u64,
    /// The number of its first operation, from 1.
    pub start_op: u64,
    /// When its author says it was made, in seconds since 1970. Never judged.
    pub time: i64,
    /// Set in a re-issue and in *write it again* only.
    pub message: Option<Message>,
    /// What it does; the encoder sorts the predecessors of each operation.
    pub operations: Vec<Operation>,
}

/// A change and its bytes. Only [`Change::parse`] and [`encode()`] make one, so the bytes are
/// the content's canonical form.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// SHA-256 over type, length and body: the identity of the change.
    pub hash: ChangeHash,
    /// The changes that it builds on, ascending.
    pub dependencies: Vec<ChangeHash>,
    /// Its author.
    pub actor: ActorId,
    /// Its place among the author's changes in this document, from 1.
    pub seq: u64,
    /// The number of its first operation, from 1.
    pub start_op: u64,
    /// When its author says it was made, in seconds since 1970. Never judged.
    pub time: i64,
    /// Set in a re-issue and in *write it again* only.
    pub message: Option<Message>,
    /// What it does, in the order of the operations' numbers.
    pub operations: Vec<Operation>,
    bytes: Vec<u8>,
}

impl Change {
    /// Reads a change.
    ///
    /// # Errors
    ///
    /// [`Malformed`] for anything but a plain change within `limits` in its canonical form.
    pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Self, Malformed> {
        parse::change(bytes, limits)
    }

    /// The whole chunk as it is stored and sent.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of its last operation; without any, of the last one before it.
    pub fn max_op(&self) -> u64 {
        self.start_op.saturating_sub(1).saturating_add(self.operations.len() as u64)
    }

    /// The id of the operation at `index`.
    pub fn op_id(&self, index: usize) -> OpId {
        OpId { counter: self.start_op.saturating_add(index as u64), actor: self.actor }
    }

    /// The edit that it carries: the one a re-issue names, else its own hash.
    pub fn edit(&self) -> ChangeHash {
        self.message.as_ref().and_then(|message| message.edit).unwrap_or(self.hash)
    }

    /// The actors that its operations name, without its author, ascending.
    pub fn other_actors(&self) -> Vec<ActorId> {
        operation::other_actors(self.actor, &self.operations)
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("hash", &self.hash)
            .field("actor", &self.actor)
            .field("seq", &self.seq)
            .field("start_op", &self.start_op)
            .field("operations", &self.operations.len())
            .finish_non_exhaustive()
    }
}
