//! Taking back what was done last.

use soviec_core::{
    model::{Declared, RegisterKey, StatusAct},
    replica::{Sort, TaskFilter, TaskRow, Window, value_words},
};
use soviec_tests::{
    Phone, World, book, check_agreement, day, item, status_key, task, tick_key, until_quiet,
};

fn row(phone: &Phone, n: u8) -> TaskRow {
    phone.replica().task(book(0).id(), task(n)).unwrap().row
}

fn words(phone: &Phone) -> Option<String> {
    phone.replica().last_act(phone.officer).unwrap().map(|last| last.words)
}

#[test]
fn an_undone_tick_reads_as_if_nothing_had_been_said() {
    let world = World::new(160);
    let phones = [0, 1].map(|n| world.phone(n, &[0]));
    let [a, b] = &phones;
    a.tick(0, 0, 0, true, 5);
    assert_eq!(words(a).unwrap(), "Nhiệm vụ 0: Đầu việc 0 đã xong");
    assert_eq!(row(a, 0).items_done, 1);
    until_quiet(&phones);
    assert!(a.undo());
    assert_eq!(words(a), None, "an undo is not undone, and what lies before it neither");
    assert!(!a.undo());
    until_quiet(&phones);
    for phone in &phones {
        assert_eq!((row(phone, 0).items_done, row(phone, 0).items_open), (0, 0));
        let history = phone.replica().history(book(0).id(), &tick_key(0, 0)).unwrap();
        let said: Vec<_> = history.iter().map(|entry| value_words(&entry.value)).collect();
        assert_eq!(said, ["đã xong", "đã rút lại"]);
        assert!(phone.replica().replaced().unwrap().is_empty());
    }
    // Whoever ticks now, ticks for the first time.
    b.tick(0, 0, 0, true, 6);
    until_quiet(&phones);
    assert_eq!((row(a, 0).items_done, row(a, 0).items_open), (1, 0));
    assert!(a.replica().replaced().unwrap().is_empty(), "a withdrawal was not replaced");
    check_agreement(&world, &phones);
}

#[test]
fn what_an_edit_replaced_comes_back_byte_for_byte() {
    let world = World::new(161);
    let phones = [0, 1].map(|n| world.phone(n, &[0]));
    let [a, b] = &phones;
    b.declare(0, 0, Declared::InProgress, "còn một nguồn");
    until_quiet(&phones);
    a.declare(0, 0, Declared::Done, "nhầm");
    assert_eq!(words(a).unwrap(), "Nhiệm vụ 0: Hoàn thành (nhầm)");
    until_quiet(&phones);
    assert_eq!(b.replica().replaced().unwrap().len(), 1);
    assert!(a.undo());
    until_quiet(&phones);
    let act = b.register(0, &status_key(0)).act::<StatusAct>().unwrap().unwrap();
    assert_eq!((act.by, act.result.as_deref()), (b.officer, Some("còn một nguồn")));
    assert!(b.replica().replaced().unwrap().is_empty(), "the other's value stands again");
    check_agreement(&world, &phones);
}

#[test]
fn notes_and_local_tasks_go_from_the_screens_and_stay_in_the_history() {
    let world = World::new(162);
    let phones = [0, 1].map(|n| world.phone(n, &[0]));
    let [a, b] = &phones;
    a.note(0, 0, "Sổ cũ bị ẩm.");
    assert_eq!(words(a).unwrap(), "Nhiệm vụ 0: ghi chú “Sổ cũ bị ẩm.”");
    assert!(a.undo());
    assert_eq!(
        (row(a, 0).notes, a.replica().task(book(0).id(), task(0)).unwrap().notes.len()),
        (0, 0)
    );
    let own = a.local(0, "Sửa loa", None);
    until_quiet(&phones);
    assert_eq!(words(a).unwrap(), "Sửa loa: việc riêng mới");
    assert!(a.undo());
    let waits = a.replica().waiting().unwrap();
    assert_eq!(waits[0].words, "Sửa loa: đã rút lại");
    assert_eq!((waits[0].task, waits[0].officer_name.as_deref()), (Some(own), Some("Trần Văn 0")));
    until_quiet(&phones);
    for phone in &phones {
        assert!(phone.replica().task(book(0).id(), own).is_err());
        let all = Window { offset: 0, limit: 100 };
        let rows = phone.replica().tasks(&TaskFilter::default(), Sort::Plan, all).unwrap().rows;
        assert!(rows.iter().all(|row| !row.local));
        let history = phone.replica().history(book(0).id(), &RegisterKey::new(own, "local"));
        assert_eq!(history.unwrap().len(), 2);
    }
    // It can be used again, like any value.
    let key = RegisterKey::new(own, "local");
    let first = b.replica().history(book(0).id(), &key).unwrap()[0].edit;
    assert!(b.restore(book(0).id(), &key, &first));
    until_quiet(&phones);
    assert_eq!(a.replica().task(book(0).id(), own).unwrap().row.title, "Sửa loa");
    check_agreement(&world, &phones);
}

