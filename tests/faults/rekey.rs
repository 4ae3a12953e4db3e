//! A rekey that is interrupted anywhere: the old key opens or the new one does, never neither,
//! and everything is there.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use soviec_core::{
    error::ErrorKind,
    replica::{Environment, HttpTransport, Place, Replica},
};
use soviec_tests::{
    Chance, SetClock, World, book, day, item, noon, officer, tick_key,
    vfs::{Fault, Lost, every_point},
};

use crate::stage::{Stage, said_clearly};

const OLD: [u8; 32] = [1; 32];
const NEW: [u8; 32] = [0x99; 32];
const CHILD: &str = "SOVIEC_TEST_REKEYING";

/// The one key of the two that opens; the other is wrong, says so, and touches nothing.
fn opens_with_one(
    open: impl Fn(&[u8; 32]) -> Result<Replica, soviec_core::error::Error>,
    at: &str,
) -> ([u8; 32], Replica) {
    // The new one first: it must not take over a database that is still under the old one.
    let (mut right, mut wrong) = (None, 0);
    for key in [NEW, OLD] {
        match open(&key) {
            Ok(replica) => right = Some((key, replica)),
            Err(error) if right.is_some() => {
                // The first one holds the files; whether this key is wrong too is seen below.
                assert_eq!(error.kind(), ErrorKind::InUse, "{at}: {error}");
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::WrongKey, "{at}: {error}");
                wrong += 1;
            }
        }
    }
    let (key, replica) = right.unwrap_or_else(|| panic!("{at}: neither key opens"));
    if wrong == 0 {
        replica.close();
        drop(replica);
        assert_eq!(open(&OLD).unwrap_err().kind(), ErrorKind::WrongKey, "{at}: both keys open");
        return (key, open(&key).unwrap());
    }
    (key, replica)
}

fn ticked(replica: &Replica, n: u8) -> bool {
    !replica.history(book(0).id(), &tick_key(0, n)).unwrap().is_empty()
}

#[test]
fn a_disk_that_fails_leaves_one_key_that_opens() {
    let mut stage = Stage::new(6);
    stage.phone.tick(0, 0, 0, true, 3);
    let before = stage.closed_image();
    let device = stage.disk.folder().join("book.db.device");
    let sealed = fs::read(&device).unwrap();
    let disk = Arc::clone(&stage.disk);
    for fault in Fault::ALL {
        let prepare = |stage: &mut Stage| {
            stage.phone.close();
            disk.put(&before);
            fs::write(&device, &sealed).unwrap();
            stage.phone.restart();
        };
        let struck = every_point(&disk, fault, &mut stage, prepare, |stage, point| {
            let at = format!("{fault:?} at point {point}");
            let replica = stage.phone.replica();
            let done = replica.rekey(&NEW).inspect_err(|e| said_clearly(e, &at)).is_ok();
            if point.is_multiple_of(2) {
                // The same replica goes on, under whichever key it is.
                disk.mend();
                assert!(ticked(replica, 0), "{at}");
                let (by, item) = (officer(1), item(0, 1));
                replica
                    .tick(by, book(0).id(), item, true, Some(day(4)))
                    .unwrap_or_else(|e| panic!("{at}: {e}"));
            } else {
                disk.crash(if point % 4 == 1 { Lost::Unflushed } else { Lost::Some(point) });
            }
            stage.phone.close();
            let (key, replica) = opens_with_one(|key| stage.phone.open_again(key), &at);
            assert!(!done || key == NEW, "{at}: it returned");
            assert!(
                ticked(&replica, 0) && (!point.is_multiple_of(2) || ticked(&replica, 1)),
                "{at}"
            );
            assert_eq!(replica.health().unwrap().set_aside, None, "{at}");
        });
        assert!(struck > 0, "{fault:?} never struck");
    }
}

fn environment() -> Environment {
    let (clock, chance) = (Arc::new(SetClock::at(noon())), Arc::new(Chance::new(8)));
    Environment::new(clock, chance, Arc::new(HttpTransport::new().unwrap()))
}

fn place(folder: &Path) -> Place {
    Place { database: folder.join("book.db"), no_backup: folder.join("no-backup") }
}

/// Run by the test below in a process of its own: takes the other key again and again, with an
/// edit in between, until it is killed.
#[test]
fn child() {
    let Some(folder) = env::var_os(CHILD).map(PathBuf::from) else { return };
    let open = |key: &[u8; 32]| Replica::open(&place(&folder), key, environment());
    let (mut key, replica) = opens_with_one(open, "the child");
    let mut out = std::io::stdout();
    let first = replica.history(book(0).id(), &tick_key(0, 1)).unwrap().len();
    for n in u32::try_from(first).unwrap().. {
        key = if key == OLD { NEW } else { OLD };
        replica.rekey(&key).unwrap();
        let (item, on) = (item(0, 1), Some(day(1 + n % 28)));
        replica.tick(officer(1), book(0).id(), item, n / 28 % 2 == 0, on).unwrap();
        writeln!(out, "rekeyed {n}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_killed_process_leaves_one_key_that_opens() {
    let world = World::new(7);
    let mut phone = world.phone(1, &[0]);
    phone.tick(0, 0, 0, true, 3);
    phone.close();
    let folder = phone.place().database.parent().unwrap().to_owned();
    let chance = Chance::new(20_230_612);
    let (mut keys, mut edits) = ([0, 0], 0);
    for kill in 0..24 {
        let at = format!("kill {kill}");
        killed_after(&folder, chance.below(3), chance.below(3_000_000));
        let open = |key: &[u8; 32]| Replica::open(&place(&folder), key, environment());
        let (key, replica) = opens_with_one(open, &at);
        keys[usize::from(key == NEW)] += 1;
        assert!(ticked(&replica, 0) && ticked(&replica, 1), "{at}");
        assert_eq!(replica.health().unwrap().set_aside, None, "{at}");
        assert!(replica.audit(book(0).id()).unwrap().is_empty(), "{at}");
        let all = replica.history(book(0).id(), &tick_key(0, 1)).unwrap().len();
        assert!(all > edits, "{at}: {all} edits after {edits}: one that returned is gone");
        edits = all;
    }
    assert!(keys[0] > 0 && keys[1] > 0, "{keys:?}");
}

/// Kills the child after so many lines and so many turns of a loop more: where in its next rekey
/// that falls is chance, and no outcome depends on it.
fn killed_after(folder: &Path, lines: usize, turns: usize) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "rekey::child", "--nocapture"]).env(CHILD, folder);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while said.matches("rekeyed ").count() <= lines {
        assert!(out.read_line(&mut said).unwrap() > 0, "the child ended by itself: {said}");
    }
    (0..turns).for_each(|_| std::hint::spin_loop());
    child.kill().unwrap();
    child.wait().unwrap();
}
