//! Against a slow computation that knows nothing but how to go one day on or back.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::model::{Length, Period};

/// Days off and worked Saturdays as a person would keep them: two lists to look into.
#[derive(Debug, Clone)]
struct Lists {
    off: BTreeSet<Day>,
    working: BTreeSet<Day>,
}

impl Lists {
    fn calendar(&self) -> Calendar {
        let list = |days: &BTreeSet<Day>| days.iter().rev().copied().collect();
        Calendar::new(1, list(&self.off), list(&self.working))
    }

    fn is_worked(&self, day: Day) -> bool {
        // 5 January 1970 was a Monday.
        let weekday = (day.epoch_days() - 4).rem_euclid(7);
        let week = weekday < 5 || self.working.contains(&day);
        week && !self.off.contains(&day)
    }

    fn moved(&self, mut day: Day, roll: Roll) -> Day {
        while roll != Roll::None && !self.is_worked(day) {
            day = if roll == Roll::NextWorking { later(day) } else { earlier(day) };
        }
        day
    }

    /// What is before a named day, or that day itself, moved.
    fn due(&self, named: Day, settings: Settings) -> Day {
        let day = if settings.reading == Reading::Literal { earlier(named) } else { named };
        self.moved(day, settings.roll)
    }
}

fn later(day: Day) -> Day {
    day.after(1).unwrap()
}

fn earlier(day: Day) -> Day {
    day.before(1).unwrap()
}

/// Year, month and day of the month.
fn parts(day: Day) -> (i32, u32, u32) {
    let text = day.to_string();
    (text[..4].parse().unwrap(), text[5..7].parse().unwrap(), text[8..].parse().unwrap())
}

/// Whether the day is the one that a repetition names.
fn is_named(day: Day, every: Every) -> bool {
    let (_, month, of_month) = parts(day);
    let last_month = match every.length() {
        Length::Month => true,
        Length::Quarter => [3, 6, 9, 12].contains(&month),
        Length::HalfYear => [6, 12].contains(&month),
        Length::Year => month == 12,
    };
    match every.mark() {
        Mark::Day(named) => last_month && of_month == u32::from(named),
        Mark::Date(named, on) => (month, of_month) == (u32::from(named), u32::from(on)),
        Mark::NoDay => false,
    }
}

fn some_day() -> impl Strategy<Value = Day> {
    // 2020 to 2026, a leap year at each end of the middle.
    (18_262i64..20_819).prop_map(|days| Day::from_epoch_days(days).unwrap())
}

fn some_settings() -> impl Strategy<Value = Settings> {
    let (reading, roll) =
        (proptest::sample::select(&READINGS[..]), proptest::sample::select(&ROLLS[..]));
    (reading, roll).prop_map(|(reading, roll)| settings(reading, roll))
}

/// Runs of days off, as at Tết, and worked weekends; both lists may hold the same day.
fn some_lists(around: Day) -> impl Strategy<Value = Lists> {
    let run = (-60i64..60, 1i64..12);
    let days = proptest::collection::vec(run, 0..6).prop_map(move |runs| {
        let run = |(begin, length): (i64, i64)| {
            (begin..begin + length).filter_map(move |n| around.after(n))
        };
        runs.into_iter().flat_map(run).collect::<BTreeSet<_>>()
    });
    let working = proptest::collection::btree_set(-60i64..60, 0..30).prop_map(move |days| {
        days.into_iter().filter_map(|n| around.after(n)).filter(|day| day.is_weekend()).collect()
    });
    (days, working).prop_map(|(off, working)| Lists { off, working })
}

fn some_world() -> impl Strategy<Value = (Day, Settings, Lists)> {
    some_day().prop_flat_map(|day| (Just(day), some_settings(), some_lists(day)))
}

fn some_every() -> impl Strategy<Value = Every> {
    let mark = prop_oneof![
        (1u8..=31).prop_map(Mark::Day),
        (1u8..=12, 1u8..=31).prop_map(|(month, day)| Mark::Date(month, day)),
    ];
    (proptest::sample::select(&Length::ALL[..]), mark)
        .prop_filter_map("no calendar has it", |(length, mark)| Every::new(length, mark))
}

fn some_words() -> impl Strategy<Value = Plain> {
    "[a-zđế0-9;,+/() -]{1,20}".prop_filter_map("not fit", |words| Plain::new(&words))
}

fn some_period() -> impl Strategy<Value = Period> {
    (some_day(), proptest::sample::select(&Length::ALL[..]))
        .prop_map(|(day, length)| Period::containing(day, length).unwrap())
}

fn some_span() -> impl Strategy<Value = Span> {
    (some_period(), some_period()).prop_map(|(first, last)| {
        Span::between(first, last).or_else(|| Span::between(last, first)).unwrap_or(first.into())
    })
}

fn some_stage() -> impl Strategy<Value = Stage> {
    let edge = proptest::sample::select(&[Edge::Bare, Edge::By, Edge::Before][..]);
    let impossible = (edge, some_words()).prop_map(|(edge, words)| Stage::Invalid(edge, words));
    prop_oneof![
        some_day().prop_map(Stage::By),
        some_day().prop_map(Stage::Before),
        some_span().prop_map(Stage::In),
        some_span().prop_map(Stage::During),
        impossible,
    ]
}