#[test]
fn nothing_is_undone_that_somebody_built_on() {
    let world = World::new(163);
    let phones = [0, 1].map(|n| world.phone(n, &[0]));
    let [a, b] = &phones;
    // Replaced by somebody else.
    a.declare(0, 0, Declared::Done, "xong");
    until_quiet(&phones);
    b.declare(0, 0, Declared::InProgress, "chưa");
    until_quiet(&phones);
    assert_eq!(words(a), None);
    // It settled two values.
    for phone in &phones {
        phone.tick(0, 1, 0, phone.officer == a.officer, 5);
    }
    until_quiet(&phones);
    assert!(row(a, 1).items_open == 1 && words(a).is_none(), "beside another's value");
    a.tick(0, 1, 0, true, 6);
    assert_eq!(words(a), None);
    // A local task with a note on it.
    let own = a.local(0, "Sửa loa", None);
    until_quiet(&phones);
    b.replica().add_note(b.officer, book(0).id(), own, "Thiếu dây.").unwrap();
    until_quiet(&phones);
    assert_eq!(words(a), None);
    // An edit that is not the last one.
    let first = a.edits()[0].edit;
    assert!(!a.replica().undo(a.officer, &first).unwrap());
}

#[test]
fn a_withdrawal_does_not_stand_against_a_value() {
    let world = World::new(164);
    let phones = [0, 1].map(|n| world.phone(n, &[0]));
    let [a, b] = &phones;
    a.declare(0, 0, Declared::Done, "nhầm");
    until_quiet(&phones);
    // Neither knows of the other.
    assert!(a.undo());
    b.declare(0, 0, Declared::InProgress, "còn một nguồn");
    until_quiet(&phones);
    for phone in &phones {
        let register = phone.register(0, &status_key(0));
        assert_eq!((register.values.len(), register.is_open()), (2, false));
        let row = row(phone, 0);
        assert_eq!((row.open, row.declared), (false, Some((Declared::InProgress, day(12)))));
        assert!(phone.replica().replaced().unwrap().is_empty(), "nobody has to choose");
    }
    check_agreement(&world, &phones);
}

#[test]
fn an_undo_survives_a_restart_and_is_marked_until_it_is_sent() {
    let world = World::new(165);
    let mut phone = world.phone(0, &[0]);
    phone.tick(0, 0, 0, true, 5);
    phone.sync().unwrap();
    assert!(!row(&phone, 0).unsent);
    phone.restart();
    assert!(phone.undo());
    phone.restart();
    let detail = phone.replica().task(book(0).id(), task(0)).unwrap();
    let unsent: Vec<_> = detail.items.iter().filter(|i| i.unsent).map(|i| i.row.item).collect();
    assert_eq!((detail.row.unsent, unsent), (true, vec![item(0, 0)]));
    let last = detail.items[0].tick.values[0].edit;
    let origin = detail.origins[&last];
    assert!(origin.own && origin.seq.is_none());
    assert_eq!(origin.at, soviec_tests::noon());
    phone.sync().unwrap();
    let detail = phone.replica().task(book(0).id(), task(0)).unwrap();
    assert!(!detail.row.unsent && detail.origins[&last].seq.is_some());
    check_agreement(&world, &[phone]);
}
