//! Files that are not as they were left: each gets its code and one line, and no byte of what
//! an officer wrote is deleted.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use common::relay::{FakeRelay, Said, environment};
use common::*;
use soviec_core::error::Error;
use soviec_core::http::Cancel;
use soviec_core::model::{Declared, RegisterKey};
use soviec_core::protocol::{Answer, ChangeState};
use soviec_core::replica::{Place, Replica, Sort, TaskFilter, TaskWindow, Window};
use tempfile::TempDir;

const KEY: [u8; 32] = [5; 32];
const PAGE: usize = 4_096;
const TASKS: u32 = 60;
const CHILD: &str = "SOVIEC_TEST_SECOND_OPENER";

/// A phone's two folders and the relay that it knows.
struct Phone {
    data: TempDir,
    no_backup: TempDir,
    relay: Arc<FakeRelay>,
}

impl Phone {
    /// Enrolled, with a plan and a few edits, and closed.
    fn used() -> Self {
        let folder = || TempDir::new().unwrap();
        let relay = FakeRelay::new(&[0]);
        let phone = Self { data: folder(), no_backup: folder(), relay };
        let replica = phone.open().unwrap();
        replica.enrol("https://relay.example", "CODE", None, &Cancel::default()).unwrap();
        phone.brings_the_plan();
        replica.sync(&Cancel::default(), &mut |_| Ok(())).unwrap();
        write(&replica, 0);
        replica.close();
        phone
    }

    /// The relay has directory and plan for whoever asks from the beginning.
    fn brings_the_plan(&self) {
        self.relay.says(|request| {
            let stored = |_| (Answer::State(ChangeState::Stored), None);
            let said = Said::answered(request, stored);
            if request.cursor.cursor.seq > 0 {
                return said.reply();
            }
            let said = said.changes(directory().id(), &directory_pen(1).changes);
            said.changes(plan().id(), &plan_pen(TASKS).changes).reply()
        });
    }

    fn place(&self) -> Place {
        Place { database: self.database(), no_backup: self.no_backup.path().to_path_buf() }
    }

    fn database(&self) -> PathBuf {
        self.data.path().join("so.db")
    }

    fn open(&self) -> Result<Replica, Error> {
        self.open_with(&KEY)
    }

    fn open_with(&self, key: &[u8; 32]) -> Result<Replica, Error> {
        Replica::open(&self.place(), key, environment(Arc::clone(&self.relay)))
    }

    /// Every file of both folders with its bytes.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let folders = [self.data.path(), self.no_backup.path()];
        let entries = folders.into_iter().flat_map(|folder| fs::read_dir(folder).unwrap());
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    /// The replica works from nothing: it hears the plan again and takes an edit.
    fn works_again(&self, replica: &Replica) {
        replica.sync(&Cancel::default(), &mut |_| Ok(())).unwrap();
        assert_eq!(tasks(replica).unwrap().total, TASKS);
        write(replica, 1);
        assert!(replica.audit(book(0).id()).unwrap().is_empty());
    }
}

/// Five statuses, each another day's: no two calls of a test say the same.
fn write(replica: &Replica, of: u32) {
    for n in 0..5 {
        let (by, book, on) = (officer(1), book(0).id(), Some(day(of + 1)));
        assert!(replica.set_status(by, book, task(n), Declared::Done, on, None).unwrap());
    }
}

fn tasks(replica: &Replica) -> Result<TaskWindow, Error> {
    replica.tasks(&TaskFilter::default(), Sort::Plan, Window { offset: 0, limit: 200 })
}

/// The error's code; it has one clear line for the officer and one for the log.
fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    let error = result.expect_err("this cannot work");
    for line in [error.sentence(), error.to_string()] {
        assert!(line.len() > 20 && !line.contains('\n'), "{line}");
    }
    error.code()
}

#[test]
fn a_wrong_key_touches_nothing() {
    let phone = Phone::used();
    let before = phone.files();
    assert_eq!(code(phone.open_with(&[6; 32])), "wrong_key");
    assert!(phone.files() == before, "a file was changed");
    assert_eq!(tasks(&phone.open().unwrap()).unwrap().total, TASKS);
}

