//! Writing: the rows of one transaction, and the indexes over them.

use std::{ops::Deref, sync::Mutex};

use minicbor::Encode;
use rusqlite::{Transaction, params};

use super::{BatchFlag, LogError, View};
use crate::database::sql;
use soviec_core::{
    admission::Graphs,
    change::Change,
    model::{ActorId, ChangeHash, DeviceId, DocumentId, DocumentName, Epoch, Moment, TenantId},
    protocol::{Chain, ChangeState, Right, RowHeader, RowKind, Sealed},
};

/// A transaction larger than this is cut into several groups, so that no page has to be larger
/// than a phone accepts. Every prefix of a transaction is sound: a change stands after its lane
/// and its dependencies.
const GROUP_BYTES: usize = 128 << 10;

/// The open transaction of the one writer: everything can be read that is already pushed.
pub struct Group<'a> {
    view: View<'a>,
    first: u64,
    last: u64,
    chain: Chain,
    bytes: usize,
}

impl<'a> Deref for Group<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

impl<'a> Group<'a> {
    pub(super) fn begin(
        tx: &'a Transaction<'_>,
        tenant: TenantId,
        graphs: &'a Mutex<Graphs>,
    ) -> Result<Self, LogError> {
        let view = View::new(tx, tenant, graphs);
        let (last, chain) = view.tip()?;
        Ok(Self { view, first: last + 1, last, chain, bytes: 0 })
    }

    /// Adds a row and returns its seq; `header.seq` is set here. State, lane and the phone's own
    /// number follow from the header.
    pub fn push(&mut self, mut header: RowHeader, payload: &[u8]) -> Result<u64, LogError> {
        header.seq = self.last + 1;
        let bytes = header.to_bytes();
        self.make_room(bytes.len() + payload.len(), header.seq);
        self.chain = self.chain.next(&bytes, payload);
        self.insert_row(&header, &bytes, payload)?;
        self.index(&header)?;
        self.last = header.seq;
        Ok(header.seq)
    }

    fn make_room(&mut self, size: usize, seq: u64) {
        if self.bytes > 0 && self.bytes + size > GROUP_BYTES {
            self.first = seq;
            self.bytes = 0;
        }
        self.bytes += size;
    }

