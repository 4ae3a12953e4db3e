//! Edits survive a process that is killed at any point, for example by the phone's memory
//! pressure: what `write` returned is there, and nothing is there by half.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use common::*;
use rusqlite::params;
use soviec_core::fold::Register;
use soviec_core::model::{ChangeHash, Edit, RegisterKey};
use soviec_core::store::tables;

const CHILD: &str = "SOVIEC_TEST_KILLED_WRITER";
const KILLS: u32 = 110;
const TASKS: u32 = 40;

/// A small generator with a seed, so that a failure can be repeated as far as a kill can be.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) % most
    }
}

/// The edit that has the phone's number `n`: every one differs from what stands there.
fn edit(n: u64) -> Edit {
    let slots = u64::from(TASKS) * u64::from(ITEMS);
    let of = u32::try_from(n % slots / u64::from(ITEMS)).unwrap();
    let which = u8::try_from(n % u64::from(ITEMS)).unwrap();
    tick(of, which, (n / slots).is_multiple_of(2))
}

/// Run by the parent in a process of its own: writes until it is killed.
#[test]
fn child() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let mut world = World::bare(Path::new(&path), 1, &[0], vec![officer(1)]);
    let mut out = std::io::stdout();
    loop {
        let number = world.store.next_client_seq().unwrap();
        let written = world.write(0, &edit(number)).expect("every edit says something new");
        writeln!(out, "edit {}", written.change).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn an_edit_that_was_written_survives_every_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    drop(World::open(&path, 1, &[0], TASKS));
    let (mut dice, mut told) = (Dice(20_230_612), Vec::new());
    for kill in 0..KILLS {
        let new = killed_after(&path, dice.below(12), dice.below(1_000_000));
        told.extend(new.iter().cloned());
        let world = World::bare(&path, 1, &[0], vec![officer(1)]);
        check(&world, &new, kill);
        if kill % 10 == 0 || kill + 1 == KILLS {
            assert!(world.agrees(0), "kill {kill}");
            check(&world, &told, kill);
        }
    }
    assert!(told.len() > 300, "only {} edits were ever written", told.len());
}

/// Starts a writer, kills it after so many lines and so many turns of a loop more, and returns
/// the changes that it told of.
fn killed_after(path: &Path, lines: u64, turns: u64) -> Vec<String> {
    let mut child = writer(path);
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while said.matches("edit ").count() as u64 <= lines {
        assert!(out.read_line(&mut said).unwrap() > 0, "the writer ended by itself: {said}");
    }
    // Where in the next write this falls is chance; no outcome depends on it.
    (0..turns).for_each(|_| std::hint::spin_loop());
    child.kill().unwrap();
    child.wait().unwrap();
    out.read_to_string(&mut said).unwrap();
    // The last line may be torn.
    let whole = said.rfind('\n').map_or("", |end| &said[..end]);
    whole.lines().filter_map(|line| line.split_once("edit ")).map(|(_, h)| h.to_owned()).collect()
}

fn writer(path: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture"]).env(CHILD, path);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// Every edit told of is whole, and so is the database.
fn check(world: &World, told: &[String], kill: u32) {
    let db = &world.reader;
    let fine: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(fine, "ok", "kill {kill}");
    assert_eq!(halves(db), (0, 0, 0), "kill {kill}");
    for hash in told {
        let bytes: Vec<u8> =
            (0..32).map(|i| u8::from_str_radix(&hash[2 * i..2 * i + 2], 16).unwrap()).collect();
        let (key, edit) = place_of(db, &bytes).unwrap_or_else(|| panic!("kill {kill}: {hash}"));
        let history = tables::history(db, book(0).id(), &key).unwrap();
        assert!(history.operations.iter().any(|o| o.edit == edit), "kill {kill}: {hash}");
    }
    // The last edit of all is the one that people see.
    let last = world.store.next_client_seq().unwrap() - 1;
    let (key, act) = edit(last).put(officer(1)).unwrap();
    let Register { values } = world.register(0, &key);
    assert_eq!(values.len(), 1, "kill {kill}");
    assert_eq!(values[0].value, soviec_core::change::Value::Bytes(act), "kill {kill}");
}

/// Own changes without outbox row, outbox rows without change, changes without an operation.
fn halves(db: &rusqlite::Connection) -> (u64, u64, u64) {
    db.query_row(
        "SELECT (SELECT count(*) FROM changes WHERE own = 1 AND hash NOT IN (SELECT change FROM outbox)),
                (SELECT count(*) FROM outbox WHERE change NOT IN (SELECT hash FROM changes)),
                (SELECT count(*) FROM changes WHERE hash NOT IN (SELECT change FROM operations))",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
    .unwrap()
}

/// The register and the edit of a change that has its bytes, its outbox row and its operation.
fn place_of(db: &rusqlite::Connection, hash: &[u8]) -> Option<(RegisterKey, ChangeHash)> {
    let sql = "SELECT p.key, p.edit FROM changes c JOIN outbox o ON o.change = c.hash
               JOIN operations p ON p.document = c.document AND p.change = c.hash WHERE c.hash = ?1";
    let mut found = db.prepare_cached(sql).unwrap();
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?));
    let (key, edit) = found.query_row(params![hash], row).ok()?;
    Some((RegisterKey::parse(&key).unwrap(), ChangeHash::from_slice(&edit).unwrap()))
}
