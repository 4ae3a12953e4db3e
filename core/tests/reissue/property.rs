//! Random histories, random deaths: everything that stood on a dead change is written again,
//! admission takes it, and the library reads what the fold shows.

use std::collections::BTreeSet;

use proptest::prelude::*;
use soviec_core::model::ChangeHash;

use crate::model::{DOCUMENT, Model};

const FIELDS: [&str; 3] = ["a", "b", "c"];

/// One step: who writes, how much of the document he has seen, which registers, or which change
/// dies.
#[derive(Debug, Clone)]
enum Action {
    Write { actor: u8, seen: Vec<bool>, fields: u8 },
    Kill { which: prop::sample::Index, again: Vec<bool> },
}

fn action() -> impl Strategy<Value = Action> {
    let seen = prop::collection::vec(any::<bool>(), 24);
    let write = (1u8..5, seen.clone(), 1u8..8).prop_map(|(actor, seen, fields)| Action::Write {
        actor,
        seen,
        fields,
    });
    let kill = (any::<prop::sample::Index>(), seen)
        .prop_map(|(which, again)| Action::Kill { which, again });
    prop_oneof![4 => write, 1 => kill]
}

/// What an author has seen: some changes with all below them, and his own.
fn at(model: &Model, actor: u8, seen: &[bool]) -> Vec<ChangeHash> {
    let standing = model.standing();
    let some = standing.iter().zip(seen.iter().cycle());
    let known = |(change, seen): (&std::rc::Rc<soviec_core::change::Change>, &bool)| {
        (*seen || change.actor.0 == [actor; 16]).then_some(change.hash)
    };
    let mut known: Vec<_> = some.filter_map(known).collect();
    known.push(model.genesis.hash);
    let closure = model.closure(&known);
    let mut heads = model.heads(&closure);
    heads.truncate(60);
    heads
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 160, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_written_again_is_admitted_and_read_alike(
        actions in prop::collection::vec(action(), 1..30),
    ) {
        let (mut model, mut lane, mut value) = (Model::new(DOCUMENT), 100, 0);
        // Edits that an officer made and nobody refused, with the ones that each replaced.
        let mut dead = BTreeSet::new();
        let mut edits = BTreeSet::new();
        for action in actions {
            match action {
                Action::Write { actor, seen, fields } => {
                    let fields: Vec<_> = (0..3).filter(|bit| fields >> bit & 1 == 1)
                        .map(|bit| FIELDS[bit]).collect();
                    value += 1;
                    let change = model.write(actor, &at(&model, actor, &seen), &fields, value);
                    edits.insert(change.edit());
                }
                Action::Kill { which, again } => {
                    let standing = model.standing();
                    if standing.is_empty() || lane > 250 { continue }
                    let victim = which.get(&standing).clone();
                    dead.insert(victim.edit());
                    let removed = model.remove(victim.hash);
                    let lost = removed.iter().filter(|c| c.edit() != victim.edit());
                    // In causal order, some of them later than others: two phones do not know
                    // of each other's re-issues.
                    let (now, later): (Vec<_>, Vec<_>) =
                        lost.zip(again.iter().cycle()).partition(|(_, now)| **now);
                    for (change, _) in now.into_iter().chain(later) {
                        if lane > 250 { edits.remove(&change.edit()); continue }
                        lane += 1;
                        let carried = model.reissue(change, lane);
                        prop_assert_eq!(carried.edit(), change.edit());
                    }
                }
            }
        }
        model.agrees_with_the_library();
        let carried: Vec<_> = model.standing().iter().map(|change| change.edit()).collect();
        let unique: BTreeSet<_> = carried.iter().copied().collect();
        prop_assert_eq!(carried.len(), unique.len(), "an edit stands twice");
        prop_assert!(edits.difference(&dead).all(|edit| unique.contains(edit)), "an edit is lost");
    }
}
