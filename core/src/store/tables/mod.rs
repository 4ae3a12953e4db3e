//! Tables that phone and office share. Both execute the steps of [`crate::fold`] here, so they
//! cannot come to different figures; both can drop everything and fold it again.

mod agenda;
mod books;
mod catalogue;
mod list;
mod local;
mod registers;
mod reviews;
mod rows;
mod search;
pub(crate) mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rusqlite::Connection;

use crate::admission::puts;
use crate::change::{Change, Put};
use crate::fold::{Step, step};
use crate::model::{DocumentId, DocumentKind, DocumentName, ItemId, RegisterKey, TaskId, UnitId};

pub use agenda::{Section, Sections, agenda};
pub use books::{add_book, book_of, remove_book};
pub use catalogue::{
    PlanRow, UnitRow, item, officer_name, plans, task, task_title, unit, units, units_below,
};
pub use list::{
    ItemRow, Sort, TaskFilter, TaskRow, UnitFigures, Window, book_rows, install_status, item_rows,
    task_frame, task_row, task_rows, unit_figures,
};
pub use registers::{
    all_keys, history, keys_of, live, op_exists_of_other, operation, register, remove_document,
};
pub use reviews::{Review, ReviewState, is_returned};
pub use search::{Hit, HitKind, Scope, search};

/// The version of these tables. The office folds its own anew when it differs.
pub const VERSION: u32 = 3;

/// The tables, for a new database.
const TABLES: &str = include_str!("../../../migrations/tables.sql");

/// Creates the tables in a new database.
pub fn create(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(TABLES)
}

/// What a transaction's changes touched: which rows have to be folded again before it commits.
#[derive(Debug, Default)]
pub struct Touched {
    /// Registers, by document.
    pub registers: BTreeSet<(DocumentId, RegisterKey)>,
    /// Units whose entry in the directory changed.
    units: BTreeSet<UnitId>,
    /// Tasks whose plan changed: their rows in every book.
    tasks: BTreeSet<TaskId>,
    /// Rows of one book.
    rows: BTreeSet<(DocumentId, TaskId)>,
    /// What the office says of rows, with the review in which it does.
    reviews: BTreeSet<(DocumentId, DocumentId, TaskId)>,
    /// Rows of one book of which nothing but these items' ticks changed.
    ticks: BTreeSet<(DocumentId, TaskId, ItemId)>,
}

/// Folds one admitted change into the tables and notes what it touched.
pub fn fold_change(
    db: &Connection,
    document: &DocumentName,
    change: &Change,
    puts: &[Put],
    touched: &mut Touched,
) -> rusqlite::Result<Step> {
    let mut edits = BTreeMap::new();
    for op in puts.iter().flat_map(|put| &put.predecessors) {
        edits.insert(*op, registers::edit_of(db, document.id(), op)?);
    }
    let step = step(change, puts, |op| edits.get(op).copied().flatten());
    execute(db, document, &step, touched)?;
    Ok(step)
}

fn execute(
    db: &Connection,
    document: &DocumentName,
    step: &Step,
    touched: &mut Touched,
) -> rusqlite::Result<()> {
    let id = document.id();
    registers::execute(db, id, step)?;
    for operation in &step.inserted {
        touch(db, document, &operation.key, touched)?;
    }
    Ok(())
}

fn touch(
    db: &Connection,
    document: &DocumentName,
    key: &RegisterKey,
    touched: &mut Touched,
) -> rusqlite::Result<()> {
    touched.registers.insert((document.id(), key.clone()));
    match document.kind {
        DocumentKind::Directory | DocumentKind::Plan => {
            catalogue::refresh(db, document, key, touched)
        }
        DocumentKind::WorkBook => rows::touch(db, document.id(), key, touched),
        DocumentKind::Review => reviews::touch(document, key, touched),
    }
}

/// Folds one register of a document anew from the changes that still write it, each after what
/// it stands on, because one that wrote it left the document.
pub fn refold(
    db: &Connection,
    document: &DocumentName,
    key: &RegisterKey,
    writers: &[Rc<Change>],
    touched: &mut Touched,
) -> rusqlite::Result<()> {
    let id = document.id();
    registers::forget(db, id, key)?;
    for change in writers {
        // It was admitted when it came, so it still is what the profile asks for.
        let puts = puts(change, id, document.kind).unwrap_or_default();
        let puts: Vec<Put> = puts.into_iter().filter(|put| put.key == *key).collect();
        fold_change(db, document, change, &puts, touched)?;
    }
    if matches!(document.kind, DocumentKind::Directory | DocumentKind::Plan) {
        catalogue::forget_empty(db, id, key, touched)?;
    }
    touch(db, document, key, touched)
}

/// Folds the touched rows again; returns the rows of books that changed.
pub fn settle(db: &Connection, touched: &Touched) -> rusqlite::Result<Vec<(DocumentId, TaskId)>> {
    reviews::settle(db, touched)?;
    search::settle(db, touched)?;
    rows::settle(db, touched)
}

/// Empties every table, before all of it is folded again.
pub fn clear(db: &Connection) -> rusqlite::Result<()> {
    let all = [
        "operations",
        "kills",
        "units",
        "officers",
        "devices",
        "plans",
        "task_groups",
        "tasks",
        "items",
        "books",
        "task_rows",
        "item_rows",
        "review_rows",
        "search_texts",
        "search_words",
    ];
    all.iter().try_for_each(|table| db.execute(&format!("DELETE FROM {table}"), []).map(drop))
}
