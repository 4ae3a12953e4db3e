//! What screens read. Nothing here waits for a write or for the network.

use std::collections::{BTreeMap, BTreeSet};

use super::describe::{self, Subject};
use super::{
    HistoryEntry, ItemRow, NoticeKind, Origin, Register, Replica, Sort, TaskFilter, TaskRow,
    WaitingEdit, Window,
};
use crate::error::{Error, ErrorKind};
use crate::fold::session_words;
use crate::model::{
    ChangeHash, Day, DocumentId, ItemId, Note, OfficerId, RegisterKey, Session, TaskId, UnitId,
};
use crate::store::{
    Reader, Reported, SqlError, history_of, is_unsent, mark_unsent, notices_of, origins_of, tables,
    value_of, waiting,
};

/// The most rows that one window holds.
pub(super) const MOST: u32 = 200;

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskWindow {
    /// The rows.
    pub rows: Vec<TaskRow>,
    /// How many the whole list has.
    pub total: u32,
}

/// One item with its register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDetail {
    /// The row.
    pub row: ItemRow,
    /// All shown values of its tick: both sides of a concurrent one.
    pub tick: Register,
    /// An own tick of it is not acknowledged.
    pub unsent: bool,
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteDetail {
    /// The register.
    pub key: RegisterKey,
    /// The note.
    pub note: Note,
    /// It was written here and is not acknowledged.
    pub unsent: bool,
}

/// One round of counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionDetail {
    /// The register.
    pub key: RegisterKey,
    /// The item, if it is about one and not about the whole task.
    pub item: Option<ItemId>,
    /// What was counted.
    pub session: Session,
    /// The same in words.
    pub words: String,
    /// It was counted here and is not acknowledged.
    pub unsent: bool,
}

/// One task with everything that its screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDetail {
    /// The row of the list.
    pub row: TaskRow,
    /// The group's number and title; empty for a task of the unit's own.
    pub group: String,
    /// The plan's words for those who help.
    pub partners: Option<String>,
    /// All shown values of the status: both sides of a concurrent one.
    pub status: Register,
    /// The checklist.
    pub items: Vec<ItemDetail>,
    /// The notes, oldest first.
    pub notes: Vec<NoteDetail>,
    /// The rounds that were counted about it and its items, oldest first.
    pub sessions: Vec<SessionDetail>,
    /// Where each shown value of status and items comes from, by its edit.
    pub origins: BTreeMap<ChangeHash, Origin>,
    /// The names of all officers in it, as far as the directory has them.
    pub people: BTreeMap<OfficerId, String>,
}

/// What became of a value of one of this phone's officers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The book.
    pub book: DocumentId,
    /// The register.
    pub key: RegisterKey,
    /// The task that it is about, if this phone knows it.
    pub task: Option<TaskId>,
    /// Task and item by name.
    pub title: String,
    /// Replaced, or standing beside another.
    pub kind: NoticeKind,
    /// Whose value it is.
    pub me: OfficerId,
    /// The officer's value.
    pub mine: HistoryEntry,
    /// The values that are shown instead, or beside it.
    pub others: Vec<HistoryEntry>,
}

impl Replica {
    /// Tasks by filter and sort, as they stand on this phone's day; at most 200 rows at once.
    pub fn tasks(
        &self,
        filter: &TaskFilter,
        sort: Sort,
        window: Window,
    ) -> Result<TaskWindow, Error> {
        self.call("tasks", || {
            let (today, limit) = (self.day(), window.limit.min(MOST));
            let window = Window { limit, ..window };
            self.with_reader(|db| {
                let (mut rows, total) = tables::task_rows(db, filter, sort, window, today)?;
                mark_unsent(db, &mut rows)?;
                Ok(TaskWindow { rows, total })
            })
        })
    }

