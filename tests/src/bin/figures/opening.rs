//! From opening the book to its first list, over a short history and a long one.

use std::path::Path;

use crate::figure::{Figure, millis, scratch};
use crate::listing::Phone;
use crate::shared::Times;

const SHORT: u32 = 2_000;
const LONG: u32 = 100_000;
const OPENINGS: u32 = 40;

pub(crate) fn measure(folder: &Path) -> Vec<Figure> {
    let [short, long] = [SHORT, LONG].map(|edits| Phone::with_history(scratch(folder), edits));
    let (mut first, mut second) = (Times::default(), Times::default());
    // Side by side, so that whatever else the machine does falls on both.
    for _ in 0..OPENINGS {
        first.add(|| short.open_and_list());
        second.add(|| long.open_and_list());
    }
    let (first, second) = (millis(first.sorted().median()), millis(second.sorted().median()));
    eprintln!(
        "opening to the first list: {first:.2} ms over {SHORT} edits, {second:.2} ms over {LONG}"
    );
    vec![
        Figure::at_most("open_to_first_list_ms", first.max(second), "ms", 50.0),
        Figure::at_most("open_history_ratio", second / first, "", 1.2),
    ]
}
