//! Tasks of a unit's own: folded from its work book alone, where a plan has no such task.

use rusqlite::Connection;

use super::registers::register;
use super::value::{fixed, wrong_form};
use crate::model::{ActError, Day, DocumentId, LocalTask, RegisterKey, TaskId, UnitId};

/// What a row shows of a unit's own task.
pub(super) struct Own {
    pub(super) title: String,
    pub(super) last_day: Option<Day>,
    /// A newer app wrote it: there is such a task, and this build cannot say which.
    pub(super) newer: bool,
}

/// A book's own task, unless it was withdrawn.
pub(super) fn shown(
    db: &Connection,
    book: DocumentId,
    task: TaskId,
) -> rusqlite::Result<Option<Own>> {
    let register = register(db, book, &RegisterKey::new(task, "local"))?;
    Ok(match register.act::<LocalTask>() {
        Some(Ok(LocalTask { title, last_day, .. })) => Some(Own { title, last_day, newer: false }),
        Some(Err(ActError::Newer(_))) => {
            Some(Own { title: String::new(), last_day: None, newer: true })
        }
        _ => None,
    })
}

/// Every row of its own that a unit ever had, withdrawn ones included. Reads a whole book: only
/// for a book that comes to the screens, and when the unit's entry changed.
pub(super) fn rows_of(
    db: &Connection,
    unit: UnitId,
) -> rusqlite::Result<Vec<(DocumentId, TaskId)>> {
    db.prepare_cached(
        "SELECT DISTINCT b.document, substr(o.key, 1, 26) FROM books b
         JOIN operations o ON o.document = b.document
         WHERE b.unit = ?1 AND substr(o.key, 27) = '.local'",
    )?
    .query_map([unit.as_slice()], |row| {
        let task: String = row.get(1)?;
        Ok((DocumentId(fixed(row, 0)?), task.parse().map_err(|_| wrong_form(1))?))
    })?
    .collect()
}
