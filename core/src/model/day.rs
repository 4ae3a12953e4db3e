//! Days of the office's calendar and moments of a clock.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};

/// Vietnam keeps UTC+7 all year, without daylight saving.
const OFFSET_HOURS: i64 = 7;

/// A calendar day in UTC+7. A deadline is a day and ends at its 24:00.
///
/// Travels as text `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// The day, if the calendar has it: 31 November has none.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// The last day of a month, if the calendar has that month.
    pub fn month_end(year: i32, month: u32) -> Option<Self> {
        let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Self::new(year, month, 1)?.before(1)
    }

    /// The day `days` earlier.
    pub fn before(self, days: i64) -> Option<Self> {
        self.0.checked_sub_signed(TimeDelta::try_days(days)?).map(Self)
    }

    /// The day `days` later.
    pub fn after(self, days: i64) -> Option<Self> {
        self.0.checked_add_signed(TimeDelta::try_days(days)?).map(Self)
    }

    /// Days from `earlier` to this day; negative when `earlier` is later.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// Days since 1 January 1970; negative before it.
    pub fn epoch_days(self) -> i64 {
        i64::from(self.0.to_epoch_days())
    }

    /// The day so many days after 1 January 1970, if the calendar reaches so far.
    pub fn from_epoch_days(days: i64) -> Option<Self> {
        NaiveDate::from_epoch_days(days.try_into().ok()?).map(Self)
    }

    /// The same day of another year; none for 29 February where the year has none.
    pub fn in_year(self, year: i32) -> Option<Self> {
        self.0.with_year(year).map(Self)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month: 1 to 12.
    pub fn month(self) -> u8 {
        u8::try_from(self.0.month()).expect("a month is at most 12")
    }

    /// Saturday or Sunday, the weekly rest of state offices.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Sat | Weekday::Sun)
    }

    /// As screens write it: `20/03`.
    pub fn short(self) -> String {
        self.0.format("%d/%m").to_string()
    }

    /// As screens write it in full: `20/03/2023`.
    pub fn long(self) -> String {
        self.0.format("%d/%m/%Y").to_string()
    }

    /// The moment of `hour:minute` on this day in UTC+7.
    pub fn at(self, hour: u32, minute: u32) -> Option<Moment> {
        let local = self.0.and_hms_opt(hour, minute, 0)?;
        Some(Moment(local.and_utc().timestamp_millis() - OFFSET_HOURS * 3_600_000))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl FromStr for Day {
    type Err = super::IdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // chrono alone would also take "+2023-3-1": one day, one text.
        let day =
            NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Self).map_err(|_| super::IdError)?;
        (day.to_string() == text).then_some(day).ok_or(super::IdError)
    }
}

impl<C> Encode<C> for Day {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.str(&self.to_string())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Day {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        d.str()?.parse().map_err(|_| decode::Error::message("not a day: YYYY-MM-DD is expected"))
    }
}

/// Milliseconds since 1970-01-01T00:00:00Z, as some clock saw them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Moment(#[n(0)] pub i64);

impl Moment {
    /// The calendar day in UTC+7. A clock beyond the calendar counts as its first day.
    pub fn day(self) -> Day {
        Day(self.local().date())
    }

    /// Date and time in UTC+7, without a zone: what screens write.
    pub fn local(self) -> NaiveDateTime {
        let shifted = self.0.saturating_add(OFFSET_HOURS * 3_600_000);
        DateTime::from_timestamp_millis(shifted).unwrap_or_default().naive_utc()
    }

    /// Whole seconds since 1970, the unit of a change's time.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_vietnam() {
        let day = Day::new(2023, 6, 12).unwrap();
        let start = day.at(0, 0).unwrap();
        assert_eq!(start.day(), day);
        assert_eq!(Moment(start.0 - 1).day(), day.before(1).unwrap());
    }

    #[test]
    fn one_day_has_one_text() {
        assert!("2023-3-1".parse::<Day>().is_err());
        assert!("2023-11-31".parse::<Day>().is_err());
        assert_eq!("2023-03-01".parse::<Day>().unwrap().to_string(), "2023-03-01");
        assert_eq!(Day::month_end(2023, 2), Day::new(2023, 2, 28));
        assert_eq!(Day::month_end(2023, 12), Day::new(2023, 12, 31));
    }

    #[test]
    fn a_day_has_one_number() {
        let day = Day::new(2026, 6, 12).unwrap();
        assert_eq!(day.epoch_days(), 20_616);
        assert_eq!(Day::from_epoch_days(20_616), Some(day));
        assert_eq!(Day::from_epoch_days(i64::MAX), None);
        assert_eq!(Day::from_epoch_days(i64::from(i32::MIN)), None);
    }

    #[test]
    fn weekends_are_those_of_the_wall_calendar() {
        let weekend = |text: &str| text.parse::<Day>().unwrap().is_weekend();
        // A Saturday, a Sunday, a Saturday, a Sunday.
        for text in ["2022-12-31", "2023-04-30", "2023-12-16", "2024-08-25"] {
            assert!(weekend(text), "{text}");
        }
        for text in ["2022-12-30", "2023-05-01", "2023-12-18", "2026-11-24"] {
            assert!(!weekend(text), "{text}");
        }
    }

    #[test]
    fn a_clock_beyond_the_calendar_does_not_crash() {
        let _ = Moment(i64::MAX).day();
        let _ = Moment(i64::MIN).day();
    }
}
