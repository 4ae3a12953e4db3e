//! From form, settings and days off to last permitted days. Pure: no clock, no list of its own.

use super::{Calendar, Count, Dated, Normal, OutsideCalendar, Settings, Stage, normal::Ongoing};
use crate::model::{Day, Period};

/// The version of these rules. A stored last day names the one that computed it, so that a
/// change of the rules is seen and nothing is judged by two at once.
pub const RULES: u16 = 1;

/// The last permitted days of a task with stages; of one stage both are the same.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct LastDays {
    /// Of the first stage.
    pub first: Option<Day>,
    /// Of the whole task.
    pub last: Option<Day>,
}

impl Normal {
    /// The last permitted days that need nothing but the form: none for what is ongoing, bound to
    /// an event, repeating, or given elsewhere.
    ///
    /// # Errors
    ///
    /// [`OutsideCalendar`] when a day lies outside of it.
    pub fn last_days(
        &self,
        settings: Settings,
        calendar: &Calendar,
    ) -> Result<LastDays, OutsideCalendar> {
        let Self::Dated(dated) = self else { return Ok(LastDays::default()) };
        let day = |stage: &Stage| match stage.last_day(dated.ongoing.as_ref(), settings)? {
            Some(day) => settings.rolled(day, calendar).map(Some),
            None => Ok(None),
        };
        let first = day(&dated.first)?;
        let last = dated.then.as_ref().map_or(Ok(first), day)?;
        Ok(LastDays { first, last })
    }

    /// The last permitted day once the event has happened on that day. A form with a last day of
    /// its own keeps it; an event without a count of days gives none.
    ///
    /// # Errors
    ///
    /// [`OutsideCalendar`] when it lies outside of it.
    pub fn last_day_after(
        &self,
        event: Day,
        settings: Settings,
        calendar: &Calendar,
    ) -> Result<Option<Day>, OutsideCalendar> {
        let bound = match self {
            Self::Event(bound, _) | Self::Dated(Dated { event: Some(bound), .. }) => bound.within,
            _ => None,
        };
        let own = self.last_days(settings, calendar)?.last;
        match (own, bound) {
            (None, Some(count)) => count.after(event, settings, calendar).map(Some),
            (own, _) => Ok(own),
        }
    }

    /// For what repeats: its last day in that period. None when nothing is due in periods of that
    /// length, when no day is given, and when the calendar has no such day in it.
    ///
    /// # Errors
    ///
    /// [`OutsideCalendar`] when it lies outside of it.
    pub fn last_day_in(
        &self,
        period: Period,
        settings: Settings,
        calendar: &Calendar,
    ) -> Result<Option<Day>, OutsideCalendar> {
        let Self::Every(all, _) = self else { return Ok(None) };
        let every = all.all().iter().find(|every| every.length() == period.length());
        every.map_or(Ok(None), |every| every.last_day_in(period, settings, calendar))
    }

    /// For what repeats: the next last day that is not before `from`.
    ///
    /// # Errors
    ///
    /// [`OutsideCalendar`] when it lies outside of it, or `from` outside the years 0 to 9999.
    pub fn next_due(
        &self,
        from: Day,
        settings: Settings,
        calendar: &Calendar,
    ) -> Result<Option<Day>, OutsideCalendar> {
        let Self::Every(all, _) = self else { return Ok(None) };
        all.all().iter().try_fold(None::<Day>, |soonest, every| {
            let due = every.next_due(from, settings, calendar)?;
            Ok(soonest.into_iter().chain(due).min())
        })
    }
}

impl Stage {
    /// The last day before it is moved.
    fn last_day(
        &self,
        ongoing: Option<&Ongoing>,
        settings: Settings,
    ) -> Result<Option<Day>, OutsideCalendar> {
        match self {
            Self::By(day) => Ok(Some(*day)),
            Self::Before(day) => settings.before(*day).map(Some),
            Self::In(span) => Ok(Some(span.last_day())),
            Self::During(span) => Ok(Some(span.last_day()).filter(|_| ongoing.is_none())),
            Self::Invalid(..) => Ok(None),
        }
    }
}

impl Count {
    /// Working days end on a working day; other days end where the setting moves them.
    fn after(
        self,
        event: Day,
        settings: Settings,
        calendar: &Calendar,
    ) -> Result<Day, OutsideCalendar> {
        if self.working() {
            return calendar.working_days_after(event, self.days());
        }
        let day = event.after(self.days().into()).ok_or(OutsideCalendar)?;
        settings.rolled(day, calendar)
    }
}
