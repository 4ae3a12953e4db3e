//! Texts that are no normal form.

use proptest::prelude::*;

use super::*;

#[test]
fn what_is_not_understood_is_named() {
    let wrong = [
        ("", "", Wanted::Form),
        ("by 2023-08-31", "by 2023-08-31", Wanted::Form),
        ("BY", "BY", Wanted::Form),
        ("BY 31/8/2023", "31/8/2023", Wanted::Day),
        ("BY 2023-8-31", "2023-8-31", Wanted::Day),
        ("BEFORE 2023-11-31", "2023-11-31", Wanted::PossibleDay),
        ("FROM 2023-02-30", "2023-02-30", Wanted::PossibleDay),
        ("FROM tomorrow", "tomorrow", Wanted::Start),
        ("INVALID(2023-11-30)", "2023-11-30", Wanted::ImpossibleDay),
        ("BY INVALID(2023-11-30)", "2023-11-30", Wanted::ImpossibleDay),
        ("INVALID()", ")", Wanted::Words),
        ("IN 2023-13", "2023-13", Wanted::Span),
        ("IN 2023-04..2023-03", "2023-04..2023-03", Wanted::Span),
        ("IN 2023-03-01", "2023-03-01", Wanted::Span),
        ("DURING", "DURING", Wanted::Form),
        ("IN 2023 + ADHOC", "ADHOC", Wanted::Ongoing),
        ("IN 2023; IN 2024", "; IN 2024", Wanted::End),
        ("IN 2023; then ONGOING", "ONGOING", Wanted::Form),
        ("IN 2023 +ONGOING", " +ONGOING", Wanted::End),
        ("IN 2023 ", " ", Wanted::End),
        (" IN 2023", " IN 2023", Wanted::Form),
        ("ONGOING 2023", "ONGOING 2023", Wanted::Ongoing),
        ("ONGOING 23+", "ONGOING 23+", Wanted::Ongoing),
        ("ONGOINGS", "S", Wanted::End),
        ("FROM 2023 + ONGOING", "+ ONGOING", Wanted::Ongoing),
        ("EVENT(", "", Wanted::Words),
        ("EVENT( a)", " a)", Wanted::Words),
        ("EVENT(a", "a", Wanted::Words),
        ("EVENT(a) + 0 days", "0 days", Wanted::Count),
        ("EVENT(a) + 010 days", "010 days", Wanted::Count),
        ("EVENT(a) + 1000 days", "1000 days", Wanted::Count),
        ("EVENT(a) + 10 weeks", "10 weeks", Wanted::Count),
        ("EVENT(a) + 99999 days", "99999 days", Wanted::Count),
        ("EVERY day", "day", Wanted::Every),
        ("EVERY month", "month", Wanted::Every),
        ("EVERY month BEFORE day 32", "month BEFORE day 32", Wanted::Every),
        ("EVERY month BEFORE day 05", "month BEFORE day 05", Wanted::Every),
        ("EVERY month BEFORE 06-15", "month BEFORE 06-15", Wanted::Every),
        ("EVERY quarter BEFORE day 15", "quarter BEFORE day 15", Wanted::Every),
        ("EVERY year BEFORE 02-30", "year BEFORE 02-30", Wanted::Every),
        (
            "EVERY year (no day); EVERY month (no day)",
            "year (no day); EVERY month (no day)",
            Wanted::Order,
        ),
        (
            "EVERY month (no day); EVERY month (no day)",
            "month (no day); EVERY month (no day)",
            Wanted::Order,
        ),
        ("PERIODIC", "PERIODIC", Wanted::Form),
        ("ADHOC + ADHOC", " + ADHOC", Wanted::End),
        ("NONE; ONGOING", "; ONGOING", Wanted::End),
    ];
    for (text, part, wanted) in wrong {
        let expected = NormalError { part: part.to_owned(), wanted };
        assert_eq!(text.parse::<Normal>(), Err(expected), "{text}");
    }
    let long = format!("IN {}", "ế".repeat(200)).parse::<Normal>().unwrap_err();
    assert_eq!(long.part.chars().count(), 60);
    assert!(long.to_string().contains("a span is expected"), "{long}");
}

/// Pieces of forms in any order: most of them are wrong, some are right.
const PIECES: [&str; 34] = [
    "BY ",
    "BEFORE ",
    "IN ",
    "DURING ",
    "FROM ",
    "ONGOING",
    "EVENT(",
    "REF(",
    "EVERY ",
    "month",
    "quarter",
    "half-year",
    "year",
    "PERIODIC(unspecified)",
    "ADHOC",
    "INVALID(",
    "NONE",
    ")",
    " + ",
    "; ",
    "; then ",
    "2023-04-30",
    "2023-11-31",
    "2023-Q1",
    "2023",
    "..",
    "+",
    " ",
    " BEFORE day 15",
    " of its last month",
    " BEFORE 06-15",
    " (no day)",
    "10 working days",
    "ế",
];

proptest! {
    #[test]
    fn noise_never_panics_and_what_is_read_is_written_the_same(text in "\\PC{0,80}") {
        if let Ok(normal) = text.parse::<Normal>() {
            prop_assert_eq!(normal.to_string(), text);
        }
    }

    #[test]
    fn pieces_in_any_order_have_one_text(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..8)
    ) {
        let text = pieces.concat();
        if let Ok(normal) = text.parse::<Normal>() {
            prop_assert_eq!(normal.to_string(), text);
        }
    }
}
