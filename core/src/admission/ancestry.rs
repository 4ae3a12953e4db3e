//! What lies below what. One walk answers all questions of one judgement, and what a walk read
//! stays known: in a hostile shape one change asks about thousands of others, each the length of
//! the history away.

use std::collections::{BinaryHeap, HashMap};

use crate::model::{ActorId, ChangeHash, DocumentId};

/// A change in the graph of its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its author.
    pub actor: ActorId,
    /// Its place among the author's changes.
    pub seq: u64,
    /// The number of its last operation.
    pub max_op: u64,
    /// What it builds on.
    pub dependencies: Vec<ChangeHash>,
}

/// What was read of a document's graph. A hash never comes to mean another change, so nothing
/// here grows old, and a change that left its document is below none that is in it.
#[derive(Debug, Default)]
pub struct Graph {
    /// Changes by number, in the order in which they were first named.
    numbers: HashMap<ChangeHash, u32>,
    entries: Vec<Entry>,
    authors: HashMap<ActorId, u32>,
    walk: Walk,
}

/// A change whose hashes are replaced by numbers: a step of a walk compares and looks up nothing
/// that is longer.
#[derive(Debug)]
struct Entry {
    hash: ChangeHash,
    /// The round of the last walk that met it.
    met: u32,
    /// None while nobody asked, or while it is unknown.
    known: Option<Place>,
}

#[derive(Debug, Clone)]
struct Place {
    author: u32,
    seq: u64,
    max_op: u64,
    dependencies: Box<[u32]>,
}

/// The changes below `of`, met from the highest operation number downwards.
#[derive(Debug, Default)]
struct Walk {
    round: u32,
    of: Vec<ChangeHash>,
    open: BinaryHeap<(u64, u32)>,
    /// By author, the highest of his changes that was met.
    reached: Vec<u64>,
}

impl Graph {
    /// Whether `ancestor` is one of `of` or below one of them; `read` finds a change.
    ///
    /// An author's change is below each of his later ones, and operation numbers only fall on the
    /// way down. So the answer is known as soon as a later change of the ancestor's author is
    /// met, or nothing is left above the ancestor's number. The next question about the same
    /// `of` goes on from there.
    pub fn below(
        &mut self,
        ancestor: &ChangeHash,
        of: &[ChangeHash],
        mut read: impl FnMut(&ChangeHash) -> Option<Node>,
    ) -> bool {
        if of.contains(ancestor) {
            return true;
        }
        let number = self.number(*ancestor);
        let Some(target) = self.place(number, &mut read).cloned() else { return false };
        if self.walk.of != of || self.walk.round == 0 {
            self.begin(of, &mut read);
        }
        while !self.has_reached(&target) {
            match self.walk.open.peek() {
                Some((max_op, _)) if *max_op >= target.max_op => self.step(&mut read),
                _ => return false,
            }
        }
        true
    }

    /// How many changes are remembered.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn begin(&mut self, of: &[ChangeHash], read: &mut impl FnMut(&ChangeHash) -> Option<Node>) {
        let walk = &mut self.walk;
        walk.round = walk.round.wrapping_add(1).max(1);
        walk.of = of.to_vec();
        walk.open.clear();
        walk.reached.clear();
        for hash in of {
            let number = self.number(*hash);
            self.open(number, read);
        }
    }

    fn has_reached(&self, target: &Place) -> bool {
        let reached = self.walk.reached.get(target.author as usize);
        reached.is_some_and(|seq| *seq >= target.seq)
    }

    /// Meets the open change with the highest number and opens what it builds on.
    fn step(&mut self, read: &mut impl FnMut(&ChangeHash) -> Option<Node>) {
        let Some((_, number)) = self.walk.open.pop() else { return };
        let Some(place) = self.entries[number as usize].known.clone() else { return };
        let author = place.author as usize;
        if self.walk.reached.len() <= author {
            self.walk.reached.resize(author + 1, 0);
        }
        let reached = &mut self.walk.reached[author];
        *reached = place.seq.max(*reached);
        for number in place.dependencies {
            self.open(number, read);
        }
    }

    /// Opens a change once a walk; the genesis, which `read` does not find, ends a path.
    fn open(&mut self, number: u32, read: &mut impl FnMut(&ChangeHash) -> Option<Node>) {
        let round = self.walk.round;
        let entry = &mut self.entries[number as usize];
        if std::mem::replace(&mut entry.met, round) == round {
            return;
        }
        if let Some(max_op) = self.place(number, read).map(|place| place.max_op) {
            self.walk.open.push((max_op, number));
        }
    }

    fn number(&mut self, hash: ChangeHash) -> u32 {
        let next = u32::try_from(self.entries.len()).expect("the memory ends long before");
        *self.numbers.entry(hash).or_insert_with(|| {
            self.entries.push(Entry { hash, met: 0, known: None });
            next
        })
    }

    fn place(
        &mut self,
        number: u32,
        read: &mut impl FnMut(&ChangeHash) -> Option<Node>,
    ) -> Option<&Place> {
        if self.entries[number as usize].known.is_none() {
            let node = read(&self.entries[number as usize].hash)?;
            let next = u32::try_from(self.authors.len()).expect("the memory ends long before");
            let author = *self.authors.entry(node.actor).or_insert(next);
            let dependencies = node.dependencies.iter().map(|hash| self.number(*hash)).collect();
            let place = Place { author, seq: node.seq, max_op: node.max_op, dependencies };
            self.entries[number as usize].known = Some(place);
        }
        self.entries[number as usize].known.as_ref()
    }
}

/// The graphs of the documents that were judged last.
#[derive(Debug)]
pub struct Graphs {
    most: usize,
    /// The last used one first.
    graphs: Vec<(DocumentId, Graph)>,
}

impl Graphs {
    /// Remembers about `most` changes, some hundred bytes each.
    pub fn new(most: usize) -> Self {
        Self { most, graphs: Vec::new() }
    }

    /// The graph of a document. What was not used for longest is forgotten when there is too
    /// much: it is read again when it is asked for.
    pub fn of(&mut self, document: DocumentId) -> &mut Graph {
        match self.graphs.iter().position(|(id, _)| *id == document) {
            Some(at) => self.graphs[..=at].rotate_right(1),
            None => self.graphs.insert(0, (document, Graph::default())),
        }
        let mut left = self.most;
        self.graphs.retain(|(_, graph)| {
            let kept = graph.len() <= left;
            left = left.saturating_sub(graph.len());
            kept
        });
        if self.graphs.first().is_none_or(|(id, _)| *id != document) {
            self.graphs.insert(0, (document, Graph::default()));
        }
        &mut self.graphs[0].1
    }
}
