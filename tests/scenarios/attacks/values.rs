//! Row 17: what is nested, listed or hidden inside a value.

use soviec_core::{
    admission::Code,
    change::{Action, ObjectId, Value},
    model::{EntryId, Note, RegisterKey, Tick, encode},
    protocol::ChangeState,
};
use soviec_tests::{book, day, officer, task, tick_key};

use super::{Stage, spoilt};

/// Maps, lists and what is put into them are other actions than a put; only known buckets exist.
#[test]
fn c9_row_17_deep_nesting_and_long_lists() {
    let mut stage = Stage::new(17);
    let honest = stage.hand().tick(1, true);
    stage.refused(&spoilt(&honest, |new| new.operations[0].action = Action::MakeMap), Code::Action);
    for action in [2, 3, 4, 5, 6, 7, 4_000_000_000] {
        let other = spoilt(&honest, |new| new.operations[0].action = Action::Other(action));
        stage.refused(&other, Code::Action);
    }
    stage.refused(&spoilt(&honest, |new| new.operations[0].insert = true), Code::Action);
    let nested = spoilt(&honest, |new| {
        let op = soviec_core::model::OpId { counter: 67, actor: new.actor };
        new.operations[0].object = ObjectId::Op(op);
    });
    stage.refused(&nested, Code::Bucket);
    stage.honest_work_goes_on();
}

/// Eight thousand arrays inside each other, under a key that no build knows: skipped without a
/// step of the stack for each.
#[test]
fn c9_row_17_an_act_that_is_nested_deep() {
    let mut stage = Stage::new(171);
    let mut act = encode(&Tick { by: officer(5), on: day(2), done: true });
    act[1] += 1;
    act.extend([0x18, 99]);
    act.extend([0x81; 7_000]);
    act.push(0xf6);
    let mut hand = stage.hand();
    let nested = hand.put(&[(tick_key(0, 1), Value::Bytes(act))]);
    assert_eq!(stage.relay(nested.bytes()), Some(ChangeState::Stored));
    assert!(stage.phone_takes(nested.bytes()));
    stage.phone.sync().expect("the exchange works");
    stage.phone.replica().history(book(0).id(), &tick_key(0, 1)).expect("it can be shown");
    stage.honest_work_goes_on();
}

/// A text that turns its direction around, or has parts that nobody sees, is none.
#[test]
fn c9_row_17_hostile_unicode() {
    let mut stage = Stage::new(172);
    for hidden in ["\u{202e}", "\u{2066}", "\u{200b}", "\u{7}", "\0"] {
        let text = format!("xong{hidden}gnohk");
        let note = encode(&Note { by: officer(5), on: day(2), text });
        let key = RegisterKey::entry(task(0), "note", EntryId([3; 16]));
        let change = stage.hand().put(&[(key, Value::Bytes(note))]);
        stage.refused(change.bytes(), Code::Act);
    }
    stage.honest_work_goes_on();
}
