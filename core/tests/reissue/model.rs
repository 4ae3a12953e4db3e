//! A document in memory, with what left it: the ground of a re-issue.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use soviec_core::admission::{History, Verdict, judge};
use soviec_core::change::{
    Action, Change, Limits, Message, NewChange, Operation, Value, bucket_object, encode, genesis,
};
use soviec_core::document::Document;
use soviec_core::fold::{Kill, Operation as Row, shown, step};
use soviec_core::model::{
    ActorId, ChangeHash, DocumentId, DocumentKind, OpId, RegisterKey, TaskId,
};
use soviec_core::reissue::{Fate, Ground, Rewritten, rewrite};

pub(crate) const DOCUMENT: DocumentId = DocumentId([0xd0; 16]);

pub(crate) fn key(field: &str) -> RegisterKey {
    RegisterKey::new(TaskId([7; 16]), field)
}

/// All changes that were ever known, in the order in which they came, and which of them are in
/// the document.
#[derive(Clone)]
pub(crate) struct Model {
    pub(crate) document: DocumentId,
    pub(crate) genesis: Change,
    pub(crate) changes: BTreeMap<ChangeHash, Rc<Change>>,
    pub(crate) order: Vec<ChangeHash>,
    pub(crate) present: BTreeSet<ChangeHash>,
    pub(crate) successors: BTreeMap<ChangeHash, ChangeHash>,
}

impl Model {
    pub(crate) fn new(document: DocumentId) -> Self {
        let genesis = genesis(document, 1);
        let changes = BTreeMap::from([(genesis.hash, Rc::new(genesis.clone()))]);
        let present = BTreeSet::from([genesis.hash]);
        let (order, successors) = Default::default();
        Self { document, genesis, changes, order, present, successors }
    }

    /// The changes of the document, each after its dependencies.
    pub(crate) fn standing(&self) -> Vec<Rc<Change>> {
        let present = self.order.iter().filter(|hash| self.present.contains(*hash));
        present.map(|hash| Rc::clone(&self.changes[hash])).collect()
    }

    /// What has nothing above it among `of`.
    pub(crate) fn heads(&self, of: &BTreeSet<ChangeHash>) -> Vec<ChangeHash> {
        let below: BTreeSet<_> =
            of.iter().flat_map(|hash| self.changes[hash].dependencies.clone()).collect();
        of.difference(&below).copied().collect()
    }

