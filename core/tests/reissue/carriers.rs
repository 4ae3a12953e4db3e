//! An edit has one carrier at a time, whoever carries it.

use soviec_core::model::{ChangeHash, Declared, DocumentName};
use soviec_core::protocol::{ChangeState, Decision};
use soviec_core::sync::Effect;

use crate::common::{book, declare, officer};
use crate::phone::{Phone, by_other, other};

const OTHER: ChangeHash = ChangeHash([0x77; 32]);

/// The phone takes itself for restored and writes its edit again; the first carrier, which only
/// came late, is stored after all.
#[test]
fn d1_a_late_request_doubles_nothing() {
    for row_first in [true, false] {
        let mut phone = Phone::new();
        let edit = phone.declares(0, Declared::Done);
        let first = phone.own(edit);
        assert_eq!(phone.hears(&[Effect::Regressed]).reissued, 1);
        let again = phone.carrier(edit);
        assert_ne!(again.actor, first.actor);
        let (row, already) =
            (phone.row(&first), phone.answer(again.hash, ChangeState::Already(first.hash)));
        let effects = if row_first { [row, already] } else { [already, row] };
        for effect in effects {
            phone.hears(&[effect]);
            assert!(phone.shown(0).len() <= 1, "never twice");
        }
        assert_eq!(phone.shown(0), [Declared::Done]);
        assert_eq!(phone.pending(), []);
        assert_eq!(phone.apart(), []);
        assert_eq!(phone.count("SELECT count(*) FROM changes WHERE own = 1 AND present = 1"), 1);
        // What follows stands on the carrier that the relay has.
        phone.declares(0, Declared::InProgress);
        assert_eq!(phone.pending()[0].dependencies, [first.hash]);
        phone.reopens();
        assert_eq!(phone.shown(0), [Declared::InProgress]);
    }
}

/// It stays held at the relay while the phone, restored from an older copy, takes it for lost.
#[test]
fn d1_a_held_first_carrier_comes_back_too() {
    let mut phone = Phone::new();
    let edit = phone.declares(0, Declared::Done);
    phone.hears(&[Effect::Regressed]);
    let again = phone.carrier(edit).hash;
    let already = phone.answer(again, ChangeState::Already(edit));
    phone.hears(&[already]);
    assert_eq!(phone.shown(0), [] as [Declared; 0], "its verdict is still on the way");
    let held = phone.verdict(edit, ChangeState::Held);
    phone.hears(&[held]);
    assert_eq!(phone.shown(0), [Declared::Done]);
    assert_eq!(phone.apart()[0].state, ChangeState::Held);
    let returned = phone.verdict(edit, ChangeState::Returned);
    phone.hears(&[returned]);
    assert_eq!(phone.shown(0), [] as [Declared; 0]);
    assert_eq!((phone.apart()[0].state, phone.apart()[0].edit.id), (ChangeState::Returned, edit));
}

