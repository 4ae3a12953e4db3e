//! Edits that were written again beside or over others: nothing comes back, nothing is replaced
//! unseen, nothing is doubled.

use soviec_core::{
    model::{Declared, RegisterKey, StatusAct},
    protocol::ChangeState,
};
use soviec_server::office::{decide::Order, rights::Role};
use soviec_tests::{Copied, Phone, World, book, status_key, tick_key, until_quiet};

const WORDS: &str = "Ghi nhầm";

/// The results that a status register shows, sorted.
fn results(phone: &Phone, village: u8) -> Vec<String> {
    let register = phone.register(village, &status_key(0));
    let acts = register.values.iter().map(|value| value.act::<StatusAct>().unwrap());
    let mut results: Vec<String> = acts.filter_map(|act| act.result).collect();
    results.sort();
    results
}

/// Three phones of one village, which know one value of each.
fn three(seed: u8) -> (World, [Phone; 3]) {
    let world = World::new(seed.into());
    let phones = [world.phone(0, &[0]), world.phone(1, &[0]), world.phone(2, &[0])];
    (world, phones)
}

fn declare(phone: &Phone, result: &str) {
    assert!(phone.declare(0, 0, Declared::InProgress, result));
}

#[test]
fn d8_a_value_that_was_replaced_does_not_come_back_when_both_are_written_again() {
    let (world, phones) = three(100);
    let [a, b, _] = &phones;
    // A's base will be expelled; A's c stands on it, and B's e replaces c.
    a.tick(0, 0, 0, true, 5);
    a.sync().unwrap();
    let base = a.edits()[0].edit;
    declare(a, "c");
    until_quiet(&phones);
    declare(b, "e");
    b.sync().unwrap();
    world.decide(base, Order::Expel, WORDS);
    until_quiet(&phones);
    for phone in &phones {
        assert_eq!(results(phone, 0), ["e"]);
        assert!(phone.register(0, &tick_key(0, 0)).values.is_empty());
    }
}

#[test]
fn d8_also_when_the_replacing_edit_still_waits_on_its_phone() {
    let (world, phones) = three(101);
    let [a, b, _] = &phones;
    a.tick(0, 0, 0, true, 5);
    a.sync().unwrap();
    let base = a.edits()[0].edit;
    declare(a, "c");
    until_quiet(&phones);
    declare(b, "e");
    world.decide(base, Order::Expel, WORDS);
    until_quiet(&phones);
    for phone in &phones {
        assert_eq!(results(phone, 0), ["e"]);
    }
}

#[test]
fn x4_what_an_expelled_value_had_replaced_does_not_come_back_under_an_edit_over_it() {
    let (world, phones) = three(102);
    let [a, b, c] = &phones;
    declare(c, "đầu tiên");
    until_quiet(&phones);
    declare(b, "bị đưa ra");
    until_quiet(&phones);
    let expelled = b.edits()[0].edit;
    declare(a, "sau cùng");
    // A has not sent it yet when it hears of the expel.
    world.decide(expelled, Order::Expel, WORDS);
    until_quiet(&phones);
    for phone in &phones {
        assert_eq!(results(phone, 0), ["sau cùng"]);
    }
    // Without anything over it, the value below is what stands there.
    let (world, phones) = three(103);
    declare(&phones[2], "đầu tiên");
    until_quiet(&phones);
    declare(&phones[1], "bị đưa ra");
    until_quiet(&phones);
    world.decide(phones[1].edits()[0].edit, Order::Expel, WORDS);
    until_quiet(&phones);
    for phone in &phones {
        assert_eq!(results(phone, 0), ["đầu tiên"]);
    }
}

