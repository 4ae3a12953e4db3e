//! The first screen, and the marks of what is not sent yet.

use soviec_core::{model::Declared, protocol::ChangeState, replica::NoticeKind};
use soviec_tests::{World, book, check_agenda, day, noon, task, until_quiet, village};

#[test]
fn a_task_stands_in_the_first_section_that_it_belongs_to() {
    let world = World::new(170);
    let phones = [0, 1].map(|n| world.phone(n, &[0]));
    let [a, b] = &phones;
    let (today, week, later) = (
        a.local(0, "Hôm nay", Some(12)),
        a.local(0, "Một tuần", Some(19)),
        a.local(0, "Sau", Some(20)),
    );
    let late = a.local(0, "Muộn", Some(11));
    let done = a.local(0, "Xong", Some(15));
    a.declare_local(0, done, Declared::Done, 12);
    // Two values: one of a task whose deadline has passed, one of another.
    for of in [1, 3] {
        a.tick(0, of, 0, true, 5);
        b.tick(0, of, 0, false, 5);
    }
    until_quiet(&phones);
    let agenda = a.replica().agenda(None).unwrap();
    assert_eq!(agenda.today, day(12));
    let ids = |window: &soviec_core::replica::TaskWindow| {
        window.rows.iter().map(|row| row.task).collect::<Vec<_>>()
    };
    assert_eq!(ids(&agenda.overdue), [task(3), late], "by deadline, two values or not");
    assert_eq!(ids(&agenda.open), [task(1)]);
    assert_eq!(ids(&agenda.due_soon), [today, week]);
    assert_eq!(ids(&agenda.done_today), [done]);
    let next = agenda.next.unwrap();
    assert_eq!(next.last_day, Some(day(20)));
    assert!([later, task(0)].contains(&next.task));
    assert_eq!(agenda.replaced, 2);
    for (n, expected) in [(0, 2), (1, 0)] {
        let of_unit = a.replica().agenda(Some(village(n))).unwrap();
        assert_eq!((of_unit.overdue.total, of_unit.replaced), (expected, expected));
    }
    check_agenda(a.replica());
}

#[test]
fn a_section_holds_a_hundred_rows_and_counts_all() {
    let world = World::new(171);
    let phone = world.phone(0, &[0]);
    for n in 0..105 {
        phone.local(0, &format!("Việc {n}"), Some(13));
    }
    let soon = phone.replica().agenda(None).unwrap().due_soon;
    assert_eq!((soon.rows.len(), soon.total), (100, 105));
    assert!(soon.rows.iter().all(|row| row.unsent));
}

#[test]
fn what_was_replaced_is_told_by_name() {
    let world = World::new(172);
    let phones = [0, 1].map(|n| world.phone(n, &[0]));
    let [a, b] = &phones;
    a.tick(0, 0, 1, true, 5);
    b.tick(0, 0, 1, false, 5);
    until_quiet(&phones);
    let told = a.replica().replaced().unwrap().remove(0);
    assert_eq!((told.kind, told.task), (NoticeKind::TwoValues, Some(task(0))));
    assert_eq!(told.title, "Nhiệm vụ 0: Đầu việc 1");
    assert_eq!(told.others[0].officer_name.as_deref(), Some("Trần Văn 1"));
}

#[test]
fn what_is_set_apart_says_what_became_of_it() {
    let world = World::new(173);
    let phone = world.phone(0, &[0]);
    world.suspend(0, 0);
    phone.declare(0, 0, Declared::Done, "đủ hai nguồn");
    phone.note(0, 0, "Mã mờ");
    let waits = phone.replica().waiting().unwrap();
    let words: Vec<_> = waits.iter().map(|edit| edit.words.as_str()).collect();
    assert_eq!(words, ["Nhiệm vụ 0: Hoàn thành (đủ hai nguồn)", "Nhiệm vụ 0: ghi chú “Mã mờ”"]);
    assert!(waits.iter().all(|edit| edit.made == noon() && edit.document == book(0).id()));
    let unsent = phone.replica().task(book(0).id(), task(0)).unwrap();
    assert!(unsent.row.unsent && unsent.notes[0].unsent);
    phone.sync().unwrap();
    let mut apart = phone.replica().set_apart().unwrap();
    apart.reverse();
    assert_eq!(
        (apart[0].state, apart[0].heading.as_str()),
        (ChangeState::Held, "Văn phòng đang giữ")
    );
    assert_eq!((apart[1].state, apart[1].heading.as_str()), (ChangeState::Parked, "Chờ mục trước"));
    assert!(apart[0].reason.contains("Không mất"));
    let sent = phone.replica().task(book(0).id(), task(0)).unwrap();
    assert!(!sent.row.unsent && !sent.notes[0].unsent, "held is not waiting");
}
