//! What a clerk decides about edits, and how the phones of their officers hear of it.

use soviec_core::model::Declared;
use soviec_core::{
    admission::Code,
    change::Limits,
    model::{ChangeHash, RegisterKey},
    protocol::ChangeState,
    replica::{Cancel, SetApart},
};
use soviec_server::office::{
    apart::ApartFilter,
    decide::{DecideError, Order},
    rights::Role,
};
use soviec_tests::{
    CLERK, Phone, World, book, check_agreement, item, status_key, task, tick_key, until_quiet,
};

const WORDS: &str = "Hộ này thuộc thôn bên";

/// The edits that a phone shows as not in their book.
fn apart(phone: &Phone) -> Vec<SetApart> {
    phone.replica().set_apart().unwrap()
}

fn the_one(world: &World, state: ChangeState) -> ChangeHash {
    let found = world.in_state(state);
    assert_eq!(found.len(), 1, "{state:?}");
    found[0]
}

fn sync_all(phones: &[Phone]) {
    until_quiet(phones);
}

#[test]
fn an_accepted_edit_is_in_the_book_for_everyone_with_what_stood_on_it() {
    let world = World::new(50);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    world.suspend(0, 0);
    let [a, b] = &phones;
    a.tick(0, 0, 0, true, 5);
    a.tick(0, 0, 1, true, 5);
    a.declare(0, 0, Declared::InProgress, "đang làm");
    assert_eq!(a.sync().unwrap().held, 3);
    // Meanwhile the other officer says something else about the first item.
    b.tick(0, 0, 0, false, 6);
    b.sync().unwrap();
    let held = the_one(&world, ChangeState::Held);
    assert_eq!(world.in_state(ChangeState::Parked).len(), 2);
    world.decide(held, Order::Accept, "");
    sync_all(&phones);
    assert!(apart(&phones[0]).is_empty());
    assert_eq!(phones[1].register(0, &tick_key(0, 0)).values.len(), 2);
    assert_eq!(phones[1].register(0, &status_key(0)).values.len(), 1);
    check_agreement(&world, &phones);
}

#[test]
fn a_returned_edit_comes_back_with_the_reason_and_what_stood_on_it_is_written_again() {
    let world = World::new(51);
    let mut phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    world.suspend(0, 0);
    phones[0].tick(0, 0, 0, true, 5);
    phones[0].tick(0, 0, 1, true, 5);
    phones[0].sync().unwrap();
    let held = the_one(&world, ChangeState::Held);
    // He may write again before the clerk decides.
    world.roles(0, &[(0, Role::Write)]);
    world.decide(held, Order::Return, WORDS);
    sync_all(&phones);
    let [returned] = &apart(&phones[0])[..] else { panic!("{:?}", apart(&phones[0])) };
    assert_eq!(returned.state, ChangeState::Returned);
    assert_eq!(returned.office.as_ref().unwrap().words, WORDS);
    assert!(returned.can_write_again);
    // The tick that stood on it is in the book, under its own name and once.
    for phone in &phones {
        assert!(phone.register(0, &tick_key(0, 0)).values.is_empty());
        assert_eq!(phone.register(0, &tick_key(0, 1)).values.len(), 1);
    }
    assert_eq!(world.in_state(ChangeState::Rebase).len(), 0, "it names what carries it now");
    // The officer writes it again: a new edit, which has its right now.
    let edit = returned.edit.id;
    let officer = phones[0].officer;
    assert!(phones[0].replica().write_again(officer, &edit).unwrap());
    assert!(!phones[0].replica().write_again(officer, &edit).unwrap());
    sync_all(&phones);
    assert!(apart(&phones[0]).is_empty());
    for phone in &phones {
        assert_eq!(phone.register(0, &tick_key(0, 0)).values.len(), 1);
    }
    // After a restart it is all the same.
    phones[0].restart();
    assert_eq!(phones[0].replica().set_apart_history().unwrap().len(), 1);
}

#[test]
fn without_a_right_what_stood_on_a_returned_edit_is_held_for_itself() {
    let world = World::new(52);
    let phones = [world.phone(0, &[0])];
    world.suspend(0, 0);
    phones[0].tick(0, 0, 0, true, 5);
    phones[0].tick(0, 0, 1, true, 5);
    phones[0].sync().unwrap();
    world.decide(the_one(&world, ChangeState::Held), Order::Return, WORDS);
    sync_all(&phones);
    let second = the_one(&world, ChangeState::Held);
    world.decide(second, Order::Accept, "");
    sync_all(&phones);
    assert_eq!(phones[0].register(0, &tick_key(0, 1)).values.len(), 1);
    assert!(phones[0].register(0, &tick_key(0, 0)).values.is_empty());
}