fn some_ongoing() -> impl Strategy<Value = Ongoing> {
    prop_oneof![
        Just(Ongoing::Always),
        (0u16..=9999).prop_map(Ongoing::Since),
        some_words().prop_map(Ongoing::While),
    ]
}

fn some_event() -> impl Strategy<Value = Event> {
    let count = (1u16..=Count::MOST, any::<bool>())
        .prop_map(|(days, working)| Count::new(days, working).unwrap());
    (some_words(), proptest::option::of(count)).prop_map(|(what, within)| Event { what, within })
}

fn some_normal() -> impl Strategy<Value = Normal> {
    use proptest::option::of;
    let start = prop_oneof![some_day().prop_map(Start::Day), some_period().prop_map(Start::Period)];
    let dated = (some_stage(), of(some_stage()), of(some_ongoing()), of(some_event()));
    let dated =
        dated.prop_map(|(first, then, ongoing, event)| Dated { first, then, ongoing, event });
    let every =
        proptest::collection::vec(some_every(), 1..5).prop_filter_map("order", Repeating::new);
    prop_oneof![
        1 => Just(Normal::None),
        4 => dated.prop_map(Normal::Dated),
        1 => (start, of(some_ongoing())).prop_map(|(start, more)| Normal::From(start, more)),
        1 => some_ongoing().prop_map(Normal::Ongoing),
        1 => (some_event(), of(some_ongoing())).prop_map(|(event, more)| Normal::Event(event, more)),
        1 => some_words().prop_map(Normal::Ref),
        2 => (every, any::<bool>()).prop_map(|(all, adhoc)| Normal::Every(all, adhoc)),
        1 => any::<bool>().prop_map(Normal::Periodic),
        1 => Just(Normal::Adhoc),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read_the_same(normal in some_normal()) {
        prop_assert_eq!(normal.to_string().parse(), Ok(normal));
    }

    #[test]
    fn a_stage_ends_where_walking_ends(
        (named, settings, lists) in some_world(),
        span in some_span(),
    ) {
        let last = |stage: Stage| {
            Normal::from(stage).last_days(settings, &lists.calendar()).unwrap().last.unwrap()
        };
        prop_assert_eq!(last(Stage::By(named)), lists.moved(named, settings.roll));
        prop_assert_eq!(last(Stage::Before(named)), lists.due(named, settings));
        // From the first day on, until the next day begins a month of another span.
        let mut end = span.first_day();
        while later(end) <= span.last_day() {
            end = later(end);
        }
        prop_assert_eq!(parts(later(end)).2, 1, "a span ends before the first of a month");
        prop_assert_eq!(last(Stage::In(span)), lists.moved(end, settings.roll));
        prop_assert_eq!(last(Stage::During(span)), lists.moved(end, settings.roll));
    }

    #[test]
    fn an_event_is_counted_day_by_day(
        (on, settings, lists) in some_world(),
        days in 1u16..60,
        working in any::<bool>(),
    ) {
        let (mut end, mut left) = (on, days);
        while left > 0 {
            end = later(end);
            left -= u16::from(!working || lists.is_worked(end));
        }
        let expected = if working { end } else { lists.moved(end, settings.roll) };
        let event = Event { what: Plain::made_fit("x"), within: Count::new(days, working) };
        let found = Normal::Event(event, None).last_day_after(on, settings, &lists.calendar());
        prop_assert_eq!(found, Ok(Some(expected)));
    }

    #[test]
    fn a_repetition_is_due_where_walking_through_the_period_meets_its_day(
        (at, settings, lists) in some_world(),
        every in some_every(),
    ) {
        let normal = Normal::Every(Repeating::new(vec![every]).unwrap(), false);
        for length in Length::ALL {
            let period = Period::containing(at, length).unwrap();
            let mut day = period.first_day();
            while day < period.last_day() && !is_named(day, every) {
                day = later(day);
            }
            let named = length == every.length() && is_named(day, every);
            let expected = named.then(|| lists.due(day, settings));
            let found = normal.last_day_in(period, settings, &lists.calendar());
            prop_assert_eq!(found, Ok(expected));
        }
    }

    #[test]
    fn the_next_due_day_is_the_first_that_walking_meets(
        (from, settings, lists) in some_world(),
        all in proptest::collection::vec(some_every(), 1..5),
    ) {
        let mut ordered = all;
        ordered.sort_by_key(|every| every.length());
        ordered.dedup_by_key(|every| every.length());
        // Long before, since days off can move a last day far on; and nine years of 29 February.
        let begin = from.before(400).unwrap();
        let days = || std::iter::successors(Some(begin), |day| day.after(1)).take(3_700);
        let named = days().filter(|day| ordered.iter().any(|every| is_named(*day, *every)));
        let due = named.map(|day| lists.due(day, settings)).filter(|due| *due >= from).min();
        let normal = Normal::Every(Repeating::new(ordered).unwrap(), false);
        prop_assert_eq!(normal.next_due(from, settings, &lists.calendar()), Ok(due));
    }
}
