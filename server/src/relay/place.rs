//! What becomes of each change of a request: rules J1 to J5, inside the log's transaction.

mod carried;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    incoming::{Incoming, Item},
    quill::Quill,
};
use crate::{
    auth::DeviceRecord,
    log::{Group, LogError, PresentState},
};
use soviec_core::{
    change::{Limits, genesis},
    model::{ChangeHash, DocumentId, Epoch, Moment},
    protocol::{Ack, Answer, ChangeState, Hello, LaneUse, RowHeader, RowKind, SCHEMA},
};

use verdict::Judged;

/// Why the transaction is given up.
pub(super) enum Halt {
    /// An epoch of the request is another history of this phone: nothing of it is recorded.
    Regressed(Epoch),
    /// The log failed.
    Log(LogError),
}

impl From<LogError> for Halt {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

/// One request on its way into the log.
pub(super) struct Placing<'p, 'log> {
    group: &'p mut Group<'log>,
    device: &'p DeviceRecord,
    incoming: &'p Incoming,
    limits: &'p Limits,
    now: Moment,
    /// By the place of the item.
    placed: BTreeMap<usize, PresentState>,
    /// Documents and the hash of their genesis, which is never sent and counts as stored.
    geneses: BTreeMap<DocumentId, ChangeHash>,
}

impl<'p, 'log> Placing<'p, 'log> {
    pub(super) fn new(
        group: &'p mut Group<'log>,
        device: &'p DeviceRecord,
        incoming: &'p Incoming,
        limits: &'p Limits,
        now: Moment,
    ) -> Self {
        let documents: BTreeSet<DocumentId> =
            incoming.items.iter().map(|item| item.entry.document).collect();
        let geneses = documents.into_iter().map(|id| (id, genesis(id, SCHEMA).hash)).collect();
        Self { group, device, incoming, limits, now, placed: BTreeMap::new(), geneses }
    }

    /// Judges and records everything that can be placed, but nothing of a closed epoch; the
    /// answers in the order of the items.
    pub(super) fn run(
        mut self,
        hello: &Hello,
        quill: &Quill,
        closed: &BTreeSet<Epoch>,
    ) -> Result<Vec<Ack>, Halt> {
        self.check_history(hello, closed)?;
        let open = |place: &usize| !closed.contains(&self.epoch(&self.incoming.items[*place]));
        let mut open: Vec<usize> = (0..self.incoming.items.len()).filter(open).collect();
        loop {
            let before = open.len();
            let mut left = Vec::new();
            for place in open {
                if !self.place(place, quill)? {
                    left.push(place);
                }
            }
            open = left;
            if open.len() == before || open.is_empty() {
                break;
            }
        }
        self.keep_batches()?;
        self.acks(&open, closed)
    }

    fn epoch(&self, item: &Item) -> Epoch {
        self.incoming.batches[item.batch].batch.epoch
    }

    /// J2: numbers of this phone that are recorded with other changes, or that it says it will
    /// take again, are another history of it: a restored or cloned database. Only that epoch is;
    /// a number that was merely not recorded yet is none.
    fn check_history(&self, hello: &Hello, closed: &BTreeSet<Epoch>) -> Result<(), Halt> {
        let device = &self.device.device;
        let mut numbers = BTreeMap::new();
        for item in &self.incoming.items {
            let epoch = self.epoch(item);
            if closed.contains(&epoch) {
                continue;
            }
            let (number, change) = (item.entry.client_seq, item.entry.change);
            let recorded = self.group.client_item(device, &epoch, number)?;
            let before = numbers.insert((epoch, number), change).or(recorded);
            if before.is_some_and(|before| before != change) || self.is_taken(item)? {
                return Err(Halt::Regressed(epoch));
            }
        }
        let last = self.group.last_client_seq(device, &hello.epoch)?;
        if hello.next_client_seq <= last && !closed.contains(&hello.epoch) {
            return Err(Halt::Regressed(hello.epoch));
        }
        Ok(())
    }

