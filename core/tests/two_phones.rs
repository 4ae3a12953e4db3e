//! Two phones that met the same task offline: nothing is lost, and both show the same.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::log::Log;
use common::*;
use soviec_core::change::Value;
use soviec_core::fold::Status;
use soviec_core::model::{
    ActError, Declared, Edit, EntryId, OfficerId, RegisterKey, StatusAct, encode, inner_of,
};
use soviec_core::store::{tables, value_of};
use tempfile::TempDir;

/// Phones of one village that have heard the same plan.
fn phones<const N: usize>(folder: &TempDir) -> [World; N] {
    std::array::from_fn(|n| {
        let name = format!("{n}.db");
        World::open(&folder.path().join(name), n as u8 + 1, &[0], 6)
    })
}

/// Everything that a screen of the book is made of.
fn everything(world: &World) -> impl PartialEq + std::fmt::Debug + use<> {
    let id = book(0).id();
    let keys = tables::all_keys(&world.reader, id).unwrap();
    let registers: Vec<_> = keys.iter().map(|key| world.register(0, key)).collect();
    let rows: Vec<_> = (0..6).map(|n| world.row(0, task(n))).collect();
    let items: Vec<_> =
        (0..6).map(|n| tables::item_rows(&world.reader, id, task(n)).unwrap()).collect();
    (keys, registers, rows, items)
}

fn meet(log: &mut Log, worlds: &mut [World]) {
    for _ in 0..2 {
        worlds.iter_mut().for_each(|world| drop(log.exchange(world)));
    }
    for world in worlds.iter() {
        assert!(world.agrees(0), "phone {} differs from the library", world.device);
        assert_eq!(everything(world), everything(&worlds[0]));
    }
}

fn note(n: u32, text: &str) -> Edit {
    let entry = EntryId([text.len() as u8; 16]);
    Edit::Note { task: task(n), entry, text: text.into(), on: day(4) }
}

#[test]
fn the_first_touch_of_a_task_by_two_offline_phones_loses_nothing() {
    let folder = TempDir::new().unwrap();
    let [mut a, mut b] = phones(&folder);
    a.write(0, &tick(0, 0, true)).unwrap();
    a.write(0, &declare(0, Declared::InProgress)).unwrap();
    a.write(0, &note(0, "đã họp dân")).unwrap();
    b.write(0, &tick(0, 1, true)).unwrap();
    b.write(0, &note(0, "đã phát tờ rơi")).unwrap();
    let (mut log, mut both) = (Log::default(), [a, b]);
    meet(&mut log, &mut both);
    let row = both[1].row(0, task(0));
    assert_eq!((row.items_done, row.notes, row.items_open), (2, 2, 0));
    assert_eq!(row.declared.map(|(status, _)| status), Some(Declared::InProgress));
    assert!(both.iter().all(|world| world.notices().is_empty()));
    assert_eq!(log.rows.len(), 5);
}

#[test]
fn the_same_tick_by_two_officers_agrees_and_names_both() {
    let folder = TempDir::new().unwrap();
    let [mut a, mut b] = phones(&folder);
    a.write(0, &tick(0, 0, true)).unwrap();
    let another_day = Edit::Tick { item: item(0, 0), done: true, on: day(9) };
    b.write(0, &another_day).unwrap();
    let mut both = [a, b];
    meet(&mut Log::default(), &mut both);
    for world in &both {
        let register = world.register(0, &tick_key(0, 0));
        let mut names: Vec<_> = register.values.iter().filter_map(|v| v.officer).collect();
        names.sort_unstable();
        assert_eq!(names, [officer(1), officer(2)]);
        assert!(!register.is_open());
        let row = world.row(0, task(0));
        assert_eq!((row.items_done, row.items_open), (1, 0));
        assert!(world.notices().is_empty(), "agreeing is no news");
    }
}

#[test]
fn different_statuses_stand_side_by_side_until_a_person_picks() {
    let folder = TempDir::new().unwrap();
    let [mut a, mut b] = phones(&folder);
    a.write(0, &declare(0, Declared::Done)).unwrap();
    b.write(0, &declare(0, Declared::NotStarted)).unwrap();
    let (mut log, mut both) = (Log::default(), [a, b]);
    meet(&mut log, &mut both);
    for world in &both {
        let register = world.register(0, &status_key(0));
        assert!(register.is_open());
        assert_eq!(register.values.len(), 2);
        let row = world.row(0, task(0));
        assert!(row.open);
        // The task's last day is the first: it is overdue for as long as nobody picks.
        assert_eq!(row.status, Status::Overdue);
    }
    both[1].write(0, &declare(0, Declared::Done)).unwrap();
    meet(&mut log, &mut both);
    let row = both[0].row(0, task(0));
    assert!(!row.open);
    assert_eq!(row.status, Status::DoneLate);
}

