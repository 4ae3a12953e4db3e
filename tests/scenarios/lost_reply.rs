//! The relay has committed, and the phone never hears of it.

use soviec_core::{error::ErrorKind, model::Declared, protocol::RowKind};
use soviec_tests::{Fault, World, book, check_agreement, until_quiet};

/// Rows of the log that store a change of the village's book.
fn rows(world: &World) -> usize {
    let stored = |kind, document| kind == RowKind::CHANGE.0 && document == book(0).id();
    world.log().into_iter().filter(|head| stored(head.kind, head.document)).count()
}

#[test]
fn edits_made_between_a_lost_reply_and_the_retry_are_stored_once_each() {
    let world = World::new(1);
    let (a, b) = (world.phone(0, &[0]), world.phone(1, &[0]));
    a.tick(0, 0, 0, true, 5);
    a.declare(0, 0, Declared::InProgress, "còn một nguồn");
    a.note(0, 0, "Sổ cũ bị ẩm.");

    a.wire.fault(Fault::ReplyLost);
    assert_eq!(a.sync().unwrap_err().kind(), ErrorKind::RelayUnavailable);
    assert_eq!((rows(&world), a.waiting()), (3, 3), "the relay has them, the phone cannot know");

    // One of the new edits stands on an edit whose answer was lost.
    a.declare(0, 0, Declared::Done, "đã đối chiếu");
    a.tick(0, 1, 0, true, 6);
    b.tick(0, 0, 0, true, 7);
    b.sync().unwrap();
    let report = a.sync().unwrap();
    assert_eq!((report.requests, report.acknowledged, report.received), (1, 5, 1));
    assert_eq!((rows(&world), a.waiting()), (6, 0));

    let phones = [a, b];
    until_quiet(&phones);
    assert_eq!(rows(&world), 6);
    check_agreement(&world, &phones);
}

#[test]
fn the_reply_may_be_lost_any_number_of_times() {
    let world = World::new(2);
    let a = world.phone(0, &[0]);
    for n in 0..4 {
        a.tick(0, n, 0, true, 5);
        a.wire.fault(Fault::ReplyLost);
        assert!(a.sync().is_err());
    }
    assert_eq!(a.sync().unwrap().acknowledged, 4);
    assert_eq!(rows(&world), 4);
    check_agreement(&world, &[a]);
}

#[test]
fn a_request_that_arrives_after_its_retry_changes_nothing() {
    let world = World::new(3);
    let a = world.phone(0, &[0]);
    a.tick(0, 0, 0, true, 5);
    a.wire.fault(Fault::RequestLate);
    assert!(a.sync().is_err());
    assert_eq!(rows(&world), 0);
    a.tick(0, 0, 1, true, 5);
    a.sync().unwrap();
    let before = world.log();
    a.wire.deliver_late();
    assert_eq!(world.log(), before, "the late request left a row");
    a.tick(0, 0, 2, true, 5);
    assert_eq!(a.sync().unwrap().stopped, []);
    check_agreement(&world, &[a]);
}

#[test]
fn a_reply_lost_before_the_relay_itself_ends_is_no_loss() {
    let world = World::new(4);
    let mut a = world.phone(0, &[0]);
    a.declare(0, 0, Declared::Done, "đã đối chiếu");
    a.wire.fault(Fault::ReplyLost);
    assert!(a.sync().is_err());
    a.restart();
    world.restart_office();
    assert_eq!(a.sync().unwrap().acknowledged, 1);
    assert_eq!(rows(&world), 1);
    check_agreement(&world, &[a]);
}
