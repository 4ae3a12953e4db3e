//! Who may write and who may read.

use soviec_core::protocol::{
    Answer, ChangeState, Reply, RowHeader, RowKind, SYNC_PATH, WireLimits,
};
use soviec_tests::{Fault, Phone, World, book, check_agreement, officer, status_key, tick_key};

/// The answers in the first reply that held some.
fn first_answers(phone: &Phone) -> Vec<Answer> {
    let limits = WireLimits::default();
    let replies = phone.wire.replies();
    let mut acks = replies
        .iter()
        .filter_map(|reply| Reply::from_body(&reply.body, &limits).ok())
        .map(|reply| reply.acks);
    let acks = acks.find(|acks| !acks.is_empty()).expect("something was answered");
    acks.into_iter().map(|ack| ack.answer).collect()
}

/// What the log says of the village's book: kinds and states, in their order.
fn rows(world: &World) -> Vec<(RowKind, Option<ChangeState>)> {
    let about = world.log().into_iter().filter(|head| head.document == book(0).id());
    about.map(|head| (RowKind(head.kind), head.state)).collect()
}

#[test]
fn edits_made_under_a_right_that_is_gone_are_held_and_say_so() {
    let world = World::new(40);
    let (a, b) = (world.phone(0, &[0]), world.phone(1, &[0]));
    world.suspend(0, 0);
    a.tick(0, 0, 0, true, 5);
    a.tick(0, 0, 1, true, 5);
    let report = a.sync().unwrap();
    assert_eq!((report.acknowledged, report.held), (2, 2), "the phone says it");
    assert_eq!(a.replica().health().unwrap().held, 2);
    // What stands on a held edit waits with it.
    let [held, parked] = [ChangeState::Held, ChangeState::Parked].map(Answer::State);
    assert_eq!(first_answers(&a), [held, parked]);
    let verdict = |state| (RowKind::VERDICT, Some(state));
    let said = rows(&world).into_iter().filter(|row| row.0 == RowKind::VERDICT);
    assert_eq!(
        said.collect::<Vec<_>>(),
        [verdict(ChangeState::Held), verdict(ChangeState::Parked)],
        "the log says it"
    );

    // What another officer writes there is stored; the held edits are not shown to him.
    b.tick(0, 0, 0, true, 6);
    let report = b.sync().unwrap();
    assert_eq!((report.acknowledged, report.held), (1, 0));
    assert_eq!(b.register(0, &tick_key(0, 0)).values.len(), 1);
    assert!(b.register(0, &tick_key(0, 1)).values.is_empty());
    let office = world.office();
    let shown = office.views().everything(office.log(), book(0).id()).unwrap();
    assert_eq!(shown.len(), 1, "a held edit counts at the office");

    // Their author keeps seeing them, and has heard that he may not write any more.
    assert_eq!(a.register(0, &tick_key(0, 1)).values.len(), 1);
    assert_eq!(a.waiting(), 0);
    let item = soviec_tests::item(0, 2);
    let refused = a.replica().tick(a.officer, book(0).id(), item, true, None).unwrap_err();
    assert_eq!(refused.code(), "not_allowed");
}

#[test]
fn what_others_write_while_a_right_changes_still_arrives() {
    let world = World::new(43);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    world.suspend(1, 0);
    // Written after the row that changed the right, and before the other phone heard of that.
    phones[0].tick(0, 0, 0, true, 5);
    phones[0].sync().unwrap();
    soviec_tests::until_quiet(&phones);
    assert_eq!(phones[1].register(0, &tick_key(0, 0)).values.len(), 1);
    check_agreement(&world, &phones);
}

#[test]
fn a_held_edit_that_is_sent_again_is_still_one_row() {
    let world = World::new(41);
    let a = world.phone(0, &[0]);
    world.suspend(0, 0);
    a.tick(0, 0, 0, true, 5);
    a.wire.fault(Fault::ReplyLost);
    assert!(a.sync().is_err());
    assert_eq!(a.sync().unwrap().held, 1);
    let verdicts = rows(&world).into_iter().filter(|row| row.0 == RowKind::VERDICT);
    assert_eq!(verdicts.count(), 1);
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
