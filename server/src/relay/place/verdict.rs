//! The verdict on one change that the log does not know yet.

use super::{Halt, Item, Placing};
use crate::{
    log::LogError,
    relay::{
        IDENTITY, InLog, NO_LANE,
        fate::{Carrier, Ground, carriers, ground, have_the_same_puts},
        rights,
    },
};
use soviec_core::{
    admission::{Code, Put, Verdict, judge},
    change::Change,
    model::{DocumentId, DocumentKind},
    protocol::ChangeState,
};

/// What becomes of a change, and the other carriers of its edit that this concerns.
pub(super) struct Judged {
    pub(super) state: ChangeState,
    pub(super) others: Vec<Carrier>,
}

impl From<ChangeState> for Judged {
    fn from(state: ChangeState) -> Self {
        Self { state, others: Vec::new() }
    }
}

impl Placing<'_, '_> {
    /// What a new change becomes; none while something below it is missing.
    pub(super) fn verdict(&self, item: &Item) -> Result<Option<Judged>, Halt> {
        let change = match &item.change {
            Ok(change) => change,
            Err(code) => return Ok(Some(refused(*code).into())),
        };
        let document = &item.entry.document;
        if !self.is_own_lane(item)? {
            let misses = self.is_named_by_nobody(change)?
                && matches!(self.ground(document, change)?, Ground::Missing);
            return Ok((!misses).then_some(ChangeState::Refused(NO_LANE).into()));
        }
        let others = carriers(self.group, document, change)?;
        if let Some(state) = self.carried_already(change, &others)? {
            return Ok(Some(state.into()));
        }
        let ground = self.ground(document, change)?;
        match ground {
            Ground::Missing => return Ok(None),
            Ground::Dead => return Ok(Some(ChangeState::Rebase.into())),
            Ground::Waits | Ground::Firm => {}
        }
        let moved_here = self.is_moved_here(document, change)?;
        let state = match self.judge(document, change, moved_here)? {
            Verdict::Missing(_) => return Ok(None),
            Verdict::Refused(code) => refused(code),
            Verdict::Regressed => return Err(Halt::Regressed(self.epoch(item))),
            Verdict::Admit(_) if matches!(ground, Ground::Waits) => ChangeState::Parked,
            Verdict::Admit(puts) => self.by_right(document, &puts, moved_here),
        };
        Ok(Some(Judged { state, others }))
    }

    fn ground(&self, document: &DocumentId, change: &Change) -> Result<Ground, LogError> {
        ground(self.group, document, &self.geneses[document], change)
    }

    /// J3: whether another change has the edit. A re-issue says what every carrier of its edit
    /// says; what says something else under an edit's hash before its first carrier came does
    /// not keep that one out.
    fn carried_already(
        &self,
        change: &Change,
        others: &[Carrier],
    ) -> Result<Option<ChangeState>, LogError> {
        #[cfg(feature = "planted")]
        if soviec_core::planted::on(soviec_core::planted::Fault::DoubledCarrier) {
            return Ok(None);
        }
        let first = change.edit() == change.hash;
        for other in others {
            let same = have_the_same_puts(self.group, change, other)?;
            if !same && !first {
                return Ok(Some(ChangeState::Refused(IDENTITY)));
            }
            if same && other.has_the_edit() {
                return Ok(Some(ChangeState::Already(other.change)));
            }
        }
        Ok(None)
    }

    /// J5: an edit that a clerk moved here is stored whatever its author may do here.
    fn is_moved_here(&self, document: &DocumentId, change: &Change) -> Result<bool, LogError> {
        let carried_again = change.edit() != change.hash;
        Ok(carried_again && self.group.is_authorised(&change.edit(), document)?)
    }

    /// The batch that names the lane may be the one that is missing: with what the change stands
    /// on it comes, and until then nothing is recorded.
    fn is_named_by_nobody(&self, change: &Change) -> Result<bool, LogError> {
        let named = self.incoming.lanes.contains_key(&change.actor);
        Ok(!named && self.group.lane(&change.actor)?.is_none())
    }

    fn judge(
        &self,
        document: &DocumentId,
        change: &Change,
        moved_here: bool,
    ) -> Result<Verdict, LogError> {
        let known = InLog::new(self.group, *document, self.geneses[document]);
        let kind = self.kind(document, moved_here)?;
        let verdict = judge(change, *document, kind, &known, self.limits);
        known.finish()?;
        Ok(verdict)
    }

    fn kind(&self, document: &DocumentId, moved_here: bool) -> Result<DocumentKind, LogError> {
        let name = if moved_here { self.group.name_of(document)? } else { None };
        Ok(name.map_or_else(|| rights::kind_for(self.device, document), |name| name.kind))
    }

    fn by_right(&self, document: &DocumentId, puts: &[Put], moved_here: bool) -> ChangeState {
        match moved_here || rights::may_write(self.device, document, puts) {
            true => ChangeState::Stored,
            false => ChangeState::Held,
        }
    }
}

fn refused(code: Code) -> ChangeState {
    ChangeState::Refused(code.number())
}
