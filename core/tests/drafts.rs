//! Rounds and half-typed notes: every tap is durable when it returns, a kill loses none and
//! doubles none, and nothing of a draft is sent.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use common::*;
use soviec_core::model::*;
use soviec_core::protocol::WireLimits;
use soviec_core::store::{
    Author, CountDraft, LastTap, StoreError, Tap, Written, count_draft, note_draft, tables, waiting,
};

const CHILD: &str = "SOVIEC_TEST_KILLED_COUNTER";
const KILLS: u32 = 60;

fn entry(n: u64) -> EntryId {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&n.to_be_bytes());
    EntryId(id)
}

fn author(key: &soviec_core::protocol::SigningKey, now: Moment) -> Author<'_> {
    Author { officer: officer(1), key, grant_version: 0, now }
}

/// One tap on the first item of a task, at noon of a day.
fn tapped(world: &mut World, of: u32, tap: Tap, on: u32) -> (CountDraft, Option<Written>) {
    let now = day(on).at(12, 0).unwrap();
    let fresh = entry(world.store.next_client_seq().unwrap() << 8 | u64::from(on));
    let by = author(&world.key, now);
    world.store.tap(&by, &book(0), item(of, 0).into(), tap, fresh).unwrap()
}

fn tap(world: &mut World, taps: &[Tap]) -> CountDraft {
    let mut last = None;
    for one in taps {
        last = Some(tapped(world, 0, *one, 12).0);
    }
    last.unwrap()
}

fn finish(world: &mut World) -> Option<Written> {
    let by = author(&world.key, noon());
    world.store.finish_count(&by, book(0).id(), item(0, 0).into()).unwrap()
}

fn pause(world: &mut World) -> usize {
    let (written, failed) = world.store.write_drafts(&world.key, 0, noon()).unwrap();
    assert!(failed.is_none());
    written.len()
}

fn open_round(world: &World) -> Option<CountDraft> {
    count_draft(&world.reader, officer(1), book(0).id(), item(0, 0).into()).unwrap()
}

/// The sessions of the first item, each with the one value that it shows.
fn sessions(world: &World) -> Vec<Session> {
    let keys =
        tables::keys_of(&world.reader, book(0).id(), &format!("{}.session.", item(0, 0))).unwrap();
    let shown = |key: &RegisterKey| {
        let register = world.register(0, key);
        assert_eq!(register.values.len(), 1);
        register.act::<Session>().unwrap().unwrap()
    };
    keys.iter().map(shown).collect()
}

fn world() -> (tempfile::TempDir, World) {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(&folder.path().join("a.db"), 1, &[0], 3);
    (folder, world)
}

#[test]
fn taps_are_counted_named_and_taken_back() {
    let (_folder, mut world) = world();
    let draft = tap(&mut world, &[Tap::Plus, Tap::Plus, Tap::Excluded(1), Tap::Plus]);
    assert_eq!((draft.counted, draft.visited(), draft.undo), (3, 4, Some(LastTap::Done(4))));
    let draft = tap(&mut world, &[Tap::Undo]);
    assert_eq!((draft.counted, draft.undo), (2, Some(LastTap::Excluded(3, 1))));
    let draft = tap(&mut world, &[Tap::Undo]);
    assert!(draft.excluded.is_empty());
    let draft = tap(&mut world, &[Tap::Minus]);
    assert_eq!((draft.counted, draft.undo), (1, Some(LastTap::Less)));
    let draft = tap(&mut world, &[Tap::Undo, Tap::Undo, Tap::Undo]);
    assert_eq!((draft.visited(), draft.undo), (0, None));
    // Nothing can be taken from nothing.
    let draft = tap(&mut world, &[Tap::Minus, Tap::Undo]);
    assert_eq!((draft.visited(), draft.undo), (0, None));
    assert!(finish(&mut world).is_none(), "zero would claim that somebody counted");
    assert!(open_round(&world).is_none() && sessions(&world).is_empty());
}

