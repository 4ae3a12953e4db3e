//! How many deadlines are computed in a second: all forms mixed, with days off and moved days.

use std::{hint::black_box, path::Path, time::Instant};

use soviec_core::model::{Calendar, Day, Normal, OutsideCalendar, Reading, Roll, Settings};

use crate::figure::Figure;

/// One of each kind; what has no day to compute is asked all the same.
const FORMS: [&str; 20] = [
    "BY 2023-08-31",
    "BEFORE 2023-04-30",
    "IN 2023-03..2023-04",
    "IN 2023-Q1 + ONGOING 2023+",
    "IN 2023-02; then IN 2023-Q1",
    "IN 2023-Q2; EVENT(grid power)",
    "DURING 2023-02",
    "DURING 2023 + ONGOING(school year)",
    "FROM 2023-04-01 ONGOING 2023+",
    "ONGOING",
    "EVENT(guidance) + 10 days",
    "EVENT(guidance) + 10 working days",
    "REF(12/KH-UBND)",
    "EVERY month BEFORE day 15",
    "EVERY quarter BEFORE day 15 of its last month",
    "EVERY half-year BEFORE 06-15",
    "EVERY month BEFORE day 16; EVERY half-year BEFORE 06-16; EVERY year BEFORE 12-16",
    "PERIODIC(unspecified) + ADHOC",
    "BEFORE INVALID(2023-11-31)",
    "NONE",
];
const ROUNDS: u32 = 100_000;
const LIMIT: f64 = 1_000_000.0;

/// Every round has another day of five years, and another reading and roll.
pub(crate) fn measure(_: &Path) -> Vec<Figure> {
    let forms = FORMS.map(|form| form.parse::<Normal>().expect("it is a normal form"));
    let calendar = five_years();
    let began = Instant::now();
    let mut days = 0_u64;
    for round in 0..ROUNDS {
        let today = day(2021, 1, 1).after(i64::from(round % 1_826)).expect("within five years");
        let settings = settings(round);
        for form in &forms {
            let last = computed(black_box(form), today, settings, &calendar);
            days += u64::from(black_box(last).expect("within the calendar").is_some());
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    let all = f64::from(ROUNDS) * FORMS.len() as f64;
    eprintln!("{all} deadlines in {seconds:.2} s, {days} of them with a day");
    vec![Figure::at_least("deadlines_per_s", all / seconds, "1/s", LIMIT)]
}

/// What a screen asks: the last day, the day after an event of today, or the next of what repeats.
fn computed(
    form: &Normal,
    today: Day,
    settings: Settings,
    calendar: &Calendar,
) -> Result<Option<Day>, OutsideCalendar> {
    match form {
        Normal::Every(..) => form.next_due(today, settings, calendar),
        Normal::Event(..) => form.last_day_after(today, settings, calendar),
        _ => Ok(form.last_days(settings, calendar)?.last),
    }
}

fn settings(round: u32) -> Settings {
    let reading = [Reading::Literal, Reading::Usual][round as usize % 2];
    let roll = [Roll::None, Roll::NextWorking, Roll::PreviousWorking][round as usize % 3];
    Settings { reading, roll }
}

/// About as many days off as the law gives, with a worked Saturday each year.
fn five_years() -> Calendar {
    let fixed = [(1, 1), (4, 30), (5, 1), (9, 2), (9, 3)];
    let years = || 2021..2026;
    let spring = years().flat_map(|year| (0..7).filter_map(move |n| day(year, 1, 26).after(n)));
    let off = years().flat_map(|year| fixed.map(|(month, on)| day(year, month, on)));
    let saturdays = years().filter_map(|year| {
        (0..7).filter_map(|n| day(year, 5, 4).after(n)).find(|day| day.is_weekend())
    });
    Calendar::new(1, off.chain(spring).collect(), saturdays.collect())
}

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(year, month, day).expect("the calendar has it")
}
