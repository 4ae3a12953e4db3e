//! What becomes of changes when a clerk decides about them.

use soviec_core::{
    change::{Action, Change, Limits, Message, NewChange, Operation, Value, bucket_object, encode},
    document::Document,
    model::{ChangeHash, DocumentId, ItemId, OfficerId, RegisterKey},
    protocol::{ChangeState, Decision, RowHeader, RowKind},
};
use soviec_server::{
    log::{LogError, LogRow},
    office::decide::{DecideError, Order},
};

use crate::{
    phone::{ITEM, Phone, genesis_hash, states},
    world::{World, book, read, write},
};

pub(crate) const LAN: OfficerId = OfficerId([1; 16]);
pub(crate) const CLERK: OfficerId = OfficerId([9; 16]);
const WORDS: &str = "Không thuộc thôn này";

pub(crate) fn phone(world: &World, seed: u8) -> Phone {
    Phone::new(world.enrol(seed, LAN, &[write(book(1)), read(book(2))]), seed, seed, LAN)
}

pub(crate) fn state(world: &World, document: DocumentId, change: ChangeHash) -> ChangeState {
    let found = world.office.log().read(|log| log.state_of(&document, &change));
    found.unwrap().unwrap().state
}

/// Kinds, changes and states of the rows above a seq.
fn since(world: &World, seq: u64) -> Vec<(RowKind, Option<ChangeHash>, Option<ChangeState>)> {
    let heads = world.heads().into_iter().filter(|head| head.seq > seq);
    heads.map(|head| (RowKind(head.kind), head.change, head.state)).collect()
}

pub(crate) fn decide(world: &World, change: ChangeHash, order: Order) -> Result<(), DecideError> {
    let heads = world.heads();
    let document = heads.iter().find(|head| head.change == Some(change)).unwrap().document;
    world.office.decide(document, change, order, WORDS, CLERK)
}

/// Two ticks of one item in a book that the phone may only read.
fn held(world: &World) -> (Phone, [ChangeHash; 2]) {
    let mut phone = phone(world, 1);
    let changes = [true, false].map(|done| phone.tick(book(2).id(), ITEM, done));
    let (held, parked) = (Some(ChangeState::Held), Some(ChangeState::Parked));
    assert_eq!(states(&phone.push(world)), [held, parked]);
    (phone, changes)
}

/// Book 2 with its name known to the office: something is stored there.
fn with_book_2(world: &World) -> Phone {
    let mut owner = Phone::new(world.enrol(7, CLERK, &[write(book(2))]), 7, 7, CLERK);
    owner.tick(book(2).id(), ItemId([0x44; 16]), true);
    owner.push(world);
    owner
}

#[test]
fn an_accepted_change_is_stored_with_what_waits_above_it() {
    let world = World::new();
    let mut reader = with_book_2(&world);
    let (mut author, [first, second]) = held(&world);
    let before = world.head_seq();
    decide(&world, first, Order::Accept).unwrap();
    let rows = since(&world, before);
    let stored = |change| (RowKind::CHANGE, Some(change), None);
    let decided = (RowKind::DECISION, Some(first), Some(ChangeState::Stored));
    assert_eq!(rows, [decided, stored(first), stored(second)]);
    let heads: Vec<RowHeader> = world.heads().split_off(before as usize);
    assert!(heads.iter().all(|head| head.device == Some(author.record.device)));
    assert!(heads.iter().all(|head| head.client_seq.is_some()));
    assert_eq!(heads[0].clerk, Some(CLERK));
    reader.sync(&world, vec![]);
    assert!(reader.document(book(2).id()).heads().contains(&second));
    // Only the author's phone reads the clerk's words.
    let words = |phone: &mut Phone| {
        phone.cursor = soviec_core::protocol::Point::start();
        let rows = phone.sync(&world, vec![]).rows;
        let row = rows.into_iter().find(|row| row.seq == before + 1).unwrap();
        row.payload.map(|payload| Decision::read(&payload).unwrap().reason)
    };
    assert_eq!(words(&mut author), Some(WORDS.to_owned()));
    assert_eq!(words(&mut reader), None);
}

