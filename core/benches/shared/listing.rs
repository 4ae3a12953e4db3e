//! A phone with many books and a history of edits by others, opened to its first list: for the
//! benchmark and for the program of the headline figures.

#![allow(unreachable_pub, clippy::unwrap_used, reason = "this is a measurement")]

use std::sync::Arc;

use soviec_core::change::Change;
use soviec_core::http::Cancel;
use soviec_core::model::{DocumentId, Tick, encode};
use soviec_core::replica::{Place, Replica, Sort, TaskFilter, Window};
use tempfile::TempDir;

use crate::common::relay::{FakeRelay, Said, environment};
use crate::common::*;

pub const VILLAGES: u8 = 30;
pub const TASKS: u32 = 60;
pub const FIRST: Window = Window { offset: 0, limit: 50 };
/// Changes of one document.
pub type Page = (DocumentId, Vec<Change>);

const KEY: [u8; 32] = [5; 32];

pub struct Phone {
    folder: TempDir,
    relay: Arc<FakeRelay>,
}

impl Phone {
    /// A phone that has received so many edits, spread over its books.
    pub fn with_history(folder: TempDir, changes: u32) -> Self {
        Self::receiving(folder, plan_pen(TASKS), histories(changes))
    }

    /// A phone that has received the directory, a plan and pages of its books.
    pub fn receiving(folder: TempDir, plan_pen: Pen, books: Vec<Page>) -> Self {
        let relay = FakeRelay::new(&(0..VILLAGES).collect::<Vec<_>>());
        let phone = Self { folder, relay };
        let replica = phone.open();
        replica.enrol("https://relay.example", "CODE", None, &Cancel::default()).unwrap();
        let mut pages = vec![
            (directory().id(), directory_pen(VILLAGES).changes),
            (plan().id(), plan_pen.changes),
        ];
        pages.extend(books);
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

    pub fn open(&self) -> Replica {
        let (database, no_backup) = (self.folder.path().join("so.db"), self.folder.path().into());
        let place = Place { database, no_backup };
        Replica::open(&place, &KEY, environment(Arc::clone(&self.relay))).unwrap()
    }

    pub fn open_and_list(&self) {
        lists(&self.open(), Sort::Plan);
    }
}

/// The first rows of the list of everything.
pub fn lists(replica: &Replica, sort: Sort) {
    let list = replica.tasks(&TaskFilter::default(), sort, FIRST).unwrap();
    assert_eq!((list.rows.len(), list.total), (50, u32::from(VILLAGES) * TASKS));
}

/// So many edits of the villages' books by another phone, in pages.
pub fn histories(changes: u32) -> Vec<Page> {
    let of = |n| pages(n, history(n, changes / u32::from(VILLAGES)));
    (0..VILLAGES).flat_map(of).collect()
}

/// What a village's pen wrote, in pages.
pub fn pages(n: u8, pen: Pen) -> Vec<Page> {
    pen.changes.chunks(500).map(|page| (book(n).id(), page.to_vec())).collect()
}

/// A village's edits.
pub fn history(n: u8, changes: u32) -> Pen {
    let mut pen = Pen::new(book(n));
    for i in 0..changes {
        let (of, which, round) = (i / 5 % TASKS, (i % 5) as u8, i / (5 * TASKS));
        let done = round.is_multiple_of(2);
        let act = Tick { by: officer(9), on: day(2), done };
        pen.put(vec![(tick_key(of, which), encode(&act))]);
    }
    pen
}
