//! Rounds from house to house and half-typed notes.

use soviec_core::fold::reason_words;
use soviec_core::replica::{CountDraft, NoteDraft, SessionDetail, Tap};
use std::collections::BTreeMap;

use super::{days, value::Names};

/// One tap of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum TapCode {
    /// One more is done.
    Plus,
    /// One that was counted as done was not.
    Minus,
    /// The last tap was wrong.
    Undo,
    /// One is left out, for the reason of this code.
    LeftOut {
        /// The code.
        reason: u16,
    },
}

impl From<TapCode> for Tap {
    fn from(tap: TapCode) -> Self {
        match tap {
            TapCode::Plus => Self::Plus,
            TapCode::Minus => Self::Minus,
            TapCode::Undo => Self::Undo,
            TapCode::LeftOut { reason } => Self::Excluded(reason),
        }
    }
}

/// A reason for leaving a household out.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReasonRecord {
    /// The code that a tap takes.
    pub code: u16,
    /// The reason in words.
    pub words: String,
}

/// How many were left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LeftOutRecord {
    /// The code of the reason.
    pub reason: u16,
    /// The reason in words.
    pub words: String,
    /// How many.
    pub count: u64,
}

fn left_out(by_reason: BTreeMap<u16, u64>) -> Vec<LeftOutRecord> {
    let record = |(reason, count)| {
        let words = reason_words(reason).to_owned();
        LeftOutRecord { reason, words, count }
    };
    by_reason.into_iter().map(record).collect()
}

/// What an open round has counted so far.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CountRecord {
    /// Those that were done.
    pub counted: u64,
    /// Those that were left out.
    pub left_out: Vec<LeftOutRecord>,
    /// All of them.
    pub visited: u64,
    /// The first tap, by this phone's clock.
    pub began: i64,
    /// The last tap, by this phone's clock.
    pub last: i64,
    /// What an undo takes back, in words for its button.
    pub undo: Option<String>,
}

impl From<CountDraft> for CountRecord {
    fn from(draft: CountDraft) -> Self {
        Self {
            counted: draft.counted,
            left_out: left_out(draft.excluded),
            visited: draft.visited,
            began: draft.began.0,
            last: draft.last.0,
            undo: draft.undo,
        }
    }
}

/// A half-typed note.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NoteDraftRecord {
    /// The text as it was typed.
    pub text: String,
    /// The last letter, by this phone's clock.
    pub last: i64,
    /// The note in which an earlier state of it stands already, if a pause or an exchange wrote
    /// one down.
    pub written: Option<String>,
}

impl From<NoteDraft> for NoteDraftRecord {
    fn from(draft: NoteDraft) -> Self {
        let written = draft.written.map(|key| key.to_string());
        Self { text: draft.text, last: draft.last.0, written }
    }
}

/// A round that was written down.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SessionRecord {
    /// Its register.
    pub register: String,
    /// The item, if it is about one and not about the whole task.
    pub item: Option<String>,
    /// Who counted.
    pub officer: String,
    /// The display name.
    pub officer_name: Option<String>,
    /// The day.
    pub on: i32,
    /// The last tap, by its author's clock.
    pub ended: i64,
    /// Those that were done.
    pub counted: u64,
    /// Those that were left out.
    pub left_out: Vec<LeftOutRecord>,
    /// All of it in words.
    pub words: String,
    /// It is not acknowledged.
    pub unsent: bool,
}

impl SessionRecord {
    pub(super) fn new(detail: SessionDetail, people: &Names) -> Self {
        let SessionDetail { key, item, session, words, unsent } = detail;
        Self {
            register: key.to_string(),
            item: item.map(|item| item.to_string()),
            officer: session.by.to_string(),
            officer_name: people.get(&session.by).cloned(),
            on: days(session.on),
            ended: session.ended.0,
            counted: session.counted,
            left_out: left_out(session.excluded),
            words,
            unsent,
        }
    }
}
