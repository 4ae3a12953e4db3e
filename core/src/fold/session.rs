//! A session of counting in words, the same on the phone and at the office.

use crate::model::Session;

/// The words, one line each: name = words.
const WORDS: &str = include_str!("../../messages/counts-vi.txt");

/// What a session says: "27 xong, 3 đi vắng".
pub fn session_words(session: &Session) -> String {
    let mut parts = vec![word("counted").replace("{n}", &grouped(session.counted))];
    let left_out = session.excluded.iter().filter(|(_, many)| **many > 0);
    parts.extend(left_out.map(|(code, many)| {
        let one = word("left_out").replace("{n}", &grouped(*many));
        one.replace("{reason}", reason_words(*code))
    }));
    parts.join(", ")
}

/// The words of a reason; one of a newer app is "another reason".
pub fn reason_words(code: u16) -> &'static str {
    match word(&format!("reason_{code}")) {
        "" => word("reason_6"),
        words => words,
    }
}

/// A tap, for the button that takes it back: the how-manieth household it was, and how it went.
/// None for the reason: it was done.
pub fn tap_words(household: u64, reason: Option<u16>) -> String {
    let what = reason.map_or(word("tap_done"), reason_words);
    word("tap").replace("{n}", &grouped(household)).replace("{what}", what)
}

/// A tap that took one away.
pub fn less_words() -> &'static str {
    word("tap_less")
}

fn word(name: &str) -> &'static str {
    let mut lines = WORDS.lines().filter_map(|line| line.split_once(" = "));
    lines.find_map(|(found, text)| (found == name).then_some(text)).unwrap_or_default()
}

/// Thousands are set off by points.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::model::{Day, Moment, OfficerId, REASONS};

    #[test]
    fn a_session_is_said_with_its_reasons() {
        let (by, on) = (OfficerId([1; 16]), Day::new(2023, 6, 2).expect("the day exists"));
        let excluded = BTreeMap::from([(1, 3), (3, 0), (900, 2)]);
        let (counted, began, ended) = (1_027, None, Moment(0));
        let session = Session { by, on, excluded, counted, began, ended };
        assert_eq!(session_words(&session), "1.027 xong, 3 đi vắng, 2 lý do khác");
        let none = Session { counted: 0, excluded: BTreeMap::new(), ..session };
        assert_eq!(session_words(&none), "0 xong");
    }

    #[test]
    fn a_tap_is_named_by_its_household() {
        assert_eq!(tap_words(27, None), "hộ 27, xong");
        assert_eq!(tap_words(28, Some(1)), "hộ 28, đi vắng");
        assert_eq!(less_words(), "bớt 1 hộ xong");
    }

    #[test]
    fn every_reason_has_words_of_its_own() {
        let words: BTreeSet<_> = REASONS.into_iter().map(reason_words).collect();
        assert_eq!(words.len(), REASONS.len());
        assert!(words.iter().all(|words| !words.is_empty()));
    }
}