/// Two edits in a row, given up and written again: the order and the lane are kept.
#[test]
fn a_row_of_edits_is_written_again_in_its_order() {
    let mut phone = Phone::new();
    let edits: Vec<_> = (0..4)
        .map(|n| {
            phone.declares(
                n % 2,
                [Declared::Done, Declared::InProgress, Declared::NotStarted][n as usize % 3],
            )
        })
        .collect();
    let before = [phone.shown(0), phone.shown(1)];
    let carried = phone.hears(&[Effect::Regressed]);
    assert_eq!((carried.reissued, carried.epoch.is_some()), (4, true));
    let pending = phone.pending();
    let again: Vec<_> = pending.iter().map(|change| change.edit()).collect();
    assert_eq!(again, edits);
    assert_eq!(pending.iter().map(|change| change.seq).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!([phone.shown(0), phone.shown(1)], before);
    // And a second time: the same edits, in a third epoch.
    phone.hears(&[Effect::Regressed]);
    assert_eq!(phone.pending().iter().map(|c| c.edit()).collect::<Vec<_>>(), edits);
    assert_eq!(phone.all(ChangeState::Stored).reissued, 0);
    assert_eq!([phone.shown(0), phone.shown(1)], before);
}

/// An edit with a verdict is not written again in a new epoch.
#[test]
fn what_has_a_verdict_stays_when_the_phone_was_restored() {
    let mut phone = Phone::new();
    let (stored, held) = (phone.declares(0, Declared::Done), phone.declares(1, Declared::Done));
    let refused = phone.declares(2, Declared::Done);
    let pending = phone.declares(3, Declared::Done);
    let answers = [
        phone.answer(stored, ChangeState::Stored),
        phone.answer(held, ChangeState::Held),
        phone.answer(refused, ChangeState::Refused(7)),
    ];
    assert_eq!(phone.hears(&answers).reissued, 1, "what stood on the refused one");
    assert_eq!(phone.hears(&[Effect::Regressed]).reissued, 1);
    assert_eq!(phone.pending().iter().map(|c| c.edit()).collect::<Vec<_>>(), [pending]);
    assert_eq!(phone.apart().len(), 2);
}

/// A number that the relay asks for again is no sign of another history.
#[test]
fn d9_sending_again_what_is_missing_begins_no_epoch() {
    let mut phone = Phone::new();
    let edits: Vec<_> = (0..3).map(|n| phone.declares(n, Declared::Done)).collect();
    let epoch = phone.world.store.epoch();
    let lacks = Effect::Lacks { change: edits[2], wanted: vec![edits[1]], lost: vec![] };
    let effects = [phone.answer(edits[0], ChangeState::Stored), lacks];
    let carried = phone.hears(&effects);
    assert_eq!((carried.reissued, carried.epoch), (0, None));
    assert_eq!(phone.world.store.epoch(), epoch);
    assert_eq!(phone.world.store.waiting_count().unwrap(), 2);
    assert_eq!(phone.all(ChangeState::Stored).acknowledged, 2);
}

#[test]
fn d14_an_edit_follows_the_change_that_carries_it() {
    let mut phone = Phone::new();
    let edit = phone.declares(0, Declared::Done);
    phone.all(ChangeState::Already(OTHER));
    assert_eq!(phone.apart(), []);
    // The carrier is returned: so is the edit.
    let returned = phone.verdict(OTHER, ChangeState::Returned);
    assert_eq!(phone.hears(&[returned]).reissued, 0);
    assert_eq!((phone.apart()[0].edit.id, phone.apart()[0].state), (edit, ChangeState::Returned));
    // And replaced later by one that is stored.
    let replaced = phone.verdict(OTHER, ChangeState::Replaced(ChangeHash([0x78; 32])));
    phone.hears(&[replaced]);
    assert_eq!(phone.apart(), []);
}

#[test]
fn d14_a_carrier_that_dies_without_a_successor_makes_it_pending_again() {
    for dead in [ChangeState::Rebase, ChangeState::Forked] {
        let mut phone = Phone::new();
        let edit = phone.declares(0, Declared::Done);
        phone.all(ChangeState::Already(OTHER));
        let verdict = phone.verdict(OTHER, dead);
        assert_eq!(phone.hears(&[verdict]).reissued, 1);
        assert_eq!((phone.carrier(edit).edit(), phone.shown(0)), (edit, vec![Declared::Done]));
    }
}

#[test]
fn d14_the_earlier_of_two_verdicts_on_a_carrier_changes_nothing() {
    let mut phone = Phone::new();
    phone.declares(0, Declared::Done);
    phone.all(ChangeState::Already(OTHER));
    let (rebase, replaced) = (
        phone.verdict(OTHER, ChangeState::Rebase),
        phone.verdict(OTHER, ChangeState::Replaced(ChangeHash([0x78; 32]))),
    );
    assert_eq!(phone.hears(&[replaced, rebase]).reissued, 0);
}

/// The decision authorises the edit in a book where its author has no right.
#[test]
fn d17_a_moved_edit_is_written_in_its_target_and_nothing_else_is() {
    let mut phone = Phone::new();
    let edit = phone.declares(0, Declared::Done);
    let above = phone.declares(0, Declared::InProgress);
    phone.all(ChangeState::Held);
    let target: DocumentName = book(5);
    let decision = Decision { reason: "Sổ của thôn khác".to_owned(), target: Some(target) };
    let moved = phone.decision(edit, ChangeState::Moved(target.id()), decision);
    let rebase = phone.verdict(above, ChangeState::Rebase);
    assert_eq!(phone.hears(&[moved, rebase]).reissued, 2);
    let [there, here] = [edit, above].map(|edit| phone.carrier(edit));
    assert_eq!(there.seq, 1);
    assert!(there.operations[0].predecessors.is_empty());
    assert_eq!(here.message.as_ref().unwrap().overs, [vec![edit]]);
    assert_eq!(phone.shown(0), [Declared::InProgress]);
    let document = |hash: ChangeHash| {
        let sql = "SELECT document FROM changes WHERE hash = ?1";
        let read = |row: &rusqlite::Row<'_>| row.get::<_, Vec<u8>>(0);
        phone.world.reader.query_row(sql, [hash.as_slice()], read).unwrap()
    };
    assert_eq!(document(there.hash), target.id().as_slice());
    assert_eq!(document(here.hash), book(0).id().as_slice());
    // The officer may not write there himself.
    let author = soviec_core::store::Author {
        officer: officer(1),
        key: &phone.world.key,
        grant_version: 0,
        now: crate::common::noon(),
    };
    let refused = phone.world.store.write(&author, &target, &declare(0, Declared::Done));
    assert!(matches!(refused, Err(soviec_core::store::StoreError::NotWritable)));
    phone.all(ChangeState::Stored);
    let apart = phone.apart();
    assert_eq!((apart.len(), apart[0].state), (1, ChangeState::Moved(target.id())));
    assert_eq!(apart[0].office.as_ref().unwrap().words, "Sổ của thôn khác");
    phone.reopens();
    assert!(phone.world.store.audit(target.id()).unwrap().is_empty());
}

/// What nobody can give the relay, a stored change of somebody else, stays in the book; the edit
/// stands below it and still replaces it.
#[test]
fn d18_what_nobody_can_give_is_done_without() {
    let mut phone = Phone::new();
    let mut pen = other(0x31, &[]);
    let below = by_other(&mut pen, 1, Declared::Done);
    let lost = by_other(&mut pen, 0, Declared::NotStarted);
    let rows = [phone.row(&below), phone.row(&lost)];
    phone.hears(&rows);
    let edit = phone.declares(0, Declared::Done);
    assert_eq!(phone.carrier(edit).dependencies, [lost.hash]);
    let lacks = Effect::Lacks { change: edit, wanted: vec![lost.hash], lost: vec![] };
    assert_eq!(phone.hears(&[lacks]).reissued, 1);
    let again = phone.carrier(edit);
    assert_eq!(again.dependencies, [below.hash]);
    assert_eq!(again.message.unwrap().overs, [vec![lost.hash]]);
    assert_eq!(phone.shown(0), [Declared::Done]);
}

/// A lane that nobody told the relay of: a new one is announced with its changes.
#[test]
fn a_lane_that_the_relay_does_not_know_is_left() {
    let mut phone = Phone::new();
    let edit = phone.declares(0, Declared::Done);
    let before = phone.carrier(edit).actor;
    phone.hears(&[Effect::Lacks { change: edit, wanted: vec![], lost: vec![] }]);
    assert_ne!(phone.carrier(edit).actor, before);
}

/// Own rows of the present epoch come without their bytes and are known by their hash.
#[test]
fn d21_own_rows_are_known_by_their_hash() {
    let mut phone = Phone::new();
    let edit = phone.declares(0, Declared::Done);
    let own = |change, seq| Effect::Change {
        seq,
        document: book(0).id(),
        change,
        bytes: None,
        own: true,
    };
    let carried = phone.hears(&[own(edit, 20_000)]);
    assert_eq!(
        (carried.epoch, phone.pending().len(), phone.shown(0)),
        (None, 0, vec![Declared::Done])
    );
    // One that it does not know is of another history of itself.
    phone.declares(1, Declared::Done);
    let carried = phone.hears(&[own(OTHER, 20_001)]);
    assert_eq!((carried.epoch.is_some(), carried.reissued), (true, 1));
}
