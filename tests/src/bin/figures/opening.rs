//! From opening the book to its first list, over a short history and a long one.

use std::{path::Path, sync::Arc};

use soviec_core::{
    change::Change,
    http::Cancel,
    model::{DocumentId, Tick, encode},
    replica::{Place, Replica, Sort, TaskFilter, Window},
};
use tempfile::TempDir;

use crate::common::relay::{FakeRelay, Said, environment};
use crate::common::*;
use crate::figure::{Figure, millis, scratch};
use crate::shared::Times;

const VILLAGES: u8 = 30;
const TASKS: u32 = 60;
const SHORT: u32 = 2_000;
const LONG: u32 = 100_000;
const OPENINGS: u32 = 40;
const KEY: [u8; 32] = [5; 32];
const FIRST: Window = Window { offset: 0, limit: 50 };

pub(crate) fn measure(folder: &Path) -> Vec<Figure> {
    let (short, long) = (Phone::with_history(folder, SHORT), Phone::with_history(folder, LONG));
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

struct Phone {
    folder: TempDir,
    relay: Arc<FakeRelay>,
}

impl Phone {
    fn with_history(folder: &Path, changes: u32) -> Self {
        let relay = FakeRelay::new(&(0..VILLAGES).collect::<Vec<_>>());
        let phone = Self { folder: scratch(folder), relay };
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

    fn open_and_list(&self) {
        let list = self.open().tasks(&TaskFilter::default(), Sort::Plan, FIRST).unwrap();
        assert_eq!((list.rows.len(), list.total), (50, u32::from(VILLAGES) * TASKS));
    }
}

/// A village's edits by another phone, in pages.
fn history(n: u8, changes: u32) -> Vec<(DocumentId, Vec<Change>)> {
    let mut pen = Pen::new(book(n));
    for i in 0..changes {
        let (of, which, round) = (i / 5 % TASKS, (i % 5) as u8, i / (5 * TASKS));
        let done = round.is_multiple_of(2);
        let act = Tick { by: officer(9), on: day(2), done };
        pen.put(vec![(tick_key(of, which), encode(&act))]);
    }
    pen.changes.chunks(500).map(|page| (book(n).id(), page.to_vec())).collect()
}
