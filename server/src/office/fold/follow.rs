//! Following the log: rows become tables, in order, each transaction with its place.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{FoldError, apart, flags, leave::Dead, replaced};
use crate::{
    database::{fixed, sql, unsigned},
    log::{Log, LogRow},
};
use soviec_core::{
    admission::puts,
    change::{Change, Limits},
    model::{DocumentId, DocumentKind, DocumentName, TenantId},
    protocol::{Point, RowKind},
    store::tables::{self, Touched},
};

/// Rows of one transaction.
const AT_ONCE: usize = 2_000;

/// Folds everything above the tables' place; returns the new place.
pub(super) fn catch_up(db: &mut Connection, log: &Log) -> Result<Point, FoldError> {
    let mut place = place(db)?;
    if !log.read(|view| view.has(&place))? {
        // The log was restored from a backup: what was folded from the lost rows goes.
        forget(db)?;
        place = Point::start();
    }
    let head = log.head()?;
    while place.seq < head.seq {
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // A command beside the server folds the same tables: here the place cannot move.
        place = self::place(&tx)?;
        if place.seq >= head.seq {
            break;
        }
        let (rows, next) = log.read(|view| view.rows_between(place.seq, AT_ONCE))?;
        let names = names(log)?;
        fold(&tx, log, &rows, &names)?;
        set_place(&tx, &next)?;
        tx.commit()?;
        place = next;
    }
    Ok(place)
}

fn place(db: &Connection) -> Result<Point, FoldError> {
    let found = db
        .query_row("SELECT seq, chain8 FROM followed", [], |row| {
            Ok(Point { seq: unsigned(row.get(0)?), chain8: fixed::<8>(row, 1)?.into() })
        })
        .optional()?;
    Ok(found.unwrap_or_else(Point::start))
}

fn set_place(db: &Connection, point: &Point) -> Result<(), FoldError> {
    db.execute(
        "INSERT OR REPLACE INTO followed (one, seq, chain8) VALUES (1, ?1, ?2)",
        params![sql(point.seq), point.chain8.as_slice()],
    )?;
    Ok(())
}

fn forget(db: &mut Connection) -> Result<(), FoldError> {
    let tx = db.transaction()?;
    tables::clear(&tx)?;
    for table in ["followed", "apart", "replaced", "weights", "odd_times"] {
        tx.execute(&format!("DELETE FROM {table}"), [])?;
    }
    tx.commit()?;
    Ok(())
}

fn names(log: &Log) -> Result<BTreeMap<DocumentId, DocumentName>, FoldError> {
    let names = log.read(|view| view.names())?;
    Ok(names.into_iter().map(|name| (name.id(), name)).collect())
}

fn fold(
    db: &Connection,
    log: &Log,
    rows: &[LogRow],
    names: &BTreeMap<DocumentId, DocumentName>,
) -> Result<(), FoldError> {
    let (mut touched, mut frame, mut dead) = (Touched::default(), false, Dead::default());
    for row in rows {
        apart::follow(db, log, row)?;
        dead.note(row);
        let header = &row.head;
        match RowKind(header.kind) {
            RowKind::CHANGE => {}
            RowKind::LANE => {
                flags::lane(db, row)?;
                continue;
            }
            _ => continue,
        }
        let name = names.get(&header.document).ok_or(FoldError::Row(row.seq))?;
        frame |= matches!(name.kind, DocumentKind::Directory | DocumentKind::Plan);
        let change = Change::parse(&row.payload, &Limits::default());
        let change = change.map_err(|_| FoldError::Row(row.seq))?;
        let puts = puts(&change, name.id(), name.kind).map_err(|_| FoldError::Row(row.seq))?;
        flags::change(db, row, &change)?;
        tables::fold_change(db, name, &change, &puts, &mut touched)?;
    }
    dead.settle(db, log, names, &mut touched)?;
    if frame {
        add_books(db, log.tenant(), &mut touched)?;
    }
    tables::settle(db, &touched)?;
    replaced::settle(db, names, &touched)?;
    Ok(())
}

/// Every unit has a book in every year of a plan, written or not: who has not begun shows too.
fn add_books(db: &Connection, tenant: TenantId, touched: &mut Touched) -> Result<(), FoldError> {
    let years: Vec<u16> = tables::plans(db)?.iter().map(|plan| plan.year).collect();
    for unit in tables::units(db)? {
        for year in &years {
            let book = DocumentName::work_book(tenant, unit.unit, *year);
            tables::add_book(db, book.id(), unit.unit, *year, touched)?;
        }
    }
    Ok(())
}
