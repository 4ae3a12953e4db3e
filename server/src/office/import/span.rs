//! Days, and dates inside wordings.

use std::fmt;

use soviec_core::model::Day;

/// A day as the file writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WrittenDay {
    /// The calendar has it.
    Day(Day),
    /// The form is right and the calendar does not have it.
    Impossible(String),
}

impl WrittenDay {
    /// `None` when the text does not have the form `YYYY-MM-DD`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digit = |(at, byte): (usize, u8)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        let form = text.len() == 10 && text.bytes().enumerate().all(digit);
        form.then(|| text.parse().map_or_else(|_| Self::Impossible(text.to_owned()), Self::Day))
    }
}

/// A date as a wording writes it: day, month, year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenDate {
    day: u32,
    month: u32,
    year: u32,
}

impl WrittenDate {
    /// The day, if the calendar has it.
    pub(super) fn day(self) -> Option<Day> {
        Day::new(i32::try_from(self.year).ok()?, self.month, self.day)
    }
}

impl fmt::Display for WrittenDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}/{}", self.day, self.month, self.year)
    }
}

/// The dates in a wording: `30/4/2023`, `30-4-2023`, and *ngày 31 tháng 8 năm 2023*.
pub(super) fn dates_in(wording: &str) -> Vec<WrittenDate> {
    let lower = wording.to_lowercase().replace(" tháng ", "/").replace(" năm ", "/");
    let words = lower.split(|c: char| !(c.is_ascii_digit() || c == '/' || c == '-'));
    words.filter_map(date).collect()
}

fn date(word: &str) -> Option<WrittenDate> {
    let mut parts = word.trim_matches(['/', '-']).split(['/', '-']);
    let mut part = |digits: usize| {
        let text = parts.next()?;
        (text.len() <= digits).then(|| text.parse::<u32>().ok()).flatten()
    };
    let (day, month, year) = (part(2)?, part(2)?, part(4)?);
    (parts.next().is_none() && year >= 1000).then_some(WrittenDate { day, month, year })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_kept_or_is_no_day() {
        let day = |text: &str| WrittenDay::parse(text);
        assert_eq!(day("2023-04-30"), Day::new(2023, 4, 30).map(WrittenDay::Day));
        assert_eq!(day("2023-11-31"), Some(WrittenDay::Impossible("2023-11-31".into())));
        for text in ["2023-4-30", "30/4/2023", "2023-04-30x", "", "2023_04_30"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_found_in_words() {
        let texts =
            |wording: &str| dates_in(wording).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(texts("hoàn thành trước ngày 31/12/2022."), ["31/12/2022"]);
        assert_eq!(texts("chậm nhất ngày 31 tháng 8 năm 2023"), ["31/08/2023"]);
        assert_eq!(texts("trước 30/11/2023, xong 31/11/2023"), ["30/11/2023", "31/11/2023"]);
        assert_eq!(texts("trong tháng 8/2023, quý I/2023, 64/KH-TCT"), [""; 0]);
        assert_eq!(dates_in("31/11/2023")[0].day(), None);
    }
}
