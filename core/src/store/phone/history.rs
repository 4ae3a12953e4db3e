//! The history of one register: every value that it ever had, and who wrote it.

use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, changes};
use crate::change::{Action, Value};
use crate::model::{
    ActorId, ChangeHash, DeviceId, DocumentId, Moment, OfficerId, OpId, RegisterKey,
};
use crate::store::tables::value::{fixed, optional};

/// One value of a register's past or present, in the order in which this phone learned them:
/// the order of arrival, not of any clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The edit.
    pub edit: ChangeHash,
    /// The officer whose act it is.
    pub officer: Option<OfficerId>,
    /// The officer's name, if the directory has it.
    pub officer_name: Option<String>,
    /// The phone that wrote it; none for this one, an office's pen, or one not yet named.
    pub device: Option<DeviceId>,
    /// The author's clock, in seconds since 1970; it decides nothing.
    pub time: i64,
    /// The relay's seq; none while it is not acknowledged.
    pub seq: Option<u64>,
    /// Whether it is among the live values.
    pub live: bool,
    /// Written on this phone.
    pub own: bool,
    /// The value.
    pub value: Value,
}

/// Every value of a register, oldest arrival first.
pub(super) fn history(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> Result<Vec<HistoryEntry>, StoreError> {
    let rows = db
        .prepare_cached(
            "SELECT o.counter, o.actor, o.edit, o.change, o.officer, o.live, c.relay_seq, c.own, l.device, c.time, f.name
             FROM operations o JOIN changes c ON c.document = o.document AND c.hash = o.change
             LEFT JOIN foreign_lanes l ON l.actor = o.actor
             LEFT JOIN officers f ON f.officer = o.officer
             WHERE o.document = ?1 AND o.key = ?2 ORDER BY c.place",
        )?
        .query_map(params![document.as_slice(), key.as_str()], |row| {
            let op = OpId { counter: row.get(0)?, actor: ActorId(fixed(row, 1)?) };
            let change = ChangeHash(fixed(row, 3)?);
            let entry = HistoryEntry {
                edit: ChangeHash(fixed(row, 2)?),
                officer: optional(row, 4)?.map(OfficerId),
                device: optional(row, 8)?.map(DeviceId),
                officer_name: row.get(10)?,
                time: row.get(9)?,
                seq: row.get(6)?,
                live: row.get(5)?,
                own: row.get(7)?,
                value: Value::Null,
            };
            Ok((op, change, entry))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(|(op, change, entry)| fill(db, document, op, change, entry)).collect()
}

/// Superseded rows keep no value, so that screens stay small: it is read from the change.
fn fill(
    db: &Connection,
    document: DocumentId,
    op: OpId,
    change: ChangeHash,
    mut entry: HistoryEntry,
) -> Result<HistoryEntry, StoreError> {
    let change = changes::parsed(db, Some(document), &change)?.ok_or(StoreError::Damaged)?;
    let index = usize::try_from(op.counter - change.start_op).map_err(|_| StoreError::Damaged)?;
    match change.operations.get(index).map(|operation| &operation.action) {
        Some(Action::Put(value)) => entry.value = value.clone(),
        _ => return Err(StoreError::Damaged),
    }
    Ok(entry)
}

/// Where a shown value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The author's clock; it decides nothing.
    pub at: Moment,
    /// The relay's seq; none while it is not acknowledged.
    pub seq: Option<u64>,
    /// Written on this phone.
    pub own: bool,
}

/// Where the shown values of a register come from, by their edits.
pub(super) fn origins(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> rusqlite::Result<Vec<(ChangeHash, Origin)>> {
    db.prepare_cached(
        "SELECT o.edit, c.time, c.relay_seq, c.own FROM operations o
         JOIN changes c ON c.document = o.document AND c.hash = o.change
         WHERE o.document = ?1 AND o.key = ?2 AND o.live = 1",
    )?
    .query_map(params![document.as_slice(), key.as_str()], |row| {
        let at = Moment(row.get::<_, i64>(1)?.saturating_mul(1_000));
        let origin = Origin { at, seq: row.get(2)?, own: row.get(3)? };
        Ok((ChangeHash(fixed(row, 0)?), origin))
    })?
    .collect()
}

/// The value that an edit put into a register, wherever it stands now.
pub(super) fn value_of_edit(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    edit: &ChangeHash,
) -> Result<Option<HistoryEntry>, StoreError> {
    let known = db
        .prepare_cached(
            "SELECT 1 FROM operations WHERE document = ?1 AND key = ?2 AND edit = ?3 LIMIT 1",
        )?
        .query_row(params![document.as_slice(), key.as_str(), edit.as_slice()], |_| Ok(()))
        .optional()?;
    if known.is_none() {
        return Ok(None);
    }
    Ok(history(db, document, key)?.into_iter().find(|entry| entry.edit == *edit))
}
