//! The log, read by hand: every change that carries an edit, its state, and what it replaces.

use std::collections::{BTreeMap, BTreeSet};

use soviec_core::{
    change::{Action, Change, Limits},
    model::{ActorId, ChangeHash, DeviceId, DocumentId, OpId, RegisterKey},
    protocol::{ChangeState, RowKind},
};

use super::{Held, Wrong, ledger::Ledger, wrong};
use soviec_server::Office;

/// A change that the log has bytes of.
#[derive(Debug, Clone)]
pub(super) struct Carrier {
    pub(super) change: Change,
    pub(super) document: DocumentId,
    pub(super) device: Option<DeviceId>,
    pub(super) state: ChangeState,
    /// A person at the office said so.
    pub(super) decided: bool,
}

/// Everything in the log by hash, and by the edit that it carries.
#[derive(Debug, Default)]
pub(super) struct Carriers {
    /// A change may stand in two documents: only a hand-made one does.
    all: BTreeMap<(DocumentId, ChangeHash), Carrier>,
    edits: BTreeMap<ChangeHash, BTreeSet<(DocumentId, ChangeHash)>>,
    /// Rows that store each change.
    stored: BTreeMap<ChangeHash, usize>,
    /// Who replaces an edit in a register: edit and register to the edits that do.
    killers: BTreeMap<(DocumentId, String, ChangeHash), BTreeSet<ChangeHash>>,
    pub(super) rows: usize,
}

impl Carriers {
    pub(super) fn read(office: &Office) -> Held<Self> {
        let rows = office.log().read(|view| view.rows_between(0, usize::MAX));
        let rows = rows.map_err(|e| wrong("the log")(&e))?.0;
        let mut carriers = Self { rows: rows.len(), ..Self::default() };
        for row in &rows {
            let (Some(hash), document) = (row.head.change, row.head.document) else { continue };
            let kind = RowKind(row.head.kind);
            let state = match (kind, row.head.state) {
                (RowKind::CHANGE, _) => {
                    *carriers.stored.entry(hash).or_default() += 1;
                    ChangeState::Stored
                }
                (RowKind::VERDICT | RowKind::DECISION, Some(state)) => state,
                _ => continue,
            };
            let place = (document, hash);
            match carriers.all.get_mut(&place) {
                Some(carrier) => {
                    (carrier.state, carrier.decided) = (state, kind == RowKind::DECISION);
                }
                None => carriers.add(place, row.head.device, state, &row.payload)?,
            }
        }
        carriers.find_killers();
        Ok(carriers)
    }

    fn add(
        &mut self,
        place: (DocumentId, ChangeHash),
        device: Option<DeviceId>,
        state: ChangeState,
        payload: &[u8],
    ) -> Held {
        let unread = || Wrong(format!("the log's bytes of {} cannot be read", place.1));
        let change = Change::parse(payload, &Limits::default()).map_err(|_| unread())?;
        let edit = change.edit();
        self.all
            .insert(place, Carrier { change, document: place.0, device, state, decided: false });
        self.edits.entry(edit).or_default().insert(place);
        Ok(())
    }

    /// An edit that is stored replaces, in its document, whatever any of its carriers says that
    /// it replaces, in whatever document: written again, it forgets nothing.
    fn find_killers(&mut self) {
        let wrote = self.wrote();
        let stored = self.all.values().filter(|c| c.state == ChangeState::Stored);
        let stored: BTreeMap<_, _> = stored.map(|c| (c.change.edit(), c.document)).collect();
        let mut killers: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for carrier in self.all.values() {
            let by = carrier.change.edit();
            let Some(document) = stored.get(&by) else { continue };
            for (n, operation) in carrier.change.operations.iter().enumerate() {
                let preds = operation.predecessors.iter();
                let preds = preds.filter_map(|op| *wrote.get(&(carrier.document, *op))?);
                let overs = carrier.change.message.iter().flat_map(|m| m.overs.get(n));
                for killed in preds.chain(overs.flatten().copied()).filter(|k| *k != by) {
                    let place = (*document, operation.key.clone(), killed);
                    killers.entry(place).or_default().insert(by);
                }
            }
        }
        self.killers = killers;
    }

