//! From opening the book to its first list: it must not grow with the history.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "this is a benchmark")]

#[path = "../tests/common/mod.rs"]
mod common;
mod shared;

use std::sync::Arc;

use common::relay::{FakeRelay, Said, environment};
use common::*;
use shared::{Times, heading};
use soviec_core::change::Change;
use soviec_core::http::Cancel;
use soviec_core::model::{DocumentId, encode};
use soviec_core::replica::{Place, Replica, Sort, TaskFilter, Window};
use tempfile::TempDir;

const VILLAGES: u8 = 30;
const TASKS: u32 = 60;
const SHORT: u32 = 2_000;
const LONG: u32 = 20 * SHORT;
const KEY: [u8; 32] = [5; 32];
const FIRST: Window = Window { offset: 0, limit: 50 };

fn main() {
    let rows = u32::from(VILLAGES) * TASKS;
    println!("{VILLAGES} books of {TASKS} tasks: {rows} rows in the list.");
    for history in [SHORT, LONG] {
        let phone = Phone::with_history(history);
        heading(&format!("{history} changes received"));
        phone.opens().print("open, attach, first 50 of the list");
        let replica = phone.open();
        for (name, sort) in [("plan", Sort::Plan), ("urgency", Sort::Urgency)] {
            let list = Times::of(0..50, |_| phone.lists(&replica, &TaskFilter::default(), sort));
            list.print(&format!("first 50 alone, by {name}"));
        }
        let unit = TaskFilter { unit: Some(village(7)), ..TaskFilter::default() };
        let one = Times::of(0..50, |_| drop(replica.tasks(&unit, Sort::Plan, FIRST).unwrap()));
        one.print("one village's tasks");
    }
}

struct Phone {
    folder: TempDir,
    relay: Arc<FakeRelay>,
}

impl Phone {
    fn with_history(changes: u32) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let relay = FakeRelay::new(&(0..VILLAGES).collect::<Vec<_>>());
        let phone = Self { folder, relay };
        let replica = phone.open();
        replica.enrol("https://relay.example", "CODE", None, &Cancel::default()).unwrap();
        let mut pages = vec![
            (directory().id(), directory_pen(VILLAGES).changes),
            (plan().id(), plan_pen(TASKS).changes),
        ];
        pages.extend((0..VILLAGES).flat_map(|n| history(n, changes / u32::from(VILLAGES))));
        let mut pages = pages.into_iter().peekable();
        phone.relay.says(move |request| {
            let said = Said::nothing(request);
            let Some((document, changes)) = pages.next() else { return said.reply() };
            let more = pages.peek().is_some();
            Said { more, ..said.changes(document, &changes) }.reply()
        });
        replica.sync(&Cancel::default(), &mut |_| Ok(())).unwrap();
        replica.close();
        phone
    }

    fn open(&self) -> Replica {
        let (database, no_backup) = (self.folder.path().join("so.db"), self.folder.path().into());
        let place = Place { database, no_backup };
        Replica::open(&place, &KEY, environment(Arc::clone(&self.relay))).unwrap()
    }

    fn opens(&self) -> Times {
        Times::of(0..30, |_| {
            let replica = self.open();
            self.lists(&replica, &TaskFilter::default(), Sort::Plan);
        })
    }

    fn lists(&self, replica: &Replica, filter: &TaskFilter, sort: Sort) {
        let window = replica.tasks(filter, sort, FIRST).unwrap();
        assert_eq!((window.rows.len(), window.total), (50, u32::from(VILLAGES) * TASKS));
    }
}

/// A village's edits by another phone, in pages.
fn history(n: u8, changes: u32) -> Vec<(DocumentId, Vec<Change>)> {
    let mut pen = Pen::new(book(n));
    for i in 0..changes {
        let (of, which, round) = (i / 5 % TASKS, (i % 5) as u8, i / (5 * TASKS));
        let done = round.is_multiple_of(2);
        let act = soviec_core::model::Tick { by: officer(9), on: day(2), done };
        pen.put(vec![(tick_key(of, which), encode(&act))]);
    }
    pen.changes.chunks(500).map(|page| (book(n).id(), page.to_vec())).collect()
}
