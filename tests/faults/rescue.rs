//! A damaged database is set aside, and what was not yet sent is rescued from it.

use std::{collections::BTreeMap, fs, path::PathBuf};

use soviec_tests::{Fault, Phone, World, book, check_agreement, officer, task, tick_key};

const PAGE: usize = 4096;

/// A closed phone with edits that the office has and edits that wait, and its files.
struct Worn {
    world: World,
    phone: Phone,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

/// Edits that wait.
const WAITING: u64 = 4;

impl Worn {
    fn new(seed: u64) -> Self {
        let world = World::new(seed);
        let mut phone = world.phone(1, &[0]);
        (0..3).for_each(|n| assert!(phone.tick(0, 0, n, true, 3)));
        phone.sync().unwrap();
        // Sealed, and its answer is lost.
        phone.tick(0, 1, 0, true, 4);
        phone.wire.fault(Fault::ReplyLost);
        phone.sync().unwrap_err();
        // One that stands on a stored edit, and two that do not.
        phone.tick(0, 0, 0, false, 5);
        phone.tick(0, 1, 1, true, 5);
        phone.note(0, 2, "Hộ cuối làng đi vắng");
        let book = book(0).id();
        phone.replica().draft_note_put(officer(1), book, task(3), "Đang gõ dở").unwrap();
        phone.close();
        let files = files_of(&phone);
        Self { world, phone, files }
    }

    /// Breaks a page of the database, as opening it after damage was met finds it.
    fn break_page(&mut self, page: usize, at: usize) {
        self.phone.close();
        let folder = self.folder();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::remove_file(path).unwrap();
            }
        }
        self.files.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
        let database = self.phone.place().database.clone();
        let mut bytes = fs::read(&database).unwrap();
        bytes[page * PAGE + at] ^= 1;
        fs::write(&database, bytes).unwrap();
        fs::write(folder.join("book.db.damage"), b"").unwrap();
    }

    fn folder(&self) -> PathBuf {
        self.phone.place().database.parent().unwrap().to_owned()
    }

    fn pages(&self) -> usize {
        self.files[&self.phone.place().database].len() / PAGE
    }
}

fn files_of(phone: &Phone) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = phone.place().database.parent().unwrap();
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.is_file()).map(|p| (p.clone(), fs::read(&p).unwrap())).collect()
}

#[test]
fn whichever_page_is_broken_what_waits_is_rescued_or_said_to_be_incomplete() {
    let mut worn = Worn::new(9);
    let (mut whole, mut partly) = (0, 0);
    for page in (1..worn.pages()).step_by(3) {
        worn.break_page(page, 100 + page * 37 % 3_900);
        worn.phone.restart();
        let health = worn.phone.replica().health().unwrap();
        let Some(rescued) = health.rescued else {
            // A free page: nothing is on it.
            assert_eq!(health.set_aside, None, "page {page}");
            continue;
        };
        assert!(health.set_aside.is_some(), "page {page}");
        let all = rescued.edits == WAITING && rescued.drafts == 1;
        assert!(all || !rescued.complete, "page {page}: {rescued:?}");
        assert_eq!(health.waiting, rescued.edits, "page {page}");
        whole += u32::from(all);
        partly += u32::from(!all);
        worn.phone.sync().unwrap_or_else(|e| panic!("page {page}: {e}"));
        assert_eq!(worn.phone.waiting(), 0, "page {page}");
        assert!(worn.phone.replica().audit(book(0).id()).unwrap().is_empty(), "page {page}");
        let here = |of, n| !worn.phone.register(0, &tick_key(of, n)).values.is_empty();
        assert!((0..3).all(|n| here(0, n)), "page {page}: the office's part came back");
        assert!(!all || (here(1, 0) && here(1, 1)), "page {page}: what was rescued is shown");
        assert!(worn.phone.tick(0, 3, 0, true, 9), "page {page}: it goes on");
        let undone = worn.phone.replica().last_act(officer(1)).unwrap().unwrap();
        worn.phone.replica().undo(officer(1), &undone.edit).unwrap();
    }
    assert!(whole > 3 * partly && whole > 5, "{whole} whole, {partly} in part");
}

#[test]
fn what_was_rescued_reaches_the_office_once_and_in_its_place() {
    let mut worn = Worn::new(10);
    // A page of the screens' tables or of the history: the last ones are the newest.
    let found = (1..worn.pages()).rev().find(|page| {
        worn.break_page(*page, 2_000);
        worn.phone.restart();
        let rescued = worn.phone.replica().health().unwrap().rescued;
        rescued.is_some_and(|rescued| rescued.edits == WAITING)
    });
    assert!(found.is_some());
    // Before anything comes back the officer sees what waits, in his words.
    assert_eq!(worn.phone.replica().waiting().unwrap().len() as u64, WAITING);
    let name = worn.phone.replica().health().unwrap().set_aside.unwrap();
    assert!(worn.folder().join(&name).is_file(), "it is kept");
    worn.phone.sync().unwrap();
    worn.phone.sync().unwrap();
    let other = worn.world.phone(2, &[0]);
    // Once is enough: the next opening rescues nothing.
    worn.phone.restart();
    assert_eq!(worn.phone.replica().health().unwrap().rescued, None);
    let shown = |of, n| other.register(0, &tick_key(of, n)).values.len();
    assert_eq!([shown(0, 0), shown(1, 0), shown(1, 1)], [1, 1, 1], "nothing is doubled");
    let draft = worn.phone.replica().draft_note_get(officer(1), book(0).id(), task(3)).unwrap();
    assert_eq!(draft.map(|draft| draft.text).as_deref(), Some("Đang gõ dở"));
    let Worn { world, phone, .. } = worn;
    check_agreement(&world, &[phone, other]);
}
