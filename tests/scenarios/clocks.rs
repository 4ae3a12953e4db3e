//! No order, no refusal and no exchange depends on a phone's clock.

use soviec_core::model::{Day, Moment, Tick};
use soviec_tests::{World, check_agreement, noon, tick_key, until_quiet};

#[test]
fn a_phone_in_1970_exchanges_and_the_office_sees_its_drift() {
    let world = World::new(80);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    let [lost, b] = &phones;
    lost.clock.set(Moment(0));
    let item = soviec_tests::item(0, 0);
    let book = soviec_tests::book(0).id();
    // No day is typed: the tick is of the phone's own day.
    assert!(lost.replica().tick(lost.officer, book, item, true, None).unwrap());
    assert_eq!(lost.sync().unwrap().acknowledged, 1);
    b.sync().unwrap();
    let tick = b.register(0, &tick_key(0, 0)).act::<Tick>().unwrap().unwrap();
    assert_eq!(Some(tick.on), Day::new(1970, 1, 1));
    let contacts = world.office().relay().contacts().unwrap();
    let drift = |device| contacts.iter().find(|c| c.device == device).unwrap().drift_ms;
    assert_eq!(drift(lost.device()), -noon().0);
    assert_eq!(drift(b.device()), 0);
    check_agreement(&world, &phones);
}

#[test]
fn the_later_edit_wins_even_if_its_phone_lives_in_1970() {
    let world = World::new(81);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    let [a, b] = &phones;
    a.clock.set(Moment(noon().0 + 10 * 365 * 24 * 3_600_000));
    a.tick(0, 0, 0, true, 5);
    until_quiet(&phones);
    b.clock.set(Moment(0));
    b.tick(0, 0, 0, false, 5);
    until_quiet(&phones);
    for phone in &phones {
        let register = phone.register(0, &tick_key(0, 0));
        assert_eq!(register.values.len(), 1);
        assert!(!register.act::<Tick>().unwrap().unwrap().done, "a clock decided");
    }
    check_agreement(&world, &phones);
}

#[test]
fn a_relay_whose_clock_jumps_serves_on() {
    let world = World::new(82);
    let phone = world.phone(0, &[0]);
    for moment in [Moment(0), Moment(noon().0 * 2), noon()] {
        world.clock.set(moment);
        phone.tick(0, 0, 0, moment == Moment(0), 5);
        assert_eq!(phone.sync().unwrap().stopped, []);
    }
    check_agreement(&world, &[phone]);
}
