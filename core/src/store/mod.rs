//! What is durable. One edit is one transaction: change, outbox row, registers, screen rows.
//!
//! [`tables`] is shared with the office. The rest is the phone's: the encrypted database, the
//! files beside it, and the sync state in the same file as the data.

pub mod tables;

/// A connection that only reads: what screens look through.
pub type Reader = rusqlite::Connection;

/// What SQLite says when it fails.
pub type SqlError = rusqlite::Error;

#[cfg(feature = "phone")]
pub mod cipher;
#[cfg(feature = "phone")]
mod phone;
#[cfg(feature = "phone")]
pub mod vault;

#[cfg(feature = "phone")]
pub use phone::{
    About, Author, COMPACT_AFTER, Carried, CountDraft, Decided, HistoryEntry, Holder, LastTap,
    NoteDraft, Origin, Reported, Rescued, SetApart, Store, StoreError, SyncState, Tap, Undoable,
    WaitingEdit, Written, count_draft, history_of, is_unsent, last_act, mark_unsent, note_draft,
    notice_count, notices_of, origins_of, set_apart, stopped_documents, value_of, waiting,
};
