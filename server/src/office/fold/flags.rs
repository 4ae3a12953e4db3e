//! What is odd and refused nobody: phones whose clock is far off, documents that grow too large.

use rusqlite::{Connection, params};

use super::FoldError;
use crate::{database::sql, log::LogRow};
use soviec_core::{
    change::Change,
    model::{DeviceId, DocumentId},
};

/// A clock may be so far ahead of the office's.
const AHEAD: i64 = 10 * 60_000;
/// What is older than this when it arrives was written under a clock that stood wrong, or on a
/// phone that lay in a drawer for two years.
const OLD: i64 = 730 * 86_400_000;

/// Follows one stored change.
pub(super) fn change(db: &Connection, row: &LogRow, change: &Change) -> Result<(), FoldError> {
    let document = &row.head.document;
    add(db, document, 1, row.payload.len() as u64, 0)?;
    let Some(device) = row.head.device else { return Ok(()) };
    let drift = change.time.saturating_mul(1_000).saturating_sub(row.head.received.0);
    if !(-OLD..=AHEAD).contains(&drift) {
        note(db, document, &device, drift)?;
    }
    Ok(())
}

/// Follows one lane: a further author of its document.
pub(super) fn lane(db: &Connection, row: &LogRow) -> Result<(), FoldError> {
    add(db, &row.head.document, 0, 0, 1)
}

fn add(
    db: &Connection,
    document: &DocumentId,
    changes: u64,
    bytes: u64,
    actors: u64,
) -> Result<(), FoldError> {
    db.prepare_cached(
        "INSERT INTO weights (document, changes, bytes, actors) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (document) DO UPDATE SET
             changes = changes + ?2, bytes = bytes + ?3, actors = actors + ?4",
    )?
    .execute(params![document.as_slice(), sql(changes), sql(bytes), sql(actors)])?;
    Ok(())
}

/// Of each phone and document the furthest time of either side.
fn note(
    db: &Connection,
    document: &DocumentId,
    device: &DeviceId,
    drift: i64,
) -> Result<(), FoldError> {
    db.prepare_cached(
        "INSERT INTO odd_times (document, device, ahead, drift) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (document, device, ahead) DO UPDATE SET
             drift = CASE WHEN abs(?4) > abs(drift) THEN ?4 ELSE drift END",
    )?
    // The furthest times have no absolute value.
    .execute(params![
        document.as_slice(),
        device.as_slice(),
        drift > 0,
        drift.clamp(-i64::MAX, i64::MAX)
    ])?;
    Ok(())
}
