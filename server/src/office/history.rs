//! What the page of one entry shows: every value of a register, with who, which phone and when.
//!
//! The tables keep of a superseded operation all but its value; the value is read from the
//! change that carried it, whose bytes the log keeps for ever.

use rusqlite::Connection;

use super::{
    fold::FoldError,
    heard::Heard,
    names::Names,
    paths::{phone_path, unit_path},
    said::said,
    unit::{crumbs, days_left, office_name},
    view::{Crumb, Due, HistoryView, Href, PhoneMark, Standing, Value, ValueLine},
};
use crate::{
    auth::clerk::Clerks,
    log::{LogRow, View},
};
use soviec_core::{
    admission::puts,
    change::{self, Change, Limits},
    fold::{Operation, Register},
    model::{
        Day, DeviceId, DocumentId, DocumentKind, ItemId, Moment, Owner, RegisterKey, TaskId, UnitId,
    },
    protocol::RowHeader,
    store::tables,
};

/// A clock that is so far ahead of the office's is wrong. One that is behind only says that the
/// phone was offline.
const AHEAD: i64 = 10 * 60_000;

/// The page of one register in a unit's book; none when nothing was ever written there.
///
/// # Errors
///
/// [`FoldError`] when the tables or the log cannot be read.
pub fn history_view(
    db: &Connection,
    log: &View<'_>,
    heard: &Heard<'_>,
    clerks: &Clerks,
    unit: UnitId,
    key: &RegisterKey,
) -> Result<Option<HistoryView>, FoldError> {
    let today = heard.as_of.day();
    let Some(place) = Place::find(db, unit, key, today)? else { return Ok(None) };
    let names = Names::new(db, clerks);
    let register = tables::register(db, place.book, key)?;
    let entry = Entry { log, names: &names, book: place.book, key, register: &register };
    let operations = tables::history(db, place.book, key)?.operations;
    let mut values = operations.iter().map(|o| entry.value(o)).collect::<Result<Vec<_>, _>>()?;
    if values.is_empty() {
        return Ok(None);
    }
    // The log's order is the order of arrival; what it does not have stands at the end.
    values.sort_by_key(|value| std::cmp::Reverse(value.seq));
    let mut way = crumbs(db, heard.office, place.above)?;
    way.push(Crumb { name: Some(place.unit_name), href: Href::local(&unit_path(unit)) });
    Ok(Some(HistoryView {
        as_of: heard.as_of.local(),
        office_name: office_name(db, heard)?,
        crumbs: way,
        number: place.number,
        task: place.task,
        due: place.due,
        item: place.item,
        open: register.is_open(),
        values,
    }))
}

/// What the entry belongs to.
struct Place {
    book: DocumentId,
    unit_name: String,
    above: Option<UnitId>,
    number: String,
    task: String,
    due: Option<Due>,
    item: Option<String>,
}

impl Place {
    fn find(
        db: &Connection,
        unit: UnitId,
        key: &RegisterKey,
        today: Day,
    ) -> Result<Option<Self>, FoldError> {
        let plan = tables::plans(db)?.into_iter().next();
        let (Some(plan), Some(unit), Ok(owner)) = (plan, tables::unit(db, unit)?, key.owner())
        else {
            return Ok(None);
        };
        let Some(book) = tables::book_of(db, unit.unit, plan.year)? else { return Ok(None) };
        let Some((task, item)) = owner_of(db, key.field(), owner)? else { return Ok(None) };
        let row = tables::task_row(db, book, task, today)?;
        let own =
            row.as_ref().filter(|row| row.local).map(|row| (String::new(), row.title.clone()));
        let named = if own.is_some() { own } else { tables::task(db, task)? };
        let Some((number, title)) = named else { return Ok(None) };
        let due = row.map(|row| Due {
            status: row.status,
            days_left: days_left(&row, today),
            last_day: row.last_day,
            wording: row.wording,
        });
        let (unit_name, above) = (unit.name, unit.reports_to);
        Ok(Some(Self { book, unit_name, above, number, task: title, due, item }))
    }
}