#[test]
fn x3_an_edit_beside_an_expelled_one_is_not_replaced_by_what_is_written_again() {
    let (world, phones) = three(104);
    let [a, b, c] = &phones;
    a.tick(0, 0, 0, true, 5);
    until_quiet(&phones);
    let base = a.edits()[0].edit;
    // B and C write beside each other, both on the tick; the office writes both again.
    declare(b, "một");
    declare(c, "hai");
    until_quiet(&phones);
    assert_eq!(results(a, 0), ["hai", "một"]);
    world.decide(base, Order::Expel, WORDS);
    until_quiet(&phones);
    for phone in &phones {
        assert_eq!(results(phone, 0), ["hai", "một"]);
    }
    // One more expel takes one of them, which the pen had written last.
    let carrier = world.in_state(ChangeState::Stored).into_iter().next_back().unwrap();
    world.decide(carrier, Order::Expel, WORDS);
    until_quiet(&phones);
    for phone in &phones {
        assert_eq!(results(phone, 0).len(), 1);
    }
}

#[test]
fn x2_a_moved_edit_stands_beside_what_its_author_could_not_read() {
    let world = World::new(105);
    let phones = [world.phone(0, &[0]), world.phone(1, &[1])];
    phones[1].declare(1, 0, Declared::Done, "của thôn này");
    until_quiet(&phones);
    world.suspend(0, 0);
    declare(&phones[0], "chuyển đến");
    phones[0].sync().unwrap();
    let held = world.in_state(ChangeState::Held)[0];
    world.decide(held, Order::Move(book(1)), WORDS);
    until_quiet(&phones);
    assert_eq!(results(&phones[1], 1), ["chuyển đến", "của thôn này"]);
    assert!(phones[1].register(1, &status_key(0)).is_open());
}

#[test]
fn x6_an_edit_written_again_on_a_phone_and_on_its_copy_agrees_with_itself() {
    let world = World::new(106);
    let mut a = world.phone(0, &[0]);
    world.suspend(0, 0);
    a.tick(0, 0, 0, true, 5);
    a.sync().unwrap();
    world.decide(world.in_state(ChangeState::Held)[0], Order::Return, WORDS);
    world.roles(0, &[(0, Role::Write)]);
    a.sync().unwrap();
    let returned = a.replica().set_apart().unwrap()[0].edit.id;
    let image = world.image(&mut a, Copied::Everything);
    let b = world.clone_from(&image);
    for phone in [&a, &b] {
        assert!(phone.replica().write_again(phone.officer, &returned).unwrap());
    }
    let phones = [a, b, world.phone(1, &[0])];
    until_quiet(&phones);
    for phone in &phones {
        let register: soviec_core::replica::Register = phone.register(0, &tick_key(0, 0));
        assert!(!register.values.is_empty() && !register.is_open());
    }
}

#[test]
fn an_expel_during_a_week_without_a_network_costs_nobody_an_edit() {
    let (world, phones) = three(107);
    let [a, b, c] = &phones;
    a.tick(0, 0, 0, true, 5);
    until_quiet(&phones);
    let base = a.edits()[0].edit;
    for (phone, n) in [(a, 0_u8), (b, 1), (c, 2)] {
        for day in 1..6 {
            phone.tick(0, n, 1, day % 2 == 1, day);
            phone.note(0, n, &format!("ngày {day}"));
        }
    }
    b.sync().unwrap();
    world.decide(base, Order::Expel, WORDS);
    until_quiet(&phones);
    for phone in &phones {
        let keys: [RegisterKey; 3] = [0, 1, 2].map(|n| tick_key(n, 1));
        assert!(keys.iter().all(|key| phone.register(0, key).values.len() == 1));
        for n in 0..3 {
            let detail = phone.replica().task(book(0).id(), soviec_tests::task(n)).unwrap();
            assert_eq!(detail.notes.len(), 5);
        }
    }
    // All but the expelled edit itself is stored once.
    let office = world.office();
    let registers = office.views().everything(office.log(), book(0).id()).unwrap();
    let shown = registers.iter().filter(|(_, register)| !register.values.is_empty());
    assert_eq!(shown.count(), 3 + 15);
}
