//! What becomes of a change that the log knows already, when something below it, a person or
//! another carrier of its edit decides it: rules J3, J6 and J7, inside the log's transaction.
//!
//! Children are sought among the later changes of their document: such decisions are rare, and
//! an index over every dependency would be paid for by every change.

mod carriers;
mod expel;
mod ground;
mod remains;

use std::collections::BTreeSet;

use super::{InLog, NO_LANE, living};
use crate::log::{Group, Indexed, LogError, LogRow, PresentState, View};
use soviec_core::{
    admission::{Code, Put, Verdict, judge},
    change::{Change, Limits, genesis},
    model::{ChangeHash, DeviceId, DocumentId, DocumentName, Moment},
    protocol::{ChangeState, RowHeader, RowKind, SCHEMA},
};

pub(super) use carriers::{Carrier, carriers, have_the_same_puts};
pub(crate) use expel::expel;
pub(super) use ground::{Ground, ground};

/// One document while the fate of its changes is decided.
pub(crate) struct Fates<'f, 'log> {
    pub(crate) group: &'f mut Group<'log>,
    pub(crate) document: DocumentId,
    pub(crate) genesis: ChangeHash,
    pub(crate) now: Moment,
}

impl<'f, 'log> Fates<'f, 'log> {
    pub(crate) fn new(group: &'f mut Group<'log>, document: DocumentId, now: Moment) -> Self {
        Self { group, document, genesis: genesis(document, SCHEMA).hash, now }
    }

    /// The present state of a change of the document.
    pub(crate) fn state(&self, change: &ChangeHash) -> Result<Option<ChangeState>, LogError> {
        Ok(self.group.state_of(&self.document, change)?.map(|present| present.state))
    }

    /// A row that says the new state. The bytes stand in the change's first row; author and
    /// number are the change's own, so that the row reaches its phone too.
    pub(crate) fn say(&mut self, change: &ChangeHash, state: ChangeState) -> Result<(), LogError> {
        let origin = origin(self.group, &self.document, change)?;
        let header = RowHeader { state: Some(state), ..self.head(RowKind::VERDICT, &origin)? };
        self.group.push(header, &[]).map(drop)
    }

    /// The change's own row, which every reader of the document gets with its bytes.
    pub(crate) fn store(&mut self, change: &ChangeHash) -> Result<(), LogError> {
        let origin = origin(self.group, &self.document, change)?;
        let header = self.head(RowKind::CHANGE, &origin)?;
        self.group.push(header, &origin.payload).map(drop)
    }

    /// A row about a change that the log knows.
    pub(crate) fn head(&self, kind: RowKind, origin: &LogRow) -> Result<RowHeader, LogError> {
        let RowHeader { change, mut device, epoch, client_seq, grant_version, .. } = origin.head;
        if device.is_none() && kind != RowKind::CHANGE {
            device = self.author(origin)?;
        }
        let new = RowHeader::new(kind, self.document, self.now);
        Ok(RowHeader { change, device, epoch, client_seq, grant_version, ..new })
    }

    /// The phone whose edit the office's pen wrote again: what becomes of that is for it to know
    /// too, whatever it may still read.
    fn author(&self, written: &LogRow) -> Result<Option<DeviceId>, LogError> {
        let change = Change::parse(&written.payload, &Limits::unlimited());
        let edit = change.map_err(|_| LogError::Unreadable(written.seq))?.edit();
        for (document, _) in self.group.states_of(&edit)? {
            if let Some(device) = origin(self.group, &document, &edit)?.head.device {
                return Ok(Some(device));
            }
        }
        Ok(None)
    }

    /// J6: whatever waits above a change that is dead now has to be written again.
    pub(crate) fn bury(&mut self, dead: &ChangeHash) -> Result<(), LogError> {
        #[cfg(feature = "planted")]
        if soviec_core::planted::on(soviec_core::planted::Fault::DescendantsForgotten) {
            return Ok(());
        }
        for change in self.above(dead)? {
            if matches!(self.state(&change.hash)?, Some(ChangeState::Held | ChangeState::Parked)) {
                self.say(&change.hash, ChangeState::Rebase)?;
            }
        }
        Ok(())
    }

    /// J6: what was parked above a change that is stored now is judged again, the lower ones
    /// first. The right is not asked again: who accepts a change accepts what stands on it.
    pub(crate) fn release(
        &mut self,
        stored: &ChangeHash,
        name: &DocumentName,
        limits: &Limits,
    ) -> Result<(), LogError> {
        for parked in self.above(stored)? {
            if self.state(&parked.hash)? != Some(ChangeState::Parked) {
                continue;
            }
            let change = parsed(self.group, &parked)?;
            match ground(self.group, &self.document, &self.genesis, &change)? {
                Ground::Waits => {}
                Ground::Missing | Ground::Dead => self.say(&parked.hash, ChangeState::Rebase)?,
                Ground::Firm => match self.judge_again(&change, name, limits)? {
                    Ok(_) => self.store(&parked.hash)?,
                    Err(code) => {
                        self.say(&parked.hash, ChangeState::Refused(code.number()))?;
                    }
                },
            }
        }
        Ok(())
    }

    /// Judges a change that is in the log, as what its document is.
    pub(crate) fn judge_again(
        &self,
        change: &Change,
        name: &DocumentName,
        limits: &Limits,
    ) -> Result<Result<Vec<Put>, Code>, LogError> {
        let known = InLog::again(self.group, self.document, self.genesis, change);
        let verdict = judge(change, self.document, name.kind, &known, limits);
        known.finish()?;
        Ok(match verdict {
            Verdict::Admit(puts) => Ok(puts),
            Verdict::Refused(code) => Err(code),
            // What it stands on is stored, and its place is its own.
            Verdict::Missing(_) | Verdict::Regressed => Err(Code::Lane),
        })
    }

    /// The later changes that stand on a change, at whatever distance, the lower ones first.
    fn above(&self, change: &ChangeHash) -> Result<Vec<Indexed>, LogError> {
        // A change that never lived here has nothing above it that does.
        let Some(from) = self.group.change(&self.document, change)? else { return Ok(Vec::new()) };
        let mut set = BTreeSet::from([*change]);
        let mut later = self.group.later(&self.document, from.row)?;
        later.retain(|next| {
            let stands = next.dependencies.iter().any(|hash| set.contains(hash));
            stands && set.insert(next.hash)
        });
        Ok(later)
    }
}

/// The row by which a change came from its author.
pub(crate) fn origin(
    log: &View<'_>,
    document: &DocumentId,
    change: &ChangeHash,
) -> Result<LogRow, LogError> {
    let stranger = |present: &PresentState| present.state == ChangeState::Refused(NO_LANE);
    log.origin(document, change, stranger)?.ok_or(LogError::Unreadable(0))
}

fn parsed(log: &View<'_>, change: &Indexed) -> Result<Change, LogError> {
    let bytes = log.payload(change.row)?;
    Change::parse(&bytes, &Limits::unlimited()).map_err(|_| LogError::Unreadable(change.row))
}

/// Whether no other change may carry an edit once a carrier of it is in this state.
fn ends_an_edit(state: ChangeState) -> bool {
    let decided = matches!(state, ChangeState::Returned | ChangeState::Expelled);
    let refused = matches!(state, ChangeState::Refused(code) if !super::says_nothing(code));
    living(state) || decided || refused
}
