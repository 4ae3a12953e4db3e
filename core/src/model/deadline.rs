//! Deadlines: the plan's own wording, its normal form and the last permitted day.

use minicbor::{Decode, Encode};

use super::{Day, OfficerId};

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

/// The deadline of a task, written by the office alone.
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
    /// The normal form, for example `BEFORE 2023-04-30`.
    #[n(6)]
    pub normal: String,
    /// The last permitted day, for a dated task.
    #[n(7)]
    pub last_day: Option<Day>,
}

impl super::Act for Deadline {}

impl Deadline {
    /// *Trước ngày*: the last permitted day is the day before, read literally.
    pub fn before(by: OfficerId, day: Day, wording: &str) -> Self {
        let last_day = day.before(1).unwrap_or(day);
        Self::dated(by, wording, format!("BEFORE {day}"), last_day)
    }

    /// *Chậm nhất ngày*: that day still counts.
    pub fn by_day(by: OfficerId, day: Day, wording: &str) -> Self {
        Self::dated(by, wording, format!("BY {day}"), day)
    }

    /// *Trong tháng, trong quý*: due on the last day of the span, which `normal` names.
    pub fn within(by: OfficerId, normal: &str, last_day: Day, wording: &str) -> Self {
        Self::dated(by, wording, format!("IN {normal}"), last_day)
    }

    /// *Thường xuyên*.
    pub fn ongoing(by: OfficerId, wording: &str) -> Self {
        let normal = "ONGOING".to_owned();
        let (kind, wording) = (DeadlineKind::Ongoing, wording.to_owned());
        Self { by, kind, wording, normal, last_day: None }
    }

    /// Bound to an event that a person will record.
    pub fn event(by: OfficerId, event: &str, wording: &str) -> Self {
        let normal = format!("EVENT({event})");
        let (kind, wording) = (DeadlineKind::Event, wording.to_owned());
        Self { by, kind, wording, normal, last_day: None }
    }

    /// No date in the plan.
    pub fn none(by: OfficerId, wording: &str) -> Self {
        let (kind, wording) = (DeadlineKind::None, wording.to_owned());
        Self { by, kind, wording, normal: "NONE".to_owned(), last_day: None }
    }

    fn dated(by: OfficerId, wording: &str, normal: String, last_day: Day) -> Self {
        let (kind, wording) = (DeadlineKind::Dated, wording.to_owned());
        Self { by, kind, wording, normal, last_day: Some(last_day) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_a_day_ends_on_the_day_before() {
        let (by, day) = (OfficerId([1; 16]), Day::new(2023, 4, 30).unwrap());
        assert_eq!(
            Deadline::before(by, day, "trước ngày 30/4/2023").last_day,
            Day::new(2023, 4, 29)
        );
        assert_eq!(Deadline::by_day(by, day, "chậm nhất 30/4/2023").last_day, Some(day));
        assert_eq!(Deadline::ongoing(by, "thường xuyên").last_day, None);
    }
}
