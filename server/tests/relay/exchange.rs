//! What becomes of changes, and who gets which rows.

use std::thread;

use soviec_core::{
    change::{Action, Message, NewChange, Value},
    model::{ChangeHash, ItemId, OfficerId},
    protocol::{Answer, Chain, ChangeState, RowKind},
};
use soviec_server::relay::{NO_LANE, RelayError};

use crate::{
    phone::{ITEM, Phone, genesis_hash, states},
    world::{World, book, read, write},
};

const LAN: OfficerId = OfficerId([1; 16]);
const MINH: OfficerId = OfficerId([2; 16]);
const STORED: Option<ChangeState> = Some(ChangeState::Stored);

fn phone(world: &World, seed: u8) -> Phone {
    Phone::new(world.enrol(seed, LAN, &[write(book(1)), read(book(2))]), seed, seed, LAN)
}

fn kinds(world: &World) -> Vec<RowKind> {
    world.heads().iter().map(|head| RowKind(head.kind)).collect()
}

/// The chain over all rows, computed again from what is stored.
fn chain_of(world: &World) -> [u8; 8] {
    let rows = world.rows();
    let chain = rows.iter().fold(Chain::START, |chain, row| chain.next(&row.header, &row.payload));
    chain.short()
}

#[test]
fn a_change_is_stored_after_its_lane_and_reaches_the_other_phone() {
    let world = World::new();
    let (mut a, mut b) = (phone(&world, 1), phone(&world, 2));
    let change = a.tick(book(1).id(), ITEM, true);
    let reply = a.push(&world);
    assert_eq!(states(&reply), [STORED]);
    assert_eq!((reply.acks[0].change, reply.acks[0].seq), (change, Some(2)));
    assert_eq!(kinds(&world), [RowKind::LANE, RowKind::CHANGE]);
    b.sync(&world, vec![]);
    assert_eq!(b.document(book(1).id()).heads(), [change]);
    assert_eq!(b.cursor, world.office.log().head().unwrap());
}

#[test]
fn a_request_sent_twice_is_one_row_and_gets_the_same_answer() {
    let world = World::new();
    let mut a = phone(&world, 1);
    a.tick(book(1).id(), ITEM, true);
    let batch = a.seal();
    let request = a.request(&world, vec![batch.clone(), batch]);
    let first = a.send(&world, &request).unwrap();
    let rows = world.head_seq();
    let second = a.send(&world, &request).unwrap();
    assert_eq!(first.acks, second.acks);
    assert_eq!(states(&second), [STORED, STORED]);
    assert_eq!((rows, world.head_seq()), (2, 2));
}

#[test]
fn a_lost_reply_and_new_edits_before_the_retry_lose_and_double_nothing() {
    let world = World::new();
    let mut a = phone(&world, 1);
    let first = a.tick(book(1).id(), ITEM, true);
    let sealed = a.seal();
    let lost = a.request(&world, vec![sealed.clone()]);
    a.send(&world, &lost).unwrap();
    let second = a.tick(book(1).id(), ITEM, false);
    let later = a.seal();
    let reply = a.sync(&world, vec![sealed, later]);
    assert_eq!(states(&reply), [STORED, STORED]);
    let changes: Vec<_> = world.heads().iter().filter_map(|head| head.change).collect();
    assert_eq!(changes, [first, second]);
    // Own rows come down though another reply said them first, and without their bytes.
    let own: Vec<_> = reply.rows.iter().map(|row| (row.seq, row.payload.is_none())).collect();
    assert_eq!(own, [(1, true), (2, true), (3, true)]);
}

#[test]
fn a_change_whose_ground_comes_later_in_the_same_request_is_stored() {
    let world = World::new();
    let mut a = phone(&world, 1);
    for done in [true, false, true] {
        a.tick(book(1).id(), ITEM, done);
    }
    a.reverse_queue();
    assert_eq!(states(&a.push(&world)), [STORED; 3]);
    assert_eq!(kinds(&world)[1..], [RowKind::CHANGE; 3]);
}

#[test]
fn what_is_missing_is_named_by_its_root_and_nothing_is_recorded() {
    let world = World::new();
    let mut a = phone(&world, 1);
    let lost = a.tick(book(1).id(), ITEM, true);
    a.forget_queue();
    a.tick(book(1).id(), ITEM, false);
    a.tick(book(1).id(), ITEM, true);
    let reply = a.push(&world);
    let missing = Answer::Missing(vec![lost]);
    assert!(reply.acks.iter().all(|ack| ack.answer == missing && ack.seq.is_none()));
    assert_eq!(world.head_seq(), 0);
}

