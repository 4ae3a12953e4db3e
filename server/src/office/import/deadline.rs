//! Deadlines as a plan file writes them.

use super::{
    What,
    due::{due, waits},
    fields::Fields,
    span::dates_in,
};
use soviec_core::model::{
    Calendar, Day, Deadline, DeadlineKind, Normal, Occurred, OfficerId, OutsideCalendar, Reading,
    Roll, Settings, Stage, fold,
};

const FIELDS: [&str; 12] = [
    "before",
    "by",
    "within",
    "ongoing",
    "event",
    "none",
    "normal",
    "wording",
    "reading",
    "roll",
    "occurred",
    "occurred_said",
];

/// The longest wording, in bytes.
const WORDING: usize = 500;

/// A deadline as the file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DeadlineLine {
    normal: Normal,
    settings: Settings,
    wording: String,
    /// The event has happened: the day, and what is said of it.
    occurred: Option<(Day, Option<String>)>,
    /// Where it stands.
    pub(super) at: usize,
}

impl DeadlineLine {
    /// A task without any deadline.
    fn missing(at: usize) -> Self {
        let (normal, settings) = (Normal::None, Settings::default());
        Self { normal, settings, wording: String::new(), occurred: None, at }
    }

    /// The entry, written by `by`.
    pub(super) fn entry(
        &self,
        by: OfficerId,
        calendar: &Calendar,
    ) -> Result<Deadline, OutsideCalendar> {
        Deadline::of(by, &self.wording, &self.normal, self.settings, calendar)
    }

    /// The event, if the file says that it happened or the plan holds it already: with another
    /// form another last day follows from it.
    pub(super) fn occurred(
        &self,
        by: OfficerId,
        stored: Option<Occurred>,
        calendar: &Calendar,
    ) -> Result<Option<Occurred>, OutsideCalendar> {
        let known = || stored.map(|event| (event.on, event.said));
        let Some((on, said)) = self.occurred.clone().or_else(known) else { return Ok(None) };
        Occurred::of(by, on, said, &self.normal, self.settings, calendar).map(Some)
    }

    /// The last day before days off are looked at: these are not in the file.
    fn last_day(&self) -> Option<Day> {
        self.normal.last_days(self.settings, &Calendar::weekends()).ok()?.last
    }
}

/// The deadline of a task of a plan of that year, whose settings count unless it has its own.
pub(super) fn deadline(task: &Fields<'_>, year: Option<u16>, plan: Settings) -> DeadlineLine {
    let Some(fields) = task.table("deadline", &FIELDS) else {
        if !task.has("deadline") {
            task.doubts.warn(task.at, What::NoNormalForm);
        }
        return DeadlineLine::missing(task.at);
    };
    let wording = fields.text("wording", WORDING);
    let at = wording.as_ref().map_or(fields.at, |wording| wording.at);
    let due = due(&fields);
    let line = DeadlineLine {
        normal: due.clone().unwrap_or(Normal::None),
        settings: settings(&fields, plan),
        wording: wording.map(|text| text.value).unwrap_or_default(),
        occurred: due.as_ref().and_then(|due| occurred(&fields, due)),
        at: fields.at,
    };
    if let Some(due) = due {
        compare(&fields, &line, at, &due);
    }
    if line.normal.last_days(line.settings, &Calendar::weekends()).is_err() {
        fields.doubts.error(fields.at, What::BeyondCalendar);
    }
    outside(&fields, &line, year);
    line
}

/// Reading and roll of a plan or a deadline; what it does not say is as in `above`.
pub(super) fn settings(fields: &Fields<'_>, above: Settings) -> Settings {
    let reading = fields.one_of(
        "reading",
        &[("literal", Reading::Literal), ("usual", Reading::Usual)],
        What::ReadingForm,
    );
    let roll = fields.one_of(
        "roll",
        &[
            ("none", Roll::None),
            ("next_working", Roll::NextWorking),
            ("previous_working", Roll::PreviousWorking),
        ],
        What::RollForm,
    );
    Settings { reading: reading.unwrap_or(above.reading), roll: roll.unwrap_or(above.roll) }
}

fn occurred(fields: &Fields<'_>, due: &Normal) -> Option<(Day, Option<String>)> {
    let said = fields.text("occurred_said", WORDING);
    let on = fields.day("occurred");
    if let (Some(said), false) = (&said, fields.has("occurred")) {
        fields.doubts.error(said.at, What::Missing("occurred"));
    }
    let on = on?;
    if !waits(due) {
        fields.doubts.error(on.at, What::NoEvent);
        return None;
    }
    Some((on.value, said.map(|text| text.value)))
}

/// What the wording says against what is computed with.
fn compare(fields: &Fields<'_>, line: &DeadlineLine, at: usize, due: &Normal) {
    let doubts = fields.doubts;
    if line.wording.is_empty() && due.kind() != DeadlineKind::None {
        doubts.warn(at, What::NoWording);
    }
    let dated = due.kind() == DeadlineKind::Dated;
    if dated && line.last_day().is_some() && fold(&line.wording).contains("thuong xuyen") {
        doubts.warn(at, What::OngoingWithDate);
    }
    let dates = dates_in(&line.wording);
    for date in dates.iter().filter(|date| date.day().is_none()) {
        doubts.warn(at, What::Impossible(date.to_string()));
    }
    let Normal::Dated(stages) = due else { return };
    if let (Stage::Before(day) | Stage::By(day), Some(first)) = (&stages.first, dates.first())
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
