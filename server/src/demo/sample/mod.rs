//! The demo's invented data: an area, its plan of 2023, and what was declared by one Monday.
//!
//! Everything here is a pure function of nothing: no clock, no randomness, no I/O. Two runs
//! give the same ids and the same figures, so screens can be compared and tests can count.
//! Units, people and figures are invented. The plan's numbers, dates and leads follow a real
//! district's plan of that year; its sentences do not.

pub mod region;

pub mod plan;

pub mod declared;

mod cells;
mod commune_part;
mod office_part;
mod places;
mod results;
#[cfg(test)]
mod tests;
mod ticks;

use sha2::{Digest, Sha256};
use soviec_core::model::{Day, Moment};

/// The year of the plan and of every day in the data.
const YEAR: u16 = 2023;

/// The stated moment of the demo: Monday 12/06/2023, 08:05 in Vietnam.
pub fn stated_moment() -> Moment {
    moment(6, 12, 8, 5)
}

/// A day of the plan's year, as the tables write it.
fn day(month: u32, day: u32) -> Day {
    Day::new(YEAR.into(), month, day).expect("the tables hold days of the calendar only")
}

/// A moment of the plan's year in UTC+7, as the tables write it.
fn moment(month: u32, on: u32, hour: u32, minute: u32) -> Moment {
    day(month, on).at(hour, minute).expect("the tables hold times of a clock only")
}

/// The day `days` before another; a negative number counts forward.
fn days_before(day: Day, days: i64) -> Day {
    day.before(days).expect("a few days from the plan's year are still in the calendar")
}

/// The bytes of an id: the same label of the same kind is always the same thing.
fn id(kind: &str, label: &str) -> [u8; 16] {
    let digest = Sha256::new().chain_update("soviec-demo").chain_update(kind).chain_update(label);
    let mut id = [0; 16];
    id.copy_from_slice(&digest.finalize()[..16]);
    id
}

/// A number below `below` that looks scattered and is always the same for the same label.
fn scatter(label: &str, below: u32) -> u32 {
    let [a, b, c, d, ..] = id("scatter", label);
    u32::from_be_bytes([a, b, c, d]) % below
}
