//! What a tap of a round costs until it is durable, beside an edit of the same book.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "this is a benchmark")]

#[path = "../tests/common/mod.rs"]
mod common;
mod shared;

use std::path::Path;

use common::{tick as one, *};
use shared::{Times, flush, heading, micros, on_disk_and_in_memory};
use soviec_core::model::EntryId;
use soviec_core::store::{Author, Tap};

const TASKS: u32 = 60;
/// Edits in the book before the first measured one.
const HISTORY: u32 = 2_000;
const MEASURED: u32 = 400;

fn main() {
    println!("Taps and edits of a book of {TASKS} tasks and {HISTORY} edits, side by side.");
    on_disk_and_in_memory(env!("CARGO_TARGET_TMPDIR"), run);
}

fn run(place: &str, folder: &Path) {
    heading(place);
    flush(folder).print("a flush of 4 KiB alone");
    let mut world = World::open(&folder.join("a.db"), 1, &[0], TASKS);
    for n in 0..HISTORY {
        edit(&mut world, n);
    }
    let (mut edits, mut taps) = (Times::default(), Times::default());
    for n in 0..MEASURED {
        edits.add(|| edit(&mut world, HISTORY + n));
        taps.add(|| tap(&mut world, n));
    }
    let (edits, taps) = (edits.sorted(), taps.sorted());
    edits.print("an edit, durable");
    taps.print("a tap, durable");
    println!(
        "ratio: {:.2}; below the edit: {}",
        taps.median().as_secs_f64() / edits.median().as_secs_f64(),
        micros(edits.median().saturating_sub(taps.median()))
    );
}

fn edit(world: &mut World, n: u32) {
    let (of, which, round) = (n / 5 % TASKS, (n % 5) as u8, n / (5 * TASKS));
    world.write(0, &one(of, which, round.is_multiple_of(2))).unwrap();
}

/// Every tenth household is left out, every fiftieth tap is taken back.
fn tap(world: &mut World, n: u32) {
    let author = Author { officer: officer(1), key: &world.key, grant_version: 0, now: noon() };
    let tap = match n {
        n if n % 50 == 49 => Tap::Undo,
        n if n % 10 == 9 => Tap::Excluded(1),
        _ => Tap::Plus,
    };
    world.store.tap(&author, &book(0), item(0, 0).into(), tap, EntryId([9; 16])).unwrap();
}
