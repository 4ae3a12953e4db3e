//! Who is told that his value is not the one shown: once, and until he settles it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::log::{self, Log};
use common::*;
use soviec_core::change::Value;
use soviec_core::fold::NoticeKind::{self, Replaced, TwoValues};
use soviec_core::model::{ChangeHash, Declared, Edit, OfficerId};
use soviec_core::store::{Reported, tables};
use tempfile::TempDir;

fn phones<const N: usize>(folder: &TempDir) -> [World; N] {
    std::array::from_fn(|n| {
        World::open(&folder.path().join(format!("{n}.db")), n as u8 + 1, &[0], 3)
    })
}

fn said(reported: &[Reported]) -> Vec<(OfficerId, NoticeKind, Vec<ChangeHash>)> {
    let one = |r: &Reported| (r.notice.me, r.notice.kind, r.notice.others.clone());
    reported.iter().map(one).collect()
}

/// What the door writes for *Đã biết* on a register.
fn accept(world: &World, me: OfficerId) -> Edit {
    let gone = world.notices().into_iter().filter(|n| n.notice.kind == Replaced);
    let history = tables::history(&world.reader, book(0).id(), &status_key(0)).unwrap();
    let mut gone: Vec<_> = gone.map(|n| n.notice.mine).collect();
    gone.extend(history.accepted_by(me));
    let two = world.register(0, &status_key(0)).values.iter().map(|v| v.edit).collect();
    Edit::Accept { key: status_key(0).to_string(), gone, two }
}

#[test]
fn a_third_person_settles_and_both_authors_are_told() {
    let folder = TempDir::new().unwrap();
    let [mut a, mut b, mut c] = phones(&folder);
    let mut log = Log::default();
    a.write(0, &declare(0, Declared::Done)).unwrap();
    b.write(0, &declare(0, Declared::NotStarted)).unwrap();
    // A and B send without hearing of each other; C sees both and writes a third value.
    for world in [&mut a, &mut b] {
        let answers = log.push(world);
        log::carry_out(world, &answers);
    }
    log.exchange(&mut c);
    let settled = c.write(0, &declare(0, Declared::InProgress)).unwrap().change;
    log.exchange(&mut c);
    for world in [&mut a, &mut b] {
        let carried = log.exchange(world);
        let expected = [(officer(world.device), Replaced, vec![settled])];
        assert_eq!(said(&carried.ringing), expected, "phone {}", world.device);
        assert_eq!(said(&world.notices()), expected);
    }
    assert!(c.notices().is_empty());
}

#[test]
fn an_author_replaced_through_an_equal_value_is_told() {
    let folder = TempDir::new().unwrap();
    let [mut a, mut b, mut c] = phones(&folder);
    let mut log = Log::default();
    a.write(0, &declare(0, Declared::Done)).unwrap();
    log.exchange(&mut a);
    log.exchange(&mut b);
    let same = Edit::Status { task: task(0), status: Declared::Done, on: day(9), result: None };
    b.write(0, &same).unwrap();
    log.exchange(&mut b);
    log.exchange(&mut c);
    let other = c.write(0, &declare(0, Declared::NotStarted)).unwrap().change;
    log.exchange(&mut c);
    let ringing = log.exchange(&mut a).ringing;
    assert_eq!(said(&ringing), [(officer(1), Replaced, vec![other])]);
    log.exchange(&mut b);
    assert_eq!(said(&b.notices()), [(officer(2), Replaced, vec![other])]);
}

#[test]
fn an_equal_value_is_no_news() {
    let folder = TempDir::new().unwrap();
    let [mut a, mut b] = phones(&folder);
    let mut log = Log::default();
    a.write(0, &declare(0, Declared::Done)).unwrap();
    log.exchange(&mut a);
    log.exchange(&mut b);
    let same = Edit::Status { task: task(0), status: Declared::Done, on: day(9), result: None };
    b.write(0, &same).unwrap();
    log.exchange(&mut b);
    assert!(log.exchange(&mut a).ringing.is_empty());
    assert!(a.notices().is_empty());
}

/// A declares, B replaces it, A hears of it.
fn replaced(log: &mut Log, a: &mut World, b: &mut World) -> (ChangeHash, ChangeHash) {
    let mine = a.write(0, &declare(0, Declared::Done)).unwrap().change;
    log.exchange(a);
    log.exchange(b);
    let theirs = b.write(0, &declare(0, Declared::NotStarted)).unwrap().change;
    log.exchange(b);
    let ringing = log.exchange(a).ringing;
    assert_eq!(said(&ringing), [(officer(1), Replaced, vec![theirs])]);
    (mine, theirs)
}

