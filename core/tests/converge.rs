//! Phones that hold the same changes show the same, whatever the order in which they heard of
//! them, and at every moment the tables say what the CRDT library says.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::log::{self, Log};
use common::*;
use proptest::prelude::*;
use soviec_core::change::Value;
use soviec_core::fold::NoticeKind;
use soviec_core::model::{Declared, Edit, EntryId, OfficerId};
use soviec_core::store::{history_of, tables};
use tempfile::TempDir;

const TASKS: u32 = 2;
const PHONES: u8 = 4;

/// What happens next at one phone.
#[derive(Debug, Clone)]
enum Step {
    Tick {
        of: u32,
        item: u8,
        done: bool,
        by: u8,
    },
    Status {
        of: u32,
        status: u8,
        by: u8,
    },
    Note {
        of: u32,
        entry: u8,
    },
    /// Uses an older value of a status again.
    Restore {
        of: u32,
        which: usize,
    },
    /// Knows of everything that became of a status.
    Accept {
        of: u32,
        by: u8,
    },
    /// The log takes what waits; the answer is lost.
    PushUnheard,
    /// Takes so many rows of the log, from so many before the cursor on: some come twice.
    Hear {
        again: usize,
        rows: usize,
    },
    Exchange,
}

fn step() -> impl Strategy<Value = Step> {
    let (of, by) = (0..TASKS, 0..PHONES);
    prop_oneof![
        4 => (of.clone(), 0..2u8, any::<bool>(), by.clone())
            .prop_map(|(of, item, done, by)| Step::Tick { of, item, done, by }),
        6 => (of.clone(), 0..4u8, by.clone()).prop_map(|(of, status, by)| Step::Status { of, status, by }),
        1 => (of.clone(), 0..3u8).prop_map(|(of, entry)| Step::Note { of, entry }),
        2 => (of.clone(), 0..9usize).prop_map(|(of, which)| Step::Restore { of, which }),
        2 => (of, by).prop_map(|(of, by)| Step::Accept { of, by }),
        2 => Just(Step::PushUnheard),
        4 => (0..3usize, 0..5usize).prop_map(|(again, rows)| Step::Hear { again, rows }),
        4 => Just(Step::Exchange),
    ]
}

/// Every phone has every officer for a profile, so that all of them fold the same notices.
fn everyone() -> Vec<OfficerId> {
    (0..PHONES).map(officer).collect()
}

fn restore(world: &World, of: u32, which: usize) -> Option<Edit> {
    let history = history_of(&world.reader, book(0).id(), &status_key(of)).unwrap();
    let entry = history.get(which % history.len().max(1))?;
    let Value::Bytes(act) = entry.value.clone() else { return None };
    Some(Edit::Restore { key: status_key(of).to_string(), act: act.into(), undoes: None })
}

fn accept(world: &World, of: u32, by: OfficerId) -> Edit {
    let mine = world.notices().into_iter().filter(|n| {
        n.key == status_key(of) && n.notice.kind == NoticeKind::Replaced && n.notice.me == by
    });
    let mut gone: Vec<_> = mine.map(|n| n.notice.mine).collect();
    let history = tables::history(&world.reader, book(0).id(), &status_key(of)).unwrap();
    gone.extend(history.accepted_by(by));
    let two = world.register(0, &status_key(of)).values.iter().map(|v| v.edit).collect();
    Edit::Accept { key: status_key(of).to_string(), gone, two }
}

fn take(log: &mut Log, world: &mut World, step: &Step) {
    let me = officer(world.device % PHONES);
    let written = match step {
        Step::Tick { of, item, done, by } => Some((officer(*by), tick(*of, *item, *done))),
        Step::Status { of, status, by } => {
            Some((officer(*by), declare(*of, Declared::ALL[usize::from(*status)])))
        }
        Step::Note { of, entry } => {
            let text = format!("ghi ở máy {}", world.device);
            Some((
                me,
                Edit::Note { task: task(*of), entry: EntryId([*entry; 16]), text, on: day(4) },
            ))
        }
        Step::Restore { of, which } => restore(world, *of, *which).map(|edit| (me, edit)),
        Step::Accept { of, by } => Some((officer(*by), accept(world, *of, officer(*by)))),
        Step::PushUnheard => {
            log.push(world);
            None
        }
        Step::Hear { again, rows } => {
            hear(log, world, *again, *rows);
            None
        }
        Step::Exchange => {
            log.exchange(world);
            None
        }
    };
    if let Some((by, edit)) = written {
        world.write_as(by, 0, &edit);
    }
}

fn hear(log: &Log, world: &mut World, again: usize, rows: usize) {
    let from = world.heard.saturating_sub(again);
    let until = (world.heard + rows).min(log.rows.len());
    let mut page = log.rows_from(world, from);
    page.truncate(until - from);
    log::carry_out(world, &page);
    world.heard = until;
}

fn everything(world: &World) -> impl PartialEq + std::fmt::Debug + use<> {
    let id = book(0).id();
    let keys = tables::all_keys(&world.reader, id).unwrap();
    let registers: Vec<_> = keys.iter().map(|key| world.register(0, key)).collect();
    let rows: Vec<_> = (0..TASKS).map(|n| world.row(0, task(n))).collect();
    let items: Vec<_> =
        (0..TASKS).map(|n| tables::item_rows(&world.reader, id, task(n)).unwrap()).collect();
    (keys, registers, rows, items, world.notices())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn phones_that_hold_the_same_changes_show_the_same(
        phones in 3..=PHONES,
        steps in prop::collection::vec((0..PHONES, step()), 10..60),
    ) {
        let folder = TempDir::new().unwrap();
        let open = |n: u8| {
            World::shared(&folder.path().join(format!("{n}.db")), n + 1, &[0], TASKS, everyone())
        };
        let mut worlds: Vec<World> = (0..phones).map(open).collect();
        let mut log = Log::default();
        for (who, step) in &steps {
            let world = &mut worlds[usize::from(who % phones)];
            take(&mut log, world, step);
            prop_assert!(world.agrees(0), "after {step:?} at phone {}", world.device);
        }
        for _ in 0..2 {
            worlds.iter_mut().for_each(|world| drop(log.exchange(world)));
        }
        for world in &worlds {
            prop_assert_eq!(everything(world), everything(&worlds[0]));
            prop_assert!(world.agrees(0));
            prop_assert_eq!(world.store.waiting_count().unwrap(), 0);
        }
        // One that hears of everything at once, and of the plan last.
        let mut late = World::bare(&folder.path().join("late.db"), 99, &[0], everyone());
        log.exchange(&mut late);
        log::carry_out(&mut late, &plan_pen(TASKS).effects(50));
        log::carry_out(&mut late, &directory_pen(1).effects(1));
        prop_assert_eq!(everything(&late), everything(&worlds[0]));
    }
}
