//! Reading: one state of a tenant's log and its indexes.

use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::LogError;
use crate::database::{fixed, sql, unsigned};
use soviec_core::{
    model::{ActorId, ChangeHash, DeviceId, DocumentId, DocumentName, Epoch, TenantId},
    protocol::{Chain, ChangeState, Point, RowHeader},
};

/// A reading connection inside a transaction.
pub struct View<'a> {
    db: &'a Connection,
    tenant: TenantId,
}

/// The present state of a change, and the row that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresentState {
    /// The state.
    pub state: ChangeState,
    /// Its row.
    pub seq: u64,
}

/// What the index says about a living change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    /// The change.
    pub hash: ChangeHash,
    /// Its author.
    pub actor: ActorId,
    /// Its place among the author's changes in the document.
    pub seq: u64,
    /// The number of its last operation.
    pub max_op: u64,
    /// What it builds on.
    pub dependencies: Vec<ChangeHash>,
    /// The row with its bytes.
    pub row: u64,
}

/// Who an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    /// The document that it writes in.
    pub document: DocumentId,
    /// The phone; none for an office's pen.
    pub device: Option<DeviceId>,
}

/// A change that is in its document for everyone.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredChange {
    /// The row that stored it.
    pub seq: u64,
    /// The head of the row with its bytes.
    pub header: RowHeader,
    /// The change chunk.
    pub bytes: Vec<u8>,
}

/// How a batch continues the chain of its epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchFlag {
    /// The batch before it is here, or it is the first.
    InOrder,
    /// The batch before it is not here.
    Gap,
    /// Another batch names the same one before it: a restored or cloned phone.
    SecondChild,
}

impl BatchFlag {
    pub(super) fn number(self) -> u8 {
        self as u8
    }
}

const CHANGE_COLUMNS: &str = "hash, actor, seq, max_op, dependencies, row";

impl<'a> View<'a> {
    pub(super) fn new(db: &'a Connection, tenant: TenantId) -> Self {
        Self { db, tenant }
    }