#[test]
fn a_returned_change_takes_what_waits_above_it_along() {
    let world = World::new();
    let (mut author, [first, second]) = held(&world);
    let before = world.head_seq();
    assert!(matches!(
        world.office.decide(book(2).id(), first, Order::Return, " ", CLERK),
        Err(DecideError::NoReason)
    ));
    let long = "x".repeat(501);
    assert!(matches!(
        world.office.decide(book(2).id(), first, Order::Return, &long, CLERK),
        Err(DecideError::Reason)
    ));
    decide(&world, first, Order::Return).unwrap();
    let returned = (RowKind::DECISION, Some(first), Some(ChangeState::Returned));
    let rebase = (RowKind::VERDICT, Some(second), Some(ChangeState::Rebase));
    assert_eq!(since(&world, before), [returned, rebase]);
    // Another clerk, who still sees the list of before, decides nothing any more.
    for order in [Order::Accept, Order::Return, Order::Move(book(1)), Order::Dismiss] {
        let late = decide(&world, first, order);
        assert!(matches!(late, Err(DecideError::NotOpen | DecideError::Target)), "{late:?}");
    }
    assert_eq!(since(&world, before).len(), 2);
    // What the phone had written on it in the meantime has to be written again, too.
    let third = author.tick(book(2).id(), ITEM, true);
    assert_eq!(states(&author.push(&world)), [Some(ChangeState::Rebase)]);
    assert_eq!(state(&world, book(2).id(), third), ChangeState::Rebase);
}

/// The bytes with which a change came.
fn change_of(world: &World, hash: ChangeHash) -> Change {
    let row = world.rows().into_iter().find(|row| row.head.change == Some(hash)).unwrap();
    Change::parse(&row.payload, &Limits::default()).unwrap()
}

/// Carries an edit again at the genesis of a document.
fn carried_again(phone: &mut Phone, document: DocumentId, edit: ChangeHash, act: Value) -> Change {
    let key = RegisterKey::new(ITEM, "tick");
    let operation = Operation {
        object: bucket_object(document, key.bucket()),
        key: key.as_str().to_owned(),
        insert: false,
        action: Action::Put(act),
        predecessors: vec![],
    };
    let change = encode(&NewChange {
        dependencies: vec![genesis_hash(document)],
        actor: phone.actor(document),
        seq: 1,
        start_op: 67,
        time: 0,
        message: Some(Message { edit: Some(edit), overs: vec![vec![]] }),
        operations: vec![operation],
    });
    phone.queue(document, change.bytes().to_vec());
    change
}

fn act_of(change: &Change) -> Value {
    let Action::Put(value) = &change.operations[0].action else { panic!("a put") };
    value.clone()
}

#[test]
fn d17_a_moved_edit_is_stored_in_its_new_book_without_a_right_and_once() {
    let world = World::new();
    with_unit(&world, 5);
    let (mut author, [first, _]) = held(&world);
    for target in [book(2), book(6)] {
        assert!(matches!(decide(&world, first, Order::Move(target)), Err(DecideError::Target)));
    }
    decide(&world, first, Order::Move(book(5))).unwrap();
    assert_eq!(state(&world, book(2).id(), first), ChangeState::Moved(book(5).id()));
    let act = act_of(&change_of(&world, first));
    let again = carried_again(&mut author, book(5).id(), first, act.clone());
    let before = world.head_seq();
    assert_eq!(states(&author.push(&world)), [Some(ChangeState::Stored)]);
    let rows = since(&world, before);
    let replaced = ChangeState::Replaced(again.hash);
    assert_eq!(rows.last(), Some(&(RowKind::VERDICT, Some(first), Some(replaced))));
    // A copy of the phone that writes it again finds it there, in whatever book it tries.
    let mut copy = Phone::new(author.record.clone(), 1, 99, LAN);
    carried_again(&mut copy, book(5).id(), first, act.clone());
    assert_eq!(states(&copy.push(&world)), [Some(ChangeState::Already(again.hash))]);
    let mut other = phone(&world, 3);
    carried_again(&mut other, book(1).id(), first, act);
    assert_eq!(states(&other.push(&world)), [Some(ChangeState::Already(again.hash))]);
    // Another edit has no right there because of that.
    author.tick(book(5).id(), ItemId([0x35; 16]), true);
    assert_ne!(states(&author.push(&world)), [Some(ChangeState::Stored)]);
}

