//! What it costs to take changes of others into registers and screen rows.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "this is a benchmark")]

#[path = "../tests/common/mod.rs"]
mod common;
mod shared;

use common::*;
use shared::{Times, heading, micros};
use soviec_core::model::{Tick, encode};
use soviec_core::sync::Effect;

const TASKS: u32 = 60;
const HISTORY: u32 = 2_000;
const SINGLE: u32 = 200;
const PAGE: u32 = 5_000;

fn main() {
    println!("A book of {TASKS} tasks and {HISTORY} changes.");
    let effects = changes(HISTORY + 2 * SINGLE + PAGE);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut world = World::open(&folder.path().join("a.db"), 1, &[0], TASKS);
    let (history, rest) = effects.split_at(HISTORY as usize);
    log::carry_out(&mut world, history);

    let (unloaded, rest) = rest.split_at(SINGLE as usize);
    let (loaded, page) = rest.split_at(SINGLE as usize);
    heading("one change, one transaction");
    one_by_one(&mut world, unloaded).print("the document is not loaded");
    // An own edit loads the document.
    world.write(0, &declare(0, soviec_core::model::Declared::Done)).unwrap();
    one_by_one(&mut world, loaded).print("the document is loaded");
    heading("many changes, one transaction");
    let all = Times::of([page], |page| drop(log::carry_out(&mut world, page)));
    all.print(&format!("{PAGE} changes"));
    println!("{:<44} {:>9}", "each of them", micros(all.median() / PAGE));
}

fn one_by_one(world: &mut World, effects: &[Effect]) -> Times {
    Times::of(effects.chunks(1), |one| drop(log::carry_out(world, one)))
}

/// Ticks of another phone, each over what it knew.
fn changes(count: u32) -> Vec<Effect> {
    let mut pen = Pen::new(book(0));
    for i in 0..count {
        let (of, which, round) = (i / 5 % TASKS, (i % 5) as u8, i / (5 * TASKS));
        let act = Tick { by: officer(9), on: day(2), done: round.is_multiple_of(2) };
        pen.put(vec![(tick_key(of, which), encode(&act))]);
    }
    pen.effects(log::FIRST)
}
