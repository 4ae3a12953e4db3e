//! People who do not know of each other write the same thing.

use soviec_core::{
    model::{Declared, StatusAct, Tick},
    replica::NoticeKind,
};
use soviec_tests::{
    Phone, World, book, check_agreement, officer, status_key, task, tick_key, until_quiet,
};

/// What a phone's officer is told about the status of the first task: kind, and whose value
/// stands instead or beside.
fn told(phone: &Phone) -> Vec<(NoticeKind, Vec<Option<u8>>)> {
    let number = |id| (0..8).find(|n| Some(officer(*n)) == id);
    let all = phone.replica().replaced().unwrap();
    let about = all.into_iter().filter(|n| n.key == status_key(0) && n.book == book(0).id());
    about.map(|n| (n.kind, n.others.iter().map(|other| number(other.officer)).collect())).collect()
}

/// Two officers declare differently, offline; both have heard of it.
fn disputed(world: &World) -> [Phone; 3] {
    let phones = [0, 1, 2].map(|n| world.phone(n, &[0]));
    phones[0].declare(0, 0, Declared::Done, "đã đối chiếu");
    phones[1].declare(0, 0, Declared::InProgress, "còn một nguồn");
    until_quiet(&phones);
    phones
}

#[test]
fn both_sides_of_a_conflict_are_kept_and_both_authors_are_told() {
    let world = World::new(30);
    let phones = disputed(&world);
    for phone in &phones {
        let detail = phone.replica().task(book(0).id(), task(0)).unwrap();
        assert!(detail.row.open && detail.status.is_open());
        assert_eq!(detail.status.values.len(), 2);
    }
    assert_eq!(told(&phones[0]), [(NoticeKind::TwoValues, vec![Some(1)])]);
    assert_eq!(told(&phones[1]), [(NoticeKind::TwoValues, vec![Some(0)])]);
    assert_eq!(told(&phones[2]), []);
    check_agreement(&world, &phones);
}

#[test]
fn a_third_person_settles_it_and_both_authors_are_told() {
    let world = World::new(31);
    let phones = disputed(&world);
    let [a, b, c] = &phones;
    c.declare(0, 0, Declared::InProgress, "chờ công an xã ký");
    c.sync().unwrap();
    assert_eq!((a.sync().unwrap().ringing, b.sync().unwrap().ringing), (1, 1), "it rings once");
    assert_eq!(told(a), [(NoticeKind::Replaced, vec![Some(2)])]);
    assert_eq!(told(b), [(NoticeKind::Replaced, vec![Some(2)])]);
    assert_eq!(told(c), [], "whoever settles is told nothing");
    let shown = a.register(0, &status_key(0));
    assert_eq!((shown.values.len(), shown.is_open()), (1, false));
    assert_eq!((a.sync().unwrap().ringing, b.sync().unwrap().ringing), (0, 0), "and only once");
    check_agreement(&world, &phones);
}

/// The CRDT library takes a value that it already shows for no edit at all and would delete the
/// other one, which no document here knows.
#[test]
fn whoever_insists_on_his_own_value_settles_the_conflict() {
    for insisting in [0, 1] {
        let world = World::new(35);
        let phones = disputed(&world);
        let (word, result) =
            [(Declared::Done, "đã đối chiếu"), (Declared::InProgress, "còn một nguồn")][insisting];
        assert!(phones[insisting].declare(0, 0, word, result));
        until_quiet(&phones);
        let shown = phones[2].register(0, &status_key(0));
        assert_eq!((shown.values.len(), shown.is_open()), (1, false));
        assert_eq!(shown.act::<StatusAct>().unwrap().unwrap().status, word);
        assert_eq!(told(&phones[insisting]), []);
        let other = &phones[1 - insisting];
        let insisted = u8::try_from(insisting).unwrap();
        assert_eq!(told(other), [(NoticeKind::Replaced, vec![Some(insisted)])]);
        check_agreement(&world, &phones);
    }
}

#[test]
fn a_replaced_author_accepts_and_another_uses_his_value_again() {
    let world = World::new(32);
    let phones = disputed(&world);
    let [a, b, c] = &phones;
    let mine = b.replica().history(book(0).id(), &status_key(0)).unwrap();
    let mine = mine.into_iter().find(|entry| entry.own).unwrap();
    c.declare(0, 0, Declared::Done, "đủ hai nguồn");
    until_quiet(&phones);
    assert!(a.accept(book(0).id(), &status_key(0)));
    assert_eq!(told(a), []);
    assert!(b.restore(book(0).id(), &status_key(0), &mine.edit));
    until_quiet(&phones);
    assert_eq!(told(a), [], "what was accepted stays so");
    assert_eq!(told(b), []);
    assert_eq!(told(c), [(NoticeKind::Replaced, vec![Some(1)])]);
    let act = a.register(0, &status_key(0)).act::<StatusAct>().unwrap().unwrap();
    assert_eq!(act.result.as_deref(), Some("còn một nguồn"));
    check_agreement(&world, &phones);
}

#[test]
fn two_offline_phones_that_open_the_same_task_for_the_first_time_lose_nothing() {
    let world = World::new(33);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    let [a, b] = &phones;
    a.tick(0, 0, 0, true, 5);
    a.note(0, 0, "Đã gặp trưởng thôn.");
    b.tick(0, 0, 1, true, 6);
    b.declare(0, 0, Declared::InProgress, "còn một nguồn");
    b.note(0, 0, "Sổ hộ tịch cũ bị ẩm.");
    until_quiet(&phones);
    for phone in &phones {
        let detail = phone.replica().task(book(0).id(), task(0)).unwrap();
        assert_eq!((detail.row.items_done, detail.row.items_open, detail.notes.len()), (2, 0, 2));
        assert_eq!(detail.row.declared.map(|(word, _)| word), Some(Declared::InProgress));
        assert_eq!(detail.row.result.as_deref(), Some("còn một nguồn"));
    }
    check_agreement(&world, &phones);
}

#[test]
fn two_equal_ticks_agree_and_nobody_is_asked_anything() {
    let world = World::new(34);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    // The same, on different days: who and when are not what the tick says.
    phones[0].tick(0, 0, 0, true, 5);
    phones[1].tick(0, 0, 0, true, 6);
    until_quiet(&phones);
    let register = phones[0].register(0, &tick_key(0, 0));
    assert_eq!((register.values.len(), register.is_open()), (2, false));
    assert!(register.values.iter().all(|value| value.act::<Tick>().unwrap().done));
    assert!(phones.iter().all(|phone| phone.replica().replaced().unwrap().is_empty()));
    check_agreement(&world, &phones);
}
