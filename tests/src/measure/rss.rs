//! The memory of a phone that receives a long history.

use std::{env, path::Path, process::Command, sync::Arc};

use soviec_core::{
    model::Declared,
    replica::{Cancel, Environment, Place, Replica},
};

use super::stream::Stream;
use crate::{
    Chance, SetClock,
    frame::{book, day, noon, officer, task},
};

/// The books of a phone that serves a whole commune.
const BOOKS: u8 = 20;
const CHILD: &str = "SOVIEC_MEASURE_RSS";
const SAID: &str = "peak ";

/// The most memory that a phone's process held, in MB, while it took so many changes of others
/// in pages of 500, through the door, with edits of its own in between. It runs in a process of
/// its own: the program that calls this calls [`run_if_child`] first of all.
///
/// # Panics
///
/// If the process cannot be started, or ends without an answer.
pub fn rss_after(changes: u64) -> f64 {
    of_child(Command::new(env::current_exe().expect("a program knows its file")), changes)
}

/// The same for a test target, whose test `child` calls [`run_if_child`].
///
/// # Panics
///
/// As [`rss_after`].
pub fn rss_after_in_test(changes: u64, child: &str) -> f64 {
    let mut command = Command::new(env::current_exe().expect("a program knows its file"));
    command.args(["--exact", child, "--nocapture"]);
    of_child(command, changes)
}

fn of_child(mut command: Command, changes: u64) -> f64 {
    let output = command.env(CHILD, changes.to_string()).output().expect("the process starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let peak = said.lines().find_map(|line| line.split_once(SAID)?.1.trim().parse().ok());
    peak.unwrap_or_else(|| panic!("no answer: {}", String::from_utf8_lossy(&output.stderr)))
}

/// In the process that [`rss_after`] started: measures, says it and ends. Elsewhere nothing.
#[allow(clippy::print_stdout, reason = "this is how it answers")]
pub fn run_if_child() {
    let Some(changes) = env::var_os(CHILD) else { return };
    let changes = changes.to_str().and_then(|text| text.parse().ok()).expect("a number");
    println!("{SAID}{:.1}", measured(changes));
    std::process::exit(0);
}

fn measured(changes: u64) -> f64 {
    let folder = tempfile::TempDir::new().expect("the system has room");
    let place =
        Place { database: folder.path().join("so.db"), no_backup: folder.path().to_path_buf() };
    let stream = Arc::new(Stream::new(changes, BOOKS));
    let (clock, chance) = (Arc::new(SetClock::at(noon())), Arc::new(Chance::new(1)));
    let environment = Environment::new(clock, chance, stream);
    let phone = Replica::open(&place, &[1; 32], environment).expect("a new phone opens");
    phone.enrol("https://relay.example", "CODE", None, &Cancel::default()).expect("it enrols");
    let mut page = 0_u8;
    let received = phone.receive(&Cancel::default(), &mut |_| {
        // An officer works meanwhile, so that books are loaded as on a phone in use.
        page = page.wrapping_add(1);
        let (by, on) = (officer(1), Some(day(1 + u32::from(page % 28))));
        let (book, status) = (book(page % 3).id(), Declared::InProgress);
        phone.set_status(by, book, task(page % 4), status, on, None).expect("the edit is durable");
        Ok(())
    });
    assert_eq!(received.expect("the pages are taken").received as u64, changes);
    peak(Path::new("/proc/self/status"))
}

/// The most memory that this process ever held, in MB.
fn peak(status: &Path) -> f64 {
    let status = std::fs::read_to_string(status).expect("Linux says how much memory is used");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kilobytes.expect("Linux says it in kB") / 1024.0
}
