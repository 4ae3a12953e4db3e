//! A put, as registers take it.

use super::Value;
use crate::model::{ChangeHash, OpId, RegisterKey};

/// One put of an admitted change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// The register.
    pub key: RegisterKey,
    /// The operation.
    pub op: OpId,
    /// What the register holds now.
    pub value: Value,
    /// The operations that it supersedes, ascending.
    pub predecessors: Vec<OpId>,
    /// The edits that it replaces beside its predecessors' own, as the message lists them.
    pub over: Vec<ChangeHash>,
}
