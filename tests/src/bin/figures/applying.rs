//! What it costs a phone to take changes of others.

use std::{path::Path, time::Instant};

use soviec_core::{
    admission::{History, Verdict, judge},
    change::{Change, Limits, genesis},
    model::{Declared, RegisterKey, StatusAct, Tick, encode},
    protocol::SCHEMA,
    sync::Effect,
};

use crate::common::*;
use crate::figure::{Figure, in_memory, micros, millis, scratch};
use crate::shared::Times;
use soviec_tests::vfs::Disk;

const TASKS: u32 = 60;
const OFFICERS: u8 = 10;
const EDITS: u32 = 500;
/// Changes of one page, about what a relay puts into one.
const PAGE: usize = 500;

/// Ten officers, each with 500 edits that he made offline, meet in one village's book.
pub(crate) fn merge(folder: &Path) -> Vec<Figure> {
    let folder = scratch(folder);
    let changes = by_many();
    let mut world = World::open(&folder.path().join("merge.db"), 1, &[0], TASKS);
    let pages = effects(&changes);
    let all = Times::of([()], |()| {
        pages.chunks(PAGE).for_each(|page| drop(log::carry_out(&mut world, page)));
    });
    assert!(world.agrees(0), "tables and document say the same");
    let (all, admission) = (millis(all.median()), millis(judged(&changes)));
    let commits = pages.len().div_ceil(PAGE);
    let commit = in_memory().map(|memory| {
        let mut there = World::open(&memory.path().join("merge.db"), 1, &[0], TASKS);
        let began = Instant::now();
        pages.chunks(PAGE).for_each(|page| drop(log::carry_out(&mut there, page)));
        (all - millis(began.elapsed())).max(0.0)
    });
    let commit = commit.unwrap_or_default();
    eprintln!(
        "merge of {} edits: admission {admission:.0} ms, operations, rows and snapshots {:.0} ms, \
         flushes of {commits} commits {commit:.0} ms",
        changes.len(),
        all - admission - commit
    );
    vec![Figure::at_most("merge_5000_edits_ms", all, "ms", 700.0)]
}

fn judged(changes: &[Change]) -> std::time::Duration {
    let bytes: Vec<_> = changes.iter().map(|change| change.bytes().to_vec()).collect();
    let (name, limits) = (book(0), Limits::default());
    let mut history = History::new(&genesis(name.id(), SCHEMA));
    let began = Instant::now();
    for bytes in &bytes {
        let change = Change::parse(bytes, &limits).unwrap();
        let verdict = judge(&change, name.id(), name.kind, &history, &limits);
        assert!(matches!(verdict, Verdict::Admit(_)));
        history.add(&change);
    }
    began.elapsed()
}

fn by_many() -> Vec<Change> {
    let mut all = Vec::new();
    for n in 0..OFFICERS {
        let mut pen = Pen::of(book(0), 150 + n);
        for i in 0..EDITS {
            let i = i + u32::from(n) * 7;
            let (of, which, round) = (i / 6 % TASKS, (i % 6) as u8, i / (6 * TASKS));
            pen.put(vec![edit(n, of, which, round)]);
        }
        all.extend(pen.changes);
    }
    all
}

fn edit(n: u8, of: u32, which: u8, round: u32) -> (RegisterKey, Vec<u8>) {
    let (by, on) = (officer(10 + n), day(2));
    match which {
        5 => {
            let status = Declared::ALL[(round as usize + usize::from(n)) % 5];
            (status_key(of), encode(&StatusAct { by, on, status, result: None }))
        }
        which => {
            let done = (round + u32::from(n)).is_multiple_of(2);
            (tick_key(of, which), encode(&Tick { by, on, done }))
        }
    }
}

fn effects(changes: &[Change]) -> Vec<Effect> {
    let effect = |(at, change): (usize, &Change)| Effect::Change {
        seq: log::FIRST + at as u64,
        document: book(0).id(),
        change: change.hash,
        bytes: Some(change.bytes().to_vec()),
        own: false,
    };
    changes.iter().enumerate().map(effect).collect()
}

/// One change, to screen rows, its document not loaded. The database lies on the disk in memory of
/// the fault tests, which knows how long the commit wrote: that part is left out.
pub(crate) fn one(folder: &Path) -> Vec<Figure> {
    let folder = scratch(folder);
    let disk = Disk::at(folder.path());
    let mut world = World::open(&folder.path().join("one.db"), 1, &[0], TASKS);
    let mut pen = Pen::new(book(0));
    for i in 0..2_400 {
        pen.put(vec![edit(1, i / 5 % TASKS, (i % 5) as u8, i / (5 * TASKS))]);
    }
    let effects = pen.effects(log::FIRST);
    let (history, single) = effects.split_at(2_000);
    history.chunks(PAGE).for_each(|page| drop(log::carry_out(&mut world, page)));
    let (mut applied, mut commits) = (Times::default(), Times::default());
    for one in single.chunks(1) {
        disk.watch_writing();
        let began = Instant::now();
        drop(log::carry_out(&mut world, one));
        let (whole, commit) = (began.elapsed(), disk.writing());
        // Every 200th page is followed by a compaction, which writes too.
        applied.take(whole.saturating_sub(commit));
        commits.take(commit);
    }
    let (applied, commit) = (micros(applied.sorted().median()), micros(commits.sorted().median()));
    eprintln!("one change: {applied:.0} µs, and {commit:.0} µs of a commit without its flush");
    vec![Figure::at_most("apply_one_change_us", applied, "µs", 200.0)]
}
