//! One edit, several changes that carry it: rules J2 and J3.

use soviec_core::{
    change::{Action, Message, NewChange, Value},
    document::Document,
    model::{ChangeHash, Day, ItemId, OfficerId, RegisterKey, Tick, encode},
    protocol::{Answer, ChangeState, RowKind},
};
use soviec_server::{office::decide::Order, relay::IDENTITY};

use crate::{
    decide::{LAN, decide, phone, state, stored},
    phone::{ITEM, Phone, states},
    world::{World, book},
};

/// Makes the change a carrier of the edit.
fn again(edit: ChangeHash) -> impl FnOnce(&mut NewChange) {
    move |new| new.message = Some(Message { edit: Some(edit), overs: vec![vec![]] })
}

fn tick(by: OfficerId, day: u32) -> Action {
    let on = Day::new(2023, 6, day).unwrap();
    Action::Put(Value::Bytes(encode(&Tick { by, on, done: true })))
}

#[test]
fn a_carrier_that_gave_its_edit_away_names_the_one_that_has_it() {
    let world = World::new();
    let mut a = phone(&world, 1);
    let document = book(1).id();
    let bad = a.queue_spoilt(document, ITEM, |new| {
        new.operations[0].action = Action::Put(Value::Null);
    });
    let item = ItemId([4; 16]);
    let above = a.queue_spoilt(document, item, |new| {
        new.dependencies = vec![bad];
        new.operations[0].predecessors.clear();
    });
    assert_eq!(states(&a.push(&world))[1], Some(ChangeState::Rebase));
    let mut b = Phone::new(a.record.clone(), 1, 77, LAN);
    let new = b.queue_spoilt(document, item, again(above));
    assert_eq!(states(&b.push(&world)), [Some(ChangeState::Stored)]);
    let last = world.heads().pop().unwrap();
    assert_eq!((RowKind(last.kind), last.change), (RowKind::VERDICT, Some(above)));
    assert_eq!(last.state, Some(ChangeState::Replaced(new)));
    // The row is the first carrier's: its phone and its number.
    assert_eq!((last.device, last.epoch), (Some(a.record.device), Some(a.epoch)));
    assert_eq!(last.client_seq, Some(2));
}

#[test]
fn x9_a_re_issue_that_says_something_else_is_refused() {
    let world = World::new();
    let (mut a, mut thief) = (phone(&world, 1), phone(&world, 2));
    let first = a.tick(book(1).id(), ITEM, true);
    a.push(&world);
    let other = thief.queue_spoilt(book(1).id(), ITEM, |new| {
        again(first)(new);
        new.operations[0].action = tick(LAN, 2);
    });
    assert_eq!(states(&thief.push(&world)), [Some(ChangeState::Refused(IDENTITY))]);
    assert_eq!(state(&world, book(1).id(), other), ChangeState::Refused(IDENTITY));
    // It ends nobody's edit: an honest carrier still finds the first one.
    let mut copy = Phone::new(a.record.clone(), 1, 50, LAN);
    copy.queue_spoilt(book(1).id(), ITEM, again(first));
    assert_eq!(states(&copy.push(&world)), [Some(ChangeState::Already(first))]);
    decide(&world, other, Order::Dismiss).unwrap();
}

#[test]
fn x9_a_first_carrier_takes_its_edit_back_from_who_used_its_hash_before() {
    let world = World::new();
    let (mut author, mut thief) = (phone(&world, 1), phone(&world, 2));
    let document = book(1).id();
    let first = author.tick(document, ITEM, true);
    let usurper = thief.queue_spoilt(document, ITEM, |new| {
        again(first)(new);
        new.operations[0].action = tick(LAN, 2);
    });
    // The thief's own document holds the tick; it writes on what it really sent.
    let above = thief.queue_spoilt(document, ItemId([4; 16]), |new| {
        new.dependencies = vec![usurper];
        new.operations[0].predecessors.clear();
    });
    let stored_both = [Some(ChangeState::Stored), Some(ChangeState::Stored)];
    assert_eq!(states(&thief.push(&world)), stored_both);
    assert_eq!(states(&author.push(&world)), [Some(ChangeState::Stored)]);
    assert_eq!(state(&world, document, usurper), ChangeState::Expelled);
    assert!(matches!(state(&world, document, above), ChangeState::Rebased(_)));
    // Nobody decided that; no row of it names a clerk.
    assert!(world.heads().iter().all(|head| head.clerk.is_none()));
    let document: Document = stored(&world, document);
    let values = document.values(&RegisterKey::new(ITEM, "tick")).unwrap();
    let Action::Put(act) = tick(LAN, 1) else { panic!("a put") };
    assert_eq!(values.into_iter().map(|(_, value)| value).collect::<Vec<_>>(), [act]);
}

#[test]
fn d2_only_the_epoch_that_is_another_history_is_left_out() {
    let world = World::new();
    let mut old = phone(&world, 1);
    old.tick(book(1).id(), ITEM, true);
    let earlier = old.seal();
    let mut new = Phone::new(old.record.clone(), 1, 60, LAN);
    new.tick(book(1).id(), ItemId([4; 16]), true);
    new.push(&world);
    // A copy of the new one from before that push: its number is recorded with another change.
    let mut copy = Phone::new(old.record.clone(), 1, 60, LAN);
    copy.tick(book(1).id(), ItemId([5; 16]), true);
    let later = copy.seal();
    let reply = copy.send(&world, &copy.request(&world, vec![earlier, later])).unwrap();
    let answers: Vec<&Answer> = reply.acks.iter().map(|ack| &ack.answer).collect();
    assert_eq!(answers, [&Answer::State(ChangeState::Stored), &Answer::Regressed]);
}

#[test]
fn d9_a_number_below_the_record_that_was_never_recorded_is_no_other_history() {
    let world = World::new();
    let mut a = phone(&world, 1);
    let document = book(1).id();
    let first = a.tick(document, ITEM, true);
    a.push(&world);
    // 2 stands on something that is missing, 3 does not: 3 is recorded, 2 is not.
    let missing = ChangeHash([9; 32]);
    let second = a.queue_spoilt(document, ItemId([4; 16]), |new| {
        new.dependencies = vec![first, missing];
    });
    a.tick(book(2).id(), ITEM, true);
    let batch = a.seal();
    let reply = a.sync(&world, vec![batch.clone()]);
    assert_eq!(reply.acks[0].answer, Answer::Missing(vec![missing]));
    assert_eq!(reply.acks[1].answer, Answer::State(ChangeState::Held));
    // Sent again, it is missing still, and nobody takes the phone for another.
    let again = a.sync(&world, vec![batch]);
    assert_eq!(again.acks[0].answer, Answer::Missing(vec![missing]));
    assert_eq!(again.acks[0].change, second);
}

#[test]
fn d13_what_stands_on_a_held_and_a_dead_change_has_to_be_written_again() {
    let world = World::new();
    let mut a = phone(&world, 1);
    let document = book(2).id();
    let held = a.tick(document, ITEM, true);
    let bad = a.queue_spoilt(document, ItemId([4; 16]), |new| new.start_op += 7);
    let both = a.queue_spoilt(document, ItemId([5; 16]), |new| {
        new.dependencies = vec![held, bad];
    });
    let answers = states(&a.push(&world));
    assert_eq!(answers[0], Some(ChangeState::Held));
    assert!(matches!(answers[1], Some(ChangeState::Parked | ChangeState::Refused(_))));
    assert_eq!(state(&world, document, both), ChangeState::Rebase);
}