#[test]
fn d17_a_moved_edit_appears_in_the_other_book_once() {
    let world = World::new(53);
    let phones = [world.phone(0, &[0]), world.phone(1, &[1])];
    world.suspend(0, 0);
    phones[0].tick(0, 0, 0, true, 5);
    phones[0].tick(0, 0, 1, true, 5);
    phones[0].sync().unwrap();
    world.decide(the_one(&world, ChangeState::Held), Order::Move(book(1)), WORDS);
    sync_all(&phones);
    // In the other book, though its author may not read that one.
    assert_eq!(phones[1].register(1, &tick_key(0, 0)).values.len(), 1);
    assert!(phones[0].register(0, &tick_key(0, 0)).values.is_empty());
    let office = world.office();
    let shown = |n| office.views().everything(office.log(), book(n).id()).unwrap().len();
    assert_eq!((shown(0), shown(1)), (0, 1));
    // What stood on it stays where it was, and waits for itself.
    world.decide(the_one(&world, ChangeState::Held), Order::Accept, "");
    sync_all(&phones);
    assert_eq!((shown(0), shown(1)), (1, 1));
    assert!(
        phones[0].replica().sync(&Cancel::default(), &mut |_| Ok(())).unwrap().stopped.is_empty()
    );
}

#[test]
fn d3_an_expelled_edit_leaves_everybody_and_what_others_built_on_it_stays() {
    let world = World::new(54);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0]), world.phone(2, &[0])];
    let [a, b, _] = &phones;
    a.tick(0, 0, 0, true, 5);
    a.declare(0, 0, Declared::Done, "xong");
    sync_all(&phones);
    // B replaces the status and ticks something else; A writes a note offline.
    b.declare(0, 0, Declared::InProgress, "chưa xong");
    b.tick(0, 0, 1, true, 6);
    b.sync().unwrap();
    a.note(0, 0, "ghi khi không có mạng");
    let first = a.edits()[1].edit;
    world.decide(first, Order::Expel, WORDS);
    sync_all(&phones);
    for phone in &phones {
        let values = |key: &RegisterKey| phone.register(0, key).values.len();
        assert_eq!((values(&status_key(0)), values(&tick_key(0, 0))), (1, 1));
        assert_eq!(values(&tick_key(0, 1)), 1);
        let detail = phone.replica().task(book(0).id(), task(0)).unwrap();
        assert_eq!(detail.row.result.as_deref(), Some("chưa xong"));
        assert_eq!(detail.notes.len(), 1);
    }
    let [expelled] = &apart(&phones[0])[..] else { panic!("{:?}", apart(&phones[0])) };
    assert_eq!((expelled.state, expelled.edit.id), (ChangeState::Expelled, first));
    assert_eq!(expelled.office.as_ref().unwrap().words, WORDS);
    everybody_agrees(&world, &phones);
    // Tables folded anew from the log say the same.
    world.refold_office();
    everybody_agrees(&world, &phones);
}

/// Registers of phones and office, and what the library reads.
fn everybody_agrees(world: &World, phones: &[Phone]) {
    let office = world.office();
    for phone in phones {
        for village in &phone.villages {
            let book = book(*village).id();
            let theirs = office.views().everything(office.log(), book).unwrap();
            let shown: Vec<_> = theirs.into_iter().filter(|(_, r)| !r.values.is_empty()).collect();
            let mine = phone.replica().everything(book).unwrap();
            let mine: Vec<_> = mine.into_iter().filter(|(_, r)| !r.values.is_empty()).collect();
            assert_eq!(mine, shown, "{}", phone.officer);
            assert!(phone.replica().audit(book).unwrap().is_empty());
        }
        assert_eq!(phone.waiting(), 0);
    }
}

#[test]
fn an_officer_who_moved_away_sees_his_last_edits_decided() {
    let world = World::new(55);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0, 1])];
    phones[0].tick(0, 0, 0, true, 5);
    sync_all(&phones);
    phones[0].tick(0, 0, 1, true, 6);
    // He works in the other village now; the old book leaves his phone.
    world.roles(0, &[(1, Role::Write)]);
    sync_all(&phones);
    let held = the_one(&world, ChangeState::Held);
    assert_eq!(apart(&phones[0]).len(), 1);
    world.decide(held, Order::Accept, "");
    sync_all(&phones);
    assert!(apart(&phones[0]).is_empty());
    assert_eq!(phones[1].register(0, &tick_key(0, 1)).values.len(), 1);
    // And in his new book he writes.
    let new = book(1).id();
    assert!(phones[0].replica().tick(phones[0].officer, new, item(0, 2), true, None).unwrap());
    sync_all(&phones);
    assert_eq!(phones[1].register(1, &tick_key(0, 2)).values.len(), 1);
}