    /// One task with its checklist, its notes and both sides of concurrent values.
    pub fn task(&self, book: DocumentId, task: TaskId) -> Result<TaskDetail, Error> {
        self.call("task", || {
            let today = self.day();
            self.with_reader(|db| detail(db, book, task, today))
        })
    }

    /// Every value that a register ever had, in the order of arrival.
    pub fn history(&self, book: DocumentId, key: &RegisterKey) -> Result<Vec<HistoryEntry>, Error> {
        self.call("history", || self.with_reader(|db| Ok(history_of(db, book, key)?)))
    }

    /// The name of an officer, if the directory has it.
    pub fn officer_name(&self, officer: OfficerId) -> Result<Option<String>, Error> {
        self.call("officer_name", || self.with_reader(|db| Ok(tables::officer_name(db, officer)?)))
    }

    /// The names of officers, as far as the directory has them.
    pub fn officer_names(
        &self,
        officers: impl IntoIterator<Item = OfficerId>,
    ) -> Result<BTreeMap<OfficerId, String>, Error> {
        self.call("officer_names", || {
            let officers: Vec<_> = officers.into_iter().collect();
            let ids = || officers.iter().copied();
            self.with_reader(|db| names(ids(), |officer| tables::officer_name(db, officer)))
        })
    }

    /// The names of units, as far as a directory has them.
    pub fn unit_names(
        &self,
        units: impl IntoIterator<Item = UnitId>,
    ) -> Result<BTreeMap<UnitId, String>, Error> {
        self.call("unit_names", || {
            let units: Vec<_> = units.into_iter().collect();
            let ids = || units.iter().copied();
            let name = |db: &Reader, unit| Ok(tables::unit(db, unit)?.map(|unit| unit.name));
            self.with_reader(|db| names(ids(), |unit| name(db, unit)))
        })
    }

    /// What is not acknowledged by the relay, oldest first; at most 200.
    pub fn waiting(&self) -> Result<Vec<WaitingEdit>, Error> {
        self.call("waiting", || {
            self.with_reader(|db| {
                waiting(db, MOST)?
                    .into_iter()
                    .map(|edit| describe::waiting_edit(db, edit))
                    .collect()
            })
        })
    }

    /// What became of this phone's values: replaced ones, and those beside another's.
    pub fn replaced(&self) -> Result<Vec<Replaced>, Error> {
        self.call("replaced", || {
            self.with_reader(|db| {
                notices_of(db)?.into_iter().map(|reported| replaced(db, reported)).collect()
            })
        })
    }

    /// Every register of a document with its shown values, sorted: what replicas that hold the
    /// same changes must agree on.
    pub fn everything(&self, document: DocumentId) -> Result<Vec<(RegisterKey, Register)>, Error> {
        self.call("everything", || {
            self.with_reader(|db| {
                let keys = tables::all_keys(db, document)?;
                let read =
                    |key: RegisterKey| Ok((key.clone(), tables::register(db, document, &key)?));
                keys.into_iter().map(read).collect()
            })
        })
    }
}

fn detail(db: &Reader, book: DocumentId, task: TaskId, today: Day) -> Result<TaskDetail, Error> {
    let mut row = tables::task_row(db, book, task, today)?.ok_or_else(no_task)?;
    mark_unsent(db, std::slice::from_mut(&mut row))?;
    let (group, partners) = match row.local {
        true => Default::default(),
        false => tables::task_frame(db, task)?.ok_or_else(no_task)?,
    };
    let key = RegisterKey::new(task, "status");
    let status = tables::register(db, book, &key)?;
    let mut origins: BTreeMap<_, _> = origins_of(db, book, &key)?.into_iter().collect();
    let mut items = Vec::new();
    for row in tables::item_rows(db, book, task)? {
        let key = RegisterKey::new(row.item, "tick");
        origins.extend(origins_of(db, book, &key)?);
        let tick = tables::register(db, book, &key)?;
        items.push(ItemDetail { row, tick, unsent: is_unsent(db, book, &key)? });
    }
    let notes = notes(db, book, task)?;
    let sessions = sessions(db, book, task, &items)?;
    let people = people(db, &status, &items, &notes, &sessions)?;
    Ok(TaskDetail { row, group, partners, status, items, notes, sessions, origins, people })
}

