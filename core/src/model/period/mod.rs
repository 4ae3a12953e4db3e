//! Periods of the office's calendar: what reports and spans of deadlines are counted in.

#[cfg(test)]
mod tests;

use std::{fmt, str::FromStr};

use minicbor::{Decode, Decoder, Encode, Encoder, decode as decoding, encode as encoding};

use super::Day;

/// The last year whose text has four digits.
const LAST_YEAR: u16 = 9999;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// *Tháng*.
    Month,
    /// *Quý*.
    Quarter,
    /// *6 tháng*.
    HalfYear,
    /// *Năm*.
    Year,
}

impl Length {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::HalfYear, Self::Year];

    /// How many months it has.
    pub fn months(self) -> u8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    /// How many of them a year has.
    pub fn in_year(self) -> u8 {
        12 / self.months()
    }
}

/// A text that is no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a period: 2023-03, 2023-Q1, 2023-H1 or 2023 is expected")]
pub struct PeriodError;

/// A month, quarter, half-year or year of the years 0 to 9999.
///
/// Travels as text: `2023-03`, `2023-Q1`, `2023-H1`, `2023`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    year: u16,
    length: Length,
    /// Its place in the year, from 1.
    nth: u8,
}

impl Period {
    /// The `nth` period of that length in a year, from 1, if the year has so many.
    pub fn new(year: u16, length: Length, nth: u8) -> Option<Self> {
        let there = year <= LAST_YEAR && (1..=length.in_year()).contains(&nth);
        there.then_some(Self { year, length, nth })
    }

    /// The period of that length that a day lies in; none outside the years 0 to 9999.
    pub fn containing(day: Day, length: Length) -> Option<Self> {
        let year = day.year().try_into().ok()?;
        Self::new(year, length, (day.month() - 1) / length.months() + 1)
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// How long it is.
    pub fn length(self) -> Length {
        self.length
    }

    /// Its place in the year, from 1.
    pub fn nth(self) -> u8 {
        self.nth
    }

    /// Its last month: 1 to 12.
    pub fn last_month(self) -> u8 {
        self.nth * self.length.months()
    }

    /// Its first month: 1 to 12.
    pub fn first_month(self) -> u8 {
        self.last_month() - self.length.months() + 1
    }

    /// Its first day.
    pub fn first_day(self) -> Day {
        Day::new(self.year.into(), self.first_month().into(), 1)
            .expect("every month of these years has a first day")
    }

    /// Its last day.
    pub fn last_day(self) -> Day {
        Day::month_end(self.year.into(), self.last_month().into())
            .expect("every month of these years has a last day")
    }

    /// Whether the day lies in it.
    pub fn contains(self, day: Day) -> bool {
        (self.first_day()..=self.last_day()).contains(&day)
    }

    /// The one after it; none after the year 9999.
    pub fn next(self) -> Option<Self> {
        match self.nth == self.length.in_year() {
            true => Self::new(self.year + 1, self.length, 1),
            false => Self::new(self.year, self.length, self.nth + 1),
        }
    }

    /// The one before it; none before the year 0.
    pub fn previous(self) -> Option<Self> {
        match self.nth {
            1 => Self::new(self.year.checked_sub(1)?, self.length, self.length.in_year()),
            nth => Self::new(self.year, self.length, nth - 1),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, nth) = (self.year, self.nth);
        match self.length {
            Length::Month => write!(f, "{year:04}-{nth:02}"),
            Length::Quarter => write!(f, "{year:04}-Q{nth}"),
            Length::HalfYear => write!(f, "{year:04}-H{nth}"),
            Length::Year => write!(f, "{year:04}"),
        }
    }
}

/// A number of exactly so many digits.
pub(super) fn digits(text: &str, count: usize) -> Option<u16> {
    let form = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    form.then(|| text.parse().ok()).flatten()
}

fn read(text: &str) -> Option<Period> {
    let (year, rest) = text.split_at_checked(4)?;
    let year = digits(year, 4)?;
    if rest.is_empty() {
        return Period::new(year, Length::Year, 1);
    }
    let part = rest.strip_prefix('-')?;
    let (length, nth) = match (part.strip_prefix('Q'), part.strip_prefix('H')) {
        (Some(quarter), _) => (Length::Quarter, digits(quarter, 1)?),
        (_, Some(half)) => (Length::HalfYear, digits(half, 1)?),
        _ => (Length::Month, digits(part, 2)?),
    };
    Period::new(year, length, nth.try_into().ok()?)
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text).ok_or(PeriodError)
    }
}

impl<C> Encode<C> for Period {
    fn encode<W: encoding::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encoding::Error<W::Error>> {
        e.str(&self.to_string())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Period {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decoding::Error> {
        d.str()?.parse().map_err(|_| {
            decoding::Error::message("not a period: 2023-03, 2023-Q1, 2023-H1 or 2023 is expected")
        })
    }
}
