//! Every kind of deadline and every distinct form that real plans gave, with their last days.

use super::*;
use DeadlineKind as Kind;

/// Reports in every period that there is.
const REPORTS: &str = "EVERY month BEFORE day 15; \
    EVERY quarter BEFORE day 15 of its last month; \
    EVERY half-year BEFORE 06-15; EVERY year BEFORE 12-15";

/// Form, kind and last day, read literally and not moved.
const FORMS: [(&str, Kind, &str); 73] = [
    ("NONE", Kind::None, ""),
    ("BY 2023-08-31", Kind::Dated, "2023-08-31"),
    ("BY 2023-09-15", Kind::Dated, "2023-09-15"),
    ("BY 2023-08-15", Kind::Dated, "2023-08-15"),
    ("BEFORE 2022-12-31", Kind::Dated, "2022-12-30"),
    ("BEFORE 2024-07-15", Kind::Dated, "2024-07-14"),
    ("BEFORE 2023-04-30", Kind::Dated, "2023-04-29"),
    ("BEFORE 2023-03-20", Kind::Dated, "2023-03-19"),
    ("BEFORE 2023-02-20", Kind::Dated, "2023-02-19"),
    ("BEFORE 2023-12-31", Kind::Dated, "2023-12-30"),
    ("BEFORE 2023-03-31 + ONGOING", Kind::Ongoing, "2023-03-30"),
    ("IN 2022-11", Kind::Dated, "2022-11-30"),
    ("IN 2023-02", Kind::Dated, "2023-02-28"),
    ("IN 2023-03", Kind::Dated, "2023-03-31"),
    ("IN 2023-04", Kind::Dated, "2023-04-30"),
    ("IN 2023-06", Kind::Dated, "2023-06-30"),
    ("IN 2023-08", Kind::Dated, "2023-08-31"),
    ("IN 2024-07", Kind::Dated, "2024-07-31"),
    ("IN 2023-03..2023-04", Kind::Dated, "2023-04-30"),
    ("IN 2023-Q1", Kind::Dated, "2023-03-31"),
    ("IN 2023-Q2", Kind::Dated, "2023-06-30"),
    ("IN 2024-Q3", Kind::Dated, "2024-09-30"),
    ("IN 2024-Q4", Kind::Dated, "2024-12-31"),
    ("IN 2023-H1", Kind::Dated, "2023-06-30"),
    ("IN 2023", Kind::Dated, "2023-12-31"),
    ("IN 2023-02 + ONGOING", Kind::Ongoing, "2023-02-28"),
    ("IN 2023-03 + ONGOING", Kind::Ongoing, "2023-03-31"),
    ("IN 2023-Q1 + ONGOING", Kind::Ongoing, "2023-03-31"),
    ("IN 2023-Q1 + ONGOING 2023+", Kind::Ongoing, "2023-03-31"),
    ("IN 2023 + ONGOING", Kind::Ongoing, "2023-12-31"),
    ("IN 2023-02; then IN 2023-Q1", Kind::Dated, "2023-03-31"),
    ("IN 2023-Q2; EVENT(village gets grid power)", Kind::Dated, "2023-06-30"),
    ("IN 2023-Q2; EVENT(guidance of Bộ Giáo dục và Đào tạo)", Kind::Dated, "2023-06-30"),
    ("DURING 2023-02", Kind::Dated, "2023-02-28"),
    ("DURING 2023", Kind::Dated, "2023-12-31"),
    ("DURING 2023 + ONGOING", Kind::Ongoing, ""),
    ("DURING 2023 + ONGOING(school year)", Kind::Ongoing, ""),
    ("FROM 2023-Q1", Kind::Ongoing, ""),
    ("FROM 2023-03", Kind::Ongoing, ""),
    ("FROM 2023", Kind::Ongoing, ""),
    ("FROM 2023-Q1 ONGOING", Kind::Ongoing, ""),
    ("FROM 2023-01 ONGOING", Kind::Ongoing, ""),
    ("FROM 2023-02 ONGOING", Kind::Ongoing, ""),
    ("FROM 2023-03 ONGOING", Kind::Ongoing, ""),
    ("FROM 2023-04-01 ONGOING 2023+", Kind::Ongoing, ""),
    ("ONGOING", Kind::Ongoing, ""),
    ("ONGOING 2023+", Kind::Ongoing, ""),
    ("ONGOING(school year)", Kind::Ongoing, ""),
    ("EVENT(per case: result of the examination)", Kind::Event, ""),
    ("EVENT(difficulty, or indicator at risk of delay)", Kind::Event, ""),
    ("EVENT(guidance from Văn phòng UBND tỉnh)", Kind::Event, ""),
    ("EVENT(review meetings)", Kind::Event, ""),
    ("EVENT(difficulty arises)", Kind::Event, ""),
    ("EVENT(III.6.1 done)", Kind::Event, ""),
    ("EVENT(guidance) + 10 days", Kind::Event, ""),
    ("EVENT(guidance) + 10 working days + ONGOING", Kind::Event, ""),
    ("REF(165/QĐ-UBND)", Kind::None, ""),
    ("REF(direction of UBND tỉnh)", Kind::None, ""),
    ("REF(direction of Văn phòng Chính phủ)", Kind::None, ""),
    ("REF(18/KH-UBND; 49/KH-UBND)", Kind::None, ""),
    ("REF(49/KH-UBND, footnote 1)", Kind::None, ""),
    ("REF(134/KH-UBND 2022-05-16)", Kind::None, ""),
    ("EVERY month BEFORE day 18", Kind::Ongoing, ""),
    ("EVERY month BEFORE day 22", Kind::Ongoing, ""),
    ("EVERY month BEFORE day 25", Kind::Ongoing, ""),
    (REPORTS, Kind::Ongoing, ""),
    (
        "EVERY month BEFORE day 16; EVERY half-year BEFORE 06-16; EVERY year BEFORE 12-16",
        Kind::Ongoing,
        "",
    ),
    ("EVERY month (no day) + ADHOC", Kind::Ongoing, ""),
    ("PERIODIC(unspecified)", Kind::Ongoing, ""),
    ("PERIODIC(unspecified) + ADHOC", Kind::Ongoing, ""),
    ("ADHOC", Kind::Ongoing, ""),
    ("INVALID(2023-11-31)", Kind::None, ""),
    ("BEFORE INVALID(2023-11-31) + ONGOING", Kind::Ongoing, ""),
];

