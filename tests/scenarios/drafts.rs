//! A round from house to house and a half-typed note, through the door and the relay.

use soviec_core::{
    error::ErrorKind,
    model::{Day, Session},
    replica::{Tap, TaskDetail, reasons},
};
use soviec_tests::{Phone, World, book, check_agreement, item, noon, task, until_quiet};

fn tap(phone: &Phone, tap: Tap) {
    phone.replica().count_tap(phone.officer, book(0).id(), item(0, 0), tap).unwrap();
}

fn finish(phone: &Phone) -> bool {
    phone.replica().count_finish(phone.officer, book(0).id(), item(0, 0)).unwrap()
}

fn undo_words(phone: &Phone) -> Option<String> {
    let draft = phone.replica().draft_count(phone.officer, book(0).id(), item(0, 0)).unwrap();
    draft.and_then(|draft| draft.undo)
}

fn screen(phone: &Phone) -> TaskDetail {
    phone.replica().task(book(0).id(), task(0)).unwrap()
}

#[test]
fn a_round_with_forty_taps_is_one_session_for_everybody() {
    let world = World::new(170);
    let mut phones = [0, 1].map(|n| world.phone(n, &[0]));
    let at_home = reasons()[0].0;
    for n in 0..40 {
        let one = if n % 8 == 7 { Tap::Excluded(at_home) } else { Tap::Plus };
        tap(&phones[0], one);
        if n == 20 {
            phones[0].restart();
        }
    }
    assert_eq!(undo_words(&phones[0]).unwrap(), "hộ 40, đi vắng");
    let [a, b] = &phones;
    assert_eq!((a.waiting(), screen(a).sessions.len()), (0, 0), "a tap is no edit");
    assert!(finish(a) && !finish(a));
    let waits = a.replica().waiting().unwrap();
    assert_eq!(waits.len(), 1);
    assert_eq!(waits[0].words, "Nhiệm vụ 0: Đầu việc 0: đếm 35 xong, 5 đi vắng");
    assert!(screen(a).sessions[0].unsent && screen(a).row.unsent);
    until_quiet(&phones);
    let seen = screen(b).sessions;
    assert_eq!((seen.len(), seen[0].words.as_str()), (1, "35 xong, 5 đi vắng"));
    assert_eq!((seen[0].item, seen[0].unsent), (Some(item(0, 0)), false));
    assert_eq!(screen(b).people[&a.officer], "Trần Văn 0");
    check_agreement(&world, &phones);
}

#[test]
fn an_exchange_sends_what_an_open_round_says_and_the_round_goes_on() {
    let world = World::new(171);
    let phones = [0, 1].map(|n| world.phone(n, &[0]));
    let [a, b] = &phones;
    (0..12).for_each(|_| tap(a, Tap::Plus));
    a.replica().draft_note_put(a.officer, book(0).id(), task(0), "Hộ cuối làng").unwrap();
    assert_eq!(a.sync().unwrap().acknowledged, 2);
    until_quiet(&phones);
    assert_eq!(screen(b).sessions[0].session.counted, 12);
    assert_eq!(screen(b).notes[0].note.text, "Hộ cuối làng");
    // The officer goes on where he was.
    assert_eq!(undo_words(a).unwrap(), "hộ 12, xong");
    tap(a, Tap::Undo);
    (0..3).for_each(|_| tap(a, Tap::Plus));
    let note = a.replica().draft_note_get(a.officer, book(0).id(), task(0)).unwrap().unwrap();
    assert_eq!(
        (note.text.as_str(), note.written),
        ("Hộ cuối làng", Some(screen(a).notes[0].key.clone()))
    );
    a.replica().draft_note_put(a.officer, book(0).id(), task(0), "Hộ cuối làng vắng").unwrap();
    assert!(finish(a));
    assert!(a.replica().draft_note_finish(a.officer, book(0).id(), task(0)).unwrap());
    until_quiet(&phones);
    for phone in &phones {
        let screen = screen(phone);
        assert_eq!((screen.sessions.len(), screen.sessions[0].session.counted), (1, 14));
        assert_eq!(
            (screen.notes.len(), screen.notes[0].note.text.as_str()),
            (1, "Hộ cuối làng vắng")
        );
        assert!(phone.replica().replaced().unwrap().is_empty());
    }
    check_agreement(&world, &phones);
}

#[test]
fn rounds_of_two_officers_stand_side_by_side() {
    let world = World::new(172);
    let phones = [0, 1].map(|n| world.phone(n, &[0]));
    for (n, phone) in phones.iter().enumerate() {
        (0..=n).for_each(|_| tap(phone, Tap::Plus));
        assert!(finish(phone));
    }
    until_quiet(&phones);
    for phone in &phones {
        let mut counted: Vec<_> =
            screen(phone).sessions.iter().map(|session| session.session.counted).collect();
        counted.sort_unstable();
        assert_eq!((counted, screen(phone).row.items_open), (vec![1, 2], 0), "summed, not chosen");
    }
    check_agreement(&world, &phones);
}

#[test]
fn a_session_can_be_taken_back_and_says_its_day() {
    let world = World::new(173);
    let phones = [world.phone(0, &[0])];
    let [a] = &phones;
    tap(a, Tap::Plus);
    assert_eq!(a.replica().pause().unwrap(), 1);
    assert!(!finish(a), "the pause has said it already, and the round is over");
    assert!(undo_words(a).is_none());
    let Session { on, began, ended, .. } = screen(a).sessions[0].session.clone();
    let today: Day = noon().day();
    assert_eq!((on, began, ended), (today, Some(ended), ended));
    let last = a.replica().last_act(a.officer).unwrap().unwrap();
    assert_eq!(last.words, "Nhiệm vụ 0: Đầu việc 0: đếm 1 xong");
    assert!(a.replica().undo(a.officer, &last.edit).unwrap());
    assert!(screen(a).sessions.is_empty());
    until_quiet(&phones);
    check_agreement(&world, &phones);
}

#[test]
fn what_no_round_can_be_is_said_at_once() {
    let world = World::new(174);
    let phone = world.phone(0, &[0]);
    let (by, at) = (phone.officer, book(0).id());
    let count = |tap| phone.replica().count_tap(by, at, item(0, 0), tap).map_err(|e| e.kind());
    assert_eq!(count(Tap::Excluded(99)).unwrap_err(), ErrorKind::InvalidInput);
    let stranger = soviec_tests::officer(9);
    let other = phone.replica().count_tap(stranger, at, item(0, 0), Tap::Plus);
    assert_eq!(other.unwrap_err().kind(), ErrorKind::NotAllowed);
    let put = |text: &str| phone.replica().draft_note_put(by, at, task(0), text);
    assert_eq!(put(&"x".repeat(20_000)).unwrap_err().kind(), ErrorKind::InvalidInput);
    put(&"ấ".repeat(3_000)).unwrap();
    let finished = phone.replica().draft_note_finish(by, at, task(0));
    assert_eq!(finished.unwrap_err().kind(), ErrorKind::InvalidInput, "too long for a note");
    put("  ").unwrap();
    assert!(phone.replica().draft_note_get(by, at, task(0)).unwrap().is_none());
    assert!(!phone.replica().draft_note_finish(by, at, task(0)).unwrap());
}
