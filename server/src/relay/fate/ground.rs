//! What a change stands on.

use super::super::living;
use crate::log::{LogError, View};
use soviec_core::{
    change::Change,
    model::{ChangeHash, DocumentId},
    protocol::ChangeState,
};

/// What the changes below one are.
pub(in crate::relay) enum Ground {
    /// Something is unknown.
    Missing,
    /// Something is dead.
    Dead,
    /// Something waits for the office.
    Waits,
    /// Everything is stored.
    Firm,
}

/// J4: the states of the dependencies, the worst first.
pub(in crate::relay) fn ground(
    log: &View<'_>,
    document: &DocumentId,
    genesis: &ChangeHash,
    change: &Change,
) -> Result<Ground, LogError> {
    let (mut missing, mut dead, mut waits) = (false, false, false);
    for hash in change.dependencies.iter().filter(|hash| *hash != genesis) {
        match log.state_of(document, hash)?.map(|present| present.state) {
            // Brought by a stranger only: the change itself is not here yet.
            None | Some(ChangeState::Refused(super::NO_LANE)) => missing = true,
            Some(ChangeState::Stored) => {}
            Some(state) if living(state) => waits = true,
            Some(_) => dead = true,
        }
    }
    Ok(match (missing, dead, waits) {
        (true, ..) => Ground::Missing,
        (_, true, _) => Ground::Dead,
        (.., true) => Ground::Waits,
        _ => Ground::Firm,
    })
}