#[test]
fn a_notice_ends_when_it_is_accepted_and_begins_again_with_the_next_change() {
    let folder = TempDir::new().unwrap();
    let [mut a, mut b] = phones(&folder);
    let mut log = Log::default();
    replaced(&mut log, &mut a, &mut b);
    let seen = accept(&a, officer(1));
    a.write(0, &seen).unwrap();
    assert!(a.notices().is_empty());
    log.exchange(&mut a);
    log.exchange(&mut b);
    assert!(a.notices().is_empty() && b.notices().is_empty());
    // What B does later with his own value is no news about A's, which A gave up.
    b.write(0, &declare(0, Declared::InProgress)).unwrap();
    log.exchange(&mut b);
    assert!(log.exchange(&mut a).ringing.is_empty());
    // A new value of A's is another matter.
    a.write(0, &declare(0, Declared::Done)).unwrap();
    log.exchange(&mut a);
    log.exchange(&mut b);
    assert_eq!(said(&b.notices()).len(), 1);
    let third = b.write(0, &declare(0, Declared::Weak)).unwrap().change;
    assert!(b.notices().is_empty(), "writing anew settles it");
    log.exchange(&mut b);
    let ringing = log.exchange(&mut a).ringing;
    assert_eq!(said(&ringing), [(officer(1), Replaced, vec![third])]);
}

#[test]
fn two_values_are_accepted_by_each_for_himself() {
    let folder = TempDir::new().unwrap();
    let [mut a, mut b] = phones(&folder);
    let mut log = Log::default();
    a.write(0, &declare(0, Declared::Done)).unwrap();
    let theirs = b.write(0, &declare(0, Declared::NotStarted)).unwrap().change;
    log.exchange(&mut a);
    log.exchange(&mut b);
    let ringing = log.exchange(&mut a).ringing;
    assert_eq!(said(&ringing), [(officer(1), TwoValues, vec![theirs])]);
    let seen = accept(&a, officer(1));
    a.write(0, &seen).unwrap();
    assert!(a.notices().is_empty());
    log.exchange(&mut a);
    log.exchange(&mut b);
    assert_eq!(said(&b.notices()).len(), 1, "B has not said that he knows");
    assert!(a.row(0, task(0)).open, "knowing of it is not picking");
}

#[test]
fn a_restored_value_has_its_bytes_again_and_the_other_is_told() {
    let folder = TempDir::new().unwrap();
    let [mut a, mut b] = phones(&folder);
    let mut log = Log::default();
    let (mine, _) = replaced(&mut log, &mut a, &mut b);
    let id = book(0).id();
    let entry =
        soviec_core::store::value_of(&a.reader, id, &status_key(0), &mine).unwrap().unwrap();
    let Value::Bytes(act) = entry.value else { panic!("an act is bytes") };
    let restore =
        Edit::Restore { key: status_key(0).to_string(), act: act.clone().into(), undoes: None };
    let again = a.write(0, &restore).unwrap().change;
    assert!(a.notices().is_empty(), "A has settled it");
    log.exchange(&mut a);
    let ringing = log.exchange(&mut b).ringing;
    assert_eq!(said(&ringing), [(officer(2), Replaced, vec![again])]);
    let shown = b.register(0, &status_key(0));
    let Value::Bytes(bytes) = &shown.values[0].value else { panic!("an act is bytes") };
    assert_eq!(soviec_core::model::inner_of(bytes), act);
    assert_eq!(shown.values[0].officer, Some(officer(1)));
    assert_eq!(b.row(0, task(0)).declared.map(|(status, _)| status), Some(Declared::Done));
}

#[test]
fn a_row_that_comes_twice_rings_once() {
    let folder = TempDir::new().unwrap();
    let [mut a, mut b] = phones(&folder);
    let mut log = Log::default();
    replaced(&mut log, &mut a, &mut b);
    for _ in 0..2 {
        let again = log.rows_from(&a, 0);
        assert!(log::carry_out(&mut a, &again).ringing.is_empty());
        assert_eq!(a.notices().len(), 1, "the notice stays until A settles it");
    }
}

/// One phone, two profiles: each has notices of his own, whoever of them writes.
#[test]
fn what_a_colleague_writes_on_the_same_phone_ends_no_notice_of_mine() {
    let folder = TempDir::new().unwrap();
    let both = vec![officer(1), officer(7)];
    let mut shared = World::shared(&folder.path().join("a.db"), 1, &[0], 3, both);
    let mut other = World::open(&folder.path().join("b.db"), 2, &[0], 3);
    let mut log = Log::default();
    replaced(&mut log, &mut shared, &mut other);
    let colleague = declare(0, Declared::InProgress);
    let third = shared.write_as(officer(7), 0, &colleague).unwrap().change;
    assert_eq!(said(&shared.notices()), [(officer(1), Replaced, vec![third])]);
}