#[test]
fn a_second_opening_is_refused_here_and_from_another_process() {
    let phone = Phone::used();
    let replica = phone.open().unwrap();
    assert_eq!(code(phone.open()), "in_use");
    let child = || {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "second_opener", "--nocapture"]).env(CHILD, phone.data.path());
        String::from_utf8(child.output().unwrap().stdout).unwrap()
    };
    assert!(child().contains("opened: in_use"));
    assert_eq!(tasks(&replica).unwrap().total, TASKS, "the first one works on");
    replica.close();
    // The other process has no nonce of this phone and so begins an epoch, but it opens.
    assert!(child().contains("opened: fine"));
}

/// Run by the test above in a process of its own.
#[test]
#[allow(clippy::print_stdout, reason = "this is how it answers")]
fn second_opener() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let place =
        Place { database: Path::new(&folder).join("so.db"), no_backup: PathBuf::from(&folder) };
    let opened = Replica::open(&place, &KEY, environment(FakeRelay::new(&[0])));
    println!("opened: {}", opened.err().map_or("fine", |e| e.code()));
}

#[test]
fn a_missing_device_file_is_no_fresh_start() {
    let phone = Phone::used();
    let device = phone.data.path().join("so.db.device");
    let bytes = fs::read(&device).unwrap();
    fs::remove_file(&device).unwrap();
    let before = phone.files();
    assert_eq!(code(phone.open()), "device_file_missing");
    assert!(phone.files() == before, "a file was changed");
    fs::write(&device, bytes).unwrap();
    assert_eq!(tasks(&phone.open().unwrap()).unwrap().total, TASKS);
}

#[test]
fn a_torn_device_file_has_to_come_back_too() {
    let phone = Phone::used();
    let device = phone.data.path().join("so.db.device");
    let bytes = fs::read(&device).unwrap();
    for length in [0, 1, 20, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&device, &bytes[..length]).unwrap();
        let before = phone.files();
        assert_eq!(code(phone.open()), "device_file_missing", "{length} bytes");
        assert!(phone.files() == before, "a file was changed");
    }
    fs::write(&device, bytes).unwrap();
    assert_eq!(tasks(&phone.open().unwrap()).unwrap().total, TASKS);
}

/// Opens a database whose bytes are bad and checks that they are kept under another name.
fn is_set_aside(phone: &Phone) {
    let bytes = fs::read(phone.database()).unwrap();
    let replica = phone.open().unwrap();
    let name = replica.health().unwrap().set_aside.expect("it was set aside");
    assert!(fs::read(phone.data.path().join(&name)).unwrap() == bytes, "{name} was changed");
    phone.works_again(&replica);
    replica.close();
    let again = phone.open().unwrap();
    assert_eq!(again.health().unwrap().set_aside, None, "once is enough");
    assert_eq!(tasks(&again).unwrap().total, TASKS);
    assert!(fs::read(phone.data.path().join(&name)).unwrap() == bytes, "{name} was changed");
}

#[test]
fn a_database_cut_at_a_page_is_set_aside() {
    for pages in [0, 1, 3, 20] {
        let phone = Phone::used();
        cut(&phone.database(), pages * PAGE);
        is_set_aside(&phone);
    }
}

#[test]
fn a_database_cut_inside_its_first_page_is_set_aside() {
    for length in [1, 100, PAGE - 1] {
        let phone = Phone::used();
        cut(&phone.database(), length);
        is_set_aside(&phone);
    }
}

fn cut(path: &Path, length: usize) {
    let bytes = fs::read(path).unwrap();
    assert!(bytes.len() > length, "{} bytes are not cut at {length}", bytes.len());
    fs::write(path, &bytes[..length]).unwrap();
}

/// The last page is there in part: nothing shows it until that page is read.
#[test]
fn a_database_cut_inside_its_last_page_is_set_aside_or_whole() {
    let phone = Phone::used();
    let length = fs::read(phone.database()).unwrap().len();
    cut(&phone.database(), length - 1_000);
    noticed_in_the_end(&phone);
}