    /// Whether the place of an own change in its lane holds another one.
    fn is_taken(&self, item: &Item) -> Result<bool, LogError> {
        let Ok(change) = &item.change else { return Ok(false) };
        if !self.is_own_lane(item)? {
            return Ok(false);
        }
        let there = self.group.change_of(&item.entry.document, &change.actor, change.seq)?;
        Ok(there.is_some_and(|it| it.seq == change.seq && it.hash != change.hash))
    }

    /// Whether the actor of an item is a lane of this device in that document, by the log or by
    /// a batch of this request.
    fn is_own_lane(&self, item: &Item) -> Result<bool, LogError> {
        let Ok(change) = &item.change else { return Ok(false) };
        let (device, document) = (self.device.device, item.entry.document);
        if let Some(lane) = self.group.lane(&change.actor)? {
            return Ok(lane.device == Some(device) && lane.document == document);
        }
        let named = self.incoming.lanes.get(&change.actor);
        Ok(named.is_some_and(|(lane, _)| lane.document == document))
    }

    /// Answers a known change with its state, or judges and records a new one. False: something
    /// below it is missing so far.
    fn place(&mut self, place: usize, quill: &Quill) -> Result<bool, Halt> {
        let item = &self.incoming.items[place];
        if let Some(state) = self.known(item)? {
            self.note_number(item, state.seq)?;
            self.placed.insert(place, state);
            return Ok(true);
        }
        let Some(Judged { state, others }) = self.verdict(item)? else { return Ok(false) };
        let seq = self.record(item, state)?;
        self.take_over(item, state, &others, quill)?;
        self.placed.insert(place, PresentState { state, seq });
        Ok(true)
    }

    /// J1. That a change came over a device which has no such lane says nothing about the change:
    /// when its own author brings it, it is judged.
    fn known(&self, item: &Item) -> Result<Option<PresentState>, LogError> {
        let (document, change) = (&item.entry.document, &item.entry.change);
        if self.geneses.get(document) == Some(change) {
            return Ok(Some(PresentState { state: ChangeState::Stored, seq: 0 }));
        }
        let found = self.group.state_of(document, change)?;
        let foreign = ChangeState::Refused(super::NO_LANE);
        Ok(match found {
            Some(present) if present.state == foreign && self.is_own_lane(item)? => None,
            found => found,
        })
    }

    fn note_number(&self, item: &Item, row: u64) -> Result<(), LogError> {
        let (epoch, number, change) = (self.epoch(item), item.entry.client_seq, &item.entry.change);
        self.group.add_client_item(&self.device.device, &epoch, number, change, row)
    }

    fn record(&mut self, item: &Item, state: ChangeState) -> Result<u64, LogError> {
        self.record_lanes(item)?;
        let stored = state == ChangeState::Stored;
        let kind = if stored { RowKind::CHANGE } else { RowKind::VERDICT };
        let header = RowHeader {
            change: Some(item.entry.change),
            client_seq: Some(item.entry.client_seq),
            grant_version: Some(item.entry.grant_version),
            state: (!stored).then_some(state),
            ..self.header(kind, item.entry.document, item.batch)
        };
        let seq = self.group.push(header, &item.bytes)?;
        if let Ok(change) = &item.change {
            if super::living(state) {
                self.group.add_change(&item.entry.document, change, seq)?;
            }
            if let Some(grant) = self.device.certificate.grant(&item.entry.document) {
                self.group.add_name(&grant.document)?;
            }
            let counts = !matches!(state, ChangeState::Refused(code) if super::says_nothing(code));
            if change.edit() != change.hash && counts {
                self.group.add_carrier(&item.entry.document, &change.edit(), &change.hash)?;
            }
        }
        Ok(seq)
    }

