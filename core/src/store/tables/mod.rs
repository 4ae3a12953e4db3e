//! Tables that phone and office share. Both execute the steps of [`crate::fold`] here, so they
//! cannot come to different figures; both can drop everything and fold it again.

mod catalogue;
mod list;
mod registers;
mod rows;
pub(crate) mod value;

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::fold::Step;
use crate::model::{DocumentId, DocumentKind, DocumentName, RegisterKey, TaskId, UnitId};

pub use catalogue::{UnitRow, officer_name, unit, units_below};
pub use list::{
    ItemRow, Sort, TaskFilter, TaskRow, Window, install_status, item_rows, task_row, task_rows,
};
pub use registers::{
    all_keys, edit_of, history, key_of, keys_of, op_exists_of_other, register, remove_document,
};
pub use rows::{add_book, book_of};

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
}

/// Executes one step and notes what it touched.
pub fn apply(
    db: &Connection,
    document: &DocumentName,
    step: &Step,
    touched: &mut Touched,
) -> rusqlite::Result<()> {
    let id = document.id();
    registers::execute(db, id, step)?;
    for operation in &step.inserted {
        touched.registers.insert((id, operation.key.clone()));
        match document.kind {
            DocumentKind::Directory | DocumentKind::Plan => {
                catalogue::refresh(db, document, &operation.key, touched)?;
            }
            DocumentKind::WorkBook => rows::touch(db, id, &operation.key, touched)?,
            DocumentKind::Review => {}
        }
    }
    Ok(())
}

/// Folds the touched rows again; returns the rows of books that changed.
pub fn settle(db: &Connection, touched: &Touched) -> rusqlite::Result<Vec<(DocumentId, TaskId)>> {
    rows::settle(db, touched)
}