    /// Everything at or below some changes.
    pub(crate) fn closure(&self, of: &[ChangeHash]) -> BTreeSet<ChangeHash> {
        let (mut open, mut seen) = (of.to_vec(), BTreeSet::new());
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(self.changes[&next].dependencies.iter().copied());
            }
        }
        seen
    }

    fn seq(&self, actor: ActorId) -> u64 {
        1 + self.standing().iter().filter(|c| c.actor == actor).count() as u64
    }

    /// An honest new change on some dependencies: over what lives there.
    pub(crate) fn write(
        &mut self,
        actor: u8,
        dependencies: &[ChangeHash],
        fields: &[&str],
        value: u64,
    ) -> Rc<Change> {
        let actor = ActorId([actor; 16]);
        let operations: Vec<_> = fields
            .iter()
            .map(|field| self.put(&key(field), value, self.live(&key(field), dependencies)))
            .collect();
        let start_op = 1 + dependencies.iter().map(|d| self.changes[d].max_op()).max().unwrap();
        let (dependencies, seq) = (dependencies.to_vec(), self.seq(actor));
        self.add(encode(&NewChange {
            dependencies,
            actor,
            seq,
            start_op,
            time: 0,
            message: None,
            operations,
        }))
    }

    pub(crate) fn put(&self, key: &RegisterKey, value: u64, predecessors: Vec<OpId>) -> Operation {
        Operation {
            object: bucket_object(self.document, key.bucket()),
            key: key.to_string(),
            insert: false,
            action: Action::Put(Value::Uint(value)),
            predecessors,
        }
    }

    pub(crate) fn live(&self, key: &RegisterKey, at: &[ChangeHash]) -> Vec<OpId> {
        let below = self.closure(at);
        let changes: Vec<_> = below.iter().map(|hash| &self.changes[hash]).collect();
        let operations = || {
            changes
                .iter()
                .flat_map(|c| c.operations.iter().enumerate().map(|(i, o)| (c.op_id(i), o)))
        };
        let of_key = || operations().filter(|(_, o)| o.key == key.as_str());
        let gone: BTreeSet<OpId> = of_key().flat_map(|(_, o)| o.predecessors.clone()).collect();
        of_key().map(|(op, _)| op).filter(|op| !gone.contains(op)).collect()
    }

    /// Takes a change into the document; admission has to let it through.
    pub(crate) fn add(&mut self, change: Change) -> Rc<Change> {
        let kind = DocumentKind::WorkBook;
        let verdict = judge(&change, self.document, kind, &self.history(), &Limits::default());
        assert!(matches!(verdict, Verdict::Admit(_)), "{verdict:?}");
        let change = Rc::new(change);
        self.changes.insert(change.hash, Rc::clone(&change));
        self.order.push(change.hash);
        self.present.insert(change.hash);
        change
    }

    fn history(&self) -> History {
        let mut history = History::new(&self.genesis);
        self.standing().iter().for_each(|change| history.add(change));
        history
    }

    /// Takes a change and all that stands on it out; returns them, each after its dependencies.
    pub(crate) fn remove(&mut self, dead: ChangeHash) -> Vec<Rc<Change>> {
        let mut gone = BTreeSet::from([dead]);
        for change in self.standing() {
            if change.dependencies.iter().any(|hash| gone.contains(hash)) {
                gone.insert(change.hash);
            }
        }
        let removed = self.standing().into_iter().filter(|c| gone.contains(&c.hash)).collect();
        self.present.retain(|hash| !gone.contains(hash));
        removed
    }

    /// Writes an edit again, in a lane of its own.
    pub(crate) fn reissue(&mut self, original: &Change, actor: u8) -> Rc<Change> {
        let rewritten = rewrite(original, None, self).unwrap();
        self.carry(original, rewritten, actor)
    }

    pub(crate) fn carry(&mut self, original: &Change, again: Rewritten, actor: u8) -> Rc<Change> {
        let Rewritten { dependencies, message, operations, start_op } = again;
        let actor = ActorId([actor; 16]);
        let change = self.add(encode(&NewChange {
            dependencies,
            actor,
            seq: 1,
            start_op,
            time: original.time,
            message: Some(message),
            operations,
        }));
        self.successors.insert(original.hash, change.hash);
        change
    }

    /// The rows that the fold makes of the document.
    pub(crate) fn rows(&self) -> (Vec<Row>, Vec<Kill>) {
        let (mut rows, mut kills): (Vec<Row>, Vec<Kill>) = Default::default();
        for change in self.standing() {
            let puts = soviec_core::admission::puts(&change, self.document, DocumentKind::WorkBook);
            let edit_of = |op: &OpId| rows.iter().find(|row| row.op == *op).map(|row| row.edit);
            let step = step(&change, &puts.unwrap(), edit_of);
            rows.iter_mut()
                .filter(|r| step.superseded.contains(&r.op))
                .for_each(|r| r.live = false);
            rows.extend(step.inserted);
            kills.extend(step.kills);
        }
        (rows, kills)
    }

    /// The values that people see in a register.
    pub(crate) fn shown(&self, field: &str) -> Vec<u64> {
        let (rows, kills) = self.rows();
        let rows: Vec<_> = rows.into_iter().filter(|row| row.key == key(field)).collect();
        let killed = kills.into_iter().filter(|k| k.key == key(field)).map(|k| k.edit).collect();
        let value = |value: &Value| match value {
            Value::Uint(value) => *value,
            other => panic!("{other:?} was never put"),
        };
        let mut all: Vec<_> =
            shown(&rows, &killed).values.iter().map(|v| value(&v.value)).collect();
        all.sort_unstable();
        all
    }

    /// The library takes the document and lists the registers that the fold calls live.
    pub(crate) fn agrees_with_the_library(&self) {
        let parts: Vec<Vec<u8>> = std::iter::once(self.genesis.bytes().to_vec())
            .chain(self.standing().iter().map(|change| change.bytes().to_vec()))
            .collect();
        let library = Document::load(self.document, &parts).unwrap();
        assert_eq!(
            Document::load(self.document, &[library.save().unwrap()]).unwrap().heads(),
            library.heads()
        );
        let mut heads = self.heads(&self.present);
        heads.sort_unstable();
        assert_eq!(library.heads(), heads);
        let (rows, _) = self.rows();
        let keys: BTreeSet<_> = rows.iter().map(|row| row.key.clone()).collect();
        for key in keys {
            let of_key = rows.iter().filter(|row| row.key == key && row.live);
            let ours: BTreeMap<_, _> =
                of_key.map(|row| (row.op, row.value.clone().unwrap())).collect();
            let theirs: BTreeMap<_, _> = library.values(&key).unwrap().into_iter().collect();
            assert_eq!(ours, theirs);
        }
    }
}

impl Ground for Model {
    fn change(&self, hash: &ChangeHash) -> Option<Rc<Change>> {
        self.changes.get(hash).cloned()
    }

    fn fate(&self, hash: &ChangeHash) -> Fate {
        if self.present.contains(hash) {
            return Fate::Here;
        }
        let successor = self.successors.get(hash).filter(|hash| self.present.contains(*hash));
        successor.map_or(Fate::Gone, |hash| Fate::Successor(*hash))
    }

    fn below(&self, ancestor: &ChangeHash, of: &[ChangeHash]) -> bool {
        self.closure(of).contains(ancestor)
    }

    fn writers(&self, key: &RegisterKey) -> Vec<ChangeHash> {
        let writes = |c: &Rc<Change>| c.operations.iter().any(|o| o.key == key.as_str());
        self.standing().into_iter().filter(writes).map(|change| change.hash).collect()
    }

    fn edit_of(&self, change: &ChangeHash) -> Option<ChangeHash> {
        self.changes.get(change).map(|change| change.edit())
    }

    fn max_op(&self, change: &ChangeHash) -> Option<u64> {
        self.changes.get(change).map(|change| change.max_op())
    }

    fn genesis(&self) -> ChangeHash {
        self.genesis.hash
    }
}

/// What a message of a re-issue says of its only put.
pub(crate) fn over(change: &Change) -> &[ChangeHash] {
    let message: &Message = change.message.as_ref().unwrap();
    &message.overs[0]
}