#[test]
fn every_form_of_real_plans_is_read_written_and_computed() {
    for (text, kind, last) in FORMS {
        let normal = form(text);
        assert_eq!(normal.to_string(), text);
        assert_eq!(normal.kind(), kind, "{text}");
        let days = normal.last_days(Settings::default(), &Calendar::weekends()).unwrap();
        assert_eq!(days.last.map_or(String::new(), |day| day.to_string()), last, "{text}");
    }
}

#[test]
fn forms_are_typed_and_not_only_texts() {
    let span = |text: &str| text.parse::<Span>().unwrap();
    let dated = |first, then, ongoing| Normal::Dated(Dated { first, then, ongoing, event: None });
    assert_eq!(form("BY 2023-08-31"), Stage::By(day("2023-08-31")).into());
    assert_eq!(
        form("IN 2023-02; then IN 2023-Q1"),
        dated(Stage::In(span("2023-02")), Some(Stage::In(span("2023-Q1"))), None)
    );
    assert_eq!(
        form("DURING 2023 + ONGOING(school year)"),
        dated(Stage::During(span("2023")), None, Plain::new("school year").map(Ongoing::While))
    );
    assert_eq!(
        form("FROM 2023-04-01 ONGOING 2023+"),
        Normal::From(Start::Day(day("2023-04-01")), Some(Ongoing::Since(2023)))
    );
    let Normal::Every(all, true) = form("EVERY month (no day) + ADHOC") else { panic!() };
    assert_eq!(all.all(), [Every::new(crate::model::Length::Month, Mark::NoDay).unwrap()]);
    let kept: Vec<_> = form("BEFORE INVALID(2023-11-31); then BY INVALID(31/11)")
        .invalid()
        .map(ToString::to_string)
        .collect();
    assert_eq!(kept, ["2023-11-31", "31/11"]);
}

#[test]
fn both_stages_have_their_day() {
    let stages = |text: &str| {
        let days = form(text).last_days(Settings::default(), &Calendar::weekends()).unwrap();
        [days.first, days.last]
    };
    assert_eq!(
        stages("IN 2023-02; then IN 2023-Q1"),
        [Some(day("2023-02-28")), Some(day("2023-03-31"))]
    );
    assert_eq!(
        stages("BEFORE 2023-03-01; then INVALID(2023-06-31)"),
        [Some(day("2023-02-28")), None],
        "nothing is invented for the second"
    );
}

