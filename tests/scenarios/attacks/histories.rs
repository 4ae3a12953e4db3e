//! Rows 6 to 8 and 13: histories that are not one's own, or not one.

use soviec_core::{
    admission::Code,
    protocol::{Answer, ChangeState},
};
use soviec_server::relay::NO_LANE;
use soviec_tests::{
    attack::{Forger, Hand, Victim},
    book, officer,
};

use super::{Stage, spoilt};

/// Two changes at one place of a lane. The relay keeps one history of a device and says so; the
/// others notice nothing, and an honest change that came with the second is stored later.
#[test]
fn c9_row_6_equivocation() {
    let mut stage = Stage::new(6);
    let (one, other) = (stage.hand().tick(1, true), stage.hand().tick(2, true));
    assert_eq!((one.actor, one.seq), (other.actor, other.seq));
    assert_eq!(stage.relay(one.bytes()), Some(ChangeState::Stored));
    let rows = stage.world.log().len();
    let lane = stage.forger.lane(1, stage.id());
    let answers = stage.forger.push(vec![lane], &[(stage.id(), other.bytes().to_vec())]);
    assert_eq!(answers, Some(vec![Answer::Regressed]));
    assert_eq!(stage.world.log().len(), rows);

    assert!(stage.phone_takes(one.bytes()));
    assert!(!stage.phone_takes(other.bytes()));
    let beside =
        Hand::new(&stage.book, soviec_tests::attack::craft::actor(1), officer(2)).tick(2, true);
    assert!(stage.phone_takes(beside.bytes()), "an honest change after it is taken");
    stage.honest_work_goes_on();
}

/// A change under the actor of somebody else's lane is nobody's.
#[test]
fn c9_row_7_a_forged_actor() {
    let mut stage = Stage::new(7);
    let mut honest = Forger::enrol(&stage.world, 6, &[0]);
    let mut theirs = Hand::new(&stage.book, honest.actor(1), officer(6));
    let first = theirs.tick(1, true);
    let lane = honest.lane(1, stage.id());
    assert_eq!(honest.state_of(vec![lane], stage.id(), first.bytes()), Some(ChangeState::Stored));
    let forged = theirs.tick(1, false);
    for lanes in [vec![], vec![lane]] {
        let state = stage.forger.state_of(lanes, stage.id(), forged.bytes());
        assert_eq!(state, Some(ChangeState::Refused(NO_LANE)));
    }
    // When its own author says it, it is his.
    let state = honest.state_of(vec![], stage.id(), forged.bytes());
    assert_eq!(state, Some(ChangeState::Stored));
    stage.honest_work_goes_on();
}

/// A place in somebody else's lane cannot be taken before he takes it.
#[test]
fn c9_row_8_a_place_claimed_before_its_owner() {
    let mut stage = Stage::new(8);
    let mut honest = Forger::enrol(&stage.world, 6, &[0]);
    let claimed = Hand::new(&stage.book, honest.actor(1), officer(5)).tick(2, true);
    let state = stage.forger.state_of(vec![], stage.id(), claimed.bytes());
    assert_eq!(state, Some(ChangeState::Refused(NO_LANE)));
    let own = Hand::new(&stage.book, honest.actor(1), officer(6)).tick(1, true);
    assert_eq!((own.actor, own.seq), (claimed.actor, claimed.seq));
    let lane = honest.lane(1, stage.id());
    assert_eq!(honest.state_of(vec![lane], stage.id(), own.bytes()), Some(ChangeState::Stored));
    stage.honest_work_goes_on();
}

/// A change of one book under the name of another: its lane is of the first book, its buckets are
/// the first book's, and its genesis is not the second's.
#[test]
fn c9_row_13_a_replay_into_another_document() {
    let mut stage = Stage::new(13);
    let other = book(1);
    let change = stage.hand().tick(1, true);
    assert_eq!(stage.relay(change.bytes()), Some(ChangeState::Stored));
    let state = stage.forger.state_of(vec![], other.id(), change.bytes());
    assert_eq!(state, Some(ChangeState::Refused(NO_LANE)));

    let mut there = Hand::new(&other, stage.forger.actor(2), officer(5));
    let native = there.tick(1, true);
    let moved = spoilt(&change, |new| {
        new.actor = native.actor;
        new.dependencies.clone_from(&native.dependencies);
    });
    let lane = stage.forger.lane(2, other.id());
    let state = stage.forger.state_of(vec![lane], other.id(), &moved);
    assert_eq!(state, Some(ChangeState::Refused(Code::Bucket.number())));

    let mut victim = Victim::new(2, &[other]);
    let bytes = [change.bytes().to_vec(), moved];
    let rows = bytes.map(|bytes| (other.id(), bytes));
    assert_eq!(victim.offer(&rows), [false, false]);
    victim.tick(&other, 0, true);
    victim.assert_sound(&other);
    stage.honest_work_goes_on();
}
