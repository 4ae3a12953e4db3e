//! What stands in the register.

use super::*;
use crate::model::{decode, encode, meaning_of};

const BY: OfficerId = OfficerId([1; 16]);

#[test]
fn before_a_day_ends_on_the_day_before() {
    let thirtieth = day("2023-04-30");
    let before = Deadline::before(BY, thirtieth, "trước ngày 30/4/2023");
    assert_eq!(before.last_day, Some(day("2023-04-29")));
    assert_eq!(Deadline::by_day(BY, thirtieth, "chậm nhất 30/4/2023").last_day, Some(thirtieth));
    assert_eq!(Deadline::ongoing(BY, "thường xuyên").last_day, None);
    let event = Deadline::event(BY, "a) b", "khi có");
    assert_eq!((event.kind, event.normal.as_str()), (DeadlineKind::Event, "EVENT(a b)"));
    assert!(event.normal.parse::<Normal>().is_ok());
}

#[test]
fn a_deadline_says_what_computed_its_last_day() {
    let of =
        |text: &str, settings| Deadline::of(BY, "w", &form(text), settings, &spring()).unwrap();
    let rolled = of("BY 2023-04-30", settings(Reading::Usual, Roll::NextWorking));
    assert_eq!(rolled.last_day, Some(day("2023-05-04")));
    assert_eq!((rolled.reading, rolled.roll), (Some(Reading::Usual), Some(Roll::NextWorking)));
    assert_eq!((rolled.holidays, rolled.rules), (Some(7), Some(RULES)));
    assert_eq!(rolled.settings(), settings(Reading::Usual, Roll::NextWorking));
    let plain = of("BY 2023-04-30", Settings::default());
    assert_eq!(plain.holidays, None, "days off decide nothing");
    assert_eq!(of("EVENT(x) + 3 working days", Settings::default()).holidays, Some(7));
    assert_eq!(decode(&encode(&rolled)), Ok(rolled));
}

/// The act of the first builds: keys 0 and 4 to 7, and nothing else.
#[derive(Encode, Decode)]
#[cbor(map)]
struct First {
    #[n(0)]
    by: OfficerId,
    #[n(4)]
    kind: DeadlineKind,
    #[n(5)]
    wording: String,
    #[n(6)]
    normal: String,
    #[n(7)]
    last_day: Option<Day>,
}

#[test]
fn acts_of_the_first_builds_are_read_and_these_builds_read_ours() {
    let (kind, last_day) = (DeadlineKind::Dated, Some(day("2023-04-29")));
    let (wording, normal) = ("w".to_owned(), "BEFORE 2023-04-30".to_owned());
    let bytes = crate::model::act::to_bytes(&First { by: BY, kind, wording, normal, last_day });
    let read: Deadline = decode(&bytes).unwrap();
    assert_eq!((read.last_day, read.rules, read.holidays), (last_day, None, None));
    assert_eq!(read.settings(), Settings::default());
    assert_eq!(encode(&read), bytes, "nothing is added to it");
    let ours = encode(&Deadline::before(BY, day("2023-04-30"), "w"));
    let first: First = minicbor::decode(&ours[1..]).unwrap();
    assert_eq!((first.last_day, first.normal), (last_day, "BEFORE 2023-04-30".to_owned()));
    assert_ne!(meaning_of(&ours), meaning_of(&bytes));
}

#[test]
fn the_edge_of_the_calendar_is_an_error_and_not_a_panic() {
    let latest = Day::from_epoch_days(95_026_236).unwrap();
    assert_eq!(latest.after(1), None, "the last day of the calendar");
    let earliest = Day::from_epoch_days(-96_465_292).unwrap();
    assert_eq!(earliest.before(1), None, "and its first");
    let weekends = Calendar::weekends();
    let before: Normal = Stage::Before(earliest).into();
    assert_eq!(before.last_days(Settings::default(), &weekends), Err(OutsideCalendar));
    let made = Deadline::of(BY, "w", &before, Settings::default(), &weekends);
    assert_eq!(made, Err(OutsideCalendar));
    assert_eq!(Deadline::before(BY, earliest, "w").last_day, None);
    let every = form("EVERY month BEFORE day 1");
    for reading in READINGS {
        for roll in ROLLS {
            let settings = settings(reading, roll);
            for edge in [latest, earliest] {
                let _ = Normal::from(Stage::By(edge)).last_days(settings, &weekends);
                assert_eq!(every.next_due(edge, settings, &weekends), Err(OutsideCalendar));
                let event = form("EVENT(x) + 999 working days");
                let _ = event.last_day_after(edge, settings, &weekends);
            }
        }
    }
    let event = form("EVENT(x) + 1 days");
    let after = event.last_day_after(latest, Settings::default(), &weekends);
    assert_eq!(after, Err(OutsideCalendar));
}

#[test]
fn holidays_are_an_act_whose_order_does_not_matter() {
    let off = vec![day("2023-05-03"), day("2023-05-01"), day("2023-05-01"), day("2023-05-06")];
    let holidays = Holidays { by: BY, version: 3, off, working: vec![day("2023-05-06")] };
    let read: Holidays = decode(&encode(&holidays)).unwrap();
    let calendar = Calendar::from(&read);
    assert_eq!(calendar.version(), 3);
    assert!(!calendar.is_working(day("2023-05-01")) && calendar.is_working(day("2023-05-02")));
    assert!(!calendar.is_working(day("2023-05-06")), "off and worked at once is off");
    assert_eq!(Calendar::weekends().version(), 0);
}
