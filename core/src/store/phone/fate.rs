//! What became of changes, and of the edits that they carry.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::changes::WRITTEN_AGAIN;
use crate::model::{ChangeHash, DocumentId};
use crate::protocol::ChangeState;
use crate::store::tables::value::{fixed, wrong_form};

/// What this phone knows of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Its own, and the relay has recorded nothing of it.
    Pending,
    /// Its own, given up because another history of this phone took its place. The relay may
    /// know it all the same.
    GivenUp,
    /// The relay's latest verdict.
    State(ChangeState),
}

/// What became of an edit, by its present carrier and by the changes that carry it instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It stands, or waits, in this state.
    Stands(Option<ChangeState>),
    /// Refused, returned or expelled: that change was, and its state says how.
    Ended(ChangeHash, ChangeState),
    /// It has to be written again.
    Again,
    /// It has to be written again, in another document.
    Moved(DocumentId),
}

/// What is known of a change, wherever it lives.
pub(super) fn told(db: &Connection, change: &ChangeHash) -> rusqlite::Result<Option<Told>> {
    let here = db
        .prepare_cached("SELECT state, answer FROM changes WHERE hash = ?1")?
        .query_row([change.as_slice()], here)
        .optional()?;
    if here.is_some() {
        return Ok(here);
    }
    db.prepare_cached("SELECT answer FROM verdicts WHERE change = ?1")?
        .query_row([change.as_slice()], |row| answer(row, 0).map(Told::State))
        .optional()
}

fn here(row: &Row<'_>) -> rusqlite::Result<Told> {
    match row.get::<_, u8>(0)? {
        0 => Ok(Told::Pending),
        // Rows of others come without an answer beside their state.
        1 => Ok(Told::State(ChangeState::Stored)),
        WRITTEN_AGAIN => Ok(Told::GivenUp),
        _ => answer(row, 1).map(Told::State),
    }
}

fn answer(row: &Row<'_>, column: usize) -> rusqlite::Result<ChangeState> {
    let bytes: Vec<u8> = row.get(column)?;
    minicbor::decode(&bytes).map_err(|_| wrong_form(column))
}

/// The change that carries the edit of a dead one instead, by a verdict.
pub(super) fn instead(state: ChangeState) -> Option<ChangeHash> {
    #[cfg(feature = "planted")]
    if crate::planted::on(crate::planted::Fault::AlreadyNotFollowed) {
        return None;
    }
    match state {
        ChangeState::Already(other)
        | ChangeState::Rebased(other)
        | ChangeState::Replaced(other) => Some(other),
        _ => None,
    }
}

/// Follows an edit from its present carrier on. `absent` says that the carrier itself is not in
/// its document although it is not dead: what it stood on is.
pub(super) fn outcome(
    db: &Connection,
    carrier: ChangeHash,
    absent: bool,
) -> rusqlite::Result<Outcome> {
    let (mut at, mut seen) = (carrier, BTreeSet::new());
    while seen.insert(at) {
        let first = at == carrier;
        match told(db, &at)? {
            Some(Told::Pending | Told::GivenUp) if first => return Ok(Outcome::Again),
            Some(Told::State(ChangeState::Rebase | ChangeState::Forked)) => {
                return Ok(Outcome::Again);
            }
            Some(Told::State(ChangeState::Moved(target))) => return Ok(Outcome::Moved(target)),
            Some(Told::State(
                state @ (ChangeState::Refused(_) | ChangeState::Returned | ChangeState::Expelled),
            )) => return Ok(Outcome::Ended(at, state)),
            Some(Told::State(state)) => match instead(state) {
                Some(next) => at = next,
                None if first && absent => return Ok(Outcome::Again),
                None => return Ok(Outcome::Stands(Some(state))),
            },
            // The relay has a carrier that this phone has not heard of yet: it will.
            _ => return Ok(Outcome::Stands(None)),
        }
    }
    // Carriers that name each other: the relay has the edit, and nothing is gained by another.
    Ok(Outcome::Stands(None))
}

/// The relay's verdict on a change that is not here; a later row wins over an earlier one.
pub(super) fn hear(
    db: &Connection,
    document: DocumentId,
    change: ChangeHash,
    state: ChangeState,
    seq: u64,
) -> rusqlite::Result<()> {
    let answer = minicbor::to_vec(state).expect("a Vec takes every byte");
    db.prepare_cached(
        "INSERT INTO verdicts (change, document, answer, seq) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (change) DO UPDATE SET answer = ?3, seq = ?4 WHERE seq <= ?4",
    )?
    .execute(params![change.as_slice(), document.as_slice(), answer, seq])
    .map(drop)
}

/// The present carrier of an own edit and its document.
pub(super) fn carrier(
    db: &Connection,
    edit: &ChangeHash,
) -> rusqlite::Result<Option<(ChangeHash, DocumentId)>> {
    db.prepare_cached(
        "SELECT change, document FROM outbox WHERE change = ?1 AND again IS NULL AND superseded = 0
         UNION ALL SELECT change, document FROM outbox WHERE again = ?1 AND superseded = 0 LIMIT 1",
    )?
    .query_row([edit.as_slice()], |row| {
        Ok((ChangeHash(fixed(row, 0)?), DocumentId(fixed(row, 1)?)))
    })
    .optional()
}
