//! Writing a change in its one form.

use super::{
    Action, Change, NewChange, Operation, Value, chunk,
    column::{self, booleans, differences, numbers, runs},
    leb,
    operation::other_actors,
};
use crate::model::{ActorId, OpId};

/// Encodes a change as the library would. Dependencies, predecessors and the lists of the
/// message are sorted first and doubles removed. Numbers count from 1.
pub fn encode(new: &NewChange) -> Change {
    let mut new = new.clone();
    sort(&mut new.dependencies);
    new.operations.iter_mut().for_each(|op| sort(&mut op.predecessors));
    if let Some(message) = &mut new.message {
        message.overs.iter_mut().for_each(sort);
    }
    seal(new)
}

fn sort<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

/// Encodes a change whose lists are in order.
pub(super) fn seal(new: NewChange) -> Change {
    let (hash, bytes) = chunk::seal(&body(&new));
    let NewChange { dependencies, actor, seq, start_op, time, message, operations } = new;
    Change { hash, dependencies, actor, seq, start_op, time, message, operations, bytes }
}

fn body(new: &NewChange) -> Vec<u8> {
    let others = other_actors(new.actor, &new.operations);
    let mut out = Vec::with_capacity(512);
    leb::put_unsigned(&mut out, new.dependencies.len() as u64);
    new.dependencies.iter().for_each(|hash| out.extend_from_slice(&hash.0));
    leb::put_bytes(&mut out, &new.actor.0);
    leb::put_unsigned(&mut out, new.seq);
    leb::put_unsigned(&mut out, new.start_op);
    leb::put_signed(&mut out, new.time);
    let message = new.message.as_ref().map(super::Message::text).unwrap_or_default();
    leb::put_bytes(&mut out, message.as_bytes());
    leb::put_unsigned(&mut out, others.len() as u64);
    others.iter().for_each(|actor| leb::put_bytes(&mut out, &actor.0));
    put_columns(&mut out, &columns(&new.operations, &Indexes { author: new.actor, others }));
    out
}

/// The numbers that stand for actors in columns: 0 is the author, the others follow.
struct Indexes {
    author: ActorId,
    others: Vec<ActorId>,
}

impl Indexes {
    fn of(&self, op: &OpId) -> u64 {
        if op.actor == self.author {
            return 0;
        }
        let place = self.others.binary_search(&op.actor);
        1 + place.expect("the others were collected from these operations") as u64
    }
}

fn columns(operations: &[Operation], actors: &Indexes) -> Vec<(u32, Vec<u8>)> {
    let objects = || operations.iter().map(|op| op.object.op());
    let predecessors = || operations.iter().flat_map(|op| &op.predecessors);
    let keys: Vec<_> = operations.iter().map(|op| Some(op.key.as_str())).collect();
    let (meta, values) = values(operations);
    vec![
        (column::OBJECT_ACTOR, numbers(objects().map(|op| op.map(|op| actors.of(&op))))),
        (column::OBJECT_COUNTER, numbers(objects().map(|op| op.map(|op| op.counter)))),
        (column::KEY, runs(&keys, |out, key| leb::put_bytes(out, key.as_bytes()))),
        (column::INSERT, booleans(operations.iter().map(|op| op.insert))),
        (column::ACTION, numbers(operations.iter().map(|op| Some(op.action.number())))),
        (column::VALUE_META, numbers(meta)),
        (column::VALUE, values),
        (
            column::PREDECESSOR_COUNT,
            numbers(operations.iter().map(|op| Some(op.predecessors.len() as u64))),
        ),
        (column::PREDECESSOR_ACTOR, numbers(predecessors().map(|op| Some(actors.of(op))))),
        (column::PREDECESSOR_COUNTER, differences(predecessors().map(|op| op.counter))),
    ]
}

/// The columns of types with lengths, and of the values' bytes.
fn values(operations: &[Operation]) -> (Vec<Option<u64>>, Vec<u8>) {
    let mut bytes = Vec::new();
    let meta = operations.iter().map(|op| match &op.action {
        Action::Put(value) => Some(value.put(&mut bytes)),
        Action::MakeMap | Action::Other(_) => Some(Value::Null.put(&mut bytes)),
    });
    (meta.collect(), bytes)
}

fn put_columns(out: &mut Vec<u8>, columns: &[(u32, Vec<u8>)]) {
    let filled: Vec<_> = columns.iter().filter(|(_, data)| !data.is_empty()).collect();
    leb::put_unsigned(out, filled.len() as u64);
    for (spec, data) in &filled {
        leb::put_unsigned(out, (*spec).into());
        leb::put_unsigned(out, data.len() as u64);
    }
    filled.iter().for_each(|(_, data)| out.extend_from_slice(data));
}