#[test]
fn a_batch_whose_lane_was_named_in_a_lost_one_waits_for_it() {
    let world = World::new();
    let mut a = phone(&world, 1);
    let first = a.tick(book(1).id(), ITEM, true);
    let lost = a.seal();
    a.tick(book(1).id(), ITEM, false);
    let later = a.seal();
    let reply = a.sync(&world, vec![later.clone()]);
    assert_eq!(reply.acks[0].answer, Answer::Missing(vec![first]));
    assert_eq!(world.head_seq(), 0);
    assert_eq!(states(&a.sync(&world, vec![lost, later])), [STORED, STORED]);
}

#[test]
fn without_a_right_a_change_is_held_and_what_stands_on_it_is_parked() {
    let world = World::new();
    let mut a = phone(&world, 1);
    for document in [book(2).id(), book(9).id()] {
        a.tick(document, ITEM, true);
        a.tick(document, ITEM, false);
    }
    let reply = a.push(&world);
    let (held, parked) = (Some(ChangeState::Held), Some(ChangeState::Parked));
    assert_eq!(states(&reply), [held, parked, held, parked]);
    // They are rows of their own, with their bytes, and a lane stands before them.
    let verdicts = world.rows().into_iter().filter(|row| row.head.kind == RowKind::VERDICT.0);
    assert!(verdicts.map(|row| row.payload.len()).all(|length| length > 0));
    assert_eq!(kinds(&world)[..2], [RowKind::LANE; 2]);
    assert!(reply.rows.iter().any(|row| row.seq == reply.acks[3].seq.unwrap()));
}

#[test]
fn an_act_in_another_officer_s_name_is_held() {
    let world = World::new();
    let mut a = phone(&world, 1);
    a.officer = MINH;
    a.tick(book(1).id(), ITEM, true);
    assert_eq!(states(&a.push(&world)), [Some(ChangeState::Held)]);
}

#[test]
fn a_refused_change_keeps_its_bytes_and_what_stands_on_it_has_to_be_written_again() {
    let world = World::new();
    let mut a = phone(&world, 1);
    let bad = a.queue_spoilt(book(1).id(), ITEM, |new| {
        new.operations[0].action = Action::Put(Value::Null);
    });
    // The phone's own document holds the good one, so the next is spoilt to stand on the bad.
    let seq = |new: &mut NewChange| {
        new.dependencies = vec![bad];
        new.operations[0].predecessors.clear();
    };
    a.queue_spoilt(book(1).id(), ItemId([4; 16]), seq);
    let reply = a.push(&world);
    assert!(matches!(states(&reply)[0], Some(ChangeState::Refused(code)) if code < NO_LANE));
    assert_eq!(states(&reply)[1], Some(ChangeState::Rebase));
    let row = world.rows().into_iter().find(|row| row.head.change == Some(bad)).unwrap();
    assert_eq!(soviec_core::change::hash_of(&row.payload), Ok(bad));
}

#[test]
fn another_s_change_is_refused_and_stays_open_to_its_author() {
    let world = World::new();
    let (mut author, mut thief) = (phone(&world, 1), phone(&world, 2));
    author.tick(book(1).id(), ITEM, true);
    let batch = author.seal();
    thief.queue(book(1).id(), batch.changes[0].to_vec());
    assert_eq!(states(&thief.push(&world)), [Some(ChangeState::Refused(NO_LANE))]);
    assert_eq!(states(&author.sync(&world, vec![batch])), [STORED]);
}

#[test]
fn an_edit_has_one_living_carrier() {
    let world = World::new();
    let (mut a, mut b) = (phone(&world, 1), phone(&world, 2));
    let first = a.tick(book(1).id(), ITEM, true);
    let again = |edit| {
        move |new: &mut NewChange| {
            new.message = Some(Message { edit: Some(edit), overs: vec![vec![]] });
        }
    };
    // The edit comes first as a re-issue, whose first carrier then finds it taken.
    let carrier = b.queue_spoilt(book(1).id(), ITEM, again(first));
    assert_eq!(states(&b.push(&world)), [STORED]);
    assert_eq!(states(&a.push(&world)), [Some(ChangeState::Already(carrier))]);
    // And a third carrier finds the second.
    let mut c = phone(&world, 3);
    c.queue_spoilt(book(1).id(), ITEM, again(first));
    assert_eq!(states(&c.push(&world)), [Some(ChangeState::Already(carrier))]);
}

#[test]
fn the_genesis_is_known_without_a_row() {
    let world = World::new();
    let mut a = phone(&world, 1);
    let document = book(1).id();
    let genesis = soviec_core::change::genesis(document, 1);
    assert_eq!(a.queue(document, genesis.bytes().to_vec()), genesis_hash(document));
    let reply = a.push(&world);
    assert_eq!((states(&reply), reply.acks[0].seq), (vec![STORED], None));
    assert_eq!(world.head_seq(), 0);
}

