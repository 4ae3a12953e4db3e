//! A process that is killed in the middle of an upkeep: the page is taken again, and the outcome
//! is the one without the kill.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use soviec_core::change::Change;
use soviec_core::model::{Declared, RegisterKey};
use soviec_core::protocol::ChangeState;
use soviec_core::store::tables;
use soviec_core::sync::Effect;

use crate::common::{World, book, declare, officer, tick};

const CHILD: &str = "SOVIEC_TEST_KILLED_UPKEEP";
const KILLS: u64 = 30;
const EDITS: u32 = 60;

/// A phone with many edits in one row; the page refuses the first and another one half-way, and
/// a place is known to another history of the phone.
fn prepare(path: &Path) {
    let mut world = World::open(path, 1, &[0], 6);
    for n in 0..EDITS {
        world.write(0, &tick(n % 6, (n / 6 % 5) as u8, n < 30));
        if n % 7 == 0 {
            world.write(0, &declare(n % 6, Declared::ALL[n as usize / 7 % 3]));
        }
    }
}

fn page(world: &World) -> Vec<Effect> {
    let sql = "SELECT c.bytes FROM changes c JOIN outbox o ON o.change = c.hash
               WHERE o.again IS NULL ORDER BY c.hash";
    let mut found = world.reader.prepare(sql).unwrap();
    let first: Vec<Change> = found
        .query_map([], |row| row.get::<_, Vec<u8>>(0))
        .unwrap()
        .map(|bytes| {
            Change::parse(&bytes.unwrap(), &soviec_core::change::Limits::default()).unwrap()
        })
        .collect();
    let at = |seq: u64| first.iter().find(|change| change.seq == seq).unwrap().hash;
    let answer = |seq, state| Effect::Answered { change: at(seq), state, seq: Some(10_000 + seq) };
    vec![answer(2, ChangeState::Refused(7)), answer(30, ChangeState::Returned), Effect::Regressed]
}

/// Run by the parent in a process of its own.
#[test]
fn child() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let mut world = World::bare(Path::new(&path), 1, &[0], vec![officer(1)]);
    let effects = page(&world);
    let mut out = std::io::stdout();
    writeln!(out, "\nready").unwrap();
    out.flush().unwrap();
    world.take(&effects);
    loop {
        std::hint::spin_loop();
    }
}

/// Everything that can be seen: registers with their edits, edits with their carriers and states.
fn everything(world: &World) -> impl PartialEq + std::fmt::Debug + use<> {
    let keys: Vec<RegisterKey> = tables::all_keys(&world.reader, book(0).id()).unwrap();
    let registers: Vec<_> = keys.iter().map(|key| world.register(0, key)).collect();
    let sql =
        "SELECT coalesce(o.again, o.change), o.change, o.superseded, o.waiting, c.state, c.present
               FROM outbox o JOIN changes c ON c.hash = o.change ORDER BY o.change";
    let mut found = world.reader.prepare(sql).unwrap();
    type Seen = (Vec<u8>, Vec<u8>, bool, bool, u8, bool);
    let row = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Seen> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
    };
    let edits: Vec<Seen> = found.query_map([], row).unwrap().map(Result::unwrap).collect();
    (keys, registers, edits)
}

#[test]
fn an_upkeep_that_was_killed_is_done_again_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (first, copy) = (folder.path().join("first.db"), folder.path().join("copy.db"));
    prepare(&first);
    std::fs::copy(&first, &copy).unwrap();
    let mut whole = World::bare(&copy, 1, &[0], vec![officer(1)]);
    let effects = page(&whole);
    assert!(whole.take(&effects).reissued > 50);
    let expected = everything(&whole);
    let mut undone = 0;
    for kill in 0..KILLS {
        let path = folder.path().join(format!("{kill}.db"));
        std::fs::copy(&first, &path).unwrap();
        killed(&path, kill * 80_000);
        let mut world = World::bare(&path, 1, &[0], vec![officer(1)]);
        undone += u64::from(everything(&world) != expected);
        world.make_whole();
        world.epochs = 0;
        if everything(&world) != expected {
            world.take(&effects);
        }
        assert_eq!(everything(&world), expected, "kill {kill}");
        assert!(world.agrees(0), "kill {kill}");
    }
    assert!(undone > 0, "every kill came too late");
}

/// Starts the upkeep in a process and kills it after so many turns of a loop.
fn killed(path: &Path, turns: u64) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "killed::child", "--nocapture"]).env(CHILD, path);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while !said.ends_with("ready\n") {
        assert!(out.read_line(&mut said).unwrap() > 0, "the process ended by itself: {said}");
    }
    (0..turns).for_each(|_| std::hint::spin_loop());
    child.kill().unwrap();
    child.wait().unwrap();
}