#[test]
fn a_finished_round_is_one_session_and_one_edit() {
    let (_folder, mut world) = world();
    tap(&mut world, &[Tap::Plus; 40]);
    tap(&mut world, &[Tap::Excluded(1), Tap::Excluded(1), Tap::Excluded(3)]);
    assert_eq!(world.store.waiting_count().unwrap(), 0, "a tap is no edit");
    let sent = world.store.outgoing(&world.key, &WireLimits::default()).unwrap();
    assert!(sent.is_empty());
    assert!(finish(&mut world).is_some());
    assert!(finish(&mut world).is_none(), "the second try finds nothing to finish");
    let all = sessions(&world);
    assert_eq!((all.len(), all[0].counted, all[0].by), (1, 40, officer(1)));
    assert_eq!(all[0].excluded, [(1, 2), (3, 1)].into());
    assert_eq!(world.store.waiting_count().unwrap(), 1);
    let waits = waiting(&world.reader, 10).unwrap();
    assert!(matches!(waits[0].edit, Edit::Session { counted: 40, .. }));
    assert!(open_round(&world).is_none() && world.agrees(0));
}

#[test]
fn a_pause_writes_down_what_stands_and_the_round_goes_on() {
    let (_folder, mut world) = world();
    tap(&mut world, &[Tap::Plus; 5]);
    assert_eq!(pause(&mut world), 1);
    assert_eq!(pause(&mut world), 0, "it has been said");
    assert_eq!(sessions(&world)[0].counted, 5);
    // The same round: its taps can still be taken back, and it stays one session.
    let draft = tap(&mut world, &[Tap::Undo, Tap::Plus, Tap::Plus, Tap::Excluded(6)]);
    assert_eq!((draft.counted, draft.visited()), (6, 7));
    assert_eq!(pause(&mut world), 1);
    tap(&mut world, &[Tap::Plus]);
    assert!(finish(&mut world).is_some());
    let all = sessions(&world);
    assert_eq!((all.len(), all[0].counted, all[0].excluded.len()), (1, 7, 1));
    assert_eq!(pause(&mut world), 0);
    // A round that was said and then taken back is said again: else the old number stood.
    tap(&mut world, &[Tap::Plus]);
    pause(&mut world);
    tap(&mut world, &[Tap::Undo]);
    assert!(finish(&mut world).is_some());
    let counted: Vec<_> = sessions(&world).iter().map(|session| session.counted).collect();
    assert_eq!(counted.iter().sum::<u64>(), 7);
    assert!(world.agrees(0) && world.notices().is_empty());
}

#[test]
fn a_round_belongs_to_one_day() {
    let (_folder, mut world) = world();
    tapped(&mut world, 0, Tap::Plus, 12);
    tapped(&mut world, 0, Tap::Plus, 12);
    let (draft, ended) = tapped(&mut world, 0, Tap::Plus, 13);
    assert_eq!(draft.counted, 1);
    assert!(ended.is_some());
    let all = sessions(&world);
    assert_eq!((all.len(), all[0].counted, all[0].on), (1, 2, day(12)));
}

#[test]
fn a_round_that_was_begun_is_written_though_the_right_was_taken() {
    let (_folder, mut world) = world();
    tap(&mut world, &[Tap::Plus; 3]);
    let db = &world.reader;
    db.execute("UPDATE documents SET writable = 0", []).unwrap();
    tap(&mut world, &[Tap::Plus]);
    assert!(finish(&mut world).is_some());
    assert_eq!(sessions(&world)[0].counted, 4, "the relay holds it, and the office decides");
    let by = author(&world.key, noon());
    let none = world.store.tap(&by, &book(0), item(1, 0).into(), Tap::Plus, entry(1));
    assert!(matches!(none, Err(StoreError::NotWritable)));
}

