//! Vietnamese order of words, people and units.

use std::cmp::Ordering;

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;

use super::fold::placed;

/// The words for kinds of units that stand before a name (*Xã Bình An* is sorted under B). A longer
/// one stands before the one that it begins with. Lower case, tones as [`placed`] puts them.
const KINDS: [&str; 25] = [
    "thành phố",
    "thị trấn",
    "thị xã",
    "tổ dân phố",
    "tổ công tác",
    "khu dân cư",
    "khu phố",
    "đặc khu",
    "công an",
    "tỉnh",
    "quận",
    "huyện",
    "phường",
    "xã",
    "thôn",
    "xóm",
    "làng",
    "bản",
    "buôn",
    "ấp",
    "khóm",
    "khối",
    "khu",
    "tổ",
    "phum",
];

fn collator() -> CollatorBorrowed<'static> {
    let preferences = (&locale!("vi-u-kn")).into();
    Collator::try_new(preferences, CollatorOptions::default())
        .expect("the Vietnamese rules are compiled in")
}

/// Vietnamese order: a ă â, d đ, e ê, o ô ơ, u ư; tones after letters; numbers by value.
pub fn compare(a: &str, b: &str) -> Ordering {
    thread_local!(static RULES: CollatorBorrowed<'static> = collator());
    RULES.with(|rules| rules.compare(a, b))
}

/// The order of people: by given name, which is the last word, then by family name, then by what
/// stands between. A name of one word is a given name.
pub fn by_given_name(a: &str, b: &str) -> Ordering {
    let ([last, first, middle], [other_last, other_first, other_middle]) = (parts(a), parts(b));
    compare(&last, &other_last)
        .then_with(|| compare(&first, &other_first))
        .then_with(|| compare(&middle, &other_middle))
}

/// Given name, family name, and what stands between.
fn parts(name: &str) -> [String; 3] {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        [] => Default::default(),
        [given] => [(*given).to_owned(), String::new(), String::new()],
        [family, middle @ .., given] => {
            [(*given).to_owned(), (*family).to_owned(), middle.join(" ")]
        }
    }
}

/// The order of units of one kind: by name without the kind's word, numbers by value, so that
/// *Tổ dân phố 2* stands before *Tổ dân phố 10* and *Xã An Hòa* beside *Phường An Hòa*.
pub fn by_unit_name(a: &str, b: &str) -> Ordering {
    compare(&own_name(a), &own_name(b)).then_with(|| compare(a, b))
}

/// The name without the words for kinds before it (*Công an xã Bình An*), unless nothing is left.
fn own_name(name: &str) -> String {
    let blanks = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = blanks.as_str();
    while let Some(shorter) = without_kind(rest) {
        rest = shorter;
    }
    rest.to_owned()
}

fn without_kind(name: &str) -> Option<&str> {
    KINDS.iter().find_map(|kind| {
        let blanks = kind.matches(' ').count();
        let (end, _) = name.match_indices(' ').nth(blanks)?;
        let (word, rest) = name.split_at_checked(end)?;
        (placed(word) == *kind).then(|| rest.trim_start()).filter(|rest| !rest.is_empty())
    })
}