/// The task of a register that has a page, and the title of its item if it is one's.
fn owner_of(
    db: &Connection,
    field: &str,
    Owner(id): Owner,
) -> Result<Option<(TaskId, Option<String>)>, FoldError> {
    Ok(match field {
        "status" => Some((TaskId(id), None)),
        "tick" => tables::item(db, ItemId(id))?.map(|(task, title)| (task, Some(title))),
        // A round is about an item or a whole task.
        "session" => match tables::item(db, ItemId(id))? {
            Some((task, title)) => Some((task, Some(title))),
            None => Some((TaskId(id), None)),
        },
        _ => None,
    })
}

/// One register, and where its values are looked up.
struct Entry<'a> {
    log: &'a View<'a>,
    names: &'a Names<'a>,
    book: DocumentId,
    key: &'a RegisterKey,
    register: &'a Register,
}

impl Entry<'_> {
    fn value(&self, operation: &Operation) -> Result<ValueLine, FoldError> {
        let row = match self.log.change(&self.book, &operation.change)? {
            Some(indexed) => Some(self.log.row(indexed.row)?),
            None => None,
        };
        let change = row.as_ref().and_then(parsed);
        let by = match operation.officer {
            Some(officer) => self.names.of(officer)?,
            None => None,
        };
        let head = row.as_ref().map(|row| &row.head);
        let received = head.map(|head| head.received);
        let said = change.as_ref().map(|change| Moment(change.time.saturating_mul(1_000)));
        Ok(ValueLine {
            value: self.read(operation, change.as_ref()),
            standing: self.standing(operation),
            by,
            phone: head.and_then(|head| head.device).map(phone_mark),
            client_seq: head.and_then(|head| head.client_seq),
            seq: row.as_ref().map(|row| row.seq),
            received: received.map(Moment::local),
            said: said.map(Moment::local),
            ahead: said.zip(received).is_some_and(|(said, at)| is_ahead(said, at)),
        })
    }

    /// The value of an operation: of a living one from the tables, of another from its change.
    fn read(&self, operation: &Operation, change: Option<&Change>) -> Value {
        let value = operation.value.clone().or_else(|| put_by(change?, self.book, operation));
        value.map_or(Value::Unknown, |value| said(self.key, &value))
    }

    fn standing(&self, operation: &Operation) -> Standing {
        let values = &self.register.values;
        let stands = values.iter().any(|value| value.op == operation.op);
        // A withdrawal is what is shown only where nobody claims anything.
        match self.register.claims().next().or(values.first()) {
            Some(first) if stands && first.meaning == operation.meaning => Standing::Shown,
            _ if stands => Standing::Kept,
            _ => Standing::Replaced,
        }
    }
}

/// What a change put by an operation.
fn put_by(change: &Change, book: DocumentId, operation: &Operation) -> Option<change::Value> {
    let puts = puts(change, book, DocumentKind::WorkBook).ok()?;
    puts.into_iter().find(|put| put.op == operation.op).map(|put| put.value)
}

/// The head of the row that stored an operation, and what it put, from the log.
pub(super) fn put_of(
    log: &View<'_>,
    book: DocumentId,
    operation: &Operation,
) -> Result<Option<(RowHeader, Option<change::Value>)>, FoldError> {
    let Some(indexed) = log.change(&book, &operation.change)? else { return Ok(None) };
    let row = log.row(indexed.row)?;
    let value = parsed(&row).and_then(|change| put_by(&change, book, operation));
    Ok(Some((row.head, value)))
}

fn parsed(row: &LogRow) -> Option<Change> {
    Change::parse(&row.payload, &Limits::unlimited()).ok()
}

/// Whether an author's time is one of a clock that is wrong.
pub(super) fn is_ahead(said: Moment, received: Moment) -> bool {
    said.0.saturating_sub(received.0) > AHEAD
}

/// How a phone is called on pages: the end of its id, which leads to its row.
pub(super) fn phone_mark(device: DeviceId) -> PhoneMark {
    let text = device.to_string();
    let mark = text[text.len() - 6..].to_owned();
    PhoneMark { href: Href::local(&phone_path(&mark)), mark }
}
