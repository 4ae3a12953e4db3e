//! Deadlines of a plan file: the wording beside what the product computes with.

use super::{
    What,
    fields::{Fields, Written, visible},
    span::{WrittenDay, dates_in, span_end},
};
use soviec_core::model::{Day, Deadline, DeadlineKind, OfficerId, fold};

const FIELDS: [&str; 8] =
    ["before", "by", "within", "ongoing", "event", "none", "wording", "normal"];
const KINDS: [&str; 6] = ["before", "by", "within", "ongoing", "event", "none"];

/// The longest wording, in bytes.
const WORDING: usize = 500;
/// The longest normal form and event, in bytes.
const NORMAL: usize = 200;

/// A deadline as the file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DeadlineLine {
    due: Due,
    wording: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Due {
    Before(Day),
    By(Day),
    Within(String, Day),
    /// The normal form, where the paper says more than *thường xuyên*.
    Ongoing(Option<String>),
    Event(String),
    /// No day to compute with; the normal form.
    Undated(String),
}

impl DeadlineLine {
    /// A task without any deadline.
    fn missing() -> Self {
        Self { due: Due::Undated("NONE".to_owned()), wording: String::new() }
    }

    /// The entry, written by `by`.
    pub(super) fn entry(&self, by: OfficerId) -> Deadline {
        let wording = self.wording.as_str();
        match &self.due {
            Due::Before(day) => Deadline::before(by, *day, wording),
            Due::By(day) => Deadline::by_day(by, *day, wording),
            Due::Within(span, last) => Deadline::within(by, span, *last, wording),
            Due::Ongoing(None) => Deadline::ongoing(by, wording),
            Due::Ongoing(Some(normal)) => {
                Deadline { normal: normal.clone(), ..Deadline::ongoing(by, wording) }
            }
            Due::Event(event) => Deadline::event(by, event, wording),
            Due::Undated(normal) => {
                Deadline { normal: normal.clone(), ..Deadline::none(by, wording) }
            }
        }
    }

    fn last_day(&self) -> Option<Day> {
        let entry = self.entry(OfficerId([0; 16]));
        entry.last_day.filter(|_| entry.kind == DeadlineKind::Dated)
    }
}

/// The deadline of a task of a plan of that year.
pub(super) fn deadline(task: &Fields<'_>, year: Option<u16>) -> DeadlineLine {
    let Some(fields) = task.table("deadline", &FIELDS) else {
        if !task.has("deadline") {
            task.doubts.warn(task.at, What::NoNormalForm);
        }
        return DeadlineLine::missing();
    };
    let wording = fields.text("wording", WORDING);
    let at = wording.as_ref().map_or(fields.at, |wording| wording.at);
    let due = due(&fields);
    let line = DeadlineLine {
        due: due.clone().unwrap_or_else(|| DeadlineLine::missing().due),
        wording: wording.map(|text| text.value).unwrap_or_default(),
    };
    if let Some(due) = due {
        compare(&fields, &line, at, &due);
    }
    outside(&fields, &line, year);
    line
}

/// `None` when the file gives none or gives it wrongly, which is then said.
fn due(fields: &Fields<'_>) -> Option<Due> {
    let given: Vec<&str> = KINDS.into_iter().filter(|kind| fields.has(kind)).collect();
    match given.as_slice() {
        [] => {
            fields.doubts.warn(fields.at, What::NoNormalForm);
            return None;
        }
        [_] => {}
        _ => {
            fields.doubts.error(fields.at, What::TwoDeadlines);
            return None;
        }
    }
    let normal = fields.text("normal", NORMAL).map(|text| text.value);
    match given[0] {
        "before" => day(fields, "before", "BEFORE", Due::Before),
        "by" => day(fields, "by", "BY", Due::By),
        "within" => within(fields),
        "ongoing" => fields.is_true("ongoing").then_some(Due::Ongoing(normal)),
        "event" => fields.text("event", NORMAL).map(|event| Due::Event(event.value)),
        _ => fields.is_true("none").then(|| DeadlineLine::missing().due),
    }
}

/// An impossible day stays in the normal form; there is no last day to compute with.
fn day(
    fields: &Fields<'_>,
    field: &'static str,
    word: &str,
    due: impl FnOnce(Day) -> Due,
) -> Option<Due> {
    let written = fields.written_day(field)?;
    Some(match written.value {
        WrittenDay::Day(day) => due(day),
        WrittenDay::Impossible(text) => {
            let normal = format!("{word} INVALID({text})");
            fields.doubts.warn(written.at, What::Impossible(text));
            Due::Undated(normal)
        }
    })
}

fn within(fields: &Fields<'_>) -> Option<Due> {
    let Written { value, at } = fields.text("within", NORMAL)?;
    let last = span_end(&value);
    if last.is_none() {
        fields.doubts.error(at, What::SpanForm(visible(&value)));
    }
    last.map(|last| Due::Within(value, last))
}

/// What the wording says against what is computed with.
fn compare(fields: &Fields<'_>, line: &DeadlineLine, at: usize, due: &Due) {
    let doubts = fields.doubts;
    let undated = matches!(due, Due::Undated(_));
    if line.wording.is_empty() && !undated {
        doubts.warn(at, What::NoWording);
    }
    if line.last_day().is_some() && fold(&line.wording).contains("thuong xuyen") {
        doubts.warn(at, What::OngoingWithDate);
    }
    let dates = dates_in(&line.wording);
    for date in dates.iter().filter(|date| date.day().is_none()) {
        doubts.warn(at, What::Impossible(date.to_string()));
    }
    if let (Due::Before(day) | Due::By(day), Some(first)) = (due, dates.first())
        && !dates.iter().any(|date| date.day() == Some(*day))
        && first.day().is_some()
    {
        doubts.warn(at, What::OtherDay(*first, *day));
    }
}

fn outside(fields: &Fields<'_>, line: &DeadlineLine, year: Option<u16>) {
    if let (Some(last), Some(year)) = (line.last_day(), year)
        && last.year() != i32::from(year)
    {
        fields.doubts.warn(fields.at, What::OutsideYear(last, year));
    }
}
