//! Which work books the tables show.

use rusqlite::{Connection, OptionalExtension, params};

use super::Touched;
use super::value::fixed;
use crate::model::{DocumentId, UnitId};

/// Lets a book's rows be folded; nothing changes if it is there already.
pub fn add_book(
    db: &Connection,
    book: DocumentId,
    unit: UnitId,
    year: u16,
    touched: &mut Touched,
) -> rusqlite::Result<()> {
    let added = db
        .prepare_cached("INSERT OR IGNORE INTO books (document, unit, year) VALUES (?1, ?2, ?3)")?
        .execute(params![book.as_slice(), unit.as_slice(), year])?;
    if added > 0 {
        touched.units.insert(unit);
    }
    Ok(())
}

/// Takes a book from the screens; its registers stay.
pub fn remove_book(db: &Connection, book: DocumentId) -> rusqlite::Result<()> {
    for table in ["books WHERE document", "task_rows WHERE book", "item_rows WHERE book"] {
        db.execute(&format!("DELETE FROM {table} = ?1"), [book.as_slice()])?;
    }
    Ok(())
}

/// The book of a unit and a year, if it is shown here.
pub fn book_of(db: &Connection, unit: UnitId, year: u16) -> rusqlite::Result<Option<DocumentId>> {
    db.prepare_cached("SELECT document FROM books WHERE unit = ?1 AND year = ?2")?
        .query_row(params![unit.as_slice(), year], |row| fixed(row, 0).map(DocumentId))
        .optional()
}
