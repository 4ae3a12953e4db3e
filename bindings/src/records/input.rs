//! What apps hand in, checked for its form.

use std::str::FromStr;

use soviec_core::error::{Error, ErrorKind};
use soviec_core::model::{ChangeHash, Day, RegisterKey};
use soviec_core::replica::{Place, Sort, TaskFilter, Window};
use zeroize::Zeroizing;

use super::StatusCode;
use crate::Failure;

/// Where a task book lives.
#[derive(Debug, Clone, uniffi::Record)]
pub struct PlaceRecord {
    /// The database file; others stand beside it under the same name.
    pub database: String,
    /// A folder that no backup of the phone touches: a restored copy is known by it.
    pub no_backup: String,
    /// Root certificates of the office (PEM or DER), beside the public ones.
    pub office_roots: Vec<Vec<u8>>,
}

impl From<PlaceRecord> for Place {
    fn from(place: PlaceRecord) -> Self {
        Self { database: place.database.into(), no_backup: place.no_backup.into() }
    }
}

/// Which part of which list: without a filter all tasks. One record, because every argument that
/// is not a number costs a call of its own in Kotlin.
#[derive(Debug, Clone, uniffi::Record)]
pub struct QueryRecord {
    /// Only this unit's.
    pub unit: Option<String>,
    /// Only these statuses.
    pub statuses: Vec<StatusCode>,
    /// Only tasks with two values.
    pub only_open: bool,
    /// Only tasks whose number or title holds the text; marks are ignored.
    pub text: Option<String>,
    /// The order.
    pub sort: SortOrder,
    /// Rows before the part.
    pub offset: u32,
    /// At most so many rows; never more than 200.
    pub limit: u32,
}

impl TryFrom<QueryRecord> for (TaskFilter, Sort, Window) {
    type Error = Failure;

    fn try_from(query: QueryRecord) -> Result<Self, Failure> {
        let filter = TaskFilter {
            review: None,
            unit: query.unit.map(|unit| id("unit", &unit)).transpose()?,
            statuses: query.statuses.into_iter().map(Into::into).collect(),
            only_open: query.only_open,
            text: query.text,
        };
        let window = Window { offset: query.offset, limit: query.limit };
        Ok((filter, query.sort.into(), window))
    }
}

/// A tick of an item, or its withdrawal.
#[derive(Debug, Clone, uniffi::Record)]
pub struct TickRecord {
    /// Who says so.
    pub by: String,
    /// The book.
    pub book: String,
    /// The item.
    pub item: String,
    /// Done, or not.
    pub done: bool,
    /// The day that it was done; today if it is left out.
    pub on: Option<i32>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum SortOrder {
    /// As in the plan.
    Plan,
    /// Worst status first, then by deadline.
    Urgency,
    /// By deadline; tasks without a day last.
    Deadline,
}

impl From<SortOrder> for Sort {
    fn from(order: SortOrder) -> Self {
        match order {
            SortOrder::Plan => Self::Plan,
            SortOrder::Urgency => Self::Urgency,
            SortOrder::Deadline => Self::Deadline,
        }
    }
}

/// Reads an id; `what` names it in the line for the log.
pub(crate) fn id<T: FromStr>(what: &str, text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| wrong(format_args!("the {what} is not an id of 26 characters")))
}

/// Reads the key of a register.
pub(crate) fn register(text: &str) -> Result<RegisterKey, Failure> {
    RegisterKey::parse(text).map_err(|e| wrong(format_args!("the register: {e}")))
}

/// Reads an edit: 64 hexadecimal digits.
pub(crate) fn edit(text: &str) -> Result<ChangeHash, Failure> {
    text.parse().map_err(|_| wrong(format_args!("the edit is not 64 hexadecimal digits")))
}

/// Reads a day that may be left out.
pub(crate) fn on_day(days: Option<i32>) -> Result<Option<Day>, Failure> {
    let day = |days| {
        Day::from_epoch_days(i64::from(days))
            .ok_or_else(|| wrong(format_args!("the day is outside the calendar")))
    };
    days.map(day).transpose()
}

/// The key, if it has 32 bytes; what came in is wiped when dropped.
pub(crate) fn key_of(bytes: Zeroizing<Vec<u8>>) -> Result<Zeroizing<[u8; 32]>, Failure> {
    let key = <[u8; 32]>::try_from(bytes.as_slice()).map(Zeroizing::new);
    key.map_err(|_| wrong(format_args!("the key has {} bytes, not 32", bytes.len())))
}

fn wrong(detail: std::fmt::Arguments<'_>) -> Failure {
    Error::new(ErrorKind::InvalidInput, detail).into()
}