/// A unit in the office's directory.
fn with_unit(world: &World, number: u8) {
    use soviec_core::model::{DocumentName, UnitEntry, UnitId, UnitKind, encode};
    let unit = UnitId([number; 16]);
    let entry = UnitEntry {
        by: CLERK,
        kind: UnitKind::Village,
        name: "Thôn Năm".into(),
        reports_to: None,
        from: None,
        until: None,
        basis: None,
    };
    let name = DocumentName::directory(crate::world::TENANT, crate::world::UNIT);
    let edits = [(RegisterKey::new(unit, "unit"), encode(&entry))];
    world.office.pen().write(&name, &edits, CLERK, world.now()).unwrap();
}

#[test]
fn what_is_accepted_is_judged_as_what_its_book_is() {
    let world = World::new();
    with_book_2(&world);
    let mut stranger = Phone::new(world.enrol(3, LAN, &[write(book(1))]), 3, 3, LAN);
    let bad = stranger.queue_spoilt(book(2).id(), ITEM, |new| {
        new.operations[0].action = Action::Put(Value::Null);
    });
    // Outside of its grants a phone does not learn what a document is.
    assert_eq!(states(&stranger.push(&world)), [Some(ChangeState::Held)]);
    let before = world.head_seq();
    let refused = decide(&world, bad, Order::Accept);
    assert!(matches!(refused, Err(DecideError::Refused(soviec_core::admission::Code::Act))));
    assert_eq!(world.head_seq(), before);
    decide(&world, bad, Order::Return).unwrap();
}

#[test]
fn a_refused_edit_is_written_again_by_a_clerk_for_its_officer() {
    let world = World::new();
    let mut author = phone(&world, 1);
    let bad = author.queue_spoilt(book(1).id(), ITEM, |new| new.start_op += 1);
    assert!(matches!(states(&author.push(&world))[0], Some(ChangeState::Refused(8))));
    let before = world.head_seq();
    decide(&world, bad, Order::Requeue).unwrap();
    let heads: Vec<RowHeader> = world.heads().split_off(before as usize);
    let kinds: Vec<RowKind> = heads.iter().map(|head| RowKind(head.kind)).collect();
    assert_eq!(kinds, [RowKind::DECISION, RowKind::LANE, RowKind::CHANGE]);
    let new = heads[2].change.unwrap();
    assert_eq!(heads[0].state, Some(ChangeState::Replaced(new)));
    assert_eq!((heads[2].clerk, heads[2].device), (Some(CLERK), None));
    let (old, new) = (change_of(&world, bad), change_of(&world, new));
    assert_eq!(act_of(&old), act_of(&new));
    assert_eq!(new.message, Some(Message { edit: None, overs: vec![vec![bad]] }));
    assert!(matches!(decide(&world, bad, Order::Requeue), Err(DecideError::NotOpen)));
    // A second one of the same words finds them there.
    let mut other = phone(&world, 2);
    let same = other.queue_spoilt(book(1).id(), ITEM, |new| new.start_op += 2);
    other.push(&world);
    assert!(matches!(decide(&world, same, Order::Requeue), Err(DecideError::Stands)));
    decide(&world, same, Order::Dismiss).unwrap();
    assert!(matches!(decide(&world, same, Order::Dismiss), Err(DecideError::NotOpen)));
    assert!(matches!(state(&world, book(1).id(), same), ChangeState::Refused(8)));
}

