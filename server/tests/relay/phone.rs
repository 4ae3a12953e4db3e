//! A phone reduced to what the exchange needs: documents, lanes, batches, a cursor.

use std::collections::BTreeMap;

use soviec_core::{
    change::{Change, Limits, NewChange, Value, encode, genesis, hash_of},
    document::Document,
    model::{
        ActorId, ChangeHash, Day, DocumentId, Epoch, ItemId, Moment, OfficerId, RegisterKey,
        TenantId, Tick, encode as encode_act,
    },
    protocol::{
        Answer, Batch, BatchItem, ChangeState, Cursor, Hello, LaneUse, Point, PushedBatch, Reply,
        Request, SCHEMA, SigningKey, actor_of_lane,
    },
    sync::{Effect, Heard, effects},
};
use soviec_server::{auth::DeviceRecord, relay::RelayError};

use crate::world::World;

pub(crate) const ITEM: ItemId = ItemId([0x33; 16]);

pub(crate) struct Phone {
    pub(crate) record: DeviceRecord,
    pub(crate) key: SigningKey,
    pub(crate) epoch: Epoch,
    pub(crate) officer: OfficerId,
    pub(crate) next: u64,
    pub(crate) cursor: Point,
    pub(crate) horizon: Point,
    pub(crate) page: u64,
    documents: BTreeMap<DocumentId, Document>,
    lanes: BTreeMap<DocumentId, LaneUse>,
    new_lanes: Vec<LaneUse>,
    pending: Vec<(BatchItem, Vec<u8>)>,
    previous: [u8; 32],
}

impl Phone {
    /// A phone whose key follows from `seed`, as [`World::enrol`] made it.
    pub(crate) fn new(record: DeviceRecord, seed: u8, epoch: u8, officer: OfficerId) -> Self {
        Self {
            record,
            key: SigningKey::from_seed(&[seed; 32]),
            epoch: Epoch([epoch; 16]),
            officer,
            next: 1,
            cursor: Point::start(),
            horizon: Point::start(),
            page: u64::MAX,
            documents: BTreeMap::new(),
            lanes: BTreeMap::new(),
            new_lanes: Vec::new(),
            pending: Vec::new(),
            previous: [0; 32],
        }
    }

    pub(crate) fn document(&mut self, id: DocumentId) -> &mut Document {
        self.documents.entry(id).or_insert_with(|| Document::new(id, SCHEMA).unwrap())
    }

    pub(crate) fn actor(&mut self, document: DocumentId) -> ActorId {
        let number = self.lanes.len() as u64 + 1;
        let actor = actor_of_lane(&self.record.key, &self.epoch, number);
        let new = &mut self.new_lanes;
        let lane = self.lanes.entry(document).or_insert_with(|| {
            let lane = LaneUse { actor, number, document };
            new.push(lane);
            lane
        });
        lane.actor
    }

    /// Ticks an item, or takes the tick back, and returns the change.
    pub(crate) fn tick(&mut self, document: DocumentId, item: ItemId, done: bool) -> ChangeHash {
        let on = Day::new(2023, 6, 1).unwrap();
        let act = encode_act(&Tick { by: self.officer, on, done });
        let actor = self.actor(document);
        let puts = [(RegisterKey::new(item, "tick"), Value::Bytes(act))];
        let written = self.document(document).write(actor, 0, &puts, None).unwrap();
        self.queue(document, written.expect("the act is a new one").bytes().to_vec())
    }

    /// Queues bytes as the next change.
    pub(crate) fn queue(&mut self, document: DocumentId, bytes: Vec<u8>) -> ChangeHash {
        let change = hash_of(&bytes).unwrap();
        let item = BatchItem { client_seq: self.next, document, change, grant_version: 0 };
        self.next += 1;
        self.pending.push((item, bytes));
        change
    }

    /// A change on the heads, spoilt before it is encoded.
    pub(crate) fn queue_spoilt(
        &mut self,
        document: DocumentId,
        item: ItemId,
        spoil: impl FnOnce(&mut NewChange),
    ) -> ChangeHash {
        self.tick(document, item, true);
        let (_, bytes) = self.pending.pop().expect("the tick was queued");
        self.next -= 1;
        let change = Change::parse(&bytes, &Limits::default()).unwrap();
        let Change { dependencies, actor, seq, start_op, time, message, operations, .. } = change;
        let mut new = NewChange { dependencies, actor, seq, start_op, time, message, operations };
        spoil(&mut new);
        self.queue(document, encode(&new).bytes().to_vec())
    }

