//! What the page of replaced values shows.

use rusqlite::Connection;

use super::{
    fold::{FoldError, replaced},
    heard::Heard,
    history::{phone_mark, put_of},
    names::Names,
    paths::unit_path,
    said::said,
    subject::{book_name, book_of, history_of, now, subject},
    unit::office_name,
    view::{Href, Limit, ReplacedLine, ReplacedView, Value},
};
use crate::log::View;
use soviec_core::{
    model::{Moment, UnitId},
    store::tables,
};

/// Values of one part of the list.
const PART: u32 = 25;

/// A part of the list, from 1; a part that does not exist is the last one.
pub(super) fn replaced_view(
    db: &Connection,
    log: &View<'_>,
    heard: &Heard<'_>,
    names: &Names<'_>,
    unit: Option<UnitId>,
    part: u32,
) -> Result<ReplacedView, FoldError> {
    let total = replaced::count(db, unit)?;
    let parts = total.div_ceil(PART).max(1);
    let part = part.clamp(1, parts);
    let rows = replaced::list(db, unit, PART, (part - 1) * PART)?;
    let lines = rows.iter().map(|row| line(db, log, names, row));
    Ok(ReplacedView {
        as_of: heard.as_of.local(),
        office_name: office_name(db, heard)?,
        only: unit.map(|unit| limit(db, unit)).transpose()?,
        total,
        rows: lines.collect::<Result<_, _>>()?,
        part,
        parts,
    })
}

/// The limit to one unit's books.
pub(super) fn limit(db: &Connection, unit: UnitId) -> Result<Limit, FoldError> {
    let name = tables::unit(db, unit)?.map(|unit| unit.name).unwrap_or_default();
    Ok(Limit { name, href: Href::local(&unit_path(unit)), query: format!("dv={unit}") })
}

fn line(
    db: &Connection,
    log: &View<'_>,
    names: &Names<'_>,
    row: &replaced::Replaced,
) -> Result<ReplacedLine, FoldError> {
    let (document, key) = (row.document, &row.key);
    let unit = book_of(db, document)?.map(|(unit, _)| unit);
    let operations = tables::history(db, document, key)?.operations;
    let mine = operations.iter().find(|operation| operation.edit == row.mine);
    let put = mine.map(|mine| put_of(log, document, mine)).transpose()?.flatten();
    let (head, value) = put.map_or((None, None), |(head, value)| (Some(head), value));
    Ok(ReplacedLine {
        book: unit.map(|unit| book_name(db, unit)).transpose()?.flatten(),
        subject: subject(db, document, key)?,
        mine: value.map_or(Value::Unknown, |value| said(key, &value)),
        by: names.of(row.me)?,
        phone: head.as_ref().and_then(|head| head.device).map(phone_mark),
        received: head.map(|head| Moment::local(head.received)),
        now: now(db, names, document, key)?,
        history: unit.and_then(|unit| history_of(unit, key)),
    })
}