#[test]
fn what_admission_would_refuse_again_is_told_and_nothing_happens() {
    let world = World::new();
    let mut author = phone(&world, 1);
    let bad = author.queue_spoilt(book(1).id(), ITEM, |new| {
        new.operations[0].action = Action::Put(Value::Null);
    });
    author.push(&world);
    let before = world.head_seq();
    let refused = decide(&world, bad, Order::Requeue);
    assert!(matches!(refused, Err(DecideError::Refused(soviec_core::admission::Code::Act))));
    assert_eq!(world.head_seq(), before);
}

/// The document as everyone who has all stored changes reads it.
pub(crate) fn stored(world: &World, document: DocumentId) -> Document {
    let changes: Result<_, LogError> = world.office.log().read(|log| log.changes_of(&document, 0));
    let genesis = soviec_core::change::genesis(document, 1);
    let mut bytes = vec![genesis.bytes().to_vec()];
    bytes.extend(changes.unwrap().into_iter().map(|change| change.bytes));
    Document::load(document, &bytes).unwrap()
}

#[test]
fn d3_what_stood_on_an_expelled_change_is_written_again_by_the_pen() {
    let world = World::new();
    let (mut a, mut b) = (phone(&world, 1), phone(&world, 2));
    let (document, other) = (book(1).id(), ItemId([0x44; 16]));
    let first = a.tick(document, ITEM, true);
    a.push(&world);
    b.sync(&world, vec![]);
    // B replaces A's tick, and writes something that has nothing to do with it.
    let over = b.tick(document, ITEM, false);
    let beside = b.tick(document, other, true);
    b.push(&world);
    let before = world.head_seq();
    decide(&world, first, Order::Expel).unwrap();
    let rows = since(&world, before);
    assert_eq!(rows[0], (RowKind::DECISION, Some(first), Some(ChangeState::Expelled)));
    for old in [over, beside] {
        let ChangeState::Rebased(new) = state(&world, document, old) else { panic!("{old}") };
        let (old, new) = (change_of(&world, old), change_of(&world, new));
        assert_eq!((act_of(&old), new.edit()), (act_of(&new), old.hash));
        assert_eq!(state(&world, document, new.hash), ChangeState::Stored);
    }
    let ChangeState::Rebased(new) = state(&world, document, over) else { panic!() };
    assert_eq!(change_of(&world, new).message.unwrap().overs, [[first]]);
    // The document can be loaded, and says what B said.
    let document = stored(&world, document);
    for item in [ITEM, other] {
        assert_eq!(document.values(&RegisterKey::new(item, "tick")).unwrap().len(), 1);
    }
    assert!(!document.heads().contains(&first));
    assert!(matches!(decide(&world, first, Order::Expel), Err(DecideError::NotOpen)));
    // B's phone, which has not heard of it, writes on: that has to be written again.
    b.tick(book(1).id(), other, false);
    assert_eq!(states(&b.push(&world)), [Some(ChangeState::Rebase)]);
    // What the pen wrote for B and then takes out again ends B's edit: the row is for its phone,
    // whatever that may still read.
    decide(&world, new, Order::Expel).unwrap();
    let rows = world.office.log().read(|log| log.rows_between(0, usize::MAX));
    let rows = rows.map_err(|e: LogError| e).unwrap().0;
    let about = |row: &&LogRow| row.head.change == Some(new) && row.head.state.is_some();
    let ended = rows.iter().rfind(about).unwrap();
    assert_eq!(ended.head.device, Some(b.record.device));
}

