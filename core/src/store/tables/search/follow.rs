//! The index follows the registers: before a transaction commits, every text that it touched
//! stands in the index as it is shown.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::super::registers::register;
use super::super::{Touched, catalogue};
use super::index::{ITEM, NOTE, TASK, Text};
use crate::model::{Act, DocumentId, EntryId, ItemId, LocalTask, Note, Owner, RegisterKey, TaskId};

/// Whose text changed. The three registers of a plan's task are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Changed {
    Task(TaskId),
    Item(ItemId),
    Own(DocumentId, TaskId),
    Note(DocumentId, TaskId, EntryId),
}

/// Puts every touched text into the index as it is now. What a book's register says is kept even
/// while no screen shows the book: whether a hit is shown is asked when it is found.
pub(in crate::store::tables) fn settle(db: &Connection, touched: &Touched) -> rusqlite::Result<()> {
    let keys = touched.registers.iter();
    let changed: BTreeSet<_> = keys.filter_map(|(document, key)| of(*document, key)).collect();
    changed.into_iter().try_for_each(|text| text.follow(db))
}

fn of(document: DocumentId, key: &RegisterKey) -> Option<Changed> {
    let Owner(owner) = key.owner().ok()?;
    match key.field() {
        "task" | "assign" | "deadline" => Some(Changed::Task(TaskId(owner))),
        "item" => Some(Changed::Item(ItemId(owner))),
        "local" => Some(Changed::Own(document, TaskId(owner))),
        "note" => {
            let entry = key.entry_text()?.parse().ok()?;
            Some(Changed::Note(document, TaskId(owner), entry))
        }
        _ => None,
    }
}

impl Changed {
    fn follow(self, db: &Connection) -> rusqlite::Result<()> {
        match self.said(db)? {
            Some((task, said)) => self.text().put(db, task, &said),
            None => self.text().remove(db),
        }
    }

    fn text(self) -> Text {
        match self {
            Self::Task(task) => Text { kind: TASK, book: None, of: None, id: task.0 },
            Self::Item(item) => Text { kind: ITEM, book: None, of: None, id: item.0 },
            Self::Own(book, task) => Text { kind: TASK, book: Some(book), of: None, id: task.0 },
            Self::Note(book, task, entry) => {
                Text { kind: NOTE, book: Some(book), of: Some(task), id: entry.0 }
            }
        }
    }

    /// The task and what is to be found; nothing for a text that is not shown any more.
    fn said(self, db: &Connection) -> rusqlite::Result<Option<(TaskId, String)>> {
        Ok(match self {
            // A task is looked for by its number too.
            Self::Task(task) => catalogue::task(db, task)?
                .map(|(number, title)| (task, format!("{number} {title}"))),
            Self::Item(item) => catalogue::item(db, item)?,
            Self::Own(book, task) => act::<LocalTask>(db, book, &RegisterKey::new(task, "local"))?
                .map(|own| (task, own.title)),
            Self::Note(book, task, entry) => {
                let key = RegisterKey::entry(task, "note", entry);
                act::<Note>(db, book, &key)?.map(|note| (task, note.text))
            }
        })
    }
}

/// The act that a book's register shows, if there is one that this build reads.
pub(super) fn act<A: Act>(
    db: &Connection,
    book: DocumentId,
    key: &RegisterKey,
) -> rusqlite::Result<Option<A>> {
    Ok(register(db, book, key)?.act().and_then(Result::ok))
}