/// The library would only delete the other value here, and admission refuses deletions.
#[test]
fn either_officer_can_pick_his_own_value_again() {
    for picker in 0..2 {
        let folder = TempDir::new().unwrap();
        let [mut a, mut b] = phones(&folder);
        let (done, not_started) = (declare(0, Declared::Done), declare(0, Declared::NotStarted));
        a.write(0, &done).unwrap();
        b.write(0, &not_started).unwrap();
        let (mut log, mut both) = (Log::default(), [a, b]);
        meet(&mut log, &mut both);
        let own = [&done, &not_started][picker];
        assert_eq!(both[picker].write(0, own).unwrap().rows, [(book(0).id(), task(0))]);
        assert_eq!(both[picker].write(0, own), None, "it stands there alone now");
        meet(&mut log, &mut both);
        let register = both[1 - picker].register(0, &status_key(0));
        let officers: Vec<_> = register.values.iter().filter_map(|v| v.officer).collect();
        assert_eq!(officers, [officer(picker as u8 + 1)]);
        assert_eq!(both[1 - picker].notices().len(), 1, "the other one is told");
        assert!(both[picker].notices().is_empty());
    }
}

/// The same tick with one pair more than this build knows, under key 99.
fn with_an_unknown_field(act: &[u8]) -> Vec<u8> {
    let mut bytes = act.to_vec();
    bytes[1] += 1;
    bytes.extend([0x18, 99, 0x61, b'x']);
    bytes
}

fn stored(world: &World, key: &RegisterKey) -> Vec<Vec<u8>> {
    let bytes = |value: Value| match value {
        Value::Bytes(bytes) => bytes,
        other => panic!("not an act: {other:?}"),
    };
    world.register(0, key).values.into_iter().map(|shown| bytes(shown.value)).collect()
}

#[test]
fn acts_that_an_older_app_does_not_know_survive_it_byte_for_byte() {
    let folder = TempDir::new().unwrap();
    let [mut a, b] = phones(&folder);
    let status = |status| StatusAct { by: OfficerId([90; 16]), on: day(5), status, result: None };
    let unknown_field = with_an_unknown_field(&encode(&status(Declared::Done)));
    let mut newer = with_an_unknown_field(&encode(&status(Declared::InProgress)));
    newer[0] += 1;
    // A newer app writes both, and a field that this one has no word for.
    let mut app = Pen::new(book(0));
    let unknown_key = RegisterKey::new(task(2), "household_count");
    app.put(vec![
        (status_key(0), unknown_field.clone()),
        (status_key(1), newer.clone()),
        (unknown_key.clone(), b"anything at all".to_vec()),
    ]);
    log::carry_out(&mut a, &app.effects(log::FIRST - 10));
    let written = app.changes[0].hash;

    // It works on: in the same task, over the known version with its unknown field, and until
    // the book is compacted.
    for n in 0..6 {
        a.write(0, &tick(n, 0, true)).unwrap();
        a.write(0, &note(n, "vẫn ghi được")).unwrap();
    }
    let mut log = Log::default();
    log.rows.push(log::Row {
        document: book(0).id(),
        change: written,
        bytes: app.changes[0].bytes().to_vec(),
    });
    let mut both = [a, b];
    meet(&mut log, &mut both);
    assert_eq!(stored(&both[1], &status_key(1)), [newer.as_slice()]);
    assert_eq!(stored(&both[1], &unknown_key), [b"anything at all".as_slice()]);
    let read = both[1].register(0, &status_key(1)).act::<StatusAct>();
    assert_eq!(read, Some(Err(ActError::Newer(2))));
    assert!(both[1].row(0, task(1)).newer);

    both[0].write(0, &declare(0, Declared::NotStarted)).unwrap();
    meet(&mut log, &mut both);
    let old = value_of(&both[1].reader, book(0).id(), &status_key(0), &written).unwrap();
    assert_eq!(old.map(|entry| entry.value), Some(Value::Bytes(unknown_field.clone())));
    let restore = Edit::Restore {
        key: status_key(0).to_string(),
        act: unknown_field.clone().into(),
        undoes: None,
    };
    both[1].write(0, &restore).unwrap();
    meet(&mut log, &mut both);
    assert_eq!(inner_of(&stored(&both[0], &status_key(0))[0]), unknown_field);
}
