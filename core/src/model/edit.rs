//! Typed edits: what an officer did, before it became a change.
//!
//! The outbox keeps the typed edit beside its change, so that the system can write it again
//! when the change itself cannot stand.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode, bytes::ByteVec};

use super::{
    Accept, ChangeHash, Day, Declared, EntryId, ItemId, LocalTask, Moment, Note, OfficerId,
    RegisterKey, Session, StatusAct, TaskId, Tick, act, withdrawal,
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
        /// The own edit that is undone by this, when it is an undo.
        #[n(2)]
        undoes: Option<ChangeHash>,
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
    /// Begin a task of the unit's own.
    #[n(6)]
    LocalTask {
        /// A fresh ULID.
        #[n(0)]
        task: TaskId,
        /// The title.
        #[n(1)]
        title: String,
        /// The last permitted day, if it has one.
        #[n(2)]
        last_day: Option<Day>,
        /// The declared day.
        #[n(3)]
        on: Day,
    },
    /// Take back an own edit that replaced nothing.
    #[n(7)]
    Withdraw {
        /// The register.
        #[n(0)]
        key: String,
        /// The declared day.
        #[n(1)]
        on: Day,
        /// The edit that is taken back.
        #[n(2)]
        undoes: ChangeHash,
    },
    /// Write down what was counted in one round.
    #[n(8)]
    Session {
        /// The register, under an item or a task.
        #[n(0)]
        key: String,
        /// The day of the session.
        #[n(1)]
        on: Day,
        /// Those that were done.
        #[n(2)]
        counted: u64,
        /// Those that were left out, by the code of the reason.
        #[n(3)]
        excluded: BTreeMap<u16, u64>,
        /// The first tap.
        #[n(4)]
        began: Option<Moment>,
        /// The last tap.
        #[n(5)]
        ended: Moment,
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
            Self::LocalTask { .. } => "Edit::LocalTask",
            Self::Withdraw { .. } => "Edit::Withdraw",
            Self::Session { .. } => "Edit::Session",
        })
    }
}

impl Edit {
    /// The own edit that this one takes back, when it is an undo.
    pub fn undoes(&self) -> Option<ChangeHash> {
        match self {
            Self::Restore { undoes, .. } => *undoes,
            Self::Withdraw { undoes, .. } => Some(*undoes),
            _ => None,
        }
    }

    /// The register that the edit is about: what it writes, except for an accept.
    pub fn about(&self) -> Option<RegisterKey> {
        match self {
            Self::Tick { item, .. } => Some(RegisterKey::new(item, "tick")),
            Self::Status { task, .. } => Some(RegisterKey::new(task, "status")),
            Self::Note { task, entry, .. } => Some(RegisterKey::entry(task, "note", entry)),
            Self::LocalTask { task, .. } => Some(RegisterKey::new(task, "local")),
            Self::Restore { key, .. }
            | Self::Accept { key, .. }
            | Self::Withdraw { key, .. }
            | Self::Session { key, .. } => RegisterKey::parse(key).ok(),
        }
    }

    /// The register that the edit writes and the act that it puts there, as `by`.
    ///
    /// `None` when the key that it names is not one.
    pub fn put(&self, by: OfficerId) -> Option<(RegisterKey, Vec<u8>)> {
        let about = self.about()?;
        let key = match self {
            Self::Accept { .. } => {
                let seen = format!("seen_{}", about.field());
                RegisterKey::entry(about.owner_text(), &seen, by)
            }
            _ => about,
        };
        Some((key, self.act(by)))
    }

    fn act(&self, by: OfficerId) -> Vec<u8> {
        match self {
            Self::Tick { done, on, .. } => act::encode(&Tick { by, on: *on, done: *done }),
            Self::Status { status, on, result, .. } => {
                let (on, status, result) = (*on, *status, result.clone());
                act::encode(&StatusAct { by, on, status, result })
            }
            Self::Note { text, on, .. } => act::encode(&Note { by, on: *on, text: text.clone() }),
            Self::Restore { act, .. } => act::restored(act, by),
            Self::Accept { gone, two, .. } => {
                act::encode(&Accept { by, gone: gone.clone(), two: two.clone() })
            }
            Self::LocalTask { title, last_day, on, .. } => {
                let (on, title, last_day) = (*on, title.clone(), *last_day);
                act::encode(&LocalTask { by, on, title, last_day })
            }
            Self::Withdraw { on, .. } => withdrawal(by, *on),
            Self::Session { on, counted, excluded, began, ended, .. } => {
                let (on, counted, began, ended) = (*on, *counted, *began, *ended);
                act::encode(&Session { by, on, excluded: excluded.clone(), counted, began, ended })
            }
        }
    }
}
