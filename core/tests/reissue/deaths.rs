//! What leaves a document, what stays, and what people see afterwards.

use soviec_core::change::{Change, NewChange, encode};
use soviec_core::model::{ActorId, ChangeHash, Declared};
use soviec_core::protocol::ChangeState;
use soviec_core::reissue::rewrite;

use crate::common::{book, note_edit};
use crate::model::Model;
use crate::phone::{Phone, by_other, other};

/// As the office's pen writes a stored edit of anybody again, on what it knows.
fn by_pen(actor: u8, original: &Change, known: &[&Change], dead: &[&Change]) -> Change {
    let mut model = Model::new(book(0).id());
    for change in known.iter().chain(dead) {
        model.changes.insert(change.hash, std::rc::Rc::new((*change).clone()));
        model.order.push(change.hash);
    }
    model.present.extend(known.iter().map(|change| change.hash));
    let again = rewrite(original, None, &model).unwrap();
    encode(&NewChange {
        dependencies: again.dependencies,
        actor: ActorId([actor; 16]),
        seq: 1,
        start_op: again.start_op,
        time: 0,
        message: Some(again.message),
        operations: again.operations,
    })
}

#[test]
fn d6_only_the_dead_change_and_what_stands_on_it_leave() {
    let mut phone = Phone::new();
    let foreign = by_other(&mut other(0x31, &[]), 3, Declared::Done);
    let before = phone.declares(0, Declared::Done);
    let refused = phone.declares(1, Declared::Done);
    let row = phone.row(&foreign);
    phone.hears(&[row]);
    let answer = phone.answer(refused, ChangeState::Refused(7));
    phone.hears(&[answer]);
    assert_eq!(phone.carrier(before).hash, before, "it was not written again");
    assert_eq!(phone.shown(0), [Declared::Done]);
    assert_eq!(phone.shown(1), [] as [Declared; 0]);
    assert_eq!(phone.shown(3), [Declared::Done]);
}

/// The row of the task on the screen goes back with its register.
#[test]
fn a_screen_forgets_what_was_refused() {
    let mut phone = Phone::new();
    let refused = phone.declares(0, Declared::Done);
    phone.writes(&note_edit(0, 3, "đã họp"));
    let answer = phone.answer(refused, ChangeState::Refused(7));
    let carried = phone.hears(&[answer]);
    assert_eq!((carried.rows.len(), carried.reissued), (1, 1));
    let row = phone.world.row(0, crate::common::task(0));
    assert_eq!((row.declared, row.notes), (None, 1));
}

/// Parked under two, one of them dead: the relay says so by a row, and the edit is written again
/// without either having to be decided.
#[test]
fn d13_parked_by_two_is_written_again_as_soon_as_one_is_dead() {
    let mut phone = Phone::new();
    let (held, refused) = (phone.declares(0, Declared::Done), phone.declares(1, Declared::Done));
    let parked = phone.declares(2, Declared::Done);
    let answers = [
        phone.answer(held, ChangeState::Held),
        phone.answer(refused, ChangeState::Parked),
        phone.answer(parked, ChangeState::Parked),
    ];
    phone.hears(&answers);
    let rows = [
        phone.verdict(refused, ChangeState::Refused(7)),
        phone.verdict(parked, ChangeState::Rebase),
    ];
    assert_eq!(phone.hears(&rows).reissued, 1);
    assert_eq!(phone.carrier(parked).dependencies, [held], "still on the held one");
    let states: Vec<_> = phone.apart().iter().map(|apart| apart.state).collect();
    assert_eq!(states, [ChangeState::Refused(7), ChangeState::Held]);
}

/// An edit far below the lane's last change is written again: the lane's end is not added to
/// what it stands on, a new lane is opened.
#[test]
fn x1_an_old_place_gets_a_lane_of_its_own() {
    let mut phone = Phone::new();
    let edit = phone.declares(0, Declared::Done);
    let place = phone.carrier(edit).dependencies;
    phone.all(ChangeState::Already(ChangeHash([0x77; 32])));
    let foreign = by_other(&mut other(0x31, &[]), 0, Declared::NotStarted);
    let row = phone.row(&foreign);
    phone.hears(&[row]);
    let later = phone.declares(1, Declared::Done);
    let lane = phone.carrier(later).actor;
    let rebase = phone.verdict(ChangeHash([0x77; 32]), ChangeState::Rebase);
    phone.hears(&[rebase]);
    let again = phone.carrier(edit);
    assert_eq!((again.dependencies.clone(), again.seq), (place, 1));
    assert_ne!(again.actor, lane);
    assert_eq!(phone.shown(0), [Declared::NotStarted, Declared::Done], "beside it, as it was");
}

