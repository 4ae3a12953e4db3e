//! Search over tasks, items and notes: it finds what a plain reading of every text finds, follows
//! every edit in its transaction, and takes any text there is.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::BTreeMap;

use common::*;
use proptest::prelude::*;
use rusqlite::Connection;
use soviec_core::admission::puts;
use soviec_core::model::*;
use soviec_core::store::tables::{self, Hit, HitKind, Scope, Touched, Window};

const ALL: Window = Window { offset: 0, limit: 10_000 };
const TASKS: u32 = 4;
const BOOKS: u8 = 2;

/// The tables alone, as an office has them.
struct Tables {
    db: Connection,
    pens: BTreeMap<DocumentId, Pen>,
}

impl Tables {
    fn new() -> Self {
        let db = Connection::open_in_memory().unwrap();
        tables::create(&db).unwrap();
        tables::install_status(&db).unwrap();
        let mut tables = Self { db, pens: BTreeMap::new() };
        let mut touched = Touched::default();
        for n in 0..BOOKS {
            tables::add_book(&tables.db, book(n).id(), village(n), YEAR, &mut touched).unwrap();
        }
        for (name, pen) in [(directory(), directory_pen(BOOKS)), (plan(), plan_pen(TASKS))] {
            tables.fold(&name, &pen, 0, &mut touched);
            tables.pens.insert(name.id(), pen);
        }
        tables::settle(&tables.db, &touched).unwrap();
        tables
    }

    fn fold(&self, name: &DocumentName, pen: &Pen, from: usize, touched: &mut Touched) {
        for change in &pen.changes[from..] {
            let puts = puts(change, name.id(), name.kind).unwrap();
            tables::fold_change(&self.db, name, change, &puts, touched).unwrap();
        }
    }

    fn put(&mut self, name: DocumentName, key: RegisterKey, act: Vec<u8>) {
        let mut pen = self.pens.remove(&name.id()).unwrap_or_else(|| Pen::new(name));
        let (from, mut touched) = (pen.changes.len(), Touched::default());
        pen.put(vec![(key, act)]);
        self.fold(&name, &pen, from, &mut touched);
        tables::settle(&self.db, &touched).unwrap();
        self.pens.insert(name.id(), pen);
    }

    fn say(&mut self, what: What, text: &str) {
        let (name, key, act) = what.act(text);
        self.put(name, key, act);
    }

    fn search(&self, query: &str, scope: Scope, window: Window) -> Vec<Hit> {
        tables::search(&self.db, &Query::parse(query).unwrap(), scope, window).unwrap()
    }

    fn found(&self, query: &str) -> Vec<(Rank, HitKind, TaskId, String)> {
        let of = |hit: Hit| (hit.rank, hit.kind, hit.task, hit.text);
        self.search(query, Scope::All, ALL).into_iter().map(of).collect()
    }
}

/// A text that somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Task(u32),
    Item(u32, u8),
    Own(u8, u32),
    Note(u8, u32, u8),
}

impl What {
    fn act(self, text: &str) -> (DocumentName, RegisterKey, Vec<u8>) {
        let (by, title) = (CLERK, text.to_owned());
        match self {
            Self::Task(n) => {
                let (group, number) = (GroupId([6; 16]), format!("1.{n}"));
                let act = encode(&TaskEntry { by, group, number, title, order: n });
                (plan(), RegisterKey::new(task(n), "task"), act)
            }
            Self::Item(n, i) => {
                let (order, to) = (u32::from(i), vec![Selector::Kind(UnitKind::Village)]);
                let act = encode(&ItemEntry { by, task: task(n), title, order, to });
                (plan(), RegisterKey::new(item(n, i), "item"), act)
            }
            Self::Own(of, n) => {
                let act = encode(&LocalTask { by, on: day(3), title, last_day: None });
                (book(of), RegisterKey::new(task(100 + n), "local"), act)
            }
            Self::Note(of, n, entry) => {
                let act = encode(&Note { by, on: day(4), text: title });
                let key = RegisterKey::entry(task(n), "note", EntryId([entry; 16]));
                (book(of), key, act)
            }
        }
    }

    /// Where a hit of it stands among those of one rank: tasks, items, and notes from the latest.
    fn place(self) -> (u8, u8) {
        match self {
            Self::Task(_) | Self::Own(..) => (0, 0),
            Self::Item(..) => (1, 0),
            Self::Note(_, _, entry) => (2, 255 - entry),
        }
    }
}

