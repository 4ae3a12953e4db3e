//! Deadlines that come back in every period.

use std::fmt;

use super::{Calendar, OutsideCalendar, Reading, Roll, Settings};
use crate::model::{Day, Length, Period};

/// A day that one period lacks lies in one of so many: 29 February is missing from 1897 to 1903,
/// and in the second half of every year.
const ENOUGH: usize = 18;

/// A leap year, which has every month and day that any year has.
const LEAP: i32 = 2000;

/// Before which day of its period something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A day of the month: of the period's last month, where it is longer than a month.
    Day(u8),
    /// Month and day. A period in which that day does not lie has no last day.
    Date(u8, u8),
    /// No day is given, and none is invented.
    NoDay,
}

/// Due once in every period of that length: `EVERY quarter BEFORE day 15 of its last month`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Every {
    length: Length,
    mark: Mark,
}

impl Every {
    /// None for a day that no calendar has, and for a date in a period of less than half a year:
    /// most of these would be without it.
    pub fn new(length: Length, mark: Mark) -> Option<Self> {
        let there = match mark {
            Mark::Day(day) => (1..=31).contains(&day),
            Mark::Date(month, day) => {
                length >= Length::HalfYear && Day::new(LEAP, month.into(), day.into()).is_some()
            }
            Mark::NoDay => true,
        };
        there.then_some(Self { length, mark })
    }

    /// How long its periods are.
    pub fn length(self) -> Length {
        self.length
    }

    /// Before which day of the period.
    pub fn mark(self) -> Mark {
        self.mark
    }

    /// The day in that period that is named; none where the calendar has none: a 31st in April.
    fn marked(self, period: Period) -> Option<Day> {
        let (month, day) = match self.mark {
            Mark::Day(day) => (period.last_month(), day),
            Mark::Date(month, day) => (month, day),
            Mark::NoDay => return None,
        };
        let day = Day::new(period.year().into(), month.into(), day.into())?;
        period.contains(day).then_some(day)
    }

    /// The last day of one period; none for a period of another length.
    pub(super) fn last_day_in(
        self,
        period: Period,
        settings: Settings,
        calendar: &Calendar,
    ) -> Result<Option<Day>, OutsideCalendar> {
        let marked = self.marked(period).filter(|_| period.length() == self.length);
        marked.map(|day| settings.rolled(settings.before(day)?, calendar)).transpose()
    }

    /// The first last day that is not before `from`.
    pub(super) fn next_due(
        self,
        from: Day,
        settings: Settings,
        calendar: &Calendar,
    ) -> Result<Option<Day>, OutsideCalendar> {
        if self.mark == Mark::NoDay {
            return Ok(None);
        }
        let least = least_mark(from, settings, calendar)?;
        let first = Period::containing(least, self.length).ok_or(OutsideCalendar)?;
        let periods = std::iter::successors(Some(first), |period| period.next()).take(ENOUGH);
        let marked = periods.filter_map(|period| self.marked(period)).find(|day| *day >= least);
        let day = settings.before(marked.ok_or(OutsideCalendar)?)?;
        settings.rolled(day, calendar).map(Some)
    }
}

/// The least marked day whose last day, once it is moved, is not before `from`. Moving keeps the
/// order of days, so one day divides them.
fn least_mark(from: Day, settings: Settings, calendar: &Calendar) -> Result<Day, OutsideCalendar> {
    let before = |day: Day| day.before(1).ok_or(OutsideCalendar);
    let after = |day: Day| day.after(1).ok_or(OutsideCalendar);
    let least = match settings.roll {
        Roll::None => from,
        // Every day after the working day before `from` is moved to `from` or beyond.
        Roll::NextWorking => after(calendar.previous_working(before(from)?)?)?,
        Roll::PreviousWorking => calendar.next_working(from)?,
    };
    match settings.reading {
        Reading::Literal => after(least),
        Reading::Usual => Ok(least),
    }
}

/// The word for a length in normal forms.
pub(super) fn word(length: Length) -> &'static str {
    match length {
        Length::Month => "month",
        Length::Quarter => "quarter",
        Length::HalfYear => "half-year",
        Length::Year => "year",
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EVERY {} ", word(self.length))?;
        match self.mark {
            Mark::Day(day) if self.length == Length::Month => write!(f, "BEFORE day {day}"),
            Mark::Day(day) => write!(f, "BEFORE day {day} of its last month"),
            Mark::Date(month, day) => write!(f, "BEFORE {month:02}-{day:02}"),
            Mark::NoDay => f.write_str("(no day)"),
        }
    }
}