    /// Which edit an operation belongs to; none where two histories of a phone used its number.
    fn wrote(&self) -> BTreeMap<(DocumentId, OpId), Option<ChangeHash>> {
        let mut wrote = BTreeMap::new();
        for carrier in self.all.values() {
            let edit = carrier.change.edit();
            for op in (0..carrier.change.operations.len()).map(|n| carrier.change.op_id(n)) {
                let there = wrote.entry((carrier.document, op)).or_insert(Some(edit));
                if *there != Some(edit) {
                    *there = None;
                }
            }
        }
        wrote
    }

    /// Numbers of lanes that several changes of a document have.
    pub(super) fn given_twice(&self) -> Vec<(ActorId, u64)> {
        let mut given = BTreeMap::<_, usize>::new();
        for Carrier { change, document, .. } in self.all.values() {
            *given.entry((document, change.actor, change.seq)).or_default() += 1;
        }
        let twice = given.into_iter().filter(|(_, changes)| *changes > 1);
        twice.map(|((_, actor, seq), _)| (actor, seq)).collect()
    }

    /// The changes that carry an edit.
    pub(super) fn of(&self, edit: &ChangeHash) -> impl Iterator<Item = &Carrier> {
        self.edits.get(edit).into_iter().flatten().filter_map(|place| self.all.get(place))
    }

    /// Every edit that the log has a carrier of.
    pub(super) fn edits(&self) -> impl Iterator<Item = &ChangeHash> {
        self.edits.keys()
    }

    /// The edits that replace an edit in a register.
    pub(super) fn killers(
        &self,
        document: DocumentId,
        key: &RegisterKey,
        edit: ChangeHash,
    ) -> BTreeSet<ChangeHash> {
        self.killers.get(&(document, key.to_string(), edit)).cloned().unwrap_or_default()
    }

    /// Every replaced edit with the edits that replace it.
    pub(super) fn kills(
        &self,
    ) -> impl Iterator<Item = (&(DocumentId, String, ChangeHash), &BTreeSet<ChangeHash>)> {
        self.killers.iter()
    }

    /// How many rows store a change.
    pub(super) fn stored(&self) -> impl Iterator<Item = (&ChangeHash, usize)> {
        self.stored.iter().map(|(change, rows)| (change, *rows))
    }

    /// All changes that are in this kind of state, in the order of their hashes.
    pub(super) fn in_state(
        &self,
        fits: impl Fn(ChangeState) -> bool,
    ) -> Vec<(DocumentId, ChangeHash)> {
        let found = self.all.iter().filter(|(_, carrier)| fits(carrier.state));
        found.map(|(place, _)| *place).collect()
    }

    /// What the office wrote again for an officer says the same as the edit that was refused.
    pub(super) fn is_written_again(&self, edit: &ChangeHash, ledger: &Ledger) -> bool {
        self.of(edit).any(|carrier| {
            let message = carrier.change.message.as_ref().filter(|m| m.edit.is_none());
            let overs = message.into_iter().flat_map(|m| m.overs.iter().flatten());
            carrier.device.is_none() && overs.clone().any(|over| ledger.get(over).is_some())
        })
    }

    /// The registers in which a device has something that is held or waits for something held.
    pub(super) fn apart(&self, device: DeviceId) -> BTreeSet<(DocumentId, String)> {
        let waits = |c: &&Carrier| {
            c.device == Some(device) && matches!(c.state, ChangeState::Held | ChangeState::Parked)
        };
        let keys = |c: &Carrier| {
            let document = c.document;
            let puts = c.change.operations.iter();
            let puts = puts.filter(|o| matches!(o.action, Action::Put(_)));
            puts.map(move |o| (document, o.key.clone())).collect::<Vec<_>>()
        };
        self.all.values().filter(waits).flat_map(keys).collect()
    }
}
