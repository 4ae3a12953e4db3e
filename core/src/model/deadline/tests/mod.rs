//! Deadlines as plans give them, and against slow and obvious computations.

mod acts;
mod forms;
mod slow;
mod wrong;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn form(text: &str) -> Normal {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The days off of 2023 around 30 April and 1 May, with one Saturday that is worked for them.
fn spring() -> Calendar {
    let off = ["2023-05-01", "2023-05-02", "2023-05-03"].map(day).to_vec();
    Calendar::new(7, off, vec![day("2023-05-06")])
}

const READINGS: [Reading; 2] = [Reading::Literal, Reading::Usual];
const ROLLS: [Roll; 3] = [Roll::None, Roll::NextWorking, Roll::PreviousWorking];

fn settings(reading: Reading, roll: Roll) -> Settings {
    Settings { reading, roll }
}
