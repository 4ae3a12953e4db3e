//! The phone's store: one edit is one transaction, registers say what the library says.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::*;
use soviec_core::fold::Status;
use soviec_core::model::{
    Calendar, Deadline, DeadlineKind, Declared, Edit, ItemEntry, Normal, Occurred, PlanEntry,
    RegisterKey, Selector, Settings, StatusAct, UnitKind, encode,
};
use soviec_core::store::tables::{self, Sort, TaskFilter, Window};

const ALL: Window = Window { offset: 0, limit: 200 };

#[test]
fn an_edit_is_in_registers_rows_and_outbox() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::open(&folder.path().join("a.db"), 1, &[0], 6);
    let edit = Edit::Status { task: task(0), status: Declared::Done, on: day(1), result: None };
    let written = world.write(0, &edit).expect("something is new");
    assert_eq!((written.client_seq, written.rows.len()), (1, 1));
    assert_eq!(world.write(0, &edit), None, "the same again is no change");

    let db = world.store.reader().unwrap();
    let (rows, total) =
        tables::task_rows(&db, &TaskFilter::default(), Sort::Plan, ALL, day(12)).unwrap();
    assert_eq!((rows.len(), total), (6, 6));
    assert_eq!(rows[0].status, Status::DoneOnTime);
    assert_eq!(rows[1].status, Status::Ongoing);
    assert_eq!(rows[2].status, Status::WaitingEvent);
    let shown = tables::register(&db, book(0).id(), &RegisterKey::new(task(0), "status")).unwrap();
    assert_eq!(shown.act::<StatusAct>().unwrap().unwrap().status, Declared::Done);
    assert_eq!(world.store.waiting_count().unwrap(), 1);
    assert!(world.store.audit(book(0).id()).unwrap().is_empty());
}

#[test]
fn a_recorded_event_ends_the_waiting_in_whatever_order_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let normal: Normal = "EVENT(guidance) + 3 days".parse().unwrap();
    let (settings, calendar) = (Settings::default(), Calendar::weekends());
    let deadline = Deadline::of(CLERK, "w", &normal, settings, &calendar).unwrap();
    let event = Occurred::of(CLERK, day(8), None, &normal, settings, &calendar).unwrap();
    let puts = [("deadline", encode(&deadline)), ("occurred", encode(&event))];
    for (n, order) in [[0, 1], [1, 0]].into_iter().enumerate() {
        let path = folder.path().join(format!("{n}.db"));
        let mut world = World::open(&path, 1, &[0], 3);
        assert_eq!(world.row(0, task(2)).status, Status::WaitingEvent);
        let mut pen = plan_pen(3);
        let known = pen.changes.len();
        for which in order {
            let (field, act) = &puts[which];
            pen.put(vec![(RegisterKey::new(task(2), field), act.clone())]);
        }
        let effects = pen.effects(log::FIRST);
        world.take(&effects[known..]);
        let row = world.row(0, task(2));
        assert_eq!((row.kind, row.last_day), (DeadlineKind::Dated, Some(day(11))));
        assert_eq!(row.status, Status::Overdue, "on the twelfth");
    }
}

#[test]
fn items_count_and_lists_filter_and_find_without_marks() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::open(&folder.path().join("a.db"), 1, &[0], 30);
    for n in 0..3 {
        world.write(0, &Edit::Tick { item: item(4, n), done: n != 2, on: day(2) });
    }
    let db = world.store.reader().unwrap();
    let found =
        |filter: &TaskFilter| tables::task_rows(&db, filter, Sort::Plan, ALL, day(12)).unwrap().0;
    let one = found(&TaskFilter { text: Some("NHIEM VU THU 4".into()), ..Default::default() });
    assert_eq!((one.len(), one[0].items, one[0].items_done), (1, 5, 2));
    let overdue = found(&TaskFilter { statuses: vec![Status::Overdue], ..Default::default() });
    assert!(!overdue.is_empty() && overdue.iter().all(|row| row.last_day < Some(day(12))));
    let page = tables::task_rows(
        &db,
        &TaskFilter::default(),
        Sort::Urgency,
        Window { offset: 28, limit: 5 },
        day(12),
    );
    assert_eq!((page.as_ref().unwrap().0.len(), page.unwrap().1), (2, 30));
}

