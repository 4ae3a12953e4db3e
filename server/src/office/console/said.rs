//! What a value says, in its few fixed words, and what its author wrote beside them.

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
        Value::Round(..) => words::ROUND,
        Value::Seen => words::SEEN,
        Value::Withdrawn => words::WITHDRAWN,
        Value::Newer => words::NEWER,
        Value::Unknown => words::UNKNOWN,
    }
}

/// The author's own.
pub(super) fn more(value: &Value) -> Option<&str> {
    match value {
        Value::Status(_, _, result) => result.as_deref(),
        Value::Note(text, _) | Value::OwnTask(text, _) | Value::Round(text, _) => Some(text),
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
        | Value::Round(_, day) => Some(*day),
        Value::Seen | Value::Withdrawn | Value::Newer | Value::Unknown => None,
    }
}
