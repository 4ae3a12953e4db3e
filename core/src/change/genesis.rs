//! The first change of a document: computed by everyone who needs the document, never sent.

use super::{Action, Change, NewChange, ObjectId, Operation, Value, encode};
use crate::model::{ActorId, DocumentId, OpId};

/// How many bucket maps a genesis makes.
pub const BUCKETS: u8 = 64;
/// The number of the last operation of every genesis.
pub const MAX_OP: u64 = FIRST_BUCKET + BUCKETS as u64 - 1;
/// The number of the operation that makes the first bucket: `id` and `schema` come before it.
const FIRST_BUCKET: u64 = 3;

/// The genesis of a document: its actor is the document's own id, it depends on nothing, and
/// it puts `id` and `schema` and makes the maps `00` to `3f` at the root, in this order.
pub fn genesis(name: DocumentId, schema: u64) -> Change {
    let head = [
        put("id".to_owned(), Action::Put(Value::Bytes(name.0.to_vec()))),
        put("schema".to_owned(), Action::Put(Value::Uint(schema))),
    ];
    let buckets = (0..BUCKETS).map(|bucket| put(format!("{bucket:02x}"), Action::MakeMap));
    encode(&NewChange {
        dependencies: Vec::new(),
        actor: ActorId(name.0),
        seq: 1,
        start_op: 1,
        time: 0,
        message: None,
        operations: head.into_iter().chain(buckets).collect(),
    })
}

fn put(key: String, action: Action) -> Operation {
    Operation { object: ObjectId::Root, key, insert: false, action, predecessors: Vec::new() }
}

/// The map that holds the registers of `bucket`, 0 to 63, in the document.
pub fn bucket_object(document: DocumentId, bucket: u8) -> ObjectId {
    let counter = FIRST_BUCKET + u64::from(bucket % BUCKETS);
    ObjectId::Op(OpId { counter, actor: ActorId(document.0) })
}
