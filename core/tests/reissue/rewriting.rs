//! The rules of a re-issue, one by one, on a document in memory.

use soviec_core::change::genesis;
use soviec_core::model::{ChangeHash, DocumentId};
use soviec_core::reissue::rewrite;

use crate::model::{DOCUMENT, Model, key, over};

fn sorted(mut hashes: Vec<ChangeHash>) -> Vec<ChangeHash> {
    hashes.sort_unstable();
    hashes
}

/// Nothing below it died: same place, same predecessors, and it says which edit it is.
#[test]
fn an_edit_on_firm_ground_stays_where_it_was() {
    let mut model = Model::new(DOCUMENT);
    let base = model.write(1, &[model.genesis.hash], &["a"], 1);
    let lost = model.write(2, &[base.hash], &["a"], 2);
    model.remove(lost.hash);
    let again = model.reissue(&lost, 3);
    assert_eq!(again.dependencies, [base.hash]);
    assert_eq!((again.edit(), over(&again)), (lost.hash, &[base.edit()][..]));
    assert_eq!(again.operations, lost.operations);
    assert_eq!(model.shown("a"), [2]);
    model.agrees_with_the_library();
}

#[test]
fn d7_two_edits_keep_their_unrelated_places() {
    let mut model = Model::new(DOCUMENT);
    let genesis = model.genesis.hash;
    let [left, right] = [1, 2].map(|n| model.write(n, &[genesis], &["a"], u64::from(n)));
    let on_left = model.write(3, &[left.hash], &["b"], 3);
    let on_right = model.write(4, &[right.hash], &["b"], 4);
    for lost in [&on_left, &on_right] {
        model.remove(lost.hash);
    }
    let left_again = model.reissue(&on_left, 5);
    let right_again = model.reissue(&on_right, 6);
    assert_eq!(left_again.dependencies, [left.hash]);
    assert_eq!(right_again.dependencies, [right.hash]);
    assert_eq!(model.shown("b"), [3, 4]);
    model.agrees_with_the_library();
}

/// What an edit replaced stays replaced when its carrier dies and both are written again
/// without knowing of each other.
#[test]
fn d8_nothing_comes_back_when_both_are_written_again() {
    let mut model = Model::new(DOCUMENT);
    let genesis = model.genesis.hash;
    let base = model.write(9, &[genesis], &["z"], 0);
    let replaced = model.write(1, &[base.hash], &["a"], 1);
    let replacing = model.write(2, &[replaced.hash], &["a"], 2);
    model.remove(base.hash);
    // Its author writes the newer one before he hears of the older one's successor.
    let newer = model.reissue(&replacing, 3);
    let older = model.reissue(&replaced, 4);
    assert_eq!(newer.dependencies, [genesis]);
    assert_eq!(over(&newer), [replaced.edit()]);
    assert_eq!(older.dependencies, [genesis]);
    assert_eq!(model.shown("a"), [2]);
    model.agrees_with_the_library();
}

#[test]
fn a_successor_in_the_document_takes_the_place_of_a_dependency() {
    let mut model = Model::new(DOCUMENT);
    let genesis = model.genesis.hash;
    let base = model.write(9, &[genesis], &["z"], 0);
    let below = model.write(1, &[base.hash], &["a"], 1);
    let above = model.write(2, &[below.hash], &["a"], 2);
    model.remove(base.hash);
    let below_again = model.reissue(&below, 3);
    let above_again = model.reissue(&above, 4);
    assert_eq!(above_again.dependencies, [below_again.hash]);
    assert_eq!(above_again.operations[0].predecessors, [below_again.op_id(0)]);
    assert_eq!(model.shown("a"), [2]);
    model.agrees_with_the_library();
}

#[test]
fn x2_a_moved_edit_stands_on_the_genesis_of_its_target() {
    let target = DocumentId([0xee; 16]);
    let (mut from, mut into) = (Model::new(DOCUMENT), Model::new(target));
    let older = from.write(1, &[from.genesis.hash], &["a"], 1);
    let moved = from.write(1, &[older.hash], &["a"], 2);
    let there = into.write(2, &[into.genesis.hash], &["a"], 7);
    from.remove(older.hash);
    // The target's ground knows the bytes of the document that the edits come from.
    into.changes.extend(from.changes.clone());
    let again = rewrite(&moved, Some(target), &into).unwrap();
    assert_eq!(again.dependencies, [genesis(target, 1).hash]);
    assert!(again.operations[0].predecessors.is_empty());
    assert_eq!(again.message.overs, [vec![older.edit()]]);
    into.carry(&moved, again, 3);
    assert_eq!(into.shown("a"), [2, 7], "the target's value stays beside it");
    let older_too = rewrite(&older, Some(target), &into).unwrap();
    into.carry(&older, older_too, 4);
    assert_eq!(into.shown("a"), [2, 7], "what it had replaced stays replaced");
    into.agrees_with_the_library();
    assert_eq!(there.edit(), there.hash);
}