#[test]
fn noise_in_the_first_page_is_set_aside() {
    for at in [0, 16, 2_000, PAGE - 1] {
        let phone = Phone::used();
        noise(&phone.database(), at, 1);
        is_set_aside(&phone);
    }
}

#[test]
fn noise_in_the_middle_is_noticed_when_it_is_read_and_set_aside_at_the_next_opening() {
    let met = (1..8).map(|part| {
        let phone = Phone::used();
        let length = fs::read(phone.database()).unwrap().len();
        noise(&phone.database(), length / 8 * part / PAGE * PAGE + 100, 600);
        noticed_in_the_end(&phone)
    });
    let met: Vec<_> = met.collect();
    assert!(met.contains(&Met::InUse), "the mark was not tried: {met:?}");
    assert!(met.iter().filter(|met| **met == Met::Never).count() < 3, "{met:?}");
}

fn noise(path: &Path, from: usize, bytes: usize) {
    let mut all = fs::read(path).unwrap();
    all[from..from + bytes].iter_mut().for_each(|byte| *byte = !*byte);
    fs::write(path, all).unwrap();
}

/// When damage was met.
#[derive(Debug, PartialEq, Eq)]
enum Met {
    Opening,
    InUse,
    Never,
}

/// Damage somewhere: opening meets it, or using it does, with the code `damaged`, and then the
/// next opening sets the file aside.
fn noticed_in_the_end(phone: &Phone) -> Met {
    let bytes = fs::read(phone.database()).unwrap();
    let replica = phone.open().unwrap();
    // Counting what waits may meet the damage too.
    if let Some(name) = replica.health().ok().and_then(|health| health.set_aside) {
        assert!(fs::read(phone.data.path().join(name)).unwrap() == bytes);
        phone.works_again(&replica);
        return Met::Opening;
    }
    let codes = codes_of_use(&replica);
    assert!(codes.iter().all(|code| *code == "damaged"), "{codes:?}");
    replica.close();
    if codes.is_empty() {
        return unread(phone);
    }
    is_set_aside(phone);
    Met::InUse
}

/// Nothing that was asked lies in the noise: a free page, or an index that no question needed.
/// An opening that looks at every page sets the file aside or finds it whole.
fn unread(phone: &Phone) -> Met {
    fs::write(phone.data.path().join("so.db.damage"), b"").unwrap();
    let replica = phone.open().unwrap();
    phone.works_again(&replica);
    Met::Never
}

/// Does everything that an officer may do, and collects what fails.
fn codes_of_use(replica: &Replica) -> Vec<&'static str> {
    let (book, by) = (book(0).id(), officer(1));
    let mut results = vec![tasks(replica).map(drop), replica.replaced().map(drop)];
    results.push(replica.waiting().map(drop));
    for words in ["nhiem vu", "viec", "Nhiệm", "không có"] {
        results.push(replica.search(words, Window { offset: 0, limit: 200 }).map(drop));
    }
    results.push(replica.add_note(by, book, task(0), "hẹn lại").map(drop));
    for n in 0..TASKS {
        results.push(replica.task(book, task(n)).map(drop));
        results.push(replica.history(book, &RegisterKey::new(task(n), "status")).map(drop));
        results.push(replica.tick(by, book, item(n, 0), true, None).map(drop));
    }
    for document in [book, plan().id(), directory().id()] {
        results.push(replica.audit(document).map(drop));
        results.push(replica.everything(document).map(drop));
    }
    results.into_iter().filter_map(Result::err).map(|e| code(Err::<(), _>(e))).collect()
}

/// A mark alone, for example after one bad read of a good file, costs nothing.
#[test]
fn a_marked_database_that_is_whole_stays() {
    let phone = Phone::used();
    let mark = phone.data.path().join("so.db.damage");
    fs::write(&mark, b"").unwrap();
    let replica = phone.open().unwrap();
    assert_eq!(replica.health().unwrap().set_aside, None);
    assert_eq!(replica.health().unwrap().waiting, 5);
    assert!(!mark.exists(), "every page was read: the mark is settled");
}