#[test]
fn words_without_marks_find_a_task_an_item_and_a_note_and_marks_come_first() {
    let mut tables = Tables::new();
    tables.say(What::Task(1), "Triển khai Đề án mẫu");
    tables.say(What::Item(2, 3), "Phổ biến đề án");
    tables.say(What::Note(1, 0, 9), "Đã dán tờ rơi về đề án ở nhà văn hóa");
    tables.say(What::Own(0, 1), "Lập để án phí");
    let found = tables.found("de an");
    let kinds: Vec<_> = found.iter().map(|(_, kind, task, _)| (kind.clone(), *task)).collect();
    let note = (HitKind::Note(EntryId([9; 16])), task(0));
    let item = (HitKind::Item(item(2, 3)), task(2));
    assert_eq!(kinds, [(HitKind::Task, task(1)), (HitKind::Task, task(101)), item, note]);
    assert!(found.iter().all(|(rank, ..)| *rank == Rank::Folded));
    let ranks: Vec<_> = tables.found("Đề án").into_iter().map(|(rank, ..)| rank).collect();
    assert_eq!(ranks, [Rank::Exact, Rank::Exact, Rank::Exact, Rank::Folded]);
    assert_eq!(tables.found("an phi").len(), 1);
    let numbered: Vec<_> = tables.found("1.1").into_iter().map(|(_, _, task, _)| task).collect();
    assert_eq!(numbered, [task(1)], "a task is found by its number");
}

#[test]
fn a_hit_names_its_task_its_book_and_where_the_words_stand() {
    let mut tables = Tables::new();
    tables.say(What::Item(2, 3), "Phổ biến Đề án");
    tables.say(What::Note(1, 2, 9), "Hỏi lại đề án");
    let hits = tables.search("de an", Scope::All, ALL);
    let (item, note) = (&hits[0], &hits[1]);
    assert_eq!((item.number.as_str(), item.title.as_str()), ("1.2", "Nhiệm vụ thứ 2"));
    assert_eq!((item.unit, item.elsewhere), (village(0), true));
    assert_eq!((note.book, note.unit, note.elsewhere), (book(1).id(), village(1), false));
    let marked: Vec<&str> = item.ranges.iter().map(|range| &item.text[range.clone()]).collect();
    assert_eq!(marked, ["Đề", "án"]);
    let of = |n| tables.search("de an", Scope::Unit(village(n)), ALL);
    assert_eq!((of(0).len(), of(1).len()), (1, 2));
    assert_eq!((of(1)[0].book, of(1)[0].elsewhere), (book(1).id(), false));
}

#[test]
fn the_index_follows_every_edit_and_comes_back_after_all_is_folded_again() {
    let mut tables = Tables::new();
    tables.say(What::Note(0, 0, 9), "Hẹn họp tổ");
    assert_eq!(tables.found("hen hop").len(), 1);
    tables.say(What::Note(0, 0, 9), "Đã họp xong");
    assert_eq!((tables.found("hen").len(), tables.found("da hop").len()), (0, 1));
    tables::remove_book(&tables.db, book(0).id()).unwrap();
    assert_eq!(tables.found("da hop").len(), 0, "the book is not shown");
    let mut touched = Touched::default();
    tables::add_book(&tables.db, book(0).id(), village(0), YEAR, &mut touched).unwrap();
    tables::settle(&tables.db, &touched).unwrap();
    assert_eq!(tables.found("da hop").len(), 1);
    let before = tables.found("nhiem vu");
    tables::clear(&tables.db).unwrap();
    assert_eq!(tables.found("nhiem vu").len(), 0);
    for n in 0..BOOKS {
        tables::add_book(&tables.db, book(n).id(), village(n), YEAR, &mut touched).unwrap();
    }
    for name in [directory(), plan(), book(0)] {
        tables.fold(&name, &tables.pens[&name.id()], 0, &mut touched);
    }
    tables::settle(&tables.db, &touched).unwrap();
    assert_eq!(tables.found("nhiem vu"), before);
    assert_eq!(tables.found("da hop").len(), 1);
}

#[test]
fn a_note_of_the_same_id_at_another_task_is_another_note() {
    let mut tables = Tables::new();
    tables.say(What::Note(0, 0, 9), "Hẹn họp tổ");
    tables.say(What::Note(0, 1, 9), "Hẹn họp xóm");
    assert_eq!(tables.found("hen hop").len(), 2);
}

