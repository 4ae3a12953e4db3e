//! Each rule has a change that breaks it alone.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod ancestry;
mod fields;
mod place;
mod puts;

use super::*;
use crate::change::Value;
use crate::model::RegisterKey;
use crate::{
    change::{
        Action, Change, Limits, Message, NewChange, ObjectId, Operation, bucket_object, encode,
        genesis,
    },
    model::{Day, DocumentId, DocumentKind, OfficerId, TaskId, Tick, restored, withdrawal},
};

const DOCUMENT: DocumentId = DocumentId([0xd0; 16]);
const PHONE: ActorId = ActorId([1; 16]);
const OTHER: ActorId = ActorId([2; 16]);
const TASK: TaskId = TaskId([7; 16]);

fn tick(done: bool) -> Vec<u8> {
    let on = Day::new(2023, 6, 1).unwrap();
    crate::model::encode(&Tick { by: OfficerId([9; 16]), on, done })
}

fn put(field: &str, value: Value, predecessors: &[OpId]) -> Operation {
    let key = RegisterKey::new(TASK, field);
    Operation {
        object: bucket_object(DOCUMENT, key.bucket()),
        key: key.as_str().to_owned(),
        insert: false,
        action: Action::Put(value),
        predecessors: predecessors.to_vec(),
    }
}

/// A document with a first tick of `PHONE` and, beside it, one of `OTHER`.
struct World {
    history: History,
    genesis: Change,
    first: Change,
    beside: Change,
}

impl World {
    fn new() -> Self {
        let genesis = genesis(DOCUMENT, 1);
        let first = |actor| {
            let operations = vec![put("tick", Value::Bytes(tick(true)), &[])];
            encode(&new_change(actor, 1, 67, vec![genesis.hash], operations))
        };
        let (first, beside) = (first(PHONE), first(OTHER));
        let mut history = History::new(&genesis);
        for change in [&first, &beside] {
            assert!(matches!(judge_in(&history, change), Verdict::Admit(_)));
            history.add(change);
        }
        Self { history, genesis, first, beside }
    }

    /// The next change of `PHONE`, which sees both ticks: valid, to be spoilt.
    fn next(&self) -> NewChange {
        let predecessors = [self.first.op_id(0), self.beside.op_id(0)];
        let operations = vec![
            put("tick", Value::Bytes(tick(false)), &predecessors),
            put("future", Value::Str("x".into()), &[]),
        ];
        new_change(PHONE, 2, 68, vec![self.first.hash, self.beside.hash], operations)
    }

    fn judge(&self, new: &NewChange) -> Verdict {
        judge_in(&self.history, &encode(new))
    }

    /// The verdict on [`Self::next`] after one spoiling.
    fn spoilt(&self, spoil: impl FnOnce(&mut NewChange)) -> Verdict {
        let mut new = self.next();
        spoil(&mut new);
        self.judge(&new)
    }
}

fn new_change(
    actor: ActorId,
    seq: u64,
    start_op: u64,
    dependencies: Vec<ChangeHash>,
    operations: Vec<Operation>,
) -> NewChange {
    NewChange { dependencies, actor, seq, start_op, time: 0, message: None, operations }
}

fn judge_in(history: &History, change: &Change) -> Verdict {
    judge(change, DOCUMENT, DocumentKind::WorkBook, history, &Limits::default())
}

fn refused(code: Code) -> Verdict {
    Verdict::Refused(code)
}

#[test]
fn a_change_within_the_profile_is_admitted_with_its_puts() {
    let world = World::new();
    let change = encode(&world.next());
    let Verdict::Admit(puts) = judge_in(&world.history, &change) else { panic!("refused") };
    assert_eq!(puts.len(), 2);
    assert_eq!(puts[0].key, RegisterKey::new(TASK, "tick"));
    assert_eq!(puts[0].op, OpId { counter: 68, actor: PHONE });
    assert_eq!(puts[0].value, Value::Bytes(tick(false)));
    assert_eq!(puts[0].predecessors, [world.first.op_id(0), world.beside.op_id(0)]);
    assert_eq!(puts[1].op.counter, 69);
    assert!(puts.iter().all(|put| put.over.is_empty()));
}
