//! What calls of the door cost in Rust, for whoever measures the same calls in Kotlin or Swift.
//!
//! ```text
//! calls FOLDER KEY
//! ```
//!
//! `FOLDER` holds an enrolled phone (`book.db` and `no-backup`), `KEY` is its database's key in 64
//! hexadecimal digits. Prints lines of name, value and unit: of every call the median, and as
//! `…_low` what nine of ten calls exceed, which other work of the machine hardly touches.

use std::{error::Error, path::Path, time::Instant};

use soviec_core::{
    model::{DocumentId, ItemId},
    replica::{Environment, Place, Replica, Sort, TaskFilter, Window},
};

/// Calls before anything is measured, and calls that are.
const WARM: usize = 100;
const LISTS: usize = 1_000;
const TICKS: usize = 200;

const FIRST: Window = Window { offset: 0, limit: 100 };

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, key] = words.as_slice() else { return Err("calls FOLDER KEY".into()) };
    let begun = Instant::now();
    let replica = open(Path::new(folder), &bytes(key)?)?;
    list(&replica)?;
    say("first_list", micros(begun));
    let mut lists = Vec::new();
    for round in 0..WARM + LISTS {
        let begun = Instant::now();
        list(&replica)?;
        lists.extend((round >= WARM).then(|| micros(begun)));
    }
    report("list_100", lists);
    report("tick", ticks(&replica)?);
    Ok(())
}

fn open(folder: &Path, key: &[u8; 32]) -> Result<Replica, Box<dyn Error>> {
    let place = Place { database: folder.join("book.db"), no_backup: folder.join("no-backup") };
    Ok(Replica::open(&place, key, Environment::system()?)?)
}

fn list(replica: &Replica) -> Result<usize, Box<dyn Error>> {
    Ok(replica.tasks(&TaskFilter::default(), Sort::Plan, FIRST)?.rows.len())
}

/// Ticks one item after the other; in the next round takes the ticks back.
fn ticks(replica: &Replica) -> Result<Vec<f64>, Box<dyn Error>> {
    let me = *replica.who_am_i()?.officers.first().ok_or("the phone has no officer")?;
    let items = items(replica)?;
    let mut taken = Vec::new();
    for at in 0..2 * TICKS {
        let (book, item) = items[at % items.len()];
        let done = (at / items.len()).is_multiple_of(2);
        let begun = Instant::now();
        replica.tick(me, book, item, done, None)?;
        // The first half lets the book get warm.
        taken.extend((at >= TICKS).then(|| micros(begun)));
    }
    Ok(taken)
}

/// The first item of every task of the first window.
fn items(replica: &Replica) -> Result<Vec<(DocumentId, ItemId)>, Box<dyn Error>> {
    let rows = replica.tasks(&TaskFilter::default(), Sort::Plan, FIRST)?.rows;
    let mut items = Vec::new();
    for row in rows {
        let task = replica.task(row.book, row.task)?;
        items.extend(task.items.first().map(|item| (row.book, item.row.item)));
    }
    if items.is_empty() { Err("no task has a checklist".into()) } else { Ok(items) }
}

fn bytes(hex: &str) -> Result<[u8; 32], Box<dyn Error>> {
    let digits = |at: usize| hex.get(2 * at..2 * at + 2).ok_or("a key has 64 digits");
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits(at)?, 16)?;
    }
    Ok(key)
}

fn micros(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e6
}

fn report(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |place: usize| times.get(place).copied().unwrap_or(f64::NAN);
    say(name, at(times.len() / 2));
    say(&format!("{name}_low"), at(times.len() / 10));
}

#[allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn say(name: &str, micros: f64) {
    println!("{name} {micros:.1} us");
}