#[test]
fn a_query_may_have_as_many_words_as_fit() {
    let mut tables = Tables::new();
    let words: Vec<String> = ('a'..='z').chain('0'..='9').map(String::from).collect();
    tables.say(What::Task(0), &words.join(" "));
    assert_eq!(tables.found(&words.join(" ")).len(), 1);
    assert_eq!(tables.found(&"hòa ".repeat(33)).len(), 0);
}

#[test]
fn a_phone_finds_its_own_note_before_and_after_it_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("so.db");
    let look = |world: &World| {
        let query = Query::parse("de an").unwrap();
        tables::search(&world.reader, &query, Scope::All, ALL).unwrap().len()
    };
    let mut world = World::open(&path, 1, &[0], TASKS);
    world.write(0, &note_edit(1, 7, "Đề án đã phổ biến")).unwrap();
    assert_eq!(look(&world), 1);
    drop(world);
    assert_eq!(look(&World::bare(&path, 1, &[0], vec![officer(1)])), 1);
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        (0..TASKS).prop_map(What::Task),
        (0..TASKS, 0..ITEMS).prop_map(|(n, i)| What::Item(n, i)),
        (0..BOOKS, 0..TASKS).prop_map(|(of, n)| What::Own(of, n)),
        // Each note has an id of its own: of two that begin alike the order is not known.
        (0..BOOKS, 0..TASKS, 0..5u8).prop_map(|(of, n, e)| What::Note(
            of,
            n,
            e + 5 * (n as u8 + TASKS as u8 * of)
        )),
    ]
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "đề", "Đề", "đê", "de", "án", "an", "anh", "hoà", "hòa", "hóa", "hoàn", "thuỷ", "thủy",
        "5b",
    ]);
    prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn it_finds_what_a_plain_reading_of_every_text_finds(
        said in prop::collection::vec((what(), words()), 1..20),
        query in words(),
    ) {
        let mut tables = Tables::new();
        let mut texts: BTreeMap<What, String> = BTreeMap::new();
        for (what, text) in &said {
            if texts.insert(*what, text.clone()).as_ref() != Some(text) {
                tables.say(*what, text);
            }
        }
        let wanted = Query::parse(&query).unwrap();
        let found = |(what, text): (&What, &String)| {
            Some((wanted.matches(text)?.rank, what.place(), text.clone()))
        };
        let mut plain: Vec<_> = texts.iter().filter_map(found).collect();
        plain.sort();
        let hits = tables.search(&query, Scope::All, ALL);
        let place = |hit: &Hit| match hit.kind {
            HitKind::Task => (0, 0),
            HitKind::Item(_) => (1, 0),
            HitKind::Note(entry) => (2, 255 - entry.0[0]),
        };
        let told = |hit: &Hit| (hit.rank, place(hit), hit.text.clone());
        let mut told: Vec<_> = hits.iter().map(told).collect();
        prop_assert!(told.is_sorted_by_key(|(rank, place, _)| (*rank, *place)));
        told.sort();
        prop_assert_eq!(told, plain);
        let windows = (0..=hits.len() as u32)
            .flat_map(|offset| tables.search(&query, Scope::All, Window { offset, limit: 1 }));
        prop_assert_eq!(windows.collect::<Vec<_>>(), hits);
    }

    #[test]
    fn any_text_goes_in_and_is_found_by_its_own_words(text in "\\PC{1,40}|[=~\"*^()\u{301}aAđ ]{1,12}") {
        let mut tables = Tables::new();
        tables.say(What::Note(0, 0, 9), &text);
        if let Ok(query) = Query::parse(&text) {
            let hits = tables::search(&tables.db, &query, Scope::All, ALL).unwrap();
            let note = |hit: &&Hit| matches!(hit.kind, HitKind::Note(_));
            prop_assert_eq!(hits.iter().find(note).map(|hit| hit.rank), Some(Rank::Exact));
        }
    }
}

/// A sign that becomes another one when it is composed (here the Greek oxia) is looked for as what
/// it becomes, in a text as in a query.
#[test]
fn a_text_of_a_stranger_is_found_in_its_composed_form() {
    let text = "\u{1ffd}\u{1ec71} xong";
    let mut tables = Tables::new();
    tables.say(What::Note(0, 0, 9), text);
    assert_eq!(tables.found(text).len(), 1);
}
