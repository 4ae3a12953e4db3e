//! The walk against a plain closure, and its cost in a hostile shape.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::admission::{Graph, Graphs, Node};

fn hash(number: usize) -> ChangeHash {
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&(number as u64).to_be_bytes());
    ChangeHash(hash)
}

/// Changes by few authors, each over his previous one and over some others.
fn lanes(picks: &[(u8, Vec<u8>)]) -> BTreeMap<ChangeHash, Node> {
    let (mut nodes, mut tips) = (BTreeMap::new(), BTreeMap::<u8, (u64, usize)>::new());
    for (number, (author, others)) in picks.iter().enumerate() {
        let (seq, before) = tips.get(author).map_or((0, None), |(seq, tip)| (*seq, Some(*tip)));
        let others = others.iter().map(|n| usize::from(*n)).filter(|n| *n < number);
        let dependencies: BTreeSet<_> = others.chain(before).map(hash).collect();
        let highest = |hash: &ChangeHash| nodes.get(hash).map(|node: &Node| node.max_op);
        let max_op = dependencies.iter().filter_map(highest).max().unwrap_or(66) + 1;
        let dependencies = dependencies.into_iter().collect();
        let actor = ActorId([*author; 16]);
        nodes.insert(hash(number), Node { actor, seq: seq + 1, max_op, dependencies });
        tips.insert(*author, (seq + 1, number));
    }
    nodes
}

fn closure(nodes: &BTreeMap<ChangeHash, Node>, of: &[ChangeHash]) -> BTreeSet<ChangeHash> {
    let (mut open, mut all) = (of.to_vec(), BTreeSet::new());
    while let Some(next) = open.pop() {
        if all.insert(next) {
            open.extend(nodes.get(&next).into_iter().flat_map(|node| &node.dependencies));
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Whatever was asked before, the answer is that of the closure.
    #[test]
    fn below_is_membership_in_the_closure(
        picks in prop::collection::vec((0u8..4, prop::collection::vec(0u8..40, 0..3)), 1..40),
        questions in prop::collection::vec((0usize..42, prop::collection::vec(0usize..40, 1..4)), 1..30),
    ) {
        let nodes = lanes(&picks);
        let mut graph = Graph::default();
        for (ancestor, of) in questions {
            let of: Vec<_> = of.into_iter().map(|n| hash(n % picks.len())).collect();
            for ancestor in [ancestor, ancestor / 2, ancestor] {
                let said = graph.below(&hash(ancestor), &of, |hash| nodes.get(hash).cloned());
                prop_assert_eq!(said, closure(&nodes, &of).contains(&hash(ancestor)));
            }
        }
    }
}

/// Thousands of questions about changes that a long history of somebody else lies upon: each
/// change is read once, not once a question.
#[test]
fn a_judgement_reads_each_change_once() {
    let quiet = (0..50u8).map(|author| (author, vec![]));
    let busy = (0..2_000).map(|_| (99, vec![0, 49]));
    let nodes = lanes(&quiet.chain(busy).collect::<Vec<_>>());
    let (mut graphs, mut reads, of) = (Graphs::new(10_000), 0, [hash(nodes.len() - 1)]);
    for _ in 0..3 {
        for ancestor in 0..50 {
            let below = graphs.of(DOCUMENT).below(&hash(ancestor), &of, |hash| {
                reads += 1;
                nodes.get(hash).cloned()
            });
            assert_eq!(below, ancestor == 0 || ancestor == 49);
        }
    }
    assert!(reads <= nodes.len(), "{reads}");
}

#[test]
fn what_was_not_used_for_longest_is_forgotten() {
    let nodes = lanes(&(0..8).map(|_| (1, vec![])).collect::<Vec<_>>());
    let mut graphs = Graphs::new(10);
    for document in [1, 2, 3] {
        let graph = graphs.of(DocumentId([document; 16]));
        assert!(graph.is_empty());
        assert!(graph.below(&hash(0), &[hash(7)], |hash| nodes.get(hash).cloned()));
    }
    assert!(!graphs.of(DocumentId([3; 16])).is_empty());
    assert!(graphs.of(DocumentId([1; 16])).is_empty());
}
