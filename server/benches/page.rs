//! The pages of the console over 23 communes of 12 villages and 17 tasks each: how long until the
//! first byte, and how many bytes it has. The page is made whole, so the first byte is the last.

#![allow(missing_docs, clippy::print_stdout, reason = "a benchmark prints its table")]

#[path = "common/mod.rs"]
mod common;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use common::{CLERK, Put, book, commune, day, item, task, village};
use soviec_core::model::{Declared, RegisterKey, StatusAct, Tick, encode};
use soviec_server::{
    Office, Pages,
    office::{
        console::{AREA_PATH, PHONES_PATH},
        pages::Console,
        view::Reader,
    },
};

const COMMUNES: u32 = 23;
const VILLAGES: u32 = 12;
const TASKS: u32 = 17;
const ITEMS: u32 = 2;
const RUNS: usize = 21;

fn main() {
    let folder = tempfile::tempdir().expect("the system has room");
    let office = common::office(folder.path());
    common::write_directory(&office, COMMUNES, VILLAGES);
    common::write_plan(&office, TASKS, ITEMS);
    (0..COMMUNES).for_each(|c| write_books(&office, c));
    let console = Console::new(Arc::clone(&office));
    let (first, _) = timed(|| look(&console, AREA_PATH, None));
    let rows = office.log().head().expect("the log can be read").seq;
    println!("first look, which folds {rows} rows of the log: {}", ms(first));
    report("the area", || look(&console, AREA_PATH, None));
    let query = format!("xa={}", commune(3));
    report("the table of a commune", || look(&console, AREA_PATH, Some(&query)));
    let (commune, village) = (commune(3), village(3, 4));
    report("a commune", || look(&console, &format!("/don-vi/{commune}"), None));
    report("a village", || look(&console, &format!("/don-vi/{village}"), None));
    let tick = RegisterKey::new(item(0, 0), "tick");
    let history = format!("/lich-su/{village}/{}", tick.as_str());
    report("an entry", || look(&console, &history, None));
    report("the phones", || look(&console, PHONES_PATH, None));
    let looks: Vec<_> = (0..RUNS).map(|n| after_one_edit(&office, &console, n)).collect();
    println!("the area after one edit: {}", spread(looks));
}

/// A commune declares most of its tasks, its villages tick most of their items.
fn write_books(office: &Office, c: u32) {
    let status = |n: u32| {
        let word = Declared::ALL[(c + n) as usize % Declared::ALL.len()];
        let act = StatusAct { by: CLERK, on: day(1 + n % 12), status: word, result: None };
        (RegisterKey::new(task(n), "status"), encode(&act))
    };
    let statuses: Vec<Put> =
        (0..TASKS).filter(|n| !(c + n).is_multiple_of(7)).map(status).collect();
    common::write(office, &book(commune(c)), &statuses);
    for v in 0..VILLAGES {
        let tick = |n: u32| {
            let act = Tick { by: CLERK, on: day(1 + n % 12), done: true };
            (RegisterKey::new(item(n / ITEMS, n % ITEMS), "tick"), encode(&act))
        };
        let ticks: Vec<Put> = (0..TASKS * ITEMS).filter(|n| (v + n) % 5 > 0).map(tick).collect();
        common::write(office, &book(village(c, v)), &ticks);
    }
}

/// How long the page takes that shows an edit which has just come.
fn after_one_edit(office: &Office, console: &Console, n: usize) -> Duration {
    let act = Tick { by: CLERK, on: day(12), done: n % 2 == 1 };
    let put = (RegisterKey::new(item(0, 0), "tick"), encode(&act));
    common::write(office, &book(village(0, 0)), &[put]);
    timed(|| look(console, AREA_PATH, None)).0
}

fn look(console: &Console, path: &str, query: Option<&str>) -> Option<String> {
    let reader =
        Reader { name: "Phạm Thu Hường".to_owned(), token: "0".repeat(32), waiting: None };
    console.page(path, query, &reader).expect("the page can be made")
}

fn report(what: &str, page: impl Fn() -> Option<String>) {
    let (mut looks, mut bytes) = (Vec::new(), 0);
    for _ in 0..RUNS {
        let (took, page) = timed(&page);
        bytes = page.expect("the page is there").len();
        looks.push(took);
    }
    println!("{what}: to the first byte {}, {bytes} bytes", spread(looks));
}

/// The least and the middle: what else runs on the machine only adds.
fn spread(mut looks: Vec<Duration>) -> String {
    looks.sort_unstable();
    format!("{} at least, {} in the middle of {RUNS}", ms(looks[0]), ms(looks[RUNS / 2]))
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let began = Instant::now();
    let value = work();
    (began.elapsed(), value)
}

fn ms(took: Duration) -> String {
    format!("{:.1} ms", took.as_secs_f64() * 1000.0)
}
