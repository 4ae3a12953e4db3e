//! A book that grows by whatever was admitted, and what an honest change of it says next.

use std::collections::{BTreeMap, BTreeSet};

use soviec_core::{
    admission::{History, Known, Verdict, judge},
    change::{
        Action, Change, Limits, Message, NewChange, Operation, Value, bucket_object, genesis,
    },
    model::{ActorId, ChangeHash, DocumentName, OpId, RegisterKey, Tick, encode},
    protocol::SCHEMA,
};

use super::craft;
use crate::{Chance, day, item, officer, task};

const FIELDS: u8 = 12;
/// Values of one register that a change supersedes at most.
const OVER: usize = 40;

/// What is known of one book.
pub struct Grown {
    /// The book.
    pub book: DocumentName,
    /// Admitted changes, in their order.
    pub changes: Vec<Change>,
    history: History,
    heads: BTreeSet<ChangeHash>,
    live: BTreeMap<String, Vec<OpId>>,
    highest: u64,
}

impl Grown {
    /// A book of which only the genesis exists.
    pub fn new(book: DocumentName) -> Self {
        let first = genesis(book.id(), SCHEMA);
        Self {
            book,
            changes: Vec::new(),
            history: History::new(&first),
            heads: BTreeSet::from([first.hash]),
            live: BTreeMap::new(),
            highest: first.max_op(),
        }
    }

    /// What the judge says.
    pub fn judge(&self, change: &Change) -> Verdict {
        judge(change, self.book.id(), self.book.kind, &self.history, &Limits::default())
    }

    /// Takes up an admitted change.
    pub fn add(&mut self, change: &Change) {
        self.history.add(change);
        self.heads.retain(|head| !change.dependencies.contains(head));
        self.heads.insert(change.hash);
        self.highest = self.highest.max(change.max_op());
        for (index, operation) in change.operations.iter().enumerate() {
            let live = self.live.entry(operation.key.clone()).or_default();
            live.retain(|op| !operation.predecessors.contains(op));
            live.push(change.op_id(index));
        }
        self.changes.push(change.clone());
    }

    /// An honest change of a lane: some puts over what stands there, on all heads; now and then
    /// one that carries an edit again.
    pub fn next(&self, chance: &Chance, actor: ActorId, by: u8) -> NewChange {
        let seq = self.history.lane_tip(&actor).map_or(0, |tip| tip.seq) + 1;
        let first = chance.below(FIELDS.into()) as u8;
        let puts = 1 + chance.below(4) as u8;
        let operations = (0..puts).map(|n| self.put(chance, (first + n) % FIELDS, by));
        let operations: Vec<_> = operations.collect();
        let message = chance.once_in(6).then(|| Message {
            edit: Some(craft::no_change(chance.next())),
            overs: operations.iter().map(|_| vec![craft::no_change(chance.next() % 9)]).collect(),
        });
        NewChange {
            dependencies: self.heads.iter().copied().take(64).collect(),
            actor,
            seq,
            start_op: self.highest_of_heads() + 1,
            time: 1_686_000_000,
            message,
            operations,
        }
    }

    fn highest_of_heads(&self) -> u64 {
        let some = self.heads.iter().take(64);
        some.filter_map(|hash| self.history.max_op(hash)).max().unwrap_or(self.highest)
    }

    fn put(&self, chance: &Chance, n: u8, by: u8) -> Operation {
        let tick = n < 3;
        let key = match tick {
            true => RegisterKey::new(item(0, n), "tick"),
            false => RegisterKey::new(task(n % 4), &format!("f_{n}")),
        };
        let value = match (tick, chance.below(5)) {
            (true, _) => {
                let done = chance.once_in(2);
                Value::Bytes(encode(&Tick { by: officer(by), on: day(2), done }))
            }
            (_, 0) => Value::Null,
            (_, 1) => Value::Uint(chance.next()),
            (_, 2) => Value::Int(chance.next() as i64),
            (_, 3) => Value::Str("Tổ dân phố".to_owned()),
            _ => Value::Bool(chance.once_in(2)),
        };
        let known = |op: &&OpId| {
            let operation = self.history.operation(op);
            let heads: Vec<_> = self.heads.iter().copied().take(64).collect();
            operation.is_some_and(|found| self.history.below(&found.change, &heads))
        };
        let live = self.live.get(key.as_str()).into_iter().flatten();
        Operation {
            object: bucket_object(self.book.id(), key.bucket()),
            key: key.as_str().to_owned(),
            insert: false,
            action: Action::Put(value),
            predecessors: live.filter(known).take(OVER).copied().collect(),
        }
    }
}
