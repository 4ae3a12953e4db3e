//! From opening the book to its first list: it must not grow with the history.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "this is a benchmark")]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "shared/listing.rs"]
mod listing;
mod shared;

use common::village;
use listing::{FIRST, Phone, TASKS, VILLAGES, lists};
use shared::{Times, heading};
use soviec_core::replica::{Sort, TaskFilter};

const SHORT: u32 = 2_000;
const LONG: u32 = 20 * SHORT;

fn main() {
    let rows = u32::from(VILLAGES) * TASKS;
    println!("{VILLAGES} books of {TASKS} tasks: {rows} rows in the list.");
    for history in [SHORT, LONG] {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let phone = Phone::with_history(folder, history);
        heading(&format!("{history} changes received"));
        Times::of(0..30, |_| phone.open_and_list()).print("open, attach, first 50 of the list");
        let replica = phone.open();
        for (name, sort) in [("plan", Sort::Plan), ("urgency", Sort::Urgency)] {
            let list = Times::of(0..50, |_| lists(&replica, sort));
            list.print(&format!("first 50 alone, by {name}"));
        }
        let unit = TaskFilter { unit: Some(village(7)), ..TaskFilter::default() };
        let one = Times::of(0..50, |_| drop(replica.tasks(&unit, Sort::Plan, FIRST).unwrap()));
        one.print("one village's tasks");
    }
}