#[test]
fn a_half_typed_note_is_kept_and_becomes_one_note() {
    let (_folder, mut world) = world();
    let note =
        |world: &World| note_draft(&world.reader, officer(1), book(0).id(), task(0)).unwrap();
    let put = |world: &mut World, text: &str| {
        let by = author(&world.key, noon());
        world.store.put_note(&by, &book(0), task(0), text, entry(7)).unwrap();
    };
    let notes = |world: &World| {
        let prefix = format!("{}.note.", task(0));
        let keys = tables::keys_of(&world.reader, book(0).id(), &prefix).unwrap();
        let text = |key| world.register(0, key).act::<Note>().unwrap().unwrap().text;
        keys.iter().map(text).collect::<Vec<_>>()
    };
    put(&mut world, "Hộ cuối ");
    assert_eq!(note(&world).unwrap().text, "Hộ cuối ", "as it was typed");
    assert!(notes(&world).is_empty() && note(&world).unwrap().written.is_none());
    assert_eq!(pause(&mut world), 1);
    assert_eq!(notes(&world), ["Hộ cuối"]);
    assert!(note(&world).unwrap().written.is_some());
    put(&mut world, "Hộ cuối làng đi vắng");
    let by = author(&world.key, noon());
    assert!(world.store.finish_note(&by, book(0).id(), task(0)).unwrap().is_some());
    assert_eq!(notes(&world), ["Hộ cuối làng đi vắng"], "one note, not two");
    assert!(note(&world).is_none());
    // Blanks and what is too long stay drafts; what was thrown away leaves nothing.
    put(&mut world, &"ấ".repeat(3_000));
    assert_eq!(pause(&mut world), 0);
    world.store.clear_note(officer(1), book(0).id(), task(0)).unwrap();
    assert!(note(&world).is_none() && notes(&world).len() == 1);
    let debug = format!("{:?}", note_draft(&world.reader, officer(1), book(0).id(), task(0)));
    assert!(!debug.contains("Hộ"));
}

#[test]
fn a_damaged_draft_is_not_believed() {
    let (_folder, mut world) = world();
    tap(&mut world, &[Tap::Plus; 3]);
    world.reader.execute("UPDATE drafts SET content = zeroblob(length(content))", []).unwrap();
    let read = count_draft(&world.reader, officer(1), book(0).id(), item(0, 0).into());
    assert!(matches!(read, Err(StoreError::Damaged)));
}

/// Run by the parent in a process of its own: taps, pauses and finishes until it is killed.
#[test]
fn child() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let mut world = World::bare(Path::new(&path), 1, &[0], vec![officer(1)]);
    let mut out = std::io::stdout();
    for n in 0_u32.. {
        match n % 9 {
            3 => drop(pause(&mut world)),
            8 => drop(finish(&mut world)),
            _ => {
                tap(&mut world, &[Tap::Plus]);
                writeln!(out, "tap").unwrap();
                out.flush().unwrap();
            }
        }
    }
}

#[test]
fn a_kill_loses_no_tap_and_doubles_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    drop(World::open(&path, 1, &[0], 3));
    let (mut before, mut told) = (0, 0);
    for kill in 0..KILLS {
        let taps = killed_after(&path, u64::from(kill * 7 % 23), u64::from(kill) * 7_919);
        told += taps;
        let mut world = World::bare(&path, 1, &[0], vec![officer(1)]);
        finish(&mut world);
        let counted: u64 = sessions(&world).iter().map(|session| session.counted).sum();
        // The tap that was under way may be there or not.
        let new = counted - before;
        assert!(new == taps || new == taps + 1, "kill {kill}: {taps} taps told, {new} there");
        before = counted;
        assert!(open_round(&world).is_none(), "kill {kill}");
    }
    assert!(told > 300, "only {told} taps were ever told");
    let world = World::bare(&path, 1, &[0], vec![officer(1)]);
    assert!(world.agrees(0));
}

/// Starts a counter, kills it after so many lines and so many turns of a loop more, and returns
/// how many taps it told of.
fn killed_after(path: &Path, lines: u64, turns: u64) -> u64 {
    let mut child = counter(path);
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while (said.matches("tap\n").count() as u64) <= lines {
        assert!(out.read_line(&mut said).unwrap() > 0, "the counter ended by itself: {said}");
    }
    // Where in the next tap, pause or finish this falls is chance; no outcome depends on it.
    (0..turns).for_each(|_| std::hint::spin_loop());
    child.kill().unwrap();
    child.wait().unwrap();
    out.read_to_string(&mut said).unwrap();
    said.matches("tap\n").count() as u64
}

fn counter(path: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture"]).env(CHILD, path);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}
