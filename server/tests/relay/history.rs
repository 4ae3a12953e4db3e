//! Phones that were restored or cloned, and logs that are not the one a phone knew.

use soviec_core::{
    model::{Epoch, ItemId, OfficerId},
    protocol::{Answer, ChangeState, Point},
};

use crate::{
    phone::{ITEM, Phone, states},
    world::{World, book, write},
};

const LAN: OfficerId = OfficerId([1; 16]);

/// A phone and a copy of its database before either wrote anything.
fn twins(world: &World) -> (Phone, Phone) {
    let record = world.enrol(1, LAN, &[write(book(1)), write(book(2))]);
    (Phone::new(record.clone(), 1, 1, LAN), Phone::new(record, 1, 1, LAN))
}

fn is_regressed(reply: &soviec_core::protocol::Reply) -> bool {
    !reply.acks.is_empty() && reply.acks.iter().all(|ack| ack.answer == Answer::Regressed)
}

#[test]
fn a_number_recorded_with_another_change_is_another_history() {
    let world = World::new();
    let (mut phone, mut copy) = twins(&world);
    phone.tick(book(1).id(), ITEM, true);
    phone.push(&world);
    let before = world.head_seq();
    copy.tick(book(1).id(), ITEM, false);
    copy.tick(book(2).id(), ITEM, true);
    assert!(is_regressed(&copy.push(&world)));
    assert_eq!(world.head_seq(), before);
}

#[test]
fn a_place_in_a_lane_that_is_taken_is_another_history() {
    let world = World::new();
    let (mut phone, mut copy) = twins(&world);
    phone.tick(book(1).id(), ITEM, true);
    phone.push(&world);
    // The copy numbers on, as if it had only lost the change.
    copy.next = 2;
    copy.tick(book(1).id(), ITEM, false);
    assert!(is_regressed(&copy.push(&world)));
}

#[test]
fn a_phone_that_would_take_a_recorded_number_again_was_restored() {
    let world = World::new();
    let (mut phone, mut restored) = twins(&world);
    phone.tick(book(1).id(), ITEM, true);
    restored.tick(book(1).id(), ITEM, true);
    let (first, same) = (phone.seal(), restored.seal());
    assert_eq!(first, same);
    phone.tick(book(1).id(), ITEM, false);
    let second = phone.seal();
    phone.sync(&world, vec![first, second]);
    assert!(is_regressed(&restored.sync(&world, vec![same])));
}

#[test]
fn numbers_out_of_order_are_no_other_history() {
    let world = World::new();
    let (mut phone, _) = twins(&world);
    phone.tick(book(1).id(), ITEM, true);
    let first = phone.seal();
    phone.tick(book(2).id(), ITEM, true);
    let second = phone.seal();
    assert_eq!(states(&phone.sync(&world, vec![second])), [Some(ChangeState::Stored)]);
    assert_eq!(states(&phone.sync(&world, vec![first])), [Some(ChangeState::Stored)]);
}

#[test]
fn gaps_and_forks_in_the_chain_of_batches_are_noted_and_stop_nothing() {
    let world = World::new();
    let (mut phone, mut copy) = twins(&world);
    phone.tick(book(1).id(), ITEM, true);
    let first = phone.seal();
    phone.tick(book(1).id(), ITEM, false);
    let second = phone.seal();
    // The second batch comes in a request before the first; a copy signs another first one.
    assert_eq!(states(&phone.sync(&world, vec![second, first])), [Some(ChangeState::Stored); 2]);
    copy.next = 3;
    copy.actor(book(1).id());
    copy.tick(book(2).id(), ItemId([5; 16]), true);
    assert_eq!(states(&copy.push(&world)), [Some(ChangeState::Stored)]);
    let db = rusqlite::Connection::open(world.dir().join("log.db")).unwrap();
    let mut flags = db.prepare("SELECT flag FROM batches ORDER BY flag").unwrap();
    let flags: Vec<i64> =
        flags.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(flags, [0, 1, 2]);
}

#[test]
fn an_old_epoch_stays_open() {
    let world = World::new();
    let (mut phone, _) = twins(&world);
    phone.tick(book(1).id(), ITEM, true);
    let old = phone.seal();
    let record = phone.record.clone();
    let mut renewed = Phone::new(record, 1, 9, LAN);
    let reply = renewed.sync(&world, vec![old]);
    assert_eq!(states(&reply), [Some(ChangeState::Stored)]);
    // The rows of its older epoch come down with their bytes: this database has them not.
    assert!(reply.rows.iter().any(|row| row.payload.as_ref().is_some_and(|p| !p.is_empty())));
}

#[test]
fn a_cursor_or_horizon_of_another_log_is_rewound_and_nothing_is_done() {
    let world = World::new();
    let (mut phone, _) = twins(&world);
    phone.tick(book(1).id(), ITEM, true);
    phone.push(&world);
    let (good, before) = (phone.cursor, world.head_seq());
    let wrong = Point { seq: good.seq, chain8: [9; 8].into() };
    let beyond = Point { seq: good.seq + 1, chain8: [9; 8].into() };
    let far = Point { seq: u64::MAX, chain8: [0; 8].into() };
    phone.tick(book(1).id(), ITEM, false);
    let batch = phone.seal();
    for (cursor, horizon, common) in [
        (wrong, wrong, Point::start()),
        (good, beyond, good),
        (good, far, good),
        (far, far, Point::start()),
    ] {
        (phone.cursor, phone.horizon) = (cursor, horizon);
        let reply = phone.sync(&world, vec![batch.clone()]);
        assert_eq!(reply.page.rewound, Some(common));
        assert!(reply.acks.is_empty() && reply.rows.is_empty());
    }
    (phone.cursor, phone.horizon) = (good, good);
    let mut request = phone.request(&world, vec![batch]);
    request.cursor.relay_epoch = Epoch([7; 16]);
    let reply = phone.send(&world, &request).unwrap();
    assert_eq!(reply.page.rewound, Some(good));
    assert_eq!(world.head_seq(), before);
}
