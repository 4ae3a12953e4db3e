//! Spans of whole periods, and where something begins.

use std::{fmt, str::FromStr};

use crate::model::{Day, Period};

/// A text that is no span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a span: 2023, 2023-H1, 2023-Q2, 2023-03 or 2023-03..2023-04 is expected")]
pub struct SpanError;

/// A period, or all from one period to another: `2023-Q2`, `2023-03..2023-04`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    first: Period,
    last: Period,
}

impl Span {
    /// From one period to another that neither begins nor ends before it.
    pub fn between(first: Period, last: Period) -> Option<Self> {
        let forward = first.first_day() <= last.first_day() && first.last_day() <= last.last_day();
        forward.then_some(Self { first, last })
    }

    /// Its first day.
    pub fn first_day(self) -> Day {
        self.first.first_day()
    }

    /// Its last day.
    pub fn last_day(self) -> Day {
        self.last.last_day()
    }
}

impl From<Period> for Span {
    fn from(period: Period) -> Self {
        Self { first: period, last: period }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.first == self.last {
            true => self.first.fmt(f),
            false => write!(f, "{}..{}", self.first, self.last),
        }
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let period = |text: &str| text.parse::<Period>().map_err(|_| SpanError);
        let Some((first, last)) = text.split_once("..") else {
            return period(text).map(Self::from);
        };
        let (first, last) = (period(first)?, period(last)?);
        // One period has one text.
        Self::between(first, last).filter(|_| first != last).ok_or(SpanError)
    }
}

/// Where something begins: on a day, or with a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Start {
    /// On that day.
    Day(Day),
    /// With the first day of that period.
    Period(Period),
}

impl Start {
    /// The first day.
    pub fn first_day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Period(period) => period.first_day(),
        }
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Period(period) => period.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_one_text_and_does_not_go_backwards() {
        for (text, first, last) in [
            ("2023", "2023-01-01", "2023-12-31"),
            ("2023-H2", "2023-07-01", "2023-12-31"),
            ("2023-Q2", "2023-04-01", "2023-06-30"),
            ("2023-02", "2023-02-01", "2023-02-28"),
            ("2023-03..2023-04", "2023-03-01", "2023-04-30"),
            ("2023-Q4..2024-Q1", "2023-10-01", "2024-03-31"),
            ("2023-03..2023-Q2", "2023-03-01", "2023-06-30"),
        ] {
            let span: Span = text.parse().unwrap();
            assert_eq!(span.to_string(), text);
            assert_eq!(span.first_day().to_string(), first, "{text}");
            assert_eq!(span.last_day().to_string(), last, "{text}");
        }
        for text in [
            "",
            "..",
            "2023..",
            "..2023",
            "2023-04..2023-03",
            "2023-03..2023-03",
            "2023-12..2023",
            "2023-01..2023-02..2023-03",
            "2023-03.2023-04",
            "2023-13",
            "2023-03-01",
        ] {
            assert_eq!(text.parse::<Span>(), Err(SpanError), "{text}");
        }
    }
}
