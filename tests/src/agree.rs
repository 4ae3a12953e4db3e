//! What must hold once everybody has heard everything.

use std::collections::{BTreeMap, BTreeSet};

use soviec_core::{
    change::{Change, Limits},
    fold::notices,
    model::{ChangeHash, DocumentId, RegisterKey},
    replica::{ItemRow, Register, Sort, TaskFilter, TaskRow, Window},
    store::tables,
};
use soviec_server::{log::LogError, office::fold::FoldError};

use crate::{
    Phone, World, check_agenda,
    frame::{book, directory, noon, plan, village},
};

/// Exchanges that suffice for news to reach everybody, however the phones take turns.
const ROUNDS: usize = 6;
const ALL: Window = Window { offset: 0, limit: 200 };

/// Lets every phone exchange until there is nothing new for anybody.
pub fn until_quiet(phones: &[Phone]) {
    for _ in 0..ROUNDS {
        let reports: Vec<_> =
            phones.iter().map(|phone| phone.sync().expect("the way is free of faults")).collect();
        if reports.iter().all(|report| report.acknowledged + report.received == 0) {
            return;
        }
    }
    panic!("after {ROUNDS} rounds there is still something new");
}

/// Compares everything: registers, screen rows, checklists and notices of every phone with the
/// office's; each phone's tables with its own documents; the log with what the phones reported
/// as durable. Panics with the name of the first difference.
pub fn check_agreement(world: &World, phones: &[Phone]) {
    let once = stored_once(world);
    for phone in phones {
        phone.clock.set(noon());
        nothing_waits(phone);
        let books: Vec<_> = phone.villages.iter().map(|v| book(*v).id()).collect();
        for document in [directory().id(), plan().id()].iter().chain(&books) {
            let who = format!("the phone of {} and document {document}", phone.officer);
            let ours = phone.replica().everything(*document).expect("it can be read");
            same(&who, ours, registers(world, *document));
            let odd = phone.replica().audit(*document).expect("it can be read");
            assert!(odd.is_empty(), "{who}: tables and document differ in {odd:?}");
        }
        same_screens(world, phone);
        check_agenda(phone.replica());
        same_notices(world, phone);
        nothing_disappeared(phones, phone, &once);
    }
}

fn nothing_waits(phone: &Phone) {
    let health = phone.replica().health().expect("the phone can be asked");
    assert_eq!(health.waiting, 0, "edits of {} wait", phone.officer);
    assert_eq!(health.stopped, None, "the phone of {} stopped", phone.officer);
    assert!(health.stopped_documents.is_empty(), "the phone of {} stopped", phone.officer);
}

/// Names the first key whose values differ.
fn same<K: Ord + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
    who: &str,
    ours: impl IntoIterator<Item = (K, V)>,
    office: impl IntoIterator<Item = (K, V)>,
) {
    let ours: BTreeMap<K, V> = ours.into_iter().collect();
    let office: BTreeMap<K, V> = office.into_iter().collect();
    for key in ours.keys().chain(office.keys()) {
        assert_eq!(ours.get(key), office.get(key), "{who}: {key:?}");
    }
}

fn registers(world: &World, document: DocumentId) -> Vec<(RegisterKey, Register)> {
    let office = world.office();
    office.views().everything(office.log(), document).expect("the office can be read")
}

type Screens = Vec<(TaskRow, Vec<ItemRow>)>;

fn same_screens(world: &World, phone: &Phone) {
    let rows = phone.replica().tasks(&TaskFilter::default(), Sort::Plan, ALL);
    let ours = rows.expect("the list can be read").rows.into_iter().map(|row| {
        let task = phone.replica().task(row.book, row.task).expect("the task can be read");
        let items: Vec<_> = task.items.into_iter().map(|item| item.row).collect();
        ((row.book, row.task), (row, items))
    });
    let office = phone.villages.iter().flat_map(|v| office_screens(world, *v));
    let office = office.map(|(row, items)| ((row.book, row.task), (row, items)));
    same(&format!("the screens of {}", phone.officer), ours, office);
}

fn office_screens(world: &World, n: u8) -> Screens {
    let office = world.office();
    let filter = TaskFilter { unit: Some(village(n)), ..TaskFilter::default() };
    let screens = office.views().read(office.log(), |db, _| {
        let (rows, _) = tables::task_rows(db, &filter, Sort::Plan, ALL, noon().day())?;
        let with_items = |row: TaskRow| {
            let items = tables::item_rows(db, row.book, row.task)?;
            Ok::<_, FoldError>((row, items))
        };
        rows.into_iter().map(with_items).collect::<Result<Screens, _>>()
    });
    screens.expect("the office can be read")
}

/// What an officer is told follows from the log alone: the office comes to the same notices.
fn same_notices(world: &World, phone: &Phone) {
    let told = phone.replica().replaced().expect("the notices can be read");
    let ours = told.into_iter().map(|n| {
        let others: BTreeSet<ChangeHash> = n.others.iter().map(|other| other.edit).collect();
        ((n.book, n.key, n.mine.edit, n.kind.number()), others)
    });
    let office = world.office();
    let mut expected = Vec::new();
    for document in phone.villages.iter().map(|v| book(*v).id()) {
        for (key, _) in registers(world, document) {
            let history = office.views().read(office.log(), |db, _| {
                Ok::<_, FoldError>(tables::history(db, document, &key)?)
            });
            let history = history.expect("the office can be read");
            for notice in notices(&history, &[phone.officer]) {
                let others: BTreeSet<ChangeHash> = notice.others.into_iter().collect();
                expected.push(((document, key.clone(), notice.mine, notice.kind.number()), others));
            }
        }
    }
    same(&format!("what {} is told", phone.officer), ours, expected);
}

/// How many stored changes carry each edit.
fn stored_once(world: &World) -> BTreeMap<ChangeHash, usize> {
    let office = world.office();
    let mut count = BTreeMap::new();
    let stored = office.log().read(|view| {
        let mut all = Vec::new();
        for name in view.names()? {
            all.extend(view.changes_of(&name.id(), 0)?);
        }
        Ok::<_, LogError>(all)
    });
    for change in stored.expect("the log can be read") {
        let change = Change::parse(&change.bytes, &Limits::default()).expect("it was admitted");
        *count.entry(change.edit()).or_default() += 1;
    }
    count
}

/// Every edit that returned is stored once, and every reader of its book finds it in
/// the history of its register.
fn nothing_disappeared(all: &[Phone], author: &Phone, log: &BTreeMap<ChangeHash, usize>) {
    for edited in author.edits() {
        let rows = log.get(&edited.edit).copied().unwrap_or_default();
        assert_eq!(rows, 1, "rows of {:?} in {}", edited.edit, edited.key);
        let reads = |phone: &&Phone| phone.villages.iter().any(|v| book(*v).id() == edited.book);
        for reader in all.iter().filter(reads) {
            let history = reader.replica().history(edited.book, &edited.key);
            let history = history.expect("the history can be read");
            let found = history.iter().filter(|entry| entry.edit == edited.edit).count();
            assert_eq!(found, 1, "{:?} at {} in {}", edited.edit, reader.officer, edited.key);
        }
    }
}
