//! A request's batches, opened: signatures, hashes and lanes, before the log is asked anything.

use std::collections::BTreeMap;

use super::RelayError;
use crate::auth::DeviceRecord;
use soviec_core::{
    admission::Code,
    change::{Change, Limits, hash_of},
    model::ActorId,
    protocol::{
        Ack, Answer, Batch, BatchItem, LaneUse, PushedBatch, Request, Sealed, WireLimits,
        actor_of_lane,
    },
};

/// What a request brings.
pub(super) struct Incoming {
    pub(super) batches: Vec<OpenBatch>,
    /// All items, in the order of the batches.
    pub(super) items: Vec<Item>,
    /// The lanes that the batches name and that are the device's own.
    pub(super) lanes: BTreeMap<ActorId, (LaneUse, usize)>,
}

/// A batch whose signature holds.
pub(super) struct OpenBatch {
    pub(super) sealed: Sealed,
    pub(super) batch: Batch,
}

/// One change of a batch.
pub(super) struct Item {
    /// The place of its batch in [`Incoming::batches`].
    pub(super) batch: usize,
    pub(super) entry: BatchItem,
    pub(super) bytes: Vec<u8>,
    /// The change, or why it is none that is taken.
    pub(super) change: Result<Change, Code>,
}

impl Incoming {
    /// Opens all batches. One that is not what it says makes the whole request void: its sender
    /// is broken or is not the device, and no part of it can be trusted more than another.
    pub(super) fn open(
        request: &Request,
        device: &DeviceRecord,
        wire: &WireLimits,
        change: &Limits,
    ) -> Result<Self, RelayError> {
        let changes: usize = request.batches.iter().map(|batch| batch.changes.len()).sum();
        if changes > wire.changes {
            return Err(RelayError::TooLarge("changes"));
        }
        let mut incoming = Self { batches: Vec::new(), items: Vec::new(), lanes: BTreeMap::new() };
        for pushed in &request.batches {
            incoming.add(pushed, device, wire, change)?;
        }
        incoming.check_numbers(request)?;
        Ok(incoming)
    }

    fn add(
        &mut self,
        pushed: &PushedBatch,
        device: &DeviceRecord,
        wire: &WireLimits,
        change: &Limits,
    ) -> Result<(), RelayError> {
        let sealed = pushed.sealed().ok_or(RelayError::Malformed("a batch cannot be read"))?;
        let batch = sealed.open(&device.key).map_err(|_| RelayError::Unauthorised)?;
        if batch.items.len() != pushed.changes.len() {
            return Err(RelayError::Malformed("a batch does not come with its changes"));
        }
        if batch.items.len() > wire.batch_items || batch.lanes.len() > wire.batch_items {
            return Err(RelayError::TooLarge("items in a batch"));
        }
        let place = self.batches.len();
        for (entry, bytes) in batch.items.iter().zip(&pushed.changes) {
            self.items.push(item(place, *entry, bytes, change)?);
        }
        for lane in &batch.lanes {
            if actor_of_lane(&device.key, &batch.epoch, lane.number) == lane.actor {
                self.lanes.entry(lane.actor).or_insert((*lane, place));
            }
        }
        self.batches.push(OpenBatch { sealed, batch });
        Ok(())
    }

    /// The numbers of the present epoch lie below the one that the phone will take next.
    fn check_numbers(&self, request: &Request) -> Result<(), RelayError> {
        let hello = &request.hello;
        let mut present = self
            .items
            .iter()
            .filter(|item| self.batches[item.batch].batch.epoch == hello.epoch)
            .map(|item| item.entry.client_seq);
        if present.any(|number| number == 0 || number >= hello.next_client_seq) {
            return Err(RelayError::Malformed("a number is not below the phone's next one"));
        }
        Ok(())
    }

    /// One answer to everything.
    pub(super) fn answer_all(&self, answer: &Answer) -> Vec<Ack> {
        let ack = |item: &Item| Ack {
            client_seq: item.entry.client_seq,
            change: item.entry.change,
            answer: answer.clone(),
            seq: None,
        };
        self.items.iter().map(ack).collect()
    }
}

/// The bytes must be those that were signed for: a refusal recorded under a hash that is not
/// theirs would refuse somebody else's change.
fn item(batch: usize, entry: BatchItem, bytes: &[u8], limits: &Limits) -> Result<Item, RelayError> {
    if hash_of(bytes) != Ok(entry.change) {
        return Err(RelayError::Malformed("a change is not the one that its batch names"));
    }
    let change = Change::parse(bytes, limits).map_err(Code::from);
    Ok(Item { batch, entry, bytes: bytes.to_vec(), change })
}
