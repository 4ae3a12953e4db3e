//! Phones: their lanes, their own numbers, their batches.

use rusqlite::params;

use super::{LogError, View};
use crate::database::{fixed, sql, unsigned};
use soviec_core::{
    model::{ActorId, ChangeHash, DeviceId, DocumentId, Epoch},
    protocol::Right,
};

/// Who an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    /// The document that it writes in.
    pub document: DocumentId,
    /// The phone; none for an office's pen.
    pub device: Option<DeviceId>,
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

impl View<'_> {
    /// What a phone may do beside and after its certificate, with the rows that gave or took it:
    /// for each document the last one counts.
    pub fn rights(&self, device: &DeviceId) -> Result<Vec<(u64, Right)>, LogError> {
        let found: Vec<(u64, Vec<u8>)> = self.all(
            "SELECT seq, payload FROM rights WHERE tenant = ?1 AND device = ?2 ORDER BY seq",
            params![self.tenant().as_slice(), device.as_slice()],
            |row| Ok((unsigned(row.get(0)?), row.get(1)?)),
        )?;
        let read = |(seq, payload): (u64, Vec<u8>)| {
            let right = minicbor::decode(&payload).map_err(|_| LogError::Unreadable(seq))?;
            Ok((seq, right))
        };
        found.into_iter().map(read).collect()
    }

    /// Who an actor is in the first document that it wrote in.
    pub fn lane(&self, actor: &ActorId) -> Result<Option<Lane>, LogError> {
        self.first(
            "SELECT document, device FROM lanes WHERE tenant = ?1 AND actor = ?2
             ORDER BY row LIMIT 1",
            params![self.tenant().as_slice(), actor.as_slice()],
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
            params![self.tenant().as_slice(), actor.as_slice(), document.as_slice()],
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
            params![self.tenant().as_slice(), device.as_slice(), epoch.as_slice(), sql(client_seq)],
            |row| Ok(ChangeHash(fixed(row, 0)?)),
        )
    }

    /// The highest number recorded for an epoch of a phone; 0 when there is none.
    pub fn last_client_seq(&self, device: &DeviceId, epoch: &Epoch) -> Result<u64, LogError> {
        let last = self.first(
            "SELECT client_seq FROM client_items WHERE tenant = ?1 AND device = ?2 AND epoch = ?3
             ORDER BY client_seq DESC LIMIT 1",
            params![self.tenant().as_slice(), device.as_slice(), epoch.as_slice()],
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
                params![self.tenant().as_slice(), device.as_slice(), epoch.as_slice(), value];
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
}
