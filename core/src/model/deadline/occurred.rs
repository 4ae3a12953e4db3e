//! The event of a deadline has happened.

use minicbor::{Decode, Encode};

use super::{Calendar, Normal, OutsideCalendar, Settings};
use crate::model::{Act, Day, OfficerId};

/// A person recorded that the event of a task's deadline happened: register `<task>.occurred` of
/// the plan, written by the office alone.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Occurred {
    /// Who recorded it.
    #[n(0)]
    pub by: OfficerId,
    /// The day that it happened. It is what the act means, so it does not stand under key 1.
    #[n(4)]
    pub on: Day,
    /// What is said of it, for example the number of the paper that arrived.
    #[n(5)]
    pub said: Option<String>,
    /// The last permitted day that follows from it, computed by the office as the deadline's own
    /// is, so that a phone needs no list of days off.
    #[n(6)]
    pub last_day: Option<Day>,
}

impl Act for Occurred {}

impl Occurred {
    /// The event of a deadline with that form.
    ///
    /// # Errors
    ///
    /// [`OutsideCalendar`] when the last day lies outside of it.
    pub fn of(
        by: OfficerId,
        on: Day,
        said: Option<String>,
        normal: &Normal,
        settings: Settings,
        calendar: &Calendar,
    ) -> Result<Self, OutsideCalendar> {
        let last_day = normal.last_day_after(on, settings, calendar)?;
        Ok(Self { by, on, said, last_day })
    }
}
