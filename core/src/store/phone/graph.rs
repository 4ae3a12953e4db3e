//! The graph of one document in memory, for the time of a maintenance: what left it included.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rusqlite::Connection;

use crate::change::Change;
use crate::model::{ChangeHash, DocumentId};
use crate::store::tables::value::fixed;

struct Node {
    max_op: u64,
    dependencies: Vec<ChangeHash>,
    present: bool,
}

/// Everything at or below some changes, by place.
type Closure = Rc<Vec<bool>>;

/// Changes and their dependencies.
pub(super) struct Graph {
    nodes: Vec<Node>,
    places: BTreeMap<ChangeHash, usize>,
    /// The closures that were asked for last: mostly the same ones again and again.
    closures: RefCell<Vec<(Vec<ChangeHash>, Closure)>>,
}

/// An edit is asked about its old dependencies and its new ones.
const CLOSURES: usize = 4;

impl Graph {
    pub(super) fn load(db: &Connection, document: DocumentId) -> rusqlite::Result<Self> {
        let mut graph =
            Self { nodes: Vec::new(), places: BTreeMap::new(), closures: RefCell::default() };
        let mut all = db.prepare_cached(
            "SELECT hash, max_op, deps, present FROM changes WHERE document = ?1 ORDER BY place",
        )?;
        let mut rows = all.query([document.as_slice()])?;
        while let Some(row) = rows.next()? {
            let dependencies = hashes(&row.get::<_, Vec<u8>>(2)?);
            let (max_op, present) = (row.get(1)?, row.get(3)?);
            graph.insert(ChangeHash(fixed(row, 0)?), Node { max_op, dependencies, present });
        }
        Ok(graph)
    }

    /// Takes up a change that was written a moment ago.
    pub(super) fn add(&mut self, change: &Change) {
        let (max_op, dependencies) = (change.max_op(), change.dependencies.clone());
        self.insert(change.hash, Node { max_op, dependencies, present: true });
        self.closures.borrow_mut().clear();
    }

    fn insert(&mut self, hash: ChangeHash, node: Node) {
        self.places.insert(hash, self.nodes.len());
        self.nodes.push(node);
    }

    fn node(&self, hash: &ChangeHash) -> Option<&Node> {
        self.places.get(hash).map(|place| &self.nodes[*place])
    }

    /// Whether the change is in the document.
    pub(super) fn is_present(&self, hash: &ChangeHash) -> bool {
        self.node(hash).is_some_and(|node| node.present)
    }

    pub(super) fn max_op(&self, hash: &ChangeHash) -> Option<u64> {
        self.node(hash).map(|node| node.max_op)
    }

    /// Whether `ancestor` is one of `of` or below one of them, by hash: never by actor and
    /// number, which two changes can share once one of them left the document.
    pub(super) fn below(&self, ancestor: &ChangeHash, of: &[ChangeHash]) -> bool {
        let Some(place) = self.places.get(ancestor) else { return of.contains(ancestor) };
        self.closure(of)[*place]
    }

    fn closure(&self, of: &[ChangeHash]) -> Closure {
        let mut kept = self.closures.borrow_mut();
        if let Some((_, closure)) = kept.iter().find(|(hashes, _)| hashes == of) {
            return Rc::clone(closure);
        }
        let closure = Rc::new(self.walk(of));
        kept.truncate(CLOSURES - 1);
        kept.insert(0, (of.to_vec(), Rc::clone(&closure)));
        closure
    }

    fn walk(&self, of: &[ChangeHash]) -> Vec<bool> {
        let mut seen = vec![false; self.nodes.len()];
        let mut open: Vec<usize> = of.iter().filter_map(|h| self.places.get(h).copied()).collect();
        while let Some(place) = open.pop() {
            if !std::mem::replace(&mut seen[place], true) {
                let below = self.nodes[place].dependencies.iter();
                open.extend(below.filter_map(|hash| self.places.get(hash).copied()));
            }
        }
        seen
    }
}

/// The hashes of a column of dependencies.
pub(super) fn hashes(column: &[u8]) -> Vec<ChangeHash> {
    column.chunks_exact(32).filter_map(|part| ChangeHash::from_slice(part).ok()).collect()
}