#[test]
fn a_snapshot_replaces_the_tail_and_the_document_still_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut world = World::open(&path, 1, &[0], 3);
    let mut answered = Vec::new();
    for n in 0..450u32 {
        let edit = Edit::Tick {
            item: item(0, (n % 5) as u8),
            done: n / 5 % 2 == 0,
            on: day(n / 10 % 28 + 1),
        };
        if let Some(written) = world.write(0, &edit) {
            answered.push(soviec_core::sync::Effect::Answered {
                change: written.change,
                state: soviec_core::protocol::ChangeState::Stored,
                seq: Some(1_000 + u64::from(n)),
            });
        }
    }
    world.take(&answered);
    world.write(0, &Edit::Tick { item: item(1, 0), done: true, on: day(3) }).unwrap();
    let db = world.store.reader().unwrap();
    let (snapshots, tail): (u32, u32) = db
        .query_row(
            "SELECT (SELECT count(*) FROM snapshots), (SELECT count(*) FROM changes WHERE own = 1 AND in_snapshot = 0)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!(snapshots, 1);
    assert!(tail <= 2, "{tail} changes are still loaded one by one");
    drop(db);
    drop(world.store);
    let mut again = World::open(&path, 1, &[0], 3);
    assert!(again.store.audit(book(0).id()).unwrap().is_empty());
    assert!(again.write(0, &Edit::Tick { item: item(2, 0), done: true, on: day(4) }).is_some());
}

#[test]
fn edits_of_an_earlier_epoch_are_still_said_to_wait() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::open(&folder.path().join("a.db"), 1, &[0], 3);
    world.write(0, &tick(0, 0, true)).unwrap();
    world.store.begin_epoch(soviec_core::model::Epoch([99; 16])).unwrap();
    world.write(0, &tick(0, 1, true)).unwrap();
    assert_eq!(world.store.waiting_count().unwrap(), 2);
    let waiting = soviec_core::store::waiting(&world.reader, 10).unwrap();
    assert_eq!(
        waiting.iter().map(|w| &w.edit).collect::<Vec<_>>(),
        [&tick(0, 0, true), &tick(0, 1, true)]
    );
}

#[test]
fn windows_over_many_books_share_no_row_and_miss_none() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(&folder.path().join("a.db"), 1, &[0, 1, 2], 20);
    for sort in [Sort::Plan, Sort::Urgency, Sort::Deadline] {
        let mut seen = std::collections::BTreeSet::new();
        for offset in (0..63).step_by(7) {
            let window = Window { offset, limit: 7 };
            let (rows, total) =
                tables::task_rows(&world.reader, &TaskFilter::default(), sort, window, day(12))
                    .unwrap();
            assert_eq!(total, 60, "the whole list, also beyond its end");
            seen.extend(rows.into_iter().map(|row| (row.book, row.task)));
        }
        assert_eq!(seen.len(), 60, "{sort:?}");
    }
}

/// Changes of the office's pen that come after the first exchange.
fn hear(world: &mut World, pen: &Pen, known: usize) {
    let effects = pen.effects(500);
    log::carry_out(world, &effects[known..]);
}

fn item_titles(world: &World, n: u32) -> Vec<String> {
    let rows = tables::item_rows(&world.reader, book(0).id(), task(n)).unwrap();
    rows.into_iter().map(|row| row.title).collect()
}

#[test]
fn an_item_that_moves_or_is_for_others_leaves_its_task() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::open(&folder.path().join("a.db"), 1, &[0], 3);
    let mut pen = plan_pen(3);
    let known = pen.changes.len();
    let entry = |task, to| {
        let (by, title) = (CLERK, "Đầu việc mới".to_owned());
        encode(&ItemEntry { by, task, title, order: 9, to })
    };
    let all = vec![Selector::Kind(UnitKind::Village)];
    pen.put(vec![
        (RegisterKey::new(item(0, 1), "item"), entry(task(1), all)),
        (RegisterKey::new(item(0, 2), "item"), entry(task(0), vec![Selector::Unit(OFFICE)])),
    ]);
    hear(&mut world, &pen, known);
    assert_eq!((world.row(0, task(0)).items, world.row(0, task(1)).items), (3, 6));
    assert_eq!((item_titles(&world, 0).len(), item_titles(&world, 1).len()), (3, 6));
    assert_eq!(item_titles(&world, 1)[5], "Đầu việc mới");
}

#[test]
fn tasks_stand_in_the_books_of_their_plans_year() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::open(&folder.path().join("a.db"), 1, &[0], 3);
    let mut pen = plan_pen(3);
    let known = pen.changes.len();
    let head = |year| {
        let (title, number) = ("Kế hoạch mẫu".to_owned(), "01/KH".to_owned());
        vec![(
            RegisterKey::new(PLAN, "plan"),
            encode(&PlanEntry { by: CLERK, title, number, issued: day(1), year }),
        )]
    };
    let total = |world: &World| {
        let all = TaskFilter::default();
        tables::task_rows(&world.reader, &all, Sort::Plan, ALL, day(12)).unwrap().1
    };
    pen.put(head(YEAR + 1));
    hear(&mut world, &pen, known);
    assert_eq!(total(&world), 0);
    pen.put(head(YEAR));
    hear(&mut world, &pen, known + 1);
    assert_eq!(total(&world), 3);
}
