//! Values of registers, and what became of edits.

use std::collections::BTreeMap;

use soviec_core::model::{Declared, OfficerId};
use soviec_core::replica::{
    HistoryEntry, LastAct, NoticeKind, OfficeWord, Origin, Replaced, Said, SetApart, Shown,
    WaitingEdit, said,
};

use super::{days, task::same_cases};

/// Display names, as far as the directory is here.
pub(super) type Names = BTreeMap<OfficerId, String>;

/// A status as an officer declares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum DeclaredCode {
    /// *Chưa thực hiện*.
    NotStarted,
    /// *Đang thực hiện*.
    InProgress,
    /// *Hoàn thành*.
    Done,
    /// *Thường xuyên, có hiệu quả*.
    Effective,
    /// *Thường xuyên, chưa hiệu quả*.
    Weak,
}

same_cases!(
    DeclaredCode,
    Declared,
    NotStarted = NotStarted,
    InProgress = InProgress,
    Done = Done,
    Effective = Effective,
    Weak = Weak
);

/// One value of a register, present or past.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct ValueRecord {
    /// The edit that put it there.
    pub edit: String,
    /// The officer whose act it is.
    pub officer: Option<String>,
    /// The display name.
    pub officer_name: Option<String>,
    /// The declared day.
    pub on: Option<i32>,
    /// The author's clock; it decides nothing.
    pub at: i64,
    /// The relay's number; none while it is not acknowledged.
    pub seq: Option<u64>,
    /// It is among the live values.
    pub live: bool,
    /// Written on this phone.
    pub own: bool,
    /// A newer app wrote it: nothing of it can be shown here.
    pub newer: bool,
    /// Its author took it back.
    pub withdrawn: bool,
    /// Of a tick: done or not.
    pub done: Option<bool>,
    /// Of a status.
    pub declared: Option<DeclaredCode>,
    /// Of a note, or a status with a result.
    pub text: Option<String>,
    /// The value in words.
    pub words: String,
}

impl ValueRecord {
    /// A value of a register's history.
    pub(crate) fn past(entry: HistoryEntry) -> Self {
        Self {
            officer_name: entry.officer_name,
            edit: entry.edit.to_string(),
            at: entry.time.saturating_mul(1_000),
            seq: entry.seq,
            live: entry.live,
            own: entry.own,
            ..Self::saying(said(&entry.value), entry.officer)
        }
    }

    /// A value that is shown now.
    pub(super) fn shown(value: &Shown, origin: Option<&Origin>, names: &Names) -> Self {
        Self {
            edit: value.edit.to_string(),
            at: origin.map_or(0, |origin| origin.at.0),
            seq: origin.and_then(|origin| origin.seq),
            live: true,
            own: origin.is_some_and(|origin| origin.own),
            officer_name: value.officer.and_then(|officer| names.get(&officer).cloned()),
            ..Self::saying(said(&value.value), value.officer)
        }
    }

    fn saying(said: Said, officer: Option<OfficerId>) -> Self {
        Self {
            officer: officer.map(|officer| officer.to_string()),
            on: said.on.map(days),
            newer: said.newer,
            withdrawn: said.withdrawn,
            done: said.done,
            declared: said.declared.map(Into::into),
            text: said.text,
            words: said.words,
            ..Self::default()
        }
    }
}

/// One edit that is not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct WaitingRecord {
    /// The edit.
    pub edit: String,
    /// The phone's number for it.
    pub client_seq: u64,
    /// The book.
    pub book: String,
    /// The task that it is about, if that is on this phone.
    pub task: Option<String>,
    /// What it says, in words.
    pub words: String,
    /// Who made it.
    pub officer: String,
    /// The display name.
    pub officer_name: Option<String>,
    /// When, by this phone's clock.
    pub made: i64,
}

impl From<WaitingEdit> for WaitingRecord {
    fn from(edit: WaitingEdit) -> Self {
        Self {
            edit: edit.id.to_string(),
            client_seq: edit.client_seq,
            book: edit.document.to_string(),
            task: edit.task.map(|task| task.to_string()),
            words: edit.words,
            officer: edit.officer.to_string(),
            officer_name: edit.officer_name,
            made: edit.made.0,
        }
    }
}

/// An own edit that is not in its book for everyone.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SetApartRecord {
    /// The edit.
    pub edit: WaitingRecord,
    /// The state that the relay recorded, as a stable code.
    pub state: String,
    /// The state in words.
    pub heading: String,
    /// What happened, what is safe and what to do.
    pub reason: String,
    /// What a clerk decided about it.
    pub office: Option<OfficeWordRecord>,
    /// The officer may write it again.
    pub can_write_again: bool,
    /// The officer may lay it aside.
    pub can_dismiss: bool,
    /// The officer has laid it aside.
    pub dismissed: bool,
    /// The edit in which the officer wrote it again.
    pub written_again: Option<String>,
}

/// What a clerk said with a decision.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OfficeWordRecord {
    /// Who decided.
    pub clerk: Option<String>,
    /// The display name.
    pub clerk_name: Option<String>,
    /// Why.
    pub words: String,
    /// When the relay took it.
    pub at: Option<i64>,
}

impl From<OfficeWord> for OfficeWordRecord {
    fn from(word: OfficeWord) -> Self {
        let OfficeWord { clerk, clerk_name, words, at } = word;
        let clerk = clerk.map(|clerk| clerk.to_string());
        Self { clerk, clerk_name, words, at: at.map(|at| at.0) }
    }
}

impl From<SetApart> for SetApartRecord {
    fn from(apart: SetApart) -> Self {
        Self {
            edit: apart.edit.into(),
            state: apart.state.code().to_owned(),
            heading: apart.heading,
            reason: apart.reason,
            office: apart.office.map(Into::into),
            can_write_again: apart.can_write_again,
            can_dismiss: apart.can_dismiss,
            dismissed: apart.dismissed,
            written_again: apart.written_again.map(|edit| edit.to_string()),
        }
    }
}

/// What became of a value of one of this phone's officers.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReplacedRecord {
    /// The book.
    pub book: String,
    /// The register.
    pub register: String,
    /// The task that it belongs to, if that is on this phone.
    pub task: Option<String>,
    /// What the register is about, in words.
    pub title: String,
    /// It stands beside another value; else it was replaced.
    pub two_values: bool,
    /// Whose value it is.
    pub officer: String,
    /// The officer's value.
    pub mine: ValueRecord,
    /// The values that are shown instead, or beside it.
    pub others: Vec<ValueRecord>,
}

impl From<Replaced> for ReplacedRecord {
    fn from(replaced: Replaced) -> Self {
        Self {
            book: replaced.book.to_string(),
            register: replaced.key.to_string(),
            task: replaced.task.map(|task| task.to_string()),
            title: replaced.title,
            two_values: replaced.kind == NoticeKind::TwoValues,
            officer: replaced.me.to_string(),
            mine: ValueRecord::past(replaced.mine),
            others: replaced.others.into_iter().map(ValueRecord::past).collect(),
        }
    }
}

/// An act that can be undone.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LastActRecord {
    /// The edit.
    pub edit: String,
    /// What it says, in words.
    pub words: String,
    /// When it was made, by this phone's clock.
    pub made: i64,
}

impl From<LastAct> for LastActRecord {
    fn from(act: LastAct) -> Self {
        Self { edit: act.edit.to_string(), words: act.words, made: act.made.0 }
    }
}
