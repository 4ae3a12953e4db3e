//! Who may write and who may read.

use soviec_core::protocol::{
    Answer, ChangeState, Reply, RowHeader, RowKind, SYNC_PATH, WireLimits,
};
use soviec_tests::{Phone, World, book, check_agreement, officer, status_key, tick_key};

/// The answers in a phone's last reply.
fn answers(phone: &Phone) -> Vec<Answer> {
    let body = phone.wire.replies().last().unwrap().body.clone();
    let reply = Reply::from_body(&body, &WireLimits::default()).unwrap();
    reply.acks.into_iter().map(|ack| ack.answer).collect()
}

/// What the log says of the village's book: kinds and states, in their order.
fn rows(world: &World) -> Vec<(RowKind, Option<ChangeState>)> {
    let about = world.log().into_iter().filter(|head| head.document == book(0).id());
    about.map(|head| (RowKind(head.kind), head.state)).collect()
}

#[test]
fn an_edit_made_under_a_right_that_is_gone_is_held_and_says_so() {
    let world = World::new(40);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    let [a, b] = &phones;
    world.withdraw(a.device(), 0);
    a.tick(0, 0, 0, true, 5);
    let report = a.sync().unwrap();
    assert_eq!((report.acknowledged, report.stopped.len()), (1, 0));
    assert_eq!(answers(a), [Answer::State(ChangeState::Held)]);
    let held = (RowKind::VERDICT, Some(ChangeState::Held));
    assert_eq!(rows(&world), [(RowKind::LANE, None), held], "the log says so");

    // What stands on it waits with it; what another officer writes does not.
    a.tick(0, 0, 1, true, 5);
    a.sync().unwrap();
    assert_eq!(answers(a), [Answer::State(ChangeState::Parked)]);
    b.tick(0, 0, 0, true, 6);
    b.sync().unwrap();
    assert_eq!(answers(b), [Answer::State(ChangeState::Stored)]);
    assert_eq!(b.register(0, &tick_key(0, 0)).values.len(), 1, "a held edit is shown to others");
    assert_eq!(a.register(0, &tick_key(0, 1)).values.len(), 1, "its author keeps seeing it");
    assert_eq!(a.waiting(), 0);
    let office = world.office();
    let shown = office.views().everything(office.log(), book(0).id()).unwrap();
    assert_eq!(shown.len(), 1, "a held edit counts at the office");
}

#[test]
fn a_held_edit_that_is_sent_again_is_still_one_row() {
    let world = World::new(41);
    let a = world.phone(0, &[0]);
    world.withdraw(a.device(), 0);
    a.tick(0, 0, 0, true, 5);
    a.wire.fault(soviec_tests::Fault::ReplyLost);
    assert!(a.sync().is_err());
    a.sync().unwrap();
    assert_eq!(answers(&a), [Answer::State(ChangeState::Held)]);
    assert_eq!(rows(&world).len(), 2, "one lane, one verdict");
}

#[test]
fn a_phone_of_another_unit_gets_no_row_of_this_village() {
    let world = World::new(42);
    let (a, b) = (world.phone(0, &[0]), world.phone(1, &[1]));
    a.note(0, 0, "Chỉ thôn này được đọc.");
    a.tick(0, 0, 0, true, 5);
    b.tick(1, 0, 0, true, 5);
    let phones = [a, b];
    soviec_tests::until_quiet(&phones);
    check_agreement(&world, &phones);
    let [_, b] = &phones;
    let about: Vec<_> = heads(b).into_iter().map(|head| head.document).collect();
    assert!(about.contains(&book(1).id()), "it got nothing at all");
    assert!(!about.contains(&book(0).id()), "a row of another village travelled");
    assert!(b.replica().everything(book(0).id()).unwrap().is_empty());
    let written = b.database().query_row(
        "SELECT count(*) FROM changes WHERE document = ?1",
        [book(0).id().as_slice()],
        |row| row.get(0),
    );
    assert_eq!(written, Ok(0));
    let refused = b.replica().accept(officer(1), book(0).id(), &status_key(0)).unwrap_err();
    assert_eq!(refused.code(), "not_found");
}

/// The heads of all rows that a phone was ever sent.
fn heads(phone: &Phone) -> Vec<RowHeader> {
    let limits = WireLimits::default();
    let replies = phone.wire.replies();
    assert!(replies.len() > 1, "nothing was heard at {SYNC_PATH}");
    let replies = replies.iter().filter_map(|reply| Reply::from_body(&reply.body, &limits).ok());
    replies.flat_map(|reply| reply.rows).map(|row| RowHeader::read(&row.header).unwrap()).collect()
}