    pub(super) fn db(&self) -> &'a Connection {
        self.db
    }

    /// The tenant whose log this is.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    pub(super) fn tip(&self) -> Result<(u64, Chain), LogError> {
        let tip = self.first(
            "SELECT seq, chain FROM log WHERE tenant = ?1 ORDER BY seq DESC LIMIT 1",
            [self.tenant.as_slice()],
            |row| Ok((unsigned(row.get(0)?), Chain(fixed(row, 1)?))),
        )?;
        Ok(tip.unwrap_or((0, Chain::START)))
    }

    /// The last row; the start when there is none.
    pub fn head(&self) -> Result<Point, LogError> {
        let (seq, chain) = self.tip()?;
        Ok(Point { seq, chain8: chain.short().into() })
    }

    /// The first 8 bytes of the chain at a seq; none above the head.
    pub fn chain8_at(&self, seq: u64) -> Result<Option<[u8; 8]>, LogError> {
        if seq == 0 {
            return Ok(Some(Chain::START.short()));
        }
        self.first(
            "SELECT chain FROM log WHERE tenant = ?1 AND seq = ?2",
            params![self.tenant.as_slice(), sql(seq)],
            |row| Ok(Chain(fixed(row, 0)?).short()),
        )
    }

    /// Whether the log has this very point.
    pub fn has(&self, point: &Point) -> Result<bool, LogError> {
        Ok(self.chain8_at(point.seq)? == Some(*point.chain8))
    }

    /// The present state of a change; none for an unknown one.
    pub fn state_of(
        &self,
        document: &DocumentId,
        change: &ChangeHash,
    ) -> Result<Option<PresentState>, LogError> {
        let found = self.first(
            "SELECT seq, state FROM states WHERE tenant = ?1 AND document = ?2 AND change = ?3
             ORDER BY seq DESC LIMIT 1",
            params![self.tenant.as_slice(), document.as_slice(), change.as_slice()],
            |row| Ok((unsigned(row.get(0)?), row.get::<_, Vec<u8>>(1)?)),
        )?;
        found
            .map(|(seq, state)| Ok(PresentState { state: state_from(&state, seq)?, seq }))
            .transpose()
    }

    /// A living change of a document.
    pub fn change(
        &self,
        document: &DocumentId,
        hash: &ChangeHash,
    ) -> Result<Option<Indexed>, LogError> {
        self.first(
            &format!(
                "SELECT {CHANGE_COLUMNS} FROM changes
                 WHERE tenant = ?1 AND document = ?2 AND hash = ?3"
            ),
            params![self.tenant.as_slice(), document.as_slice(), hash.as_slice()],
            indexed,
        )
    }

    /// The last change of an author in a document whose place is at most `seq`.
    pub fn change_of(
        &self,
        document: &DocumentId,
        actor: &ActorId,
        seq: u64,
    ) -> Result<Option<Indexed>, LogError> {
        self.first(
            &format!(
                "SELECT {CHANGE_COLUMNS} FROM changes
                 WHERE tenant = ?1 AND document = ?2 AND actor = ?3 AND seq <= ?4
                 ORDER BY seq DESC LIMIT 1"
            ),
            params![self.tenant.as_slice(), document.as_slice(), actor.as_slice(), sql(seq)],
            indexed,
        )
    }

    /// The change of an author that holds the operation with that number.
    pub fn change_with(
        &self,
        document: &DocumentId,
        actor: &ActorId,
        counter: u64,
    ) -> Result<Option<Indexed>, LogError> {
        let found = self.first(
            &format!(
                "SELECT {CHANGE_COLUMNS} FROM changes
                 WHERE tenant = ?1 AND document = ?2 AND actor = ?3 AND start_op <= ?4
                 ORDER BY start_op DESC LIMIT 1"
            ),
            params![self.tenant.as_slice(), document.as_slice(), actor.as_slice(), sql(counter)],
            indexed,
        )?;
        Ok(found.filter(|change| counter <= change.max_op))
    }

    /// The payload of a row.
    pub fn payload(&self, row: u64) -> Result<Vec<u8>, LogError> {
        let found = self.first(
            "SELECT payload FROM log WHERE tenant = ?1 AND seq = ?2",
            params![self.tenant.as_slice(), sql(row)],
            |row| row.get(0),
        )?;
        found.ok_or(LogError::Unreadable(row))
    }

    /// Changes that carry the edit which `edit` carried first, in the order of their hashes.
    pub fn carriers(
        &self,
        document: &DocumentId,
        edit: &ChangeHash,
    ) -> Result<Vec<ChangeHash>, LogError> {
        self.all(
            "SELECT change FROM carriers WHERE tenant = ?1 AND document = ?2 AND edit = ?3",
            params![self.tenant.as_slice(), document.as_slice(), edit.as_slice()],
            |row| Ok(ChangeHash(fixed(row, 0)?)),
        )
    }

    /// Who an actor is in the first document that it wrote in.
    pub fn lane(&self, actor: &ActorId) -> Result<Option<Lane>, LogError> {
        self.first(
            "SELECT document, device FROM lanes WHERE tenant = ?1 AND actor = ?2
             ORDER BY row LIMIT 1",
            params![self.tenant.as_slice(), actor.as_slice()],
            |row| {
                let device: Option<[u8; 16]> = row.get(1)?;
                Ok(Lane { document: DocumentId(fixed(row, 0)?), device: device.map(DeviceId) })
            },
        )
    }

    /// Whether an office's pen has a lane in a document.
    pub fn has_lane(&self, actor: &ActorId, document: &DocumentId) -> Result<bool, LogError> {
        let found = self.first(
            "SELECT 1 FROM lanes WHERE tenant = ?1 AND actor = ?2 AND document = ?3",
            params![self.tenant.as_slice(), actor.as_slice(), document.as_slice()],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// The change that a phone's number was recorded with.
    pub fn client_item(
        &self,
        device: &DeviceId,
        epoch: &Epoch,
        client_seq: u64,
    ) -> Result<Option<ChangeHash>, LogError> {
        self.first(
            "SELECT change FROM client_items
             WHERE tenant = ?1 AND device = ?2 AND epoch = ?3 AND client_seq = ?4",
            params![self.tenant.as_slice(), device.as_slice(), epoch.as_slice(), sql(client_seq)],
            |row| Ok(ChangeHash(fixed(row, 0)?)),
        )
    }

    /// The highest number recorded for an epoch of a phone; 0 when there is none.
    pub fn last_client_seq(&self, device: &DeviceId, epoch: &Epoch) -> Result<u64, LogError> {
        let last = self.first(
            "SELECT client_seq FROM client_items WHERE tenant = ?1 AND device = ?2 AND epoch = ?3
             ORDER BY client_seq DESC LIMIT 1",
            params![self.tenant.as_slice(), device.as_slice(), epoch.as_slice()],
            |row| row.get(0),
        )?;
        Ok(last.map_or(0, unsigned))
    }

    /// How a batch would continue the chain of its epoch; none when it is here already.
    pub fn batch_flag(
        &self,
        device: &DeviceId,
        epoch: &Epoch,
        hash: &[u8; 32],
        previous: &[u8; 32],
    ) -> Result<Option<BatchFlag>, LogError> {
        let has = |column: &str, value: &[u8; 32]| {
            let text = format!(
                "SELECT 1 FROM batches
                 WHERE tenant = ?1 AND device = ?2 AND epoch = ?3 AND {column} = ?4 LIMIT 1"
            );
            let values =
                params![self.tenant.as_slice(), device.as_slice(), epoch.as_slice(), value];
            self.first(&text, values, |_| Ok(())).map(|found| found.is_some())
        };
        Ok(if has("hash", hash)? {
            None
        } else if has("previous", previous)? {
            Some(BatchFlag::SecondChild)
        } else if *previous == [0; 32] || has("hash", previous)? {
            Some(BatchFlag::InOrder)
        } else {
            Some(BatchFlag::Gap)
        })
    }

    /// The changes of a document that are stored and whose row lies above `after`, in the order
    /// in which they came to be stored: each stands after its dependencies.
    pub fn changes_of(
        &self,
        document: &DocumentId,
        after: u64,
    ) -> Result<Vec<StoredChange>, LogError> {
        let found = self.all(
            "SELECT s.seq, s.state, l.header, l.payload
             FROM changes c
             JOIN states s ON s.tenant = c.tenant AND s.document = c.document AND s.change = c.hash
             JOIN log l ON l.tenant = c.tenant AND l.seq = c.row
             WHERE c.tenant = ?1 AND c.document = ?2 AND s.seq > ?3
               AND s.seq = (SELECT max(p.seq) FROM states p
                            WHERE p.tenant = c.tenant AND p.document = c.document
                              AND p.change = c.hash)
             ORDER BY s.seq",
            params![self.tenant.as_slice(), document.as_slice(), sql(after)],
            |row| {
                let parts: (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
                Ok((unsigned(row.get(0)?), parts, row.get(3)?))
            },
        )?;
        let mut stored = Vec::with_capacity(found.len());
        for (seq, (state, header), bytes) in found {
            if state_from(&state, seq)? == ChangeState::Stored {
                let header = RowHeader::read(&header).ok_or(LogError::Unreadable(seq))?;
                stored.push(StoredChange { seq, header, bytes });
            }
        }
        Ok(stored)
    }

    /// What the documents with stored changes are about.
    pub fn names(&self) -> Result<Vec<DocumentName>, LogError> {
        let names: Vec<Vec<u8>> = self.all(
            "SELECT name FROM documents WHERE tenant = ?1 ORDER BY document",
            [self.tenant.as_slice()],
            |row| row.get(0),
        )?;
        let read = |name: Vec<u8>| minicbor::decode(&name).map_err(|_| LogError::Unreadable(0));
        names.into_iter().map(read).collect()
    }

    pub(super) fn first<T>(
        &self,
        text: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, LogError> {
        Ok(self.db.prepare_cached(text)?.query_row(values, read).optional()?)
    }

    pub(super) fn all<T>(
        &self,
        text: &str,
        values: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, LogError> {
        let mut statement = self.db.prepare_cached(text)?;
        let found = statement.query_map(values, read)?.collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }
}

fn indexed(row: &Row<'_>) -> rusqlite::Result<Indexed> {
    let dependencies: Vec<u8> = row.get(4)?;
    let (hashes, _) = dependencies.as_chunks::<32>();
    Ok(Indexed {
        hash: ChangeHash(fixed(row, 0)?),
        actor: ActorId(fixed(row, 1)?),
        seq: unsigned(row.get(2)?),
        max_op: unsigned(row.get(3)?),
        dependencies: hashes.iter().copied().map(ChangeHash).collect(),
        row: unsigned(row.get(5)?),
    })
}

fn state_from(bytes: &[u8], seq: u64) -> Result<ChangeState, LogError> {
    minicbor::decode(bytes).map_err(|_| LogError::Unreadable(seq))
}
