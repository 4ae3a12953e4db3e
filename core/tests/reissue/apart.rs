//! What an officer does about an edit that ended.

use soviec_core::model::{ChangeHash, Declared};
use soviec_core::protocol::{ChangeState, Decision};
use soviec_core::store::{Author, Written, last_act, set_apart};

use crate::common::{CLERK, noon, officer, task};
use crate::phone::{Phone, by_other, other};

fn author(phone: &Phone) -> Author<'_> {
    Author { officer: officer(1), key: &phone.world.key, grant_version: 0, now: noon() }
}

fn writes_again(phone: &mut Phone, edit: ChangeHash) -> Option<Written> {
    let key = soviec_core::protocol::SigningKey::from_seed(&[1; 32]);
    let author = Author { key: &key, ..author(phone) };
    phone.world.store.write_again(&author, &edit).unwrap()
}

#[test]
fn x6_write_again_names_the_refused_edit_and_stands_on_what_is_there_now() {
    let mut phone = Phone::new();
    let refused = phone.declares(0, Declared::Done);
    phone.all(ChangeState::Refused(7));
    let theirs = by_other(&mut other(0x31, &[]), 0, Declared::NotStarted);
    let row = phone.row(&theirs);
    phone.hears(&[row]);
    let written = writes_again(&mut phone, refused).unwrap();
    let new = phone.carrier(written.change);
    let message = new.message.as_ref().unwrap();
    assert_eq!((message.edit, &message.overs), (None, &vec![vec![refused]]));
    assert_eq!(new.dependencies, [theirs.hash]);
    assert_eq!(phone.shown(0), [Declared::Done]);
    assert_eq!(writes_again(&mut phone, refused), None, "once");
    assert_eq!(phone.apart(), []);
    let history = set_apart(&phone.world.reader, 10, true).unwrap();
    assert_eq!(history[0].written_again, Some(written.change));
    // A copy of this phone gets the refused one stored after all: it does not stand beside it.
    phone.all(ChangeState::Stored);
    let late = phone.own(refused);
    let row = phone.row(&late);
    phone.hears(&[row]);
    assert_eq!(phone.shown(0), [Declared::Done]);
    assert_eq!(phone.world.register(0, &crate::common::status_key(0)).values.len(), 1);
}

/// An undo of the new edit brings back what it replaced in the book, never the refused one.
#[test]
fn what_was_written_again_can_be_undone() {
    let mut phone = Phone::new();
    let refused = phone.declares(0, Declared::Done);
    phone.all(ChangeState::Refused(7));
    let written = writes_again(&mut phone, refused).unwrap();
    let last = last_act(&phone.world.reader, officer(1)).unwrap().unwrap();
    assert_eq!(last.id, written.change);
    let key = soviec_core::protocol::SigningKey::from_seed(&[1; 32]);
    let author = Author { key: &key, ..author(&phone) };
    assert!(phone.world.store.undo(&author, &last.id).unwrap().is_some());
    assert_eq!(phone.world.row(0, task(0)).declared, None);
    phone.is_whole();
}

/// The register says just that already: nothing is written, and the edit is settled by it.
#[test]
fn what_stands_there_already_is_not_written_again() {
    let mut phone = Phone::new();
    let refused = phone.declares(0, Declared::Done);
    phone.all(ChangeState::Refused(7));
    let same = phone.declares(0, Declared::Done);
    assert_eq!(writes_again(&mut phone, refused), None);
    let history = set_apart(&phone.world.reader, 10, true).unwrap();
    assert_eq!(history[0].written_again, Some(same));
}

#[test]
fn only_its_officer_lays_an_edit_aside_and_it_stays_readable() {
    let mut phone = Phone::new();
    let (held, refused) = (phone.declares(0, Declared::Done), phone.declares(1, Declared::Done));
    let answers =
        [phone.answer(refused, ChangeState::Refused(1001)), phone.answer(held, ChangeState::Held)];
    phone.hears(&answers);
    let dismiss = |phone: &mut Phone, by, edit| phone.world.store.dismiss(by, &edit).unwrap();
    assert!(!dismiss(&mut phone, officer(2), refused));
    assert!(!dismiss(&mut phone, officer(1), held), "the office decides on it");
    assert!(dismiss(&mut phone, officer(1), refused));
    assert!(!dismiss(&mut phone, officer(1), refused));
    assert_eq!(phone.apart().len(), 1);
    assert_eq!(set_apart(&phone.world.reader, 10, true).unwrap().len(), 2);
    phone.reopens();
    assert_eq!(phone.apart().len(), 1);
}

/// The office's words reach the author, the latest of them; a requeued edit is done.
#[test]
fn the_office_says_why() {
    let mut phone = Phone::new();
    let edit = phone.declares(0, Declared::Done);
    phone.all(ChangeState::Held);
    let said = |reason: &str| Decision { reason: reason.to_owned(), target: None };
    let returned = phone.decision(edit, ChangeState::Returned, said("Chưa có biên bản"));
    phone.hears(&[returned]);
    let apart = phone.apart();
    let office = apart[0].office.as_ref().unwrap();
    assert_eq!((office.clerk, office.words.as_str()), (Some(CLERK), "Chưa có biên bản"));
    assert!(apart[0].can_write_again);
    let new = ChangeHash([0x44; 32]);
    let requeued = phone.decision(edit, ChangeState::Replaced(new), said(""));
    phone.hears(&[requeued]);
    assert_eq!(phone.apart(), []);
    let history = set_apart(&phone.world.reader, 10, true).unwrap();
    let state = (history[0].state, history[0].written_again);
    assert_eq!(state, (ChangeState::Replaced(new), Some(new)), "it stays readable");
}

/// An accepted edit is stored by a row of its own; the decision alone changes nothing.
#[test]
fn an_accepted_edit_is_stored_by_its_row() {
    let mut phone = Phone::new();
    let edit = phone.declares(0, Declared::Done);
    phone.all(ChangeState::Held);
    let said = Decision { reason: String::new(), target: None };
    let accepted = phone.decision(edit, ChangeState::Stored, said);
    phone.hears(&[accepted]);
    assert_eq!(phone.apart().len(), 1);
    let change = phone.own(edit);
    let row = phone.row(&change);
    phone.hears(&[row]);
    assert_eq!((phone.apart().len(), phone.shown(0)), (0, vec![Declared::Done]));
}