/// What the base was replaced by stands on a value that this officer never saw.
#[test]
fn x3_a_successor_brings_no_unknown_value_under_the_edit() {
    let mut phone = Phone::new();
    let base = by_other(&mut other(0x31, &[]), 1, Declared::Done);
    let row = phone.row(&base);
    phone.hears(&[row]);
    let edit = phone.declares(0, Declared::Done);
    let unknown = by_other(&mut other(0x32, &[]), 0, Declared::NotStarted);
    let mut successor = by_pen(0x33, &base, &[&unknown], &[]);
    // The pen wrote it on all that it knew.
    successor = encode(&NewChange {
        dependencies: vec![unknown.hash],
        actor: successor.actor,
        seq: 1,
        start_op: unknown.max_op() + 1,
        time: 0,
        message: successor.message.clone(),
        operations: successor.operations.clone(),
    });
    let rows = [
        phone.row(&unknown),
        phone.row(&successor),
        phone.verdict(base.hash, ChangeState::Rebased(successor.hash)),
    ];
    assert_eq!(phone.hears(&rows).reissued, 1);
    assert_eq!(
        phone.carrier(edit).dependencies,
        [soviec_core::change::genesis(book(0).id(), 1).hash]
    );
    assert_eq!(phone.shown(0), [Declared::NotStarted, Declared::Done]);
    assert_eq!(phone.shown(1), [Declared::Done]);
}

/// The expelled change had replaced a value: with the edit above it written again, the old value
/// does not come back.
#[test]
fn x4_what_the_expelled_change_had_replaced_stays_replaced() {
    let mut phone = Phone::new();
    let mut pen = other(0x31, &[]);
    let oldest = by_other(&mut pen, 0, Declared::NotStarted);
    let expelled = by_other(&mut pen, 0, Declared::InProgress);
    let rows = [phone.row(&oldest), phone.row(&expelled)];
    phone.hears(&rows);
    let edit = phone.declares(0, Declared::Done);
    let row = phone.verdict(expelled.hash, ChangeState::Expelled);
    assert_eq!(phone.hears(&[row]).reissued, 1);
    let again = phone.carrier(edit);
    assert_eq!(again.dependencies, [oldest.hash]);
    assert_eq!(phone.shown(0), [Declared::Done]);
}

/// D8: the author of the expelled base writes it again, and neither knows of the other.
#[test]
fn d8_a_replaced_edit_that_is_written_again_elsewhere_does_not_come_back() {
    let mut phone = Phone::new();
    let base = by_other(&mut other(0x30, &[]), 5, Declared::Done);
    let replaced = by_other(&mut other(0x31, std::slice::from_ref(&base)), 0, Declared::NotStarted);
    let rows = [phone.row(&base), phone.row(&replaced)];
    phone.hears(&rows);
    let edit = phone.declares(0, Declared::Done);
    let again = by_pen(0x33, &replaced, &[], &[&base]);
    let rows = [
        phone.verdict(base.hash, ChangeState::Expelled),
        phone.verdict(replaced.hash, ChangeState::Rebase),
    ];
    phone.hears(&rows);
    assert_eq!(phone.shown(0), [Declared::Done]);
    let rows = [phone.row(&again), phone.verdict(replaced.hash, ChangeState::Replaced(again.hash))];
    phone.hears(&rows);
    assert_eq!(phone.shown(0), [Declared::Done]);
    assert_eq!(phone.carrier(edit).edit(), edit);
}

/// Told once: a value that was replaced is not told again when what replaced it is written anew.
#[test]
fn x7_a_re_issue_rings_no_second_time() {
    let mut phone = Phone::new();
    let mine = phone.declares(0, Declared::NotStarted);
    phone.all(ChangeState::Stored);
    let mine = phone.own(mine);
    let above = by_other(&mut other(0x30, std::slice::from_ref(&mine)), 5, Declared::Done);
    let known = [mine.clone(), above.clone()];
    let theirs = by_other(&mut other(0x31, &known), 0, Declared::Done);
    let rows = [phone.row(&above), phone.row(&theirs)];
    assert_eq!(phone.hears(&rows).ringing.len(), 1);
    let again = by_pen(0x33, &theirs, &[&mine], &[&above]);
    let rows = [
        phone.verdict(above.hash, ChangeState::Expelled),
        phone.row(&again),
        phone.verdict(theirs.hash, ChangeState::Rebased(again.hash)),
    ];
    let carried = phone.hears(&rows);
    assert_eq!((carried.ringing.len(), phone.world.notices().len()), (0, 1));
    assert_eq!(phone.shown(0), [Declared::Done]);
}