    /// A lane stands before its first change, and with it all that the batch names: it is not
    /// sent again once its changes are answered.
    fn record_lanes(&mut self, item: &Item) -> Result<(), LogError> {
        let actor = item.change.as_ref().ok().map(|change| change.actor);
        let named: Vec<(LaneUse, usize)> = self
            .incoming
            .lanes
            .values()
            .filter(|(lane, from)| *from == item.batch || Some(lane.actor) == actor)
            .copied()
            .collect();
        for (lane, from) in named {
            if self.group.lane(&lane.actor)?.is_none() {
                let header = RowHeader {
                    actor: Some(lane.actor),
                    lane: Some(lane.number),
                    ..self.header(RowKind::LANE, lane.document, from)
                };
                self.group.push(header, &[])?;
            }
        }
        Ok(())
    }

    fn header(&self, kind: RowKind, document: DocumentId, batch: usize) -> RowHeader {
        RowHeader {
            device: Some(self.device.device),
            epoch: Some(self.incoming.batches[batch].batch.epoch),
            ..RowHeader::new(kind, document, self.now)
        }
    }

    /// A batch of which something is recorded is kept as evidence. A gap in the chain of batches
    /// is noted and stops nothing: a restored phone signs two children of one batch honestly.
    fn keep_batches(&self) -> Result<(), LogError> {
        let recorded: BTreeSet<usize> =
            self.placed.keys().map(|place| self.incoming.items[*place].batch).collect();
        for open in recorded.into_iter().map(|place| &self.incoming.batches[place]) {
            let (device, batch) = (&self.device.device, &open.batch);
            let (hash, previous) = (open.sealed.hash(), &batch.previous);
            if let Some(flag) = self.group.batch_flag(device, &batch.epoch, &hash, previous)? {
                self.group.add_batch(device, &open.sealed, flag, self.now)?;
            }
        }
        Ok(())
    }

    fn acks(&self, missing: &[usize], closed: &BTreeSet<Epoch>) -> Result<Vec<Ack>, Halt> {
        let mut acks = Vec::with_capacity(self.incoming.items.len());
        for (place, item) in self.incoming.items.iter().enumerate() {
            let (answer, seq) = match self.placed.get(&place) {
                Some(PresentState { state, seq }) => {
                    (Answer::State(*state), Some(*seq).filter(|seq| *seq > 0))
                }
                None if closed.contains(&self.epoch(item)) => (Answer::Regressed, None),
                None => (Answer::Missing(self.roots(item, missing)?), None),
            };
            let (client_seq, change) = (item.entry.client_seq, item.entry.change);
            acks.push(Ack { client_seq, change, answer, seq });
        }
        Ok(acks)
    }

    /// The unknown changes at the bottom: what stands above them in this very request needs no
    /// asking for.
    fn roots(&self, item: &Item, missing: &[usize]) -> Result<Vec<ChangeHash>, LogError> {
        let waiting: BTreeMap<(DocumentId, ChangeHash), &Item> = missing
            .iter()
            .map(|place| &self.incoming.items[*place])
            .map(|item| ((item.entry.document, item.entry.change), item))
            .collect();
        let document = item.entry.document;
        let (mut open, mut seen, mut roots) = (vec![item], BTreeSet::new(), BTreeSet::new());
        while let Some(next) = open.pop() {
            let dependencies = next.change.iter().flat_map(|change| &change.dependencies);
            for hash in dependencies.filter(|hash| seen.insert(**hash)).copied().collect::<Vec<_>>()
            {
                match waiting.get(&(document, hash)) {
                    Some(below) => open.push(below),
                    None if self.is_unknown(&document, &hash)? => {
                        roots.insert(hash);
                    }
                    None => {}
                }
            }
        }
        Ok(roots.into_iter().collect())
    }

    fn is_unknown(&self, document: &DocumentId, change: &ChangeHash) -> Result<bool, LogError> {
        if self.geneses.get(document) == Some(change) {
            return Ok(false);
        }
        let present = self.group.state_of(document, change)?;
        Ok(present.is_none_or(|present| present.state == ChangeState::Refused(super::NO_LANE)))
    }
}
