//! Reading: one state of a tenant's log and its indexes.

use std::sync::{Mutex, MutexGuard};

use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::LogError;
use crate::database::{fixed, sql, unsigned};
use soviec_core::{
    admission::Graphs,
    model::{ChangeHash, DocumentId, DocumentName, TenantId},
    protocol::{Chain, ChangeState, Point},
};

/// A reading connection inside a transaction.
pub struct View<'a> {
    db: &'a Connection,
    tenant: TenantId,
    graphs: &'a Mutex<Graphs>,
}

/// The present state of a change, and the row that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresentState {
    /// The state.
    pub state: ChangeState,
    /// Its row.
    pub seq: u64,
}

impl<'a> View<'a> {
    pub(super) fn new(db: &'a Connection, tenant: TenantId, graphs: &'a Mutex<Graphs>) -> Self {
        Self { db, tenant, graphs }
    }

    /// What is remembered of the documents' graphs. Hashes name their changes for ever, so it
    /// holds for every state of the log, and what a transaction that failed left here is met by
    /// no other.
    pub(crate) fn graphs(&self) -> MutexGuard<'a, Graphs> {
        super::lock(self.graphs)
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

pub(super) fn state_from(bytes: &[u8], seq: u64) -> Result<ChangeState, LogError> {
    minicbor::decode(bytes).map_err(|_| LogError::Unreadable(seq))
}