/// A superseded value keeps no content: it is read again from its change.
#[test]
fn x8_a_superseded_value_lives_again_when_its_successor_leaves() {
    let mut phone = Phone::new();
    let mine = phone.declares(0, Declared::InProgress);
    phone.all(ChangeState::Stored);
    let known = [phone.own(mine)];
    let theirs = by_other(&mut other(0x31, &known), 0, Declared::Done);
    let row = phone.row(&theirs);
    phone.hears(&[row]);
    assert_eq!(phone.shown(0), [Declared::Done]);
    assert_eq!(phone.world.notices().len(), 1);
    let row = phone.verdict(theirs.hash, ChangeState::Expelled);
    phone.hears(&[row]);
    assert_eq!(phone.shown(0), [Declared::InProgress]);
    assert!(phone.world.notices().is_empty(), "nobody replaced it any more");
}

/// D22, on the phone's side: the page that stores a change arrives before the page that says
/// that what it stands on is dead.
#[test]
fn a_row_whose_ground_is_gone_waits_and_comes_with_it() {
    let mut phone = Phone::new();
    let own = phone.declares(0, Declared::Done);
    phone.all(ChangeState::Stored);
    let known = [phone.own(own)];
    let mut pen = other(0x31, &known);
    let theirs = by_other(&mut pen, 1, Declared::Done);
    // An answer told the phone early that its change was expelled.
    let expelled = phone.verdict(own, ChangeState::Expelled);
    phone.hears(&[expelled]);
    let row = phone.row(&theirs);
    phone.hears(&[row]);
    assert_eq!(phone.shown(1), [] as [Declared; 0]);
    let absent = "SELECT count(*) FROM changes WHERE present = 0 AND own = 0 AND state = 1";
    assert_eq!(phone.count(absent), 1, "its bytes are kept");
    let again = by_pen(0x33, &theirs, &[], &known.iter().collect::<Vec<_>>());
    let rows = [phone.row(&again), phone.verdict(theirs.hash, ChangeState::Rebased(again.hash))];
    phone.hears(&rows);
    assert_eq!((phone.shown(1), phone.count(absent)), (vec![Declared::Done], 0));
}

/// A phone and its copy gave one place of a lane to two changes, and the relay has the copy's.
#[test]
fn a_place_that_a_copy_took_is_given_up() {
    let mut phone = Phone::new();
    let mine = phone.declares(0, Declared::Done);
    let above = phone.declares(1, Declared::Done);
    let lane = phone.own(mine).actor.0[0];
    assert!(phone.own(mine).actor.0.iter().any(|byte| *byte != lane), "a real lane");
    let mut copys = phone.own(mine);
    copys = encode(&NewChange {
        dependencies: copys.dependencies.clone(),
        actor: copys.actor,
        seq: 1,
        start_op: copys.start_op,
        time: 77,
        message: None,
        operations: copys.operations.clone(),
    });
    let row = phone.row(&copys);
    assert_eq!(phone.hears(&[row]).reissued, 2);
    assert_eq!(phone.shown(0), [Declared::Done, Declared::Done], "two edits that agree");
    assert_eq!(phone.carrier(above).dependencies, [phone.carrier(mine).hash]);
    assert_ne!(phone.carrier(mine).actor, copys.actor);
}

/// A snapshot that holds a change which leaves is dropped and made again.
#[test]
fn a_snapshot_with_a_dead_change_is_not_believed() {
    let mut phone = Phone::new();
    let mut pen = other(0x31, &[]);
    let rows: Vec<_> = (0..220u32)
        .map(|n| {
            by_other(&mut pen, n % 3, [Declared::Done, Declared::InProgress][n as usize / 3 % 2])
        })
        .collect();
    let effects: Vec<_> = rows.iter().map(|change| phone.row(change)).collect();
    phone.world.take(&effects);
    let snapshots = "SELECT count(*) FROM snapshots WHERE document = (SELECT document FROM books)";
    assert_eq!(phone.count(snapshots), 1);
    let row = phone.verdict(rows[10].hash, ChangeState::Expelled);
    phone.hears(&[row]);
    assert_eq!(
        phone.count(
            "SELECT count(*) FROM changes WHERE present = 1 AND own = 0
        AND document = (SELECT document FROM books)"
        ),
        10
    );
    phone.reopens();
}

/// A task of the unit's own whose beginning was refused leaves the list, its note does not stand.
#[test]
fn a_refused_task_of_the_units_own_leaves_the_list() {
    let mut phone = Phone::new();
    let (title, last_day) = ("Sửa loa".to_owned(), None);
    let task = soviec_core::model::TaskId([0x61; 16]);
    let on = crate::common::day(3);
    let begun = phone.writes(&soviec_core::model::Edit::LocalTask { task, title, last_day, on });
    let rows = "SELECT count(*) FROM task_rows";
    let before = phone.count(rows);
    let answer = phone.answer(begun, ChangeState::Refused(15));
    phone.hears(&[answer]);
    assert_eq!(phone.count(rows), before - 1);
}
