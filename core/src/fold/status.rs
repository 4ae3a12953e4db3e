//! The one function that says how a task stands. Late and overdue are computed, never stored.

use crate::model::{Day, DeadlineKind, Declared};

/// How a task stands, in the words of the office's legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// *Quá hạn*: not done, and the last day has passed.
    Overdue,
    /// *Đang thực hiện*.
    InProgress,
    /// *Chưa thực hiện*.
    NotStarted,
    /// *Hoàn thành muộn*: declared done on a day after the last one.
    DoneLate,
    /// *Hoàn thành đúng hạn*; for a task without a date, done.
    DoneOnTime,
    /// *Thường xuyên*, not declared in this period.
    Ongoing,
    /// *Thường xuyên, có hiệu quả*.
    OngoingEffective,
    /// *Thường xuyên, chưa hiệu quả*.
    OngoingWeak,
    /// *Chờ hướng dẫn*: bound to an event that has not happened.
    WaitingEvent,
}

impl Status {
    /// All of them, in their stable order.
    pub const ALL: [Self; 9] = [
        Self::Overdue,
        Self::InProgress,
        Self::NotStarted,
        Self::DoneLate,
        Self::DoneOnTime,
        Self::Ongoing,
        Self::OngoingEffective,
        Self::OngoingWeak,
        Self::WaitingEvent,
    ];

    /// A stable number, for queries.
    pub fn number(self) -> u8 {
        self as u8
    }
}

/// What stands in a task's registers, as far as its status depends on it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The declared status and its declared day.
    pub declared: Option<(Declared, Day)>,
    /// Two values stand: counts as not done until a person picks.
    pub open: bool,
    /// Some item is ticked.
    pub started: bool,
    /// The unit does not lead the task, it only ticks items, and every one is done: the last
    /// declared day of its ticks. A status that it declares all the same comes before this.
    pub checked_off: Option<Day>,
    /// The office gave the declared status back: it counts as begun and no more, until the unit
    /// declares again.
    pub returned: bool,
}

/// How the task stands on the day `as_of`.
///
/// "Late" compares the declared day with the last day of the deadline. When the office received
/// it stands beside it on the screen and decides nothing.
pub fn status(kind: DeadlineKind, last_day: Option<Day>, s: Standing, as_of: Day) -> Status {
    let checked_off = s.checked_off.map(|on| (Declared::Done, on));
    let declared = if s.open || s.returned { None } else { s.declared.or(checked_off) };
    match kind {
        // Due once, then ongoing: judged by its last day until somebody closes that part.
        DeadlineKind::Ongoing if last_day.is_none() || declared.is_some_and(closes) => {
            ongoing(declared.map(|(word, _)| word))
        }
        DeadlineKind::Event if s.declared.is_none() && !s.started => Status::WaitingEvent,
        _ => match declared {
            Some((Declared::Done, on)) if last_day.is_some_and(|last| on > last) => {
                Status::DoneLate
            }
            Some((Declared::Done, _)) => Status::DoneOnTime,
            _ if last_day.is_some_and(|last| as_of > last) => Status::Overdue,
            Some((Declared::NotStarted, _)) if !s.started => Status::NotStarted,
            None if !s.open && !s.started && !s.returned => Status::NotStarted,
            _ => Status::InProgress,
        },
    }
}

/// Every word that says how an ongoing task goes, and *done*.
fn closes((word, _): (Declared, Day)) -> bool {
    matches!(word, Declared::Done | Declared::Effective | Declared::Weak)
}

fn ongoing(declared: Option<Declared>) -> Status {
    match declared {
        Some(Declared::Effective) => Status::OngoingEffective,
        Some(Declared::Weak) => Status::OngoingWeak,
        _ => Status::Ongoing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> Day {
        Day::new(2023, 4, d).unwrap()
    }

    fn dated(declared: Option<(Declared, Day)>, open: bool, as_of: u32) -> Status {
        let standing = Standing { declared, open, ..Standing::default() };
        status(DeadlineKind::Dated, Some(day(20)), standing, day(as_of))
    }

    #[test]
    fn the_last_day_still_counts() {
        assert_eq!(dated(None, false, 20), Status::NotStarted);
        assert_eq!(dated(None, false, 21), Status::Overdue);
        assert_eq!(dated(Some((Declared::Done, day(20))), false, 29), Status::DoneOnTime);
        assert_eq!(dated(Some((Declared::Done, day(21))), false, 29), Status::DoneLate);
    }

    #[test]
    fn a_unit_that_only_ticks_is_done_when_every_item_is() {
        let standing =
            Standing { started: true, checked_off: Some(day(21)), ..Standing::default() };
        let as_of = |s, on| status(DeadlineKind::Dated, Some(day(20)), s, day(on));
        assert_eq!(as_of(standing, 29), Status::DoneLate);
        let declared = Some((Declared::InProgress, day(19)));
        assert_eq!(as_of(Standing { declared, ..standing }, 29), Status::Overdue);
        assert_eq!(as_of(Standing { open: true, ..standing }, 19), Status::InProgress);
    }

    #[test]
    fn what_the_office_gave_back_is_not_done() {
        let declared = Some((Declared::Done, day(1)));
        let standing = Standing { declared, returned: true, ..Standing::default() };
        let as_of = |kind, on| status(kind, Some(day(20)), standing, day(on));
        assert_eq!(as_of(DeadlineKind::Dated, 10), Status::InProgress);
        assert_eq!(as_of(DeadlineKind::Dated, 21), Status::Overdue);
        let effective = Standing { declared: Some((Declared::Effective, day(1))), ..standing };
        assert_eq!(status(DeadlineKind::Ongoing, None, effective, day(10)), Status::Ongoing);
    }

    #[test]
    fn two_values_count_as_not_done() {
        let done = Some((Declared::Done, day(1)));
        assert_eq!(dated(done, true, 10), Status::InProgress);
        assert_eq!(dated(done, true, 21), Status::Overdue);
    }

    #[test]
    fn what_is_due_once_and_then_ongoing_has_to_be_closed_once() {
        let at = |word: Option<Declared>, on| {
            let declared = word.map(|word| (word, day(21)));
            let standing = Standing { declared, ..Standing::default() };
            status(DeadlineKind::Ongoing, Some(day(20)), standing, day(on))
        };
        assert_eq!([at(None, 20), at(None, 21)], [Status::NotStarted, Status::Overdue]);
        let begun = Some(Declared::InProgress);
        assert_eq!([at(begun, 20), at(begun, 21)], [Status::InProgress, Status::Overdue]);
        assert_eq!(at(Some(Declared::Done), 21), Status::Ongoing);
        assert_eq!(at(Some(Declared::Weak), 21), Status::OngoingWeak);
    }

    #[test]
    fn ongoing_without_a_last_day_is_never_overdue_and_an_event_waits() {
        let none = Standing::default();
        assert_eq!(status(DeadlineKind::Ongoing, None, none, day(30)), Status::Ongoing);
        assert_eq!(status(DeadlineKind::Event, None, none, day(30)), Status::WaitingEvent);
        let begun = Standing { declared: Some((Declared::InProgress, day(1))), ..none };
        assert_eq!(status(DeadlineKind::Event, None, begun, day(30)), Status::InProgress);
        let effective = Standing { declared: Some((Declared::Effective, day(1))), ..none };
        assert_eq!(
            status(DeadlineKind::Ongoing, None, effective, day(30)),
            Status::OngoingEffective
        );
    }
}