    fn insert_row(&self, head: &RowHeader, bytes: &[u8], payload: &[u8]) -> Result<(), LogError> {
        self.run(
            "INSERT INTO log (tenant, seq, grp, kind, document, device, chain, header, payload)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                self.tenant().as_slice(),
                sql(head.seq),
                sql(self.first),
                head.kind,
                head.document.as_slice(),
                head.device.as_ref().map(DeviceId::as_slice),
                self.chain.0,
                bytes,
                payload
            ],
        )
    }

    fn index(&self, head: &RowHeader) -> Result<(), LogError> {
        if let Some((change, state)) = head.change.zip(state_by(head)) {
            self.add_state(&head.document, &change, head.seq, state)?;
            if let (Some(device), Some(epoch), Some(number)) =
                (head.device, head.epoch, head.client_seq)
            {
                self.add_client_item(&device, &epoch, number, &change, head.seq)?;
            }
        }
        match head.actor {
            Some(actor) if head.kind == RowKind::LANE.0 => self.add_lane(head, &actor),
            _ => Ok(()),
        }
    }

    fn add_state(
        &self,
        document: &DocumentId,
        change: &ChangeHash,
        seq: u64,
        state: ChangeState,
    ) -> Result<(), LogError> {
        self.run(
            "INSERT INTO states (tenant, document, change, seq, state) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                self.tenant().as_slice(),
                document.as_slice(),
                change.as_slice(),
                sql(seq),
                cbor(&state)
            ],
        )
    }

    /// Notes a phone's own number of a change whose row is `row`; a noted one stays.
    pub fn add_client_item(
        &self,
        device: &DeviceId,
        epoch: &Epoch,
        client_seq: u64,
        change: &ChangeHash,
        row: u64,
    ) -> Result<(), LogError> {
        self.run(
            "INSERT OR IGNORE INTO client_items (tenant, device, epoch, client_seq, change, row)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                self.tenant().as_slice(),
                device.as_slice(),
                epoch.as_slice(),
                sql(client_seq),
                change.as_slice(),
                sql(row)
            ],
        )
    }

    fn add_lane(&self, head: &RowHeader, actor: &ActorId) -> Result<(), LogError> {
        self.run(
            "INSERT INTO lanes (tenant, actor, document, device, epoch, number, row)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                self.tenant().as_slice(),
                actor.as_slice(),
                head.document.as_slice(),
                head.device.as_ref().map(DeviceId::as_slice),
                head.epoch.as_ref().map(Epoch::as_slice),
                head.lane.map(sql),
                sql(head.seq)
            ],
        )
    }

    /// Makes a living change known to the judgement of later ones; its bytes stand in `row`.
    pub fn add_change(
        &self,
        document: &DocumentId,
        change: &Change,
        row: u64,
    ) -> Result<(), LogError> {
        let dependencies: Vec<u8> = change.dependencies.iter().flat_map(|hash| hash.0).collect();
        self.run(
            "INSERT INTO changes
                 (tenant, document, hash, actor, seq, start_op, max_op, dependencies, row)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                self.tenant().as_slice(),
                document.as_slice(),
                change.hash.as_slice(),
                change.actor.as_slice(),
                sql(change.seq),
                sql(change.start_op),
                sql(change.max_op()),
                dependencies,
                sql(row)
            ],
        )
    }

    /// Records a right that a pushed row gave or took.
    pub fn add_right(&self, right: &Right, seq: u64) -> Result<(), LogError> {
        self.run(
            "INSERT INTO rights (tenant, device, document, seq, payload) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                self.tenant().as_slice(),
                right.device.as_slice(),
                right.document.id().as_slice(),
                sql(seq),
                cbor(right)
            ],
        )
    }

    /// Notes what a document is about.
    pub fn add_name(&self, name: &DocumentName) -> Result<(), LogError> {
        self.run(
            "INSERT OR IGNORE INTO documents (tenant, document, name) VALUES (?1, ?2, ?3)",
            params![self.tenant().as_slice(), name.id().as_slice(), cbor(name)],
        )
    }

    /// Notes that a change carries an edit that another change carried first.
    pub fn add_carrier(
        &self,
        document: &DocumentId,
        edit: &ChangeHash,
        change: &ChangeHash,
    ) -> Result<(), LogError> {
        self.run(
            "INSERT OR IGNORE INTO carriers (tenant, edit, document, change)
             VALUES (?1, ?2, ?3, ?4)",
            params![
                self.tenant().as_slice(),
                edit.as_slice(),
                document.as_slice(),
                change.as_slice()
            ],
        )
    }

    /// Keeps a batch as it was signed. A kept one stays.
    pub fn add_batch(
        &self,
        device: &DeviceId,
        sealed: &Sealed,
        flag: BatchFlag,
        received: Moment,
    ) -> Result<(), LogError> {
        let batch = sealed.unverified();
        self.run(
            "INSERT OR IGNORE INTO batches
                 (tenant, device, epoch, hash, previous, flag, received, sealed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                self.tenant().as_slice(),
                device.as_slice(),
                batch.epoch.as_slice(),
                sealed.hash(),
                &batch.previous[..],
                flag.number(),
                received.0,
                sealed.to_bytes()
            ],
        )
    }

    /// Notes that a clerk moved an edit into a document.
    pub fn authorise(&self, edit: &ChangeHash, document: &DocumentId) -> Result<(), LogError> {
        self.run(
            "INSERT OR IGNORE INTO authorised (tenant, edit, document) VALUES (?1, ?2, ?3)",
            params![self.tenant().as_slice(), edit.as_slice(), document.as_slice()],
        )
    }

    fn run(&self, text: &str, values: &[&dyn rusqlite::ToSql]) -> Result<(), LogError> {
        self.db().prepare_cached(text)?.execute(values)?;
        Ok(())
    }
}

/// The state that a row gives to the change that it is about. An acceptance gives none: the
/// change's own row stores it, once its bytes stand there for every reader.
fn state_by(head: &RowHeader) -> Option<ChangeState> {
    match RowKind(head.kind) {
        RowKind::CHANGE => Some(head.state.unwrap_or(ChangeState::Stored)),
        RowKind::DECISION => head.state.filter(|state| *state != ChangeState::Stored),
        _ => head.state,
    }
}

fn cbor<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("a Vec takes every byte")
}