#[test]
fn only_readers_get_rows_and_verdicts_travel_without_foreign_bytes() {
    let world = World::new();
    let (mut a, mut reader) = (phone(&world, 1), phone(&world, 2));
    let mut stranger = Phone::new(world.enrol(3, LAN, &[write(book(7))]), 3, 3, LAN);
    a.tick(book(1).id(), ITEM, true);
    a.tick(book(2).id(), ITEM, true);
    a.push(&world);
    let rows = reader.sync(&world, vec![]).rows;
    assert_eq!(rows.len(), 4);
    let (change, verdict) = (&rows[rows.len() - 2], &rows[rows.len() - 1]);
    assert!(change.payload.is_some() && verdict.payload.is_none());
    let reply = stranger.sync(&world, vec![]);
    assert!(reply.rows.is_empty() && !reply.page.more);
    assert_eq!(reply.page.next, world.office.log().head().unwrap());
}

#[test]
fn pages_end_where_groups_end_and_nothing_is_left_out() {
    let world = World::new();
    let (mut a, mut b) = (phone(&world, 1), phone(&world, 2));
    let mut ends = vec![0];
    for n in 0..12_u8 {
        for m in 0..6 {
            a.tick(book(1).id(), ItemId([n * 6 + m; 16]), true);
        }
        a.push(&world);
        ends.push(world.head_seq());
    }
    b.page = 1;
    let (mut pages, mut rows) = (0, 0);
    loop {
        let reply = b.sync(&world, vec![]);
        pages += 1;
        rows += reply.rows.len();
        assert!(ends.contains(&reply.page.next.seq), "{} is inside a group", reply.page.next.seq);
        if !reply.page.more {
            break;
        }
    }
    assert!(pages > 2, "{pages} pages");
    assert_eq!(rows as u64, world.head_seq());
    assert_eq!(b.document(book(1).id()).heads(), a.document(book(1).id()).heads());
}

#[test]
fn phones_at_once_get_one_gapless_chain() {
    let world = World::new();
    let phones: Vec<Phone> = (1..=6).map(|seed| phone(&world, seed)).collect();
    thread::scope(|scope| {
        for mut phone in phones {
            let world = &world;
            scope.spawn(move || {
                let seed = phone.epoch.0[0];
                for n in 0..10 {
                    phone.tick(book(1).id(), ItemId([seed * 16 + n; 16]), true);
                    assert_eq!(states(&phone.push(world)), [STORED]);
                }
            });
        }
    });
    let seqs: Vec<u64> = world.rows().iter().map(|row| row.seq).collect();
    assert_eq!(seqs, (1..=66).collect::<Vec<_>>());
    assert_eq!(*world.office.log().head().unwrap().chain8, chain_of(&world));
}

#[test]
fn a_batch_of_another_key_voids_the_request() {
    let world = World::new();
    let (mut a, mut b) = (phone(&world, 1), phone(&world, 2));
    a.tick(book(1).id(), ITEM, true);
    b.tick(book(1).id(), ITEM, true);
    a.next = 3;
    let (own, foreign) = (a.seal(), b.seal());
    let request = a.request(&world, vec![own, foreign]);
    assert!(matches!(a.send(&world, &request), Err(RelayError::Unauthorised)));
    assert_eq!(world.head_seq(), 0);
}

#[test]
fn bytes_that_were_not_signed_for_void_the_request() {
    let world = World::new();
    let mut a = phone(&world, 1);
    a.tick(book(1).id(), ITEM, true);
    a.tick(book(1).id(), ITEM, false);
    let batch = a.seal();
    for spoil in [|b: &mut Vec<_>| b.swap(0, 1), |b: &mut Vec<_>| drop(b.pop())] {
        let mut spoilt = batch.clone();
        spoil(&mut spoilt.changes);
        let request = a.request(&world, vec![spoilt]);
        assert!(matches!(a.send(&world, &request), Err(RelayError::Malformed(_))));
    }
    assert_eq!(world.head_seq(), 0);
}

#[test]
fn more_changes_than_the_limit_are_not_looked_at() {
    let world = World::new();
    let mut a = phone(&world, 1);
    let batch = a.seal();
    let mut crowded = batch.clone();
    crowded.changes = vec![Vec::new().into(); 501];
    let request = a.request(&world, vec![crowded]);
    assert!(matches!(a.send(&world, &request), Err(RelayError::TooLarge(_))));
}

#[test]
fn a_contact_tells_what_still_waits() {
    let world = World::new();
    let mut a = phone(&world, 1);
    a.tick(book(1).id(), ITEM, true);
    a.forget_queue();
    a.tick(book(1).id(), ITEM, false);
    a.push(&world);
    let contacts = world.office.relay().contacts().unwrap();
    assert_eq!(contacts.len(), 1);
    assert_eq!((contacts[0].waiting, contacts[0].last_client_seq), (1, 2));
    assert_eq!((contacts[0].last, contacts[0].drift_ms), (world.now(), -world.now().0));
}

#[test]
fn unknown_hashes_have_no_state() {
    let world = World::new();
    let state = world.office.log().read(|log| log.state_of(&book(1).id(), &ChangeHash([7; 32])));
    assert_eq!(state.unwrap(), None);
}
