//! Rights that come and go while edits wait.

use soviec_core::model::{Declared, DeviceId};
use soviec_core::protocol::{ChangeState, Right};
use soviec_core::sync::Effect;

use crate::common::book;
use crate::phone::{Phone, by_other, other};

fn right(seq: u64, read: bool) -> Effect {
    let (device, document) = (DeviceId([1; 16]), book(0));
    Effect::Right { seq, right: Right { device, document, read, write: read } }
}

/// Lost and regained between two exchanges: what was never sent comes with the parts, from the
/// first row, and what this phone wrote meanwhile stays.
#[test]
fn d15_a_right_that_was_lost_and_regained_doubles_and_loses_nothing() {
    let mut phone = Phone::new();
    let mut pen = other(0x31, &[]);
    let known = by_other(&mut pen, 0, Declared::NotStarted);
    let row = phone.row(&known);
    phone.hears(std::slice::from_ref(&row));
    let edit = phone.declares(1, Declared::Done);
    phone.hears(&[right(30_000, false), right(30_001, true)]);
    let unsent = by_other(&mut pen, 2, Declared::Done);
    let document = book(0).id();
    let parts =
        [row, phone.row(&unsent), Effect::Attached { document, have: 40_000, complete: true }];
    phone.hears(&parts);
    assert_eq!(phone.shown(0), [Declared::NotStarted]);
    assert_eq!(phone.shown(1), [Declared::Done]);
    assert_eq!(phone.shown(2), [Declared::Done]);
    assert_eq!(phone.carrier(edit).hash, edit);
}

/// The right is gone, the edit is held; what waits in the document is still made whole.
#[test]
fn a_detached_document_is_kept_whole_too() {
    let mut phone = Phone::new();
    let (held, parked) = (phone.declares(0, Declared::Done), phone.declares(1, Declared::Done));
    phone.hears(&[right(30_000, false)]);
    let answers =
        [phone.answer(held, ChangeState::Held), phone.answer(parked, ChangeState::Parked)];
    phone.hears(&answers);
    let rows =
        [phone.verdict(held, ChangeState::Returned), phone.verdict(parked, ChangeState::Rebase)];
    assert_eq!(phone.hears(&rows).reissued, 1);
    let carrier = phone.carrier(parked).hash;
    let again = phone.answer(carrier, ChangeState::Held);
    phone.hears(&[again]);
    let apart = phone.apart();
    let states: Vec<_> = apart.iter().map(|apart| (apart.state, apart.can_write_again)).collect();
    assert_eq!(states, [(ChangeState::Held, false), (ChangeState::Returned, false)]);
}

/// The right was taken before the phone heard that what its edit stands on was expelled, and the
/// verdict on that does not reach it any more.
#[test]
fn an_edit_in_a_document_that_is_not_read_any_more_stands_on_the_genesis() {
    let mut phone = Phone::new();
    let mut pen = other(0x31, &[]);
    let replaced = by_other(&mut pen, 0, Declared::NotStarted);
    let row = phone.row(&replaced);
    phone.hears(&[row]);
    let edit = phone.declares(0, Declared::Done);
    let rebase = phone.answer(edit, ChangeState::Rebase);
    assert_eq!(phone.hears(&[right(30_000, false), rebase]).reissued, 1);
    let again = phone.carrier(edit);
    assert_eq!(again.dependencies, [soviec_core::change::genesis(book(0).id(), 1).hash]);
    assert_eq!(again.message.unwrap().overs, [vec![replaced.edit()]]);
    assert_eq!(phone.shown(0), [Declared::Done]);
}