#[test]
fn weekends_and_holidays_move_a_last_day_only_where_a_setting_says_so() {
    let calendar = spring();
    let last = |text: &str, reading, roll| {
        let days = form(text).last_days(settings(reading, roll), &calendar).unwrap();
        days.last.unwrap().to_string()
    };
    // 31 December 2022 is a Saturday: the day before it is worked.
    let year_end = "BEFORE 2022-12-31";
    assert_eq!(last(year_end, Reading::Literal, Roll::NextWorking), "2022-12-30");
    assert_eq!(last(year_end, Reading::Usual, Roll::None), "2022-12-31");
    assert_eq!(last(year_end, Reading::Usual, Roll::NextWorking), "2023-01-02");
    assert_eq!(last(year_end, Reading::Usual, Roll::PreviousWorking), "2022-12-30");
    // 30 April 2023 is a Sunday, and three days off follow it.
    let spring = "BEFORE 2023-04-30";
    assert_eq!(last(spring, Reading::Literal, Roll::None), "2023-04-29");
    assert_eq!(last(spring, Reading::Literal, Roll::NextWorking), "2023-05-04");
    assert_eq!(last(spring, Reading::Literal, Roll::PreviousWorking), "2023-04-28");
    // 6 May 2023 is a Saturday that is worked.
    assert_eq!(last("BY 2023-05-06", Reading::Literal, Roll::NextWorking), "2023-05-06");
    assert_eq!(last("BY 2023-05-07", Reading::Literal, Roll::PreviousWorking), "2023-05-06");
    // 16 December 2023 is a Saturday, 25 August 2024 a Sunday.
    assert_eq!(last("BY 2023-12-16", Reading::Literal, Roll::NextWorking), "2023-12-18");
    assert_eq!(last("BY 2024-08-25", Reading::Literal, Roll::PreviousWorking), "2024-08-23");
}

#[test]
fn an_event_starts_the_count_and_its_own_day_is_not_counted() {
    let calendar = spring();
    let after = |text: &str, on: &str, roll| {
        let settings = settings(Reading::Literal, roll);
        form(text).last_day_after(day(on), settings, &calendar).unwrap().map(|d| d.to_string())
    };
    let some = |text: &str| Some(text.to_owned());
    let ten = "EVENT(guidance) + 10 days";
    assert_eq!(after(ten, "2023-04-20", Roll::None), some("2023-04-30"));
    assert_eq!(after(ten, "2023-04-20", Roll::NextWorking), some("2023-05-04"));
    // Friday; the days off are Monday to Wednesday, the Saturday of that week is worked.
    let three = "EVENT(guidance) + 3 working days";
    assert_eq!(after(three, "2023-04-28", Roll::None), some("2023-05-06"));
    assert_eq!(after("EVENT(guidance)", "2023-04-28", Roll::None), None);
    assert_eq!(
        after("IN 2023-Q2; EVENT(x) + 3 days", "2023-04-28", Roll::None),
        some("2023-06-30")
    );
    assert_eq!(
        after("INVALID(x); EVENT(x) + 3 days", "2023-04-28", Roll::None),
        some("2023-05-01")
    );
    assert_eq!(after("ONGOING", "2023-04-28", Roll::None), None);
}

#[test]
fn what_repeats_has_a_last_day_in_each_period() {
    let all = form(REPORTS);
    let (plain, calendar) = (Settings::default(), Calendar::weekends());
    let in_period = |text: &str| {
        let period = text.parse().unwrap();
        all.last_day_in(period, plain, &calendar).unwrap().map(|day| day.to_string())
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(in_period("2023-03"), some("2023-03-14"));
    assert_eq!(in_period("2023-Q1"), some("2023-03-14"));
    assert_eq!(in_period("2023-Q4"), some("2023-12-14"));
    assert_eq!(in_period("2023-H1"), some("2023-06-14"));
    assert_eq!(in_period("2023-H2"), None, "15 June lies in the first half alone");
    assert_eq!(in_period("2023"), some("2023-12-14"));
    let next = |from: &str| all.next_due(day(from), plain, &calendar).unwrap().unwrap().to_string();
    assert_eq!(next("2023-03-14"), "2023-03-14");
    assert_eq!(next("2023-03-15"), "2023-04-14");
    let last = form("EVERY month BEFORE day 31");
    let missing = last.last_day_in("2023-04".parse().unwrap(), plain, &calendar);
    assert_eq!(missing, Ok(None), "April has no such day, and none is invented");
    let next = last.next_due(day("2023-03-31"), plain, &calendar).unwrap();
    assert_eq!(next, Some(day("2023-05-30")));
    let leap = form("EVERY half-year BEFORE 02-29");
    let next = leap.next_due(day("1896-02-29"), plain, &calendar).unwrap();
    assert_eq!(next, Some(day("1904-02-28")));
    for text in ["EVERY month (no day)", "ONGOING", "IN 2023"] {
        assert_eq!(form(text).next_due(day("2023-01-01"), plain, &calendar), Ok(None));
        assert_eq!(form(text).last_day_in("2023-01".parse().unwrap(), plain, &calendar), Ok(None));
    }
}
