//! How an office reads its deadlines. What the law leaves open is a setting, never a habit of the
//! code (Civil Code 2015, art. 147 and 148, speak of periods, not of fixed days).

use minicbor::{Decode, Encode};

use super::{Calendar, OutsideCalendar};
use crate::model::Day;

/// How *trước ngày* is read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Reading {
    /// By its letters: before a day ends on the day before it.
    #[default]
    #[n(0)]
    Literal,
    /// As many offices do: that day still counts.
    #[n(1)]
    Usual,
}

/// Where a last day goes that is no working day.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Roll {
    /// Nowhere: police and villages work at weekends too.
    #[default]
    #[n(0)]
    None,
    /// To the next working day (Civil Code 2015, art. 148).
    #[n(1)]
    NextWorking,
    /// To the working day before it.
    #[n(2)]
    PreviousWorking,
}

/// What a last day is computed with, beside the form and the days off.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Settings {
    /// How *trước ngày* is read.
    pub reading: Reading,
    /// Where a last day goes that is no working day.
    pub roll: Roll,
}

impl Settings {
    /// The last day of *trước ngày* that day, before it is moved.
    pub(super) fn before(self, day: Day) -> Result<Day, OutsideCalendar> {
        match self.reading {
            Reading::Literal => day.before(1).ok_or(OutsideCalendar),
            Reading::Usual => Ok(day),
        }
    }

    /// The day after it is moved.
    pub(super) fn rolled(self, day: Day, calendar: &Calendar) -> Result<Day, OutsideCalendar> {
        match self.roll {
            Roll::None => Ok(day),
            Roll::NextWorking => calendar.next_working(day),
            Roll::PreviousWorking => calendar.previous_working(day),
        }
    }
}
