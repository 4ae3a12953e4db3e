//! What a phone's process holds after it applied many changes, measured in a process of its own.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use soviec_core::model::{Tick, encode};

use crate::common::*;
use crate::figure::{Figure, scratch};

const CHILD: &str = "--measure-memory-in";
const VILLAGES: u8 = 10;
const CHANGES: u32 = 100_000;
const TASKS: u32 = 60;
const PAGE: usize = 500;

/// The folder, when this process is the one that is measured.
pub(crate) fn asked_as_child() -> Option<PathBuf> {
    let mut words = std::env::args().skip(1);
    (words.next()? == CHILD).then(|| words.next().map(PathBuf::from)).flatten()
}

pub(crate) fn measure(folder: &Path) -> Vec<Figure> {
    let folder = scratch(folder);
    let exe = std::env::current_exe().expect("a process knows its program");
    let ran = Command::new(exe).arg(CHILD).arg(folder.path()).output().expect("it starts again");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    eprint!("{}", String::from_utf8_lossy(&ran.stderr));
    let after = said.trim().parse().expect("the child prints a number");
    vec![Figure::at_most("rss_after_100k_applied_mb", after, "MB", 80.0)]
}

/// Applies the changes, page by page as they would come, and prints what is held then. What makes
/// the changes writes one book after the other and forgets it, so that little of it is left.
pub(crate) fn child(folder: &Path) {
    let mut world =
        World::open(&folder.join("memory.db"), 1, &(0..VILLAGES).collect::<Vec<_>>(), TASKS);
    let (mut seq, each) = (log::FIRST, CHANGES / u32::from(VILLAGES));
    for village in 0..VILLAGES {
        let mut pen = Pen::new(book(village));
        for i in 0..each {
            let (of, which, round) = (i / 5 % TASKS, (i % 5) as u8, i / (5 * TASKS));
            let act = Tick { by: officer(9), on: day(2), done: round.is_multiple_of(2) };
            pen.put(vec![(tick_key(of, which), encode(&act))]);
            if pen.changes.len() == PAGE {
                let page = pen.effects(seq);
                seq += page.len() as u64;
                log::carry_out(&mut world, &page);
                pen.changes.clear();
            }
        }
        eprintln!("{} changes applied: {:.1} MB", u32::from(village + 1) * each, resident());
    }
    println!("{:.1}", resident());
}

/// Megabytes that the process holds.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1_024.0
}