/// The names of everybody who said something in a task.
fn people(
    db: &Reader,
    status: &Register,
    items: &[ItemDetail],
    notes: &[NoteDetail],
    sessions: &[SessionDetail],
) -> Result<BTreeMap<OfficerId, String>, Error> {
    let registers = items.iter().map(|item| &item.tick).chain([status]);
    let values = registers.flat_map(|register| &register.values);
    let mut all: BTreeSet<_> = values.filter_map(|value| value.officer).collect();
    all.extend(notes.iter().map(|note| note.note.by));
    all.extend(sessions.iter().map(|session| session.session.by));
    names(all, |officer| tables::officer_name(db, officer))
}

fn names<T: Copy + Ord>(
    all: impl IntoIterator<Item = T>,
    name: impl Fn(T) -> Result<Option<String>, SqlError>,
) -> Result<BTreeMap<T, String>, Error> {
    let named = |one| name(one).map(|name| name.map(|name| (one, name))).transpose();
    Ok(all.into_iter().filter_map(named).collect::<Result<_, SqlError>>()?)
}

fn replaced(db: &Reader, reported: Reported) -> Result<Replaced, Error> {
    let Reported { document: book, key, notice } = reported;
    let entry = |edit: &ChangeHash| {
        let unknown = || Error::new(ErrorKind::Internal, "a notice names an unknown edit");
        value_of(db, book, &key, edit)?.ok_or_else(unknown)
    };
    let mine = entry(&notice.mine)?;
    let others = notice.others.iter().map(entry).collect::<Result<_, Error>>()?;
    let subject = Subject::of(db, book, &key)?;
    let (task, title) = (subject.task, subject.title());
    Ok(Replaced { book, key, task, title, kind: notice.kind, me: notice.me, mine, others })
}

fn notes(db: &Reader, book: DocumentId, task: TaskId) -> Result<Vec<NoteDetail>, Error> {
    let mut notes = Vec::new();
    for key in tables::keys_of(db, book, &format!("{task}.note."))? {
        let register = tables::register(db, book, &key)?;
        if let Some(Ok(note)) = register.act::<Note>() {
            let unsent = is_unsent(db, book, &key)?;
            notes.push(NoteDetail { key, note, unsent });
        }
    }
    Ok(notes)
}

/// The rounds about a task and about each of its items, by the time of their first tap.
fn sessions(
    db: &Reader,
    book: DocumentId,
    task: TaskId,
    items: &[ItemDetail],
) -> Result<Vec<SessionDetail>, Error> {
    let mut sessions = sessions_of(db, book, &task.to_string(), None)?;
    for item in items.iter().map(|item| item.row.item) {
        sessions.extend(sessions_of(db, book, &item.to_string(), Some(item))?);
    }
    sessions.sort_by(|a, b| a.key.entry_text().cmp(&b.key.entry_text()));
    Ok(sessions)
}

fn sessions_of(
    db: &Reader,
    book: DocumentId,
    owner: &str,
    item: Option<ItemId>,
) -> Result<Vec<SessionDetail>, Error> {
    let mut sessions = Vec::new();
    for key in tables::keys_of(db, book, &format!("{owner}.session."))? {
        let register = tables::register(db, book, &key)?;
        if let Some(Ok(session)) = register.act::<Session>() {
            let (unsent, words) = (is_unsent(db, book, &key)?, session_words(&session));
            sessions.push(SessionDetail { key, item, session, words, unsent });
        }
    }
    Ok(sessions)
}

fn no_task() -> Error {
    Error::new(ErrorKind::NotFound, "the task is not on this phone")
}
