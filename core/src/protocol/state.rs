//! What can become of a change, and what a relay answers to one.

use minicbor::{Decode, Encode};

use crate::model::{ChangeHash, DocumentId};

/// The state of a change, on the wire and in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum ChangeState {
    /// In the document for everyone.
    #[n(1)]
    Stored,
    /// Waits for the office: it was made outside the author's rights.
    #[n(2)]
    Held,
    /// Waits for a held change below it.
    #[n(3)]
    Parked,
    /// Not well-formed; the code says why.
    #[n(4)]
    Refused(#[n(0)] u16),
    /// The office gave it back.
    #[n(5)]
    Returned,
    /// Taken out again, with a reason in the log.
    #[n(6)]
    Expelled,
    /// The office moved the edit into another document.
    #[n(7)]
    Moved(#[n(0)] DocumentId),
    /// Another change carries this edit.
    #[n(8)]
    Already(#[n(0)] ChangeHash),
    /// Something below it is dead: the edit must be written again.
    #[n(9)]
    Rebase,
    /// Another change has its actor and seq.
    #[n(10)]
    Forked,
    /// The office's pen wrote the edit again as that change.
    #[n(11)]
    Rebased(#[n(0)] ChangeHash),
    /// That change carries the edit now.
    #[n(12)]
    Replaced(#[n(0)] ChangeHash),
}

impl ChangeState {
    /// The stable code, for logs and apps.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Held => "held",
            Self::Parked => "parked",
            Self::Refused(_) => "refused",
            Self::Returned => "returned",
            Self::Expelled => "expelled",
            Self::Moved(_) => "moved",
            Self::Already(_) => "already",
            Self::Rebase => "rebase",
            Self::Forked => "forked",
            Self::Rebased(_) => "rebased",
            Self::Replaced(_) => "replaced",
        }
    }
}

/// The relay's answer to one change of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Answer {
    /// A recorded state; a known hash is answered with its present one.
    #[n(1)]
    State(#[n(0)] ChangeState),
    /// Records nothing: these numbers belong to another history of this phone.
    #[n(2)]
    Regressed,
    /// Records nothing: the relay needs these changes first.
    #[n(3)]
    Missing(#[n(0)] Vec<ChangeHash>),
    /// Records nothing: send the change without the lean code.
    #[n(4)]
    SendRaw,
}
