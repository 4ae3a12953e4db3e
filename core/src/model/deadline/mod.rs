//! Deadlines: the plan's own wording, its normal form and the last permitted day.

mod calendar;
mod due;
mod every;
mod normal;
mod occurred;
mod parse;
mod plain;
mod settings;
mod span;
mod wanted;
mod written;

#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};

use super::{Day, OfficerId};

pub use calendar::{Calendar, Holidays, OutsideCalendar};
pub use due::{LastDays, RULES};
pub use every::{Every, Mark};
pub use normal::{Count, Dated, Edge, Event, Normal, Ongoing, Repeating, Stage};
pub use occurred::Occurred;
pub use plain::Plain;
pub use settings::{Reading, Roll, Settings};
pub use span::{Span, SpanError, Start};
pub use wanted::{NormalError, Wanted};

/// How a task is judged in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum DeadlineKind {
    /// Due on a last day.
    #[n(0)]
    Dated,
    /// *Thường xuyên*: never finished, judged per period.
    #[n(1)]
    Ongoing,
    /// *Khi có hướng dẫn*: the clock starts when the event is recorded.
    #[n(2)]
    Event,
    /// The plan gives no date; none is invented.
    #[n(3)]
    None,
}

impl DeadlineKind {
    /// The number in stored rows and on the wire.
    pub fn number(self) -> u8 {
        match self {
            Self::Dated => 0,
            Self::Ongoing => 1,
            Self::Event => 2,
            Self::None => 3,
        }
    }

    /// The kind with that number.
    pub fn from_number(number: u8) -> Option<Self> {
        [Self::Dated, Self::Ongoing, Self::Event, Self::None]
            .into_iter()
            .find(|kind| kind.number() == number)
    }
}

/// The deadline of a task, written by the office alone: register `<task>.deadline`. Wording, normal
/// form and last day stand side by side; the keys from 8 on say what computed the last day.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Deadline {
    /// Who set it.
    #[n(0)]
    pub by: OfficerId,
    /// How it is judged.
    #[n(4)]
    pub kind: DeadlineKind,
    /// The plan's own words.
    #[n(5)]
    pub wording: String,
    /// The normal form, for example `BEFORE 2023-04-30`. See [`Normal`].
    #[n(6)]
    pub normal: String,
    /// The last permitted day of the whole task, where the form has one.
    #[n(7)]
    pub last_day: Option<Day>,
    /// How *trước ngày* was read.
    #[n(8)]
    pub reading: Option<Reading>,
    /// Where a last day went that is no working day.
    #[n(9)]
    pub roll: Option<Roll>,
    /// The version of the days off, where they can decide the last day.
    #[n(10)]
    pub holidays: Option<u32>,
    /// The version of the rules ([`RULES`]); none in acts of the first builds.
    #[n(11)]
    pub rules: Option<u16>,
}

impl super::Act for Deadline {}

impl Deadline {
    /// The deadline with that form.
    ///
    /// # Errors
    ///
    /// [`OutsideCalendar`] when its last day lies outside of it.
    pub fn of(
        by: OfficerId,
        wording: &str,
        normal: &Normal,
        settings: Settings,
        calendar: &Calendar,
    ) -> Result<Self, OutsideCalendar> {
        let last_day = normal.last_days(settings, calendar)?.last;
        let version = normal.asks_for_days_off(settings).then(|| calendar.version());
        Ok(Self {
            by,
            kind: normal.kind(),
            wording: wording.to_owned(),
            normal: normal.to_string(),
            last_day,
            reading: Some(settings.reading),
            roll: Some(settings.roll),
            holidays: version,
            rules: Some(RULES),
        })
    }

    /// With the settings that count unless an office says otherwise. The first day of the calendar
    /// has none before it: then there is no last day.
    fn usual(by: OfficerId, wording: &str, normal: &Normal) -> Self {
        let (settings, calendar) = (Settings::default(), Calendar::weekends());
        let undated = |_| Self::of(by, wording, &Normal::None, settings, &calendar);
        Self::of(by, wording, normal, settings, &calendar)
            .or_else(undated)
            .expect("a form without a day leaves no calendar")
    }

    /// *Trước ngày*: the last permitted day is the day before, read literally.
    pub fn before(by: OfficerId, day: Day, wording: &str) -> Self {
        Self::usual(by, wording, &Stage::Before(day).into())
    }

    /// *Chậm nhất ngày*: that day still counts.
    pub fn by_day(by: OfficerId, day: Day, wording: &str) -> Self {
        Self::usual(by, wording, &Stage::By(day).into())
    }

    /// *Trong tháng, trong quý*: due on the last day of the span.
    pub fn within(by: OfficerId, span: Span, wording: &str) -> Self {
        Self::usual(by, wording, &Stage::In(span).into())
    }

    /// *Thường xuyên*.
    pub fn ongoing(by: OfficerId, wording: &str) -> Self {
        Self::usual(by, wording, &Normal::Ongoing(Ongoing::Always))
    }

    /// Bound to an event that a person will record.
    pub fn event(by: OfficerId, event: &str, wording: &str) -> Self {
        let event = Event { what: Plain::made_fit(event), within: None };
        Self::usual(by, wording, &Normal::Event(event, None))
    }

    /// No date in the plan.
    pub fn none(by: OfficerId, wording: &str) -> Self {
        Self::usual(by, wording, &Normal::None)
    }

    /// What it was computed with; acts of the first builds were read literally and not moved.
    pub fn settings(&self) -> Settings {
        let (reading, roll) = (self.reading.unwrap_or_default(), self.roll.unwrap_or_default());
        Settings { reading, roll }
    }
}