/// A successor has something below it that the author never saw: it must not be superseded.
#[test]
fn x3_a_value_unknown_to_the_author_is_not_replaced() {
    let mut model = Model::new(DOCUMENT);
    let genesis = model.genesis.hash;
    let base = model.write(1, &[genesis], &["b"], 1);
    let mine = model.write(2, &[base.hash], &["a"], 2);
    model.remove(base.hash);
    let unknown = model.write(3, &[genesis], &["a"], 3);
    // The base comes again on top of what its pen knew.
    let again = rewrite(&base, None, &model).unwrap();
    let again = soviec_core::reissue::Rewritten {
        dependencies: vec![unknown.hash],
        start_op: unknown.max_op() + 1,
        ..again
    };
    let successor = model.carry(&base, again, 4);
    assert_eq!(successor.dependencies, [unknown.hash]);
    let mine_again = model.reissue(&mine, 5);
    assert_eq!(mine_again.dependencies, [genesis]);
    assert_eq!(model.shown("a"), [2, 3]);
    model.agrees_with_the_library();
}

/// The predecessor died, and its successor is not here yet: what it had replaced would come back.
#[test]
fn x4_the_dead_predecessors_of_a_dead_predecessor_stay_replaced() {
    let mut model = Model::new(DOCUMENT);
    let genesis = model.genesis.hash;
    let oldest = model.write(1, &[genesis], &["a"], 1);
    let expelled = model.write(2, &[oldest.hash], &["a"], 2);
    let mine = model.write(3, &[expelled.hash], &["a"], 3);
    model.remove(expelled.hash);
    assert_eq!(model.shown("a"), [1]);
    let again = model.reissue(&mine, 4);
    assert_eq!(again.dependencies, [oldest.hash]);
    assert_eq!(over(&again), sorted(vec![oldest.edit(), expelled.edit()]));
    assert_eq!(model.shown("a"), [3]);
    model.agrees_with_the_library();
}

#[test]
fn x5_each_put_has_its_own_list() {
    let mut model = Model::new(DOCUMENT);
    let genesis = model.genesis.hash;
    let a = model.write(1, &[genesis], &["a"], 1);
    let b = model.write(2, &[genesis], &["b"], 2);
    let both = model.write(3, &[a.hash, b.hash], &["a", "b"], 3);
    let mine = model.write(4, &[both.hash], &["b"], 4);
    model.remove(both.hash);
    let again = model.reissue(&mine, 5);
    assert_eq!(over(&again), sorted(vec![b.edit(), both.edit()]));
    assert_eq!((model.shown("a"), model.shown("b")), (vec![1], vec![4]));
    let both_again = model.reissue(&both, 6);
    let lists = &both_again.message.as_ref().unwrap().overs;
    assert_eq!(lists, &[vec![a.edit()], vec![b.edit()]]);
    assert_eq!((model.shown("a"), model.shown("b")), (vec![3], vec![4]));
    model.agrees_with_the_library();
}

#[test]
fn the_same_edit_is_written_again_as_often_as_it_takes() {
    let mut model = Model::new(DOCUMENT);
    let base = model.write(1, &[model.genesis.hash], &["a"], 1);
    let mut carrier = model.write(2, &[base.hash], &["a"], 2);
    let edit = carrier.hash;
    for actor in 3..20 {
        model.remove(carrier.hash);
        carrier = model.reissue(&carrier, actor);
        assert_eq!((carrier.edit(), over(&carrier)), (edit, &[base.edit()][..]));
    }
    assert_eq!(model.shown("a"), [2]);
}

/// However long a register's dead history is, the message keeps within its bounds.
#[test]
fn a_list_is_bounded() {
    let mut model = Model::new(DOCUMENT);
    let genesis = model.genesis.hash;
    let mut last = model.write(1, &[genesis], &["a"], 0);
    let first = last.hash;
    for value in 1..700 {
        // Admission of each would cost the square of their number.
        let operations = vec![model.put(&key("a"), value, vec![last.op_id(0)])];
        let change = soviec_core::change::encode(&soviec_core::change::NewChange {
            dependencies: vec![last.hash],
            actor: last.actor,
            seq: last.seq + 1,
            start_op: last.max_op() + 1,
            time: 0,
            message: None,
            operations,
        });
        last = std::rc::Rc::new(change);
        model.changes.insert(last.hash, std::rc::Rc::clone(&last));
        model.order.push(last.hash);
        model.present.insert(last.hash);
    }
    model.remove(first);
    let again = model.reissue(&last, 2);
    let nearest = last.dependencies[0];
    assert!(over(&again).contains(&nearest) && over(&again).len() == 600);
    assert_eq!(model.shown("a"), [699]);
}
