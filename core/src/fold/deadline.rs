//! How a task is judged in time, once its event may have happened.

use crate::model::{Day, Deadline, DeadlineKind, Normal, Occurred};

/// Kind and last day of a task. A recorded event ends the waiting: from then on its last day
/// counts, and where no day follows from it the task has none. A last day of the deadline's own
/// stays.
pub fn due(deadline: &Deadline, occurred: Option<&Occurred>) -> (DeadlineKind, Option<Day>) {
    let own = (deadline.kind, deadline.last_day);
    let Some(occurred) = occurred.filter(|_| deadline.last_day.is_none()) else { return own };
    match (deadline.kind, occurred.last_day) {
        (DeadlineKind::Event, last_day) if goes_on(deadline) => (DeadlineKind::Ongoing, last_day),
        (DeadlineKind::Event, None) => (DeadlineKind::None, None),
        (DeadlineKind::Event | DeadlineKind::None, Some(day)) => (DeadlineKind::Dated, Some(day)),
        _ => own,
    }
}

/// `EVENT(…) + ONGOING`.
fn goes_on(deadline: &Deadline) -> bool {
    matches!(deadline.normal.parse(), Ok(Normal::Event(_, Some(_))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Calendar, OfficerId, Settings};

    fn judged(form: &str, recorded: bool) -> (DeadlineKind, Option<String>) {
        let (by, settings, calendar) =
            (OfficerId([1; 16]), Settings::default(), Calendar::weekends());
        let normal: Normal = form.parse().unwrap();
        let deadline = Deadline::of(by, "w", &normal, settings, &calendar).unwrap();
        let on = Day::new(2023, 4, 20).unwrap();
        let occurred = Occurred::of(by, on, None, &normal, settings, &calendar).unwrap();
        let (kind, day) = due(&deadline, recorded.then_some(&occurred));
        (kind, day.map(|day| day.to_string()))
    }

    #[test]
    fn a_recorded_event_ends_the_waiting() {
        use DeadlineKind as Kind;
        let on = |day: &str| Some(day.to_owned());
        for form in ["EVENT(x)", "EVENT(x) + 10 days", "EVENT(x) + ONGOING"] {
            assert_eq!(judged(form, false), (Kind::Event, None), "{form}");
        }
        assert_eq!(judged("EVENT(x)", true), (Kind::None, None));
        assert_eq!(judged("EVENT(x) + 10 days", true), (Kind::Dated, on("2023-04-30")));
        assert_eq!(judged("EVENT(x) + ONGOING", true), (Kind::Ongoing, None));
        let then = "EVENT(x) + 1 days + ONGOING";
        assert_eq!(judged(then, true), (Kind::Ongoing, on("2023-04-21")));
        let both = "IN 2023-Q2; EVENT(x) + 1 days";
        assert_eq!(judged(both, true), (Kind::Dated, on("2023-06-30")));
        assert_eq!(judged("INVALID(x); EVENT(x) + 1 days", true), (Kind::Dated, on("2023-04-21")));
        assert_eq!(judged("ONGOING", true), (Kind::Ongoing, None));
    }
}
