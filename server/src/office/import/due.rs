//! The form of a deadline: its own key, a normal form, or both.

use super::{
    What,
    fields::{Fields, Written, visible},
    span::WrittenDay,
};
use soviec_core::model::{
    Dated, Day, DeadlineKind, Edge, Event, Normal, Ongoing, Plain, Span, Stage,
};

const KINDS: [&str; 6] = ["before", "by", "within", "ongoing", "event", "none"];

/// The longest normal form, event or span, in bytes.
const NORMAL: usize = 500;

/// Whether a form waits for an event.
pub(super) fn waits(normal: &Normal) -> bool {
    event_of(normal).is_some()
}

/// `None` when the file gives none or gives it wrongly, which is then said.
pub(super) fn due(fields: &Fields<'_>) -> Option<Normal> {
    let given: Vec<&str> = KINDS.into_iter().filter(|kind| fields.has(kind)).collect();
    let written = fields.text("normal", NORMAL);
    if given.len() > 1 {
        fields.doubts.error(fields.at, What::TwoDeadlines);
        return None;
    }
    let normal = match &written {
        Some(written) => Some(Written { value: normal(fields, written)?, at: written.at }),
        None => None,
    };
    match given.first() {
        Some(key) => Some(agreed(fields, of_key(fields, key)?, normal)),
        None => alone(fields, normal),
    }
}

fn normal(fields: &Fields<'_>, written: &Written<String>) -> Option<Normal> {
    let read = written.value.parse::<Normal>();
    if let Err(error) = &read {
        let part = visible(&error.part);
        fields.doubts.error(written.at, What::NormalForm(part, error.wanted));
    }
    read.ok()
}

/// A normal form without a key of its own says everything by itself.
fn alone(fields: &Fields<'_>, normal: Option<Written<Normal>>) -> Option<Normal> {
    let Some(Written { value, at }) = normal else {
        // A wrong type is said already.
        if !fields.has("normal") {
            fields.doubts.warn(fields.at, What::NoNormalForm);
        }
        return None;
    };
    for day in value.invalid() {
        fields.doubts.warn(at, What::Impossible(visible(day.as_str())));
    }
    Some(value)
}

/// A normal form may say more than the key, and nothing else. Where they disagree the key counts,
/// and a person is asked.
fn agreed(fields: &Fields<'_>, key: Normal, normal: Option<Written<Normal>>) -> Normal {
    match normal {
        Some(normal) if says_more(&key, &normal.value) => normal.value,
        Some(normal) => {
            let written = visible(&normal.value.to_string());
            fields.doubts.warn(normal.at, What::Disagree(written, visible(&key.to_string())));
            key
        }
        None => key,
    }
}

fn says_more(key: &Normal, normal: &Normal) -> bool {
    match (key, normal) {
        (Normal::Ongoing(Ongoing::Always), _) => normal.kind() == DeadlineKind::Ongoing,
        (Normal::Event(event, _), _) => {
            event_of(normal).is_some_and(|other| other.what == event.what)
        }
        (Normal::Dated(key), Normal::Dated(normal)) => same_stage(&key.first, &normal.first),
        (Normal::None, Normal::Ref(_)) => true,
        _ => key == normal,
    }
}

/// An impossible day is the same with the word before it and without.
fn same_stage(one: &Stage, other: &Stage) -> bool {
    match (one, other) {
        (Stage::Invalid(_, one), Stage::Invalid(_, other)) => one == other,
        _ => one == other,
    }
}

fn event_of(normal: &Normal) -> Option<&Event> {
    match normal {
        Normal::Event(event, _) | Normal::Dated(Dated { event: Some(event), .. }) => Some(event),
        _ => None,
    }
}

fn of_key(fields: &Fields<'_>, key: &str) -> Option<Normal> {
    match key {
        "before" => day(fields, "before", Edge::Before, Stage::Before),
        "by" => day(fields, "by", Edge::By, Stage::By),
        "within" => within(fields),
        "ongoing" => fields.is_true("ongoing").then_some(Normal::Ongoing(Ongoing::Always)),
        "event" => event(fields),
        _ => fields.is_true("none").then_some(Normal::None),
    }
}

/// An impossible day stays in the normal form; there is no last day to compute with.
fn day(
    fields: &Fields<'_>,
    field: &'static str,
    edge: Edge,
    stage: fn(Day) -> Stage,
) -> Option<Normal> {
    let written = fields.written_day(field)?;
    let stage = match written.value {
        WrittenDay::Day(day) => stage(day),
        WrittenDay::Impossible(text) => {
            let kept = Plain::made_fit(&text);
            fields.doubts.warn(written.at, What::Impossible(text));
            Stage::Invalid(edge, kept)
        }
    };
    Some(stage.into())
}

fn within(fields: &Fields<'_>) -> Option<Normal> {
    let Written { value, at } = fields.text("within", NORMAL)?;
    let span = value.parse::<Span>();
    if span.is_err() {
        fields.doubts.error(at, What::SpanForm(visible(&value)));
    }
    span.ok().map(|span| Stage::In(span).into())
}

fn event(fields: &Fields<'_>) -> Option<Normal> {
    let Written { value, at } = fields.text("event", NORMAL)?;
    let what = Plain::new(&value);
    if what.is_none() {
        fields.doubts.error(at, What::EventForm(visible(&value)));
    }
    what.map(|what| Normal::Event(Event { what, within: None }, None))
}
