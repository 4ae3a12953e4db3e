//! What screens read. Nothing here waits for a write or for the network.

use super::{
    HistoryEntry, ItemRow, NoticeKind, Register, Replica, Sort, TaskFilter, TaskRow, WaitingEdit,
    Window,
};
use crate::error::{Error, ErrorKind};
use crate::model::{ChangeHash, DocumentId, Note, OfficerId, RegisterKey, TaskId};
use crate::store::{
    Reader, SetApart, history_of, notices_of, set_apart, tables, value_of, waiting,
};

/// The most rows that one window holds.
const MOST: u32 = 200;

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
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteDetail {
    /// The register.
    pub key: RegisterKey,
    /// The note.
    pub note: Note,
}

/// One task with everything that its screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDetail {
    /// The row of the list.
    pub row: TaskRow,
    /// The group's number and title.
    pub group: String,
    /// The plan's words for those who help.
    pub partners: Option<String>,
    /// All shown values of the status: both sides of a concurrent one.
    pub status: Register,
    /// The checklist.
    pub items: Vec<ItemDetail>,
    /// The notes, oldest first.
    pub notes: Vec<NoteDetail>,
}

/// What became of a value of one of this phone's officers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The book.
    pub book: DocumentId,
    /// The register.
    pub key: RegisterKey,
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
        let (today, limit) = (self.today(), window.limit.min(MOST));
        let window = Window { limit, ..window };
        let (rows, total) =
            self.with_reader(|db| Ok(tables::task_rows(db, filter, sort, window, today)?))?;
        Ok(TaskWindow { rows, total })
    }

    /// One task with its checklist, its notes and both sides of concurrent values.
    pub fn task(&self, book: DocumentId, task: TaskId) -> Result<TaskDetail, Error> {
        let today = self.today();
        self.with_reader(|db| {
            let row = tables::task_row(db, book, task, today)?.ok_or_else(no_task)?;
            let (group, partners) = tables::task_frame(db, task)?.ok_or_else(no_task)?;
            let status = tables::register(db, book, &RegisterKey::new(task, "status"))?;
            let detail = |row: ItemRow| {
                let tick = tables::register(db, book, &RegisterKey::new(row.item, "tick"))?;
                Ok(ItemDetail { row, tick })
            };
            let items = tables::item_rows(db, book, task)?.into_iter().map(detail);
            let items = items.collect::<Result<_, Error>>()?;
            Ok(TaskDetail { row, group, partners, status, items, notes: notes(db, book, task)? })
        })
    }

    /// Every value that a register ever had, in the order of arrival.
    pub fn history(&self, book: DocumentId, key: &RegisterKey) -> Result<Vec<HistoryEntry>, Error> {
        self.with_reader(|db| Ok(history_of(db, book, key)?))
    }

    /// The name of an officer, if the directory has it.
    pub fn officer_name(&self, officer: OfficerId) -> Result<Option<String>, Error> {
        self.with_reader(|db| Ok(tables::officer_name(db, officer)?))
    }

    /// What is not acknowledged by the relay, oldest first; at most 200.
    pub fn waiting(&self) -> Result<Vec<WaitingEdit>, Error> {
        self.with_reader(|db| Ok(waiting(db, MOST)?))
    }

    /// Own edits that are not in their book for everyone: held, parked, refused, with the state
    /// that the relay recorded; at most 200. They stay readable here.
    pub fn set_apart(&self) -> Result<Vec<SetApart>, Error> {
        self.with_reader(|db| Ok(set_apart(db, MOST)?))
    }

    /// What became of this phone's values: replaced ones, and those beside another's.
    pub fn replaced(&self) -> Result<Vec<Replaced>, Error> {
        self.with_reader(|db| {
            let mut all = Vec::new();
            for n in notices_of(db)? {
                let entry = |edit: &ChangeHash| {
                    value_of(db, n.document, &n.key, edit)?.ok_or_else(|| {
                        Error::new(ErrorKind::Internal, "a notice names an unknown edit")
                    })
                };
                let mine = entry(&n.notice.mine)?;
                let others = n.notice.others.iter().map(entry).collect::<Result<_, Error>>()?;
                let (kind, me) = (n.notice.kind, n.notice.me);
                all.push(Replaced { book: n.document, key: n.key.clone(), kind, me, mine, others });
            }
            Ok(all)
        })
    }

    /// Every register of a document with its shown values, sorted: what replicas that hold the
    /// same changes must agree on.
    pub fn everything(&self, document: DocumentId) -> Result<Vec<(RegisterKey, Register)>, Error> {
        self.with_reader(|db| {
            let keys = tables::all_keys(db, document)?;
            let read = |key: RegisterKey| Ok((key.clone(), tables::register(db, document, &key)?));
            keys.into_iter().map(read).collect()
        })
    }
}

fn notes(db: &Reader, book: DocumentId, task: TaskId) -> Result<Vec<NoteDetail>, Error> {
    let mut notes = Vec::new();
    for key in tables::keys_of(db, book, &format!("{task}.note."))? {
        let register = tables::register(db, book, &key)?;
        notes.extend(
            register.act::<Note>().and_then(Result::ok).map(|note| NoteDetail { key, note }),
        );
    }
    Ok(notes)
}

fn no_task() -> Error {
    Error::new(ErrorKind::NotFound, "the task is not on this phone")
}