#[test]
fn the_pen_takes_a_new_actor_after_its_own_change_was_expelled() {
    let world = World::new();
    let name =
        soviec_core::model::DocumentName::directory(crate::world::TENANT, crate::world::UNIT);
    let officer = |n: u8, name: &str| {
        let entry = soviec_core::model::OfficerEntry { by: CLERK, name: name.into(), title: None };
        [(RegisterKey::new(OfficerId([n; 16]), "officer"), soviec_core::model::encode(&entry))]
    };
    let pen = |edits: &[_]| world.office.pen().write(&name, edits, CLERK, world.now()).unwrap();
    let first = pen(&officer(1, "An"))[0];
    let second = pen(&officer(2, "Bình"))[0];
    decide(&world, first, Order::Expel).unwrap();
    let ChangeState::Rebased(again) = state(&world, name.id(), second) else { panic!() };
    let third = pen(&officer(1, "Chi"))[0];
    let [first, second, again, third] =
        [first, second, again, third].map(|hash| change_of(&world, hash));
    assert_eq!(first.actor, second.actor);
    assert_ne!(first.actor, again.actor);
    assert_eq!((again.actor, again.seq, third.seq), (third.actor, 1, 2));
    let document = stored(&world, name.id());
    assert_eq!(document.heads(), [third.hash]);
    // And so with the last change of all.
    decide(&world, third.hash, Order::Expel).unwrap();
    let fourth = pen(&officer(3, "Dung"))[0];
    assert_eq!(change_of(&world, fourth).seq, 1);
    assert_eq!(stored(&world, name.id()).heads(), [fourth]);
}

#[test]
fn d4_two_processes_over_one_folder_never_write_as_one_actor() {
    let world = World::new();
    let name =
        soviec_core::model::DocumentName::directory(crate::world::TENANT, crate::world::UNIT);
    let entry = |n: u8| {
        let entry =
            soviec_core::model::OfficerEntry { by: CLERK, name: format!("{n}"), title: None };
        [(RegisterKey::new(OfficerId([n; 16]), "officer"), soviec_core::model::encode(&entry))]
    };
    let second = world.another_process();
    let mut actors = std::collections::BTreeSet::new();
    for n in 0..4_u8 {
        let office = if n % 2 == 0 { &*world.office } else { &second };
        let written = office.pen().write(&name, &entry(n), CLERK, world.now()).unwrap();
        actors.insert(change_of(&world, written[0]).actor);
    }
    assert_eq!(actors.len(), 2);
    assert_eq!(stored(&world, name.id()).heads().len(), 1);
}

#[test]
fn odd_times_large_documents_and_many_actors_are_told_and_refuse_nobody() {
    use soviec_server::office::flags::{Flag, FlagKind};
    let world = World::new();
    let mut phone = phone(&world, 1);
    let now = world.now().0 / 1_000;
    for (item, time) in [(1, now + 601), (2, now - 800 * 86_400), (3, now + 599), (4, now + 7_200)]
    {
        phone.queue_spoilt(book(1).id(), ItemId([item; 16]), |new| new.time = time);
        assert_eq!(states(&phone.push(&world)), [Some(ChangeState::Stored)]);
        // The phone's own document holds the change that was not spoilt: it begins anew.
        phone = Phone::new(phone.record.clone(), 1, 100 + item, LAN);
        phone.sync(&world, vec![]);
    }
    for epoch in 0..100 {
        let mut copy = Phone::new(phone.record.clone(), 1, 110 + epoch, LAN);
        copy.tick(book(1).id(), ItemId([9; 16]), epoch % 2 == 0);
        assert_eq!(states(&copy.push(&world)), [Some(ChangeState::Stored)]);
    }
    let (document, device) = (book(1).id(), Some(phone.record.device));
    let flag = |device, kind, what| Flag { document, device, kind, what };
    let expected = [
        flag(None, FlagKind::ManyActors, 104),
        flag(device, FlagKind::ClockAhead, 7_200_000),
        // The ticks of this test are of 1970, which is further than 800 days.
        flag(device, FlagKind::LongAgo, world.now().0.unsigned_abs()),
    ];
    assert_eq!(world.office.flags().unwrap(), expected);
}
