//! Admission: one pure judgement of a change, made by the phone on its own edits before they
//! are committed, by the relay before it gives a sequence number, and on all that is carried
//! by hand. It is a strict profile, not a trial: the library never sees what fails it.
//!
//! Not judged here: whether the hash is known already (ask that first: a known change would be
//! taken for a regressed one), whether a dependency is dead or waits, whether the actor belongs
//! to the device that signed, rights, and author times that are merely odd.

mod ancestry;
mod code;
mod field;
mod history;
mod judge;
#[cfg(test)]
mod tests;

pub use crate::change::Put;
pub use ancestry::{Graph, Graphs, Node};
pub use code::Code;
pub use history::History;
pub use judge::{judge, puts};

use crate::model::{ActorId, ChangeHash, OpId};

/// What the judge must know about one document. Phone store and relay implement it on their
/// tables. The genesis of the document counts as known.
pub trait Known {
    /// The number of the change's last operation; none if the change is unknown.
    fn max_op(&self, change: &ChangeHash) -> Option<u64>;

    /// A known operation on a register of this document.
    fn operation(&self, op: &OpId) -> Option<KnownOperation>;

    /// The last known change of that author in this document.
    fn lane_tip(&self, actor: &ActorId) -> Option<LaneTip>;

    /// Whether `ancestor` is one of `of` or below one of them.
    ///
    /// When `of` are all heads of the document, every known change is below them; an author's
    /// change is also below each later one of the same author. Search only after that.
    fn below(&self, ancestor: &ChangeHash, of: &[ChangeHash]) -> bool;
}

/// Where an operation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownOperation {
    /// The key of its register.
    pub key: String,
    /// The change that made it.
    pub change: ChangeHash,
}

/// The last change of an author in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneTip {
    /// Its place among the author's changes.
    pub seq: u64,
    /// The change.
    pub hash: ChangeHash,
}

/// What becomes of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may be stored; these are its puts, in the order of their operations.
    Admit(Vec<Put>),
    /// These dependencies are unknown: nothing is recorded, they are asked for first.
    Missing(Vec<ChangeHash>),
    /// It breaks the profile and always will.
    Refused(Code),
    /// Its place among the author's changes is taken, or those before it are absent: the
    /// author's database was cloned or restored.
    Regressed,
}