/// A phone whose long note the office's relay refuses, with something before and after it.
fn refused(seed: u64) -> (World, [Phone; 2]) {
    let world = World::new(seed);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    world.restart_office_within(Limits { bytes: 600, ..Limits::default() });
    phones[0].tick(0, 0, 0, true, 5);
    phones[0].note(0, 0, &"dài ".repeat(200));
    phones[0].declare(0, 0, Declared::InProgress, "đang làm");
    sync_all(&phones);
    let state = ChangeState::Refused(Code::Limit.number());
    assert_eq!(world.in_state(state).len(), 1);
    // It hurts only itself: what stood on it is in the book, written again by the phone.
    for phone in &phones {
        assert_eq!(phone.register(0, &tick_key(0, 0)).values.len(), 1);
        assert_eq!(phone.register(0, &status_key(0)).values.len(), 1);
    }
    assert!(notes(&phones[1]).is_empty());
    let [apart] = &apart(&phones[0])[..] else { panic!("{:?}", apart(&phones[0])) };
    assert_eq!((apart.state, apart.office.is_none()), (state, true));
    (world, phones)
}

fn notes(phone: &Phone) -> Vec<String> {
    let detail = phone.replica().task(book(0).id(), task(0)).unwrap();
    detail.notes.into_iter().map(|note| note.note.text).collect()
}

#[test]
fn a_refused_edit_that_a_clerk_writes_again_is_its_officers_and_everywhere() {
    let (world, phones) = refused(56);
    let refused = world.in_state(ChangeState::Refused(Code::Limit.number()))[0];
    // Under the same bounds nothing happens.
    let office = world.office();
    let tried = office.decide(book(0).id(), refused, Order::Requeue, "", CLERK);
    assert!(matches!(tried, Err(DecideError::Refused(Code::Limit))), "{tried:?}");
    drop(office);
    world.restart_office();
    world.decide(refused, Order::Requeue, "");
    sync_all(&phones);
    for phone in &phones {
        assert_eq!(notes(phone).len(), 1);
    }
    assert!(apart(&phones[0]).is_empty(), "{:?}", apart(&phones[0]));
    everybody_agrees(&world, &phones);
}

#[test]
fn a_refused_edit_that_is_laid_aside_stays_readable() {
    let (world, phones) = refused(57);
    let refused = world.in_state(ChangeState::Refused(Code::Limit.number()))[0];
    world.decide(refused, Order::Dismiss, WORDS);
    sync_all(&phones);
    let history = phones[0].replica().set_apart_history().unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].office.as_ref().map(|word| word.words.as_str()), Some(WORDS));
    let all = world.office().apart(ApartFilter::Decided).unwrap();
    assert_eq!(all.iter().filter(|apart| apart.change == refused).count(), 1);
    assert!(world.office().apart(ApartFilter::Open).unwrap().is_empty());
    everybody_agrees(&world, &phones);
}

#[test]
fn d13_what_stands_on_a_held_and_on_a_refused_edit_waits_for_the_held_one_alone() {
    let world = World::new(58);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    world.restart_office_within(Limits { bytes: 600, ..Limits::default() });
    world.suspend(0, 0);
    phones[0].tick(0, 0, 0, true, 5);
    phones[0].note(0, 0, &"dài ".repeat(200));
    phones[0].declare(0, 0, Declared::InProgress, "đang làm");
    sync_all(&phones);
    // The note is dead, so the status was written again; it now waits for the tick.
    let held = the_one(&world, ChangeState::Held);
    the_one(&world, ChangeState::Parked);
    the_one(&world, ChangeState::Refused(Code::Limit.number()));
    assert_eq!(apart(&phones[0]).len(), 3);
    world.decide(held, Order::Accept, "");
    sync_all(&phones);
    for phone in &phones {
        assert_eq!(phone.register(0, &tick_key(0, 0)).values.len(), 1);
        assert_eq!(phone.register(0, &status_key(0)).values.len(), 1);
    }
    assert_eq!(apart(&phones[0]).len(), 1);
    everybody_agrees(&world, &phones);
}