    /// Everything queued as one sealed batch, in the order of `order` if it is given.
    pub(crate) fn seal(&mut self) -> PushedBatch {
        let pending = std::mem::take(&mut self.pending);
        let (items, changes): (Vec<_>, Vec<_>) = pending.into_iter().unzip();
        let batch = Batch {
            previous: self.previous.into(),
            epoch: self.epoch,
            lanes: std::mem::take(&mut self.new_lanes),
            items,
        };
        let sealed = batch.seal(&self.key);
        self.previous = sealed.hash();
        let changes = changes.into_iter().map(Into::into).collect();
        PushedBatch { sealed: sealed.to_bytes().into(), changes }
    }

    pub(crate) fn reverse_queue(&mut self) {
        self.pending.reverse();
    }

    pub(crate) fn forget_queue(&mut self) {
        self.pending.clear();
    }

    pub(crate) fn request(&self, world: &World, batches: Vec<PushedBatch>) -> Request {
        let hello = Hello {
            schema: SCHEMA,
            epoch: self.epoch,
            next_client_seq: self.next,
            waiting: batches.iter().map(|batch| batch.changes.len() as u64).sum(),
            clock: Moment(0),
            app: "test".into(),
            page: self.page,
        };
        let relay_epoch = world.office.relay().keys().relay_epoch;
        let cursor = Cursor { relay_epoch, cursor: self.cursor, horizon: self.horizon };
        Request { hello, cursor, batches, attaching: Vec::new() }
    }

    /// One exchange whose reply arrives and is read as a real phone reads it.
    pub(crate) fn sync(&mut self, world: &World, batches: Vec<PushedBatch>) -> Reply {
        let request = self.request(world, batches);
        let reply = self.send(world, &request).unwrap();
        self.hear(world, &request, &reply);
        reply
    }

    /// The queue as one batch, and the reply to it.
    pub(crate) fn push(&mut self, world: &World) -> Reply {
        let batch = self.seal();
        self.sync(world, vec![batch])
    }

    pub(crate) fn send(&self, world: &World, request: &Request) -> Result<Reply, RelayError> {
        world.office.relay().exchange(&self.record, request, world.now())
    }

    pub(crate) fn hear(&mut self, world: &World, request: &Request, reply: &Reply) {
        let heard = self.heard(world, request);
        for effect in effects(reply, &heard).expect("a reply that a phone believes") {
            match effect {
                Effect::Change { document, bytes: Some(bytes), .. } => {
                    self.document(document).apply(&[bytes]).unwrap();
                }
                Effect::Advance { cursor, horizon, .. } => {
                    (self.cursor, self.horizon) = (cursor, horizon);
                }
                _ => {}
            }
        }
    }

    fn heard(&self, world: &World, request: &Request) -> Heard {
        let keys = world.office.relay().keys();
        let sealed = request.batches.iter().filter_map(PushedBatch::sealed);
        let items = sealed.flat_map(|sealed| sealed.unverified().items);
        Heard {
            tenant: TenantId(world.office.tenant().0),
            device: self.record.device,
            epoch: self.epoch,
            relay_key: keys.relay.public(),
            relay_epoch: keys.relay_epoch,
            cursor: self.cursor,
            horizon: self.horizon,
            sent: items.map(|item| (item.change, (item.client_seq, item.document))).collect(),
            attaching: Default::default(),
        }
    }
}

/// The states in a reply's answers; none for an answer that records nothing.
pub(crate) fn states(reply: &Reply) -> Vec<Option<ChangeState>> {
    let state = |answer: &Answer| match answer {
        Answer::State(state) => Some(*state),
        _ => None,
    };
    reply.acks.iter().map(|ack| state(&ack.answer)).collect()
}

/// The genesis of a document, as every phone computes it.
pub(crate) fn genesis_hash(document: DocumentId) -> ChangeHash {
    genesis(document, SCHEMA).hash
}
