//! Which edits a put replaces, when it cannot name them all as predecessors any more.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use super::Ground;
use crate::change::{Change, Operation};
use crate::model::{ChangeHash, OpId, RegisterKey};

/// The most edits that a re-issue names, over all its puts: the message of a change is bounded.
/// A register would need so many values one after the other, all of them lost with what stood
/// below, before the oldest is left out; the nearest are named first, and they name older ones.
pub(super) const MOST: usize = 600;

/// The edits that a put of `original` replaces, the nearest first: what it names already, the
/// edits of its predecessors and, for each of these that is not below the new dependencies,
/// what that one had replaced in turn. Without the last step the death of a change would bring
/// back what it had replaced.
pub(super) fn of_put(
    ground: &dyn Ground,
    original: &Change,
    put: &Operation,
    named: &[ChangeHash],
    dependencies: &[ChangeHash],
) -> Vec<ChangeHash> {
    let mut over = Vec::new();
    let mut open: VecDeque<(OpId, Vec<ChangeHash>)> = from(put, &original.dependencies);
    let mut deeper: Vec<ChangeHash> = named.to_vec();
    let mut seen = BTreeSet::new();
    while let Some((op, below)) = open.pop_front() {
        let Some(change) = holder(ground, &put.key, &op, &below) else { continue };
        if !seen.insert(change.hash) {
            continue;
        }
        over.push(ground.edit_of(&change.hash).unwrap_or_else(|| change.edit()));
        if ground.below(&change.hash, dependencies) {
            continue;
        }
        let of_key = |(_, operation): &(usize, &Operation)| operation.key == put.key;
        for (place, operation) in change.operations.iter().enumerate().filter(of_key) {
            let lists = change.message.as_ref().and_then(|message| message.overs.get(place));
            deeper.extend(lists.into_iter().flatten().copied());
            open.extend(from(operation, &change.dependencies));
        }
    }
    over.append(&mut deeper);
    unique(over, original.edit())
}

fn from(put: &Operation, below: &[ChangeHash]) -> VecDeque<(OpId, Vec<ChangeHash>)> {
    put.predecessors.iter().map(|op| (*op, below.to_vec())).collect()
}

fn unique(over: Vec<ChangeHash>, edit: ChangeHash) -> Vec<ChangeHash> {
    let mut seen = BTreeSet::from([edit]);
    over.into_iter().filter(|hash| seen.insert(*hash)).collect()
}

/// The change that made an operation, among `below` and what lies below them. An author and a
/// number can stand for two changes, of a phone and of its copy: only one of them is an ancestor.
fn holder(ground: &dyn Ground, key: &str, op: &OpId, below: &[ChangeHash]) -> Option<Rc<Change>> {
    let made = |change: &Rc<Change>| {
        change.actor == op.actor && (change.start_op..=change.max_op()).contains(&op.counter)
    };
    // Mostly it is still in the document, where the register's writers are known.
    let writers = RegisterKey::parse(key).map(|key| ground.writers(&key)).unwrap_or_default();
    let near = writers.iter().filter_map(|hash| ground.change(hash));
    if let Some(found) = near.filter(made).find(|found| ground.below(&found.hash, below)) {
        return Some(found);
    }
    let (mut open, mut seen) = (VecDeque::from_iter(below.iter().copied()), BTreeSet::new());
    while let Some(next) = open.pop_front() {
        // Operation numbers grow along dependencies: what ends lower has it not below.
        let high = ground.max_op(&next).is_none_or(|max_op| max_op >= op.counter);
        if !high || !seen.insert(next) {
            continue;
        }
        let Some(change) = ground.change(&next) else { continue };
        if made(&change) {
            return Some(change);
        }
        open.extend(change.dependencies.iter().copied());
    }
    None
}

/// Keeps the nearest edits of each put, when there are too many for one message.
pub(super) fn shorten(overs: &mut [Vec<ChangeHash>]) {
    if overs.iter().map(Vec::len).sum::<usize>() > MOST {
        let each = MOST / overs.len().max(1);
        overs.iter_mut().for_each(|over| over.truncate(each));
    }
}

pub(super) fn sorted(mut over: Vec<ChangeHash>) -> Vec<ChangeHash> {
    over.sort_unstable();
    over
}
