//! Changes: where their bytes stand, what they build on, which of them are stored.

use rusqlite::{Row, params};

use super::{LogError, View, view::state_from};
use crate::database::{fixed, sql, unsigned};
use soviec_core::{
    model::{ActorId, ChangeHash, DocumentId},
    protocol::{ChangeState, RowHeader},
};

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

const CHANGE_COLUMNS: &str = "hash, actor, seq, max_op, dependencies, row";

impl View<'_> {
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
            params![self.tenant().as_slice(), document.as_slice(), hash.as_slice()],
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
            params![self.tenant().as_slice(), document.as_slice(), actor.as_slice(), sql(seq)],
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
            params![self.tenant().as_slice(), document.as_slice(), actor.as_slice(), sql(counter)],
            indexed,
        )?;
        Ok(found.filter(|change| counter <= change.max_op))
    }

    /// The payload of a row.
    pub fn payload(&self, row: u64) -> Result<Vec<u8>, LogError> {
        let found = self.first(
            "SELECT payload FROM log WHERE tenant = ?1 AND seq = ?2",
            params![self.tenant().as_slice(), sql(row)],
            |row| row.get(0),
        )?;
        found.ok_or(LogError::Unreadable(row))
    }

    /// The changes of a document that live or lived in it and came after `row`, in the order in
    /// which they came: each stands after its dependencies.
    pub fn later(&self, document: &DocumentId, row: u64) -> Result<Vec<Indexed>, LogError> {
        self.all(
            &format!(
                "SELECT {CHANGE_COLUMNS} FROM changes
                 WHERE tenant = ?1 AND document = ?2 AND row > ?3 ORDER BY row"
            ),
            params![self.tenant().as_slice(), document.as_slice(), sql(row)],
            indexed,
        )
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
            params![self.tenant().as_slice(), document.as_slice(), sql(after)],
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
