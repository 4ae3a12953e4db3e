//! Rows 5, 9 and 11: many of something.

use std::collections::BTreeMap;

use soviec_core::{
    admission::Code,
    change::{Change, Value, encode},
    model::RegisterKey,
    protocol::{Answer, ChangeState},
};
use soviec_server::relay::NO_LANE;
use soviec_tests::{
    attack::{Hand, craft},
    item, officer, task, tick_key,
};

use super::{Stage, spoilt};

/// Nothing is kept of a change whose dependency nobody knows: it is asked for.
#[test]
fn c9_row_5_a_flood_of_orphans() {
    let mut stage = Stage::new(5);
    let (honest, id) = (stage.hand().tick(1, true), stage.id());
    let orphans: Vec<_> = (0..1_000)
        .map(|n| spoilt(&honest, |new| new.dependencies = vec![craft::no_change(n)]))
        .map(|bytes| (id, bytes))
        .collect();
    let (rows, lane) = (stage.world.log().len(), stage.forger.lane(1, id));
    for some in orphans.chunks(200) {
        let answers = stage.forger.push(vec![lane], some).expect("the request is answered");
        assert!(answers.iter().all(|answer| matches!(answer, Answer::Missing(_))), "{answers:?}");
    }
    assert_eq!(stage.world.log().len(), rows);
    assert!(stage.victim.offer(&orphans).iter().all(|taken| !taken));
    assert_eq!(stage.victim.document(&stage.book).heads().len(), 1);
    stage.honest_work_goes_on();
}

/// An actor that is no lane of the device is refused, however many there are.
#[test]
fn c9_row_9_a_flood_of_actors() {
    let mut stage = Stage::new(9);
    let (honest, id) = (stage.hand().tick(1, true), stage.id());
    let many: Vec<_> =
        (0..1_000).map(|n| (id, spoilt(&honest, |new| new.actor = craft::actor(n)))).collect();
    for some in many.chunks(200) {
        let answers = stage.forger.push(vec![], some).expect("the request is answered");
        let refused = Answer::State(ChangeState::Refused(NO_LANE));
        assert!(answers.iter().all(|answer| *answer == refused), "{answers:?}");
    }
    stage.phone.sync().expect("the exchange works");
    assert_eq!(stage.phone.waiting(), 0);
    stage.honest_work_goes_on();
}

/// A device may have many lanes of its own. An edit cannot name hundreds of heads, nor supersede
/// hundreds of values: it builds on some of them, and the next ones on the rest.
#[test]
fn c9_row_9_a_flood_of_a_devices_own_lanes() {
    let mut stage = Stage::new(19);
    let id = stage.id();
    let lanes: Vec<_> = (1..=150).map(|n| stage.forger.lane(n, id)).collect();
    let ticks: Vec<_> = lanes
        .iter()
        .map(|lane| Hand::new(&stage.book, lane.actor, officer(5)).tick(0, true))
        .map(|change| (id, change.bytes().to_vec()))
        .collect();
    let answers = stage.forger.push(lanes, &ticks).expect("the request is answered");
    assert!(answers.iter().all(|answer| *answer == Answer::State(ChangeState::Stored)));
    assert!(stage.victim.offer(&ticks).iter().all(|taken| *taken));
    stage.phone.sync().expect("the exchange works");

    for done in [false, true, false, true, false] {
        assert!(stage.victim.tick(&stage.book, 0, done).is_some());
        assert!(stage.phone.tick(0, 0, 0, done, 2));
    }
    stage.victim.assert_sound(&stage.book);
    assert!(stage.victim.document(&stage.book).heads().len() <= 64);
    let shown = stage.phone.register(0, &tick_key(0, 0));
    assert_eq!(shown.values.len(), 1, "the officer's last word stands alone");
    stage.honest_work_goes_on();
}

/// Bytes, operations, dependencies and values have an edge; one step beyond it nothing is taken.
#[test]
fn c9_row_11_huge_changes() {
    let mut stage = Stage::new(11);
    let mut hand = stage.hand();
    let note = |n: u8| RegisterKey::new(item(0, n), "f_long");
    let longest = hand.put(&[(note(0), Value::Str("a".repeat(8 << 10)))]);
    assert_eq!(stage.relay(longest.bytes()), Some(ChangeState::Stored));
    assert!(stage.phone_takes(longest.bytes()));

    let too_long = |new: &mut soviec_core::change::NewChange, len: usize| {
        let value = Value::Str("a".repeat(len));
        new.operations[0].action = soviec_core::change::Action::Put(value);
    };
    let next = hand.put(&[(note(1), Value::Null)]);
    let bytes = spoilt(&next, |new| too_long(new, (8 << 10) + 1));
    stage.refused(&bytes, Code::Limit);

    let wide = hand_filled_to(&next, 64 << 10);
    assert_eq!(wide.bytes().len(), 64 << 10);
    let bytes = spoilt(&wide, |new| new.time = 1 << 39);
    assert!(bytes.len() > 64 << 10);
    stage.refused(&bytes, Code::Limit);
    assert_eq!(stage.relay(wide.bytes()), Some(ChangeState::Stored));
    assert!(stage.phone_takes(wide.bytes()));
    stage.honest_work_goes_on();
}

/// The change with as many long values as make it exactly so long.
fn hand_filled_to(change: &Change, length: usize) -> Change {
    let new = craft::content(change);
    let puts: BTreeMap<_, _> = (0..9).map(|n| (format!("f_{n}"), n)).collect();
    let with = |last: usize| {
        let mut new = new.clone();
        let operation = new.operations[0].clone();
        new.operations = puts
            .iter()
            .map(|(field, n)| {
                let key = RegisterKey::new(task(0), field);
                let mut operation = operation.clone();
                operation.object =
                    soviec_core::change::bucket_object(soviec_tests::book(0).id(), key.bucket());
                operation.key = key.as_str().to_owned();
                let text = "b".repeat(if *n == 8 { last } else { 7_900 });
                operation.action = soviec_core::change::Action::Put(Value::Str(text));
                operation
            })
            .collect();
        encode(&new)
    };
    let near = length - with(0).bytes().len();
    (near.saturating_sub(9)..=near)
        .map(with)
        .find(|change| change.bytes().len() == length)
        .expect("one more byte of a value is one more byte of the change")
}
