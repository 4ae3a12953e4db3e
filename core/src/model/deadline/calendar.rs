//! Days off and working days. Which days these are is data, never code: the government decides
//! lunar holidays and swapped days anew for each year.

use minicbor::{Decode, Encode};

use crate::model::{Act, Day, OfficerId};

/// The days off of an office: register `<unit>.holidays` of its directory. Saturdays and Sundays
/// are no part of it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Holidays {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The version, from 1: a deadline names the one that it was computed with.
    #[n(4)]
    pub version: u32,
    /// Days off, in any order: public holidays and days given for them.
    #[n(5)]
    pub off: Vec<Day>,
    /// Saturdays and Sundays that are worked for a day off elsewhere (*hoán đổi ngày làm việc*).
    #[n(6)]
    pub working: Vec<Day>,
}

impl Act for Holidays {}

/// A day outside of what the calendar of this build reaches (about 262,000 years).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the day lies outside of the calendar")]
pub struct OutsideCalendar;

/// Which days are worked.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Calendar {
    version: u32,
    off: Vec<Day>,
    working: Vec<Day>,
}

impl From<&Holidays> for Calendar {
    fn from(holidays: &Holidays) -> Self {
        Self::new(holidays.version, holidays.off.clone(), holidays.working.clone())
    }
}

impl Calendar {
    /// A calendar of weekends alone: no days off are known, and its version is 0.
    pub fn weekends() -> Self {
        Self::default()
    }

    /// A calendar of that version. A day that stands in both lists is off: a contradiction in the
    /// data makes nobody late.
    pub fn new(version: u32, mut off: Vec<Day>, mut working: Vec<Day>) -> Self {
        off.sort_unstable();
        off.dedup();
        working.sort_unstable();
        working.dedup();
        working.retain(|day| off.binary_search(day).is_err());
        Self { version, off, working }
    }

    /// The version of its days off; 0 when none are known.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Whether state offices work on that day.
    pub fn is_working(&self, day: Day) -> bool {
        match day.is_weekend() {
            true => self.working.binary_search(&day).is_ok(),
            false => self.off.binary_search(&day).is_err(),
        }
    }

    /// The first working day from that day on, itself included.
    ///
    /// # Errors
    ///
    /// [`OutsideCalendar`] when there is none.
    pub fn next_working(&self, day: Day) -> Result<Day, OutsideCalendar> {
        self.find(day, |day| day.after(1))
    }

    /// The last working day up to that day, itself included.
    ///
    /// # Errors
    ///
    /// [`OutsideCalendar`] when there is none.
    pub fn previous_working(&self, day: Day) -> Result<Day, OutsideCalendar> {
        self.find(day, |day| day.before(1))
    }

    /// Ends, since no list of days off is longer than the memory.
    fn find(&self, from: Day, step: fn(Day) -> Option<Day>) -> Result<Day, OutsideCalendar> {
        let mut days = std::iter::successors(Some(from), |day| step(*day));
        days.find(|day| self.is_working(*day)).ok_or(OutsideCalendar)
    }

    /// The `count`th working day after that day, which is not counted.
    ///
    /// # Errors
    ///
    /// [`OutsideCalendar`] when there is none.
    pub fn working_days_after(&self, day: Day, count: u16) -> Result<Day, OutsideCalendar> {
        (0..count).try_fold(day, |day, _| self.next_working(day.after(1).ok_or(OutsideCalendar)?))
    }
}
