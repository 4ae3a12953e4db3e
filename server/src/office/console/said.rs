//! What a value says, in its few fixed words, and what its author wrote beside them.

use std::borrow::Cow;

use super::messages::{history as words, unit as unit_words};
use super::view::Value;
use soviec_core::model::Day;

/// The fixed words.
pub(super) fn said(value: &Value) -> &'static str {
    match value {
        Value::Status(status, ..) => unit_words::declared(*status),
        Value::Tick(true, _) => words::TICKED,
        Value::Tick(false, _) => words::UNTICKED,
        Value::Note(..) => words::NOTE,
        Value::OwnTask(..) => words::OWN_TASK,
        Value::Counted { .. } => words::COUNTED,
        Value::Seen => words::SEEN,
        Value::Withdrawn => words::WITHDRAWN,
        Value::Newer => words::NEWER,
        Value::Unknown => words::UNKNOWN,
    }
}

/// The author's own.
pub(super) fn more(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Status(_, _, result) => result.as_deref().map(Cow::Borrowed),
        Value::Note(text, _) | Value::OwnTask(text, _) => Some(Cow::Borrowed(text)),
        Value::Counted { counted, excluded, .. } => {
            Some(Cow::Owned(words::counted(*counted, *excluded)))
        }
        _ => None,
    }
}

/// The day that the author declared.
pub(super) fn day(value: &Value) -> Option<Day> {
    match value {
        Value::Status(_, day, _)
        | Value::Tick(_, day)
        | Value::Note(_, day)
        | Value::OwnTask(_, day)
        | Value::Counted { on: day, .. } => Some(*day),
        Value::Seen | Value::Withdrawn | Value::Newer | Value::Unknown => None,
    }
}
