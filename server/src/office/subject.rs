//! What a register is about, and whose book it stands in, by name.

use rusqlite::{Connection, OptionalExtension};

use super::{
    fold::FoldError,
    names::Names,
    paths::{history_path, unit_path},
    said::said,
    view::{BookName, Href, NowLine, Subject},
};
use crate::database::fixed;
use soviec_core::{
    model::{DocumentId, ItemId, Owner, RegisterKey, TaskId, UnitId, UnitKind},
    store::tables,
};

/// The unit and the year of a work book; none for another document, or a book of no known unit.
pub(super) fn book_of(
    db: &Connection,
    document: DocumentId,
) -> Result<Option<(UnitId, u16)>, FoldError> {
    let found = db
        .prepare_cached("SELECT unit, year FROM books WHERE document = ?1")?
        .query_row([document.as_slice()], |row| Ok((UnitId(fixed(row, 0)?), row.get(1)?)))
        .optional()?;
    Ok(found)
}

/// The name of a unit's book: the unit's own, and that of the commune above a village.
pub(super) fn book_name(db: &Connection, id: UnitId) -> Result<Option<BookName>, FoldError> {
    let Some(unit) = tables::unit(db, id)? else { return Ok(None) };
    let above = match unit.reports_to.filter(|_| unit.kind == UnitKind::Village) {
        Some(above) => tables::unit(db, above)?.map(|unit| unit.name),
        None => None,
    };
    Ok(Some(BookName { name: unit.name, above, href: Href::local(&unit_path(id)) }))
}

/// What a register of a book is about.
pub(super) fn subject(
    db: &Connection,
    book: DocumentId,
    key: &RegisterKey,
) -> Result<Subject, FoldError> {
    let Ok(Owner(owner)) = key.owner() else { return Ok(Subject::default()) };
    let (task, item) = match key.field() {
        "tick" => match tables::item(db, ItemId(owner))? {
            Some((task, title)) => (task, Some(title)),
            None => return Ok(Subject::default()),
        },
        // A session counts for an item or for a task.
        "session" => match tables::item(db, ItemId(owner))? {
            Some((task, title)) => (task, Some(title)),
            None => (TaskId(owner), None),
        },
        _ => (TaskId(owner), None),
    };
    let (number, title) = match tables::task(db, task)? {
        Some((number, title)) => (number, Some(title)),
        None => (String::new(), tables::task_title(db, book, task)?),
    };
    Ok(Subject { number, task: title, item })
}

/// The history of a register, where it has a page.
pub(super) fn history_of(unit: UnitId, key: &RegisterKey) -> Option<Href> {
    let paged = matches!(key.field(), "tick" | "status");
    paged.then(|| Href::local(&history_path(unit, key)))?
}

/// What is shown in a register at present.
pub(super) fn now(
    db: &Connection,
    names: &Names<'_>,
    book: DocumentId,
    key: &RegisterKey,
) -> Result<Vec<NowLine>, FoldError> {
    let register = tables::register(db, book, key)?;
    let lines = register.values.iter().map(|shown| {
        let by = shown.officer.map(|officer| names.of(officer)).transpose()?.flatten();
        Ok(NowLine { value: said(key, &shown.value), by })
    });
    lines.collect()
}
