//! What can be wrong with a reply.

use crate::protocol::BodyError;

/// A reply that is not believed. Nothing of it is carried out; the exchange can be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Cut off, damaged, or of another version.
    #[error("the reply cannot be read: {0}")]
    Body(#[from] BodyError),
    /// The signature is not the relay's.
    #[error("the reply is not signed by the relay that enrolled this phone")]
    Signature,
    /// It answers another question than was asked.
    #[error("the reply does not follow from the request")]
    OutOfPlace,
    /// It says that there is more, but brings nothing, or answers nothing of what was sent.
    #[error("the relay promises more and brings nothing, or answers nothing that was sent")]
    NoProgress,
}
