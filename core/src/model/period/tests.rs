//! Periods against the calendar on the wall.

use super::*;

fn all(years: std::ops::RangeInclusive<u16>) -> impl Iterator<Item = Period> {
    years.flat_map(|year| {
        Length::ALL.into_iter().flat_map(move |length| {
            (1..=length.in_year()).filter_map(move |nth| Period::new(year, length, nth))
        })
    })
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

#[test]
fn every_period_has_one_text_and_comes_back_from_it() {
    for one in all(0..=9999) {
        assert_eq!(one.to_string().parse(), Ok(one));
    }
    let texts = ["2023-03", "2023-Q1", "2023-H2", "2023", "0000", "9999-12"];
    for text in texts {
        assert_eq!(period(text).to_string(), text);
        let bytes = minicbor::to_vec(period(text)).unwrap();
        assert_eq!(bytes, minicbor::to_vec(text).unwrap());
        assert_eq!(minicbor::decode::<Period>(&bytes).unwrap(), period(text));
    }
    for text in [
        "",
        "23",
        "2023-",
        "2023-3",
        "2023-00",
        "2023-13",
        "2023-Q0",
        "2023-Q5",
        "2023-H0",
        "2023-H3",
        "2023-Q",
        "2023Q1",
        "2023-q1",
        "+023",
        "2023-Q01",
        "năm 2023",
        "2023-03 ",
        "20230",
        "2023-+3",
    ] {
        assert_eq!(text.parse::<Period>(), Err(PeriodError), "{text}");
        assert!(minicbor::decode::<Period>(&minicbor::to_vec(text).unwrap()).is_err());
    }
}

/// Every day of eight years, leap years among them: which months make a period is written
/// out here, and nothing is computed.
#[test]
fn every_day_lies_in_one_period_of_each_length() {
    let (mut day, end) = (Day::new(2019, 12, 30).unwrap(), Day::new(2028, 1, 2).unwrap());
    while day < end {
        let text = day.to_string();
        let (year, month) = (&text[..4], &text[5..7]);
        let quarter = match month {
            "01" | "02" | "03" => "Q1",
            "04" | "05" | "06" => "Q2",
            "07" | "08" | "09" => "Q3",
            _ => "Q4",
        };
        let half = if matches!(quarter, "Q1" | "Q2") { "H1" } else { "H2" };
        let expected = [
            format!("{year}-{month}"),
            format!("{year}-{quarter}"),
            format!("{year}-{half}"),
            year.to_owned(),
        ];
        for (length, expected) in Length::ALL.into_iter().zip(expected) {
            let found = Period::containing(day, length).unwrap();
            assert_eq!(found.to_string(), expected);
            assert!(found.contains(day));
        }
        day = day.after(1).unwrap();
    }
}

#[test]
fn periods_follow_each_other_without_a_gap() {
    for one in all(2019..=2028).chain(all(0..=1)).chain(all(9998..=9999)) {
        let length = one.length();
        assert_eq!(Period::containing(one.first_day(), length), Some(one));
        assert_eq!(Period::containing(one.last_day(), length), Some(one));
        if let Some(next) = one.next() {
            assert_eq!(one.last_day().after(1), Some(next.first_day()));
            assert_eq!(next.previous(), Some(one));
        } else {
            assert_eq!((one.year(), one.nth()), (9999, length.in_year()));
        }
        let at_start = one.year() == 0 && one.nth() == 1;
        assert_eq!(one.previous().is_none(), at_start);
    }
}

#[test]
fn ends_are_those_of_the_calendar() {
    let ends = [
        ("2023-02", "2023-02-28"),
        ("2024-02", "2024-02-29"),
        ("1900-02", "1900-02-28"),
        ("2000-02", "2000-02-29"),
        ("2023-Q1", "2023-03-31"),
        ("2023-Q2", "2023-06-30"),
        ("2023-Q3", "2023-09-30"),
        ("2023-Q4", "2023-12-31"),
        ("2023-H1", "2023-06-30"),
        ("2023-H2", "2023-12-31"),
        ("2023", "2023-12-31"),
    ];
    for (text, end) in ends {
        assert_eq!(period(text).last_day().to_string(), end, "{text}");
    }
}

#[test]
fn days_beyond_four_digits_have_no_period() {
    for day in [Day::new(10_000, 1, 1), Day::new(-1, 12, 31)] {
        for length in Length::ALL {
            assert_eq!(Period::containing(day.unwrap(), length), None);
        }
    }
    assert_eq!(Period::new(10_000, Length::Year, 1), None);
}
