//! Typed edits: what an officer did, before it became a change.
//!
//! The outbox keeps the typed edit beside its change, so that the system can write it again
//! when the change itself cannot stand.

use minicbor::{Decode, Encode, bytes::ByteVec};

use super::{
    Accept, ChangeHash, Day, Declared, EntryId, ItemId, Note, OfficerId, RegisterKey, StatusAct,
    TaskId, Tick, act,
};

/// One edit of a work book.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub enum Edit {
    /// Tick an item, or take the tick back.
    #[n(1)]
    Tick {
        /// The item.
        #[n(0)]
        item: ItemId,
        /// Done or not.
        #[n(1)]
        done: bool,
        /// The declared day.
        #[n(2)]
        on: Day,
    },
    /// Declare a status.
    #[n(2)]
    Status {
        /// The task.
        #[n(0)]
        task: TaskId,
        /// The status.
        #[n(1)]
        status: Declared,
        /// The declared day.
        #[n(2)]
        on: Day,
        /// The result in a few words.
        #[n(3)]
        result: Option<String>,
    },
    /// Write a note.
    #[n(3)]
    Note {
        /// The task.
        #[n(0)]
        task: TaskId,
        /// A fresh ULID.
        #[n(1)]
        entry: EntryId,
        /// The text.
        #[n(2)]
        text: String,
        /// The declared day.
        #[n(3)]
        on: Day,
    },
    /// Use a stored value again, byte for byte.
    #[n(4)]
    Restore {
        /// The register.
        #[n(0)]
        key: String,
        /// The act as stored.
        #[n(1)]
        act: ByteVec,
    },
    /// Accept that my edits were replaced, or that two values stand.
    #[n(5)]
    Accept {
        /// The register that it is about.
        #[n(0)]
        key: String,
        /// All my edits of that register that are replaced.
        #[n(1)]
        gone: Vec<ChangeHash>,
        /// All edits that are shown.
        #[n(2)]
        two: Vec<ChangeHash>,
    },
}

impl std::fmt::Debug for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What an officer typed stays out of logs.
        f.write_str(match self {
            Self::Tick { .. } => "Edit::Tick",
            Self::Status { .. } => "Edit::Status",
            Self::Note { .. } => "Edit::Note",
            Self::Restore { .. } => "Edit::Restore",
            Self::Accept { .. } => "Edit::Accept",
        })
    }
}

impl Edit {
    /// The register that the edit writes and the act that it puts there, as `by`.
    ///
    /// `None` when the key of a restore or an accept is not one.
    pub fn put(&self, by: OfficerId) -> Option<(RegisterKey, Vec<u8>)> {
        Some(match self {
            Self::Tick { item, done, on } => {
                (RegisterKey::new(item, "tick"), act::encode(&Tick { by, on: *on, done: *done }))
            }
            Self::Status { task, status, on, result } => {
                let act = StatusAct { by, on: *on, status: *status, result: result.clone() };
                (RegisterKey::new(task, "status"), act::encode(&act))
            }
            Self::Note { task, entry, text, on } => {
                let note = Note { by, on: *on, text: text.clone() };
                (RegisterKey::entry(task, "note", entry), act::encode(&note))
            }
            Self::Restore { key, act } => (RegisterKey::parse(key).ok()?, act::restored(act, by)),
            Self::Accept { key, gone, two } => {
                let key = RegisterKey::parse(key).ok()?;
                let seen = format!("seen_{}", key.field());
                let accept = Accept { by, gone: gone.clone(), two: two.clone() };
                (RegisterKey::entry(key.owner_text(), &seen, by), act::encode(&accept))
            }
        })
    }
}
