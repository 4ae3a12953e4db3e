//! The verdict on one change that the log does not know yet.

use super::{Halt, Item, Placing};
use crate::{
    log::LogError,
    relay::{InLog, NO_LANE, living, rights},
};
use soviec_core::{
    admission::{Code, Put, Verdict, judge},
    change::Change,
    model::{ChangeHash, DocumentId},
    protocol::ChangeState,
};

/// What the changes below one are.
enum Ground {
    /// Something is unknown.
    Missing,
    /// Something is dead.
    Dead,
    /// Something waits for the office.
    Waits,
    /// Everything is stored.
    Firm,
}

impl Placing<'_, '_> {
    /// The state that a new change gets; none while something below it is missing.
    pub(super) fn verdict(&self, item: &Item) -> Result<Option<ChangeState>, Halt> {
        let change = match &item.change {
            Ok(change) => change,
            Err(code) => return Ok(Some(refused(*code))),
        };
        let document = &item.entry.document;
        if !self.is_own_lane(item)? {
            let misses = self.is_named_by_nobody(change)?
                && matches!(self.ground(document, change)?, Ground::Missing);
            return Ok((!misses).then_some(ChangeState::Refused(NO_LANE)));
        }
        if let Some(carrier) = self.other_carrier(document, change)? {
            return Ok(Some(ChangeState::Already(carrier)));
        }
        let ground = self.ground(document, change)?;
        match ground {
            Ground::Missing => return Ok(None),
            Ground::Dead => return Ok(Some(ChangeState::Rebase)),
            Ground::Waits | Ground::Firm => {}
        }
        Ok(match self.judge(document, change)? {
            Verdict::Missing(_) => None,
            Verdict::Refused(code) => Some(refused(code)),
            Verdict::Regressed => return Err(Halt::Regressed),
            Verdict::Admit(_) if matches!(ground, Ground::Waits) => Some(ChangeState::Parked),
            Verdict::Admit(puts) => Some(self.by_right(document, &puts)),
        })
    }

    /// The batch that names the lane may be the one that is missing: with what the change stands
    /// on it comes, and until then nothing is recorded.
    fn is_named_by_nobody(&self, change: &Change) -> Result<bool, LogError> {
        let named = self.incoming.lanes.contains_key(&change.actor);
        Ok(!named && self.group.lane(&change.actor)?.is_none())
    }

    fn judge(&self, document: &DocumentId, change: &Change) -> Result<Verdict, LogError> {
        let known = InLog::new(self.group, *document, self.geneses[document]);
        let kind = rights::kind_for(self.device, document);
        let verdict = judge(change, *document, kind, &known, self.limits);
        known.finish()?;
        Ok(verdict)
    }

    fn by_right(&self, document: &DocumentId, puts: &[Put]) -> ChangeState {
        match rights::may_write(self.device, document, puts) {
            true => ChangeState::Stored,
            false => ChangeState::Held,
        }
    }

    /// J3: another change that carries the same edit and lives, or whose end was decided.
    fn other_carrier(
        &self,
        document: &DocumentId,
        change: &Change,
    ) -> Result<Option<ChangeHash>, LogError> {
        let edit = change.edit();
        let mut carriers = self.group.carriers(document, &edit)?;
        carriers.push(edit);
        for carrier in carriers.into_iter().filter(|carrier| *carrier != change.hash) {
            let present = self.group.state_of(document, &carrier)?;
            if present.is_some_and(|present| ends_an_edit(present.state)) {
                return Ok(Some(carrier));
            }
        }
        Ok(None)
    }

    /// J4: the states of the dependencies, the worst first.
    fn ground(&self, document: &DocumentId, change: &Change) -> Result<Ground, LogError> {
        let (mut missing, mut dead, mut waits) = (false, false, false);
        for hash in &change.dependencies {
            if self.geneses.get(document) == Some(hash) {
                continue;
            }
            match self.group.state_of(document, hash)?.map(|present| present.state) {
                // Brought by a stranger only: the change itself is not here yet.
                None | Some(ChangeState::Refused(NO_LANE)) => missing = true,
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
}

fn refused(code: Code) -> ChangeState {
    ChangeState::Refused(code.number())
}

/// Whether no other change may carry an edit once a carrier of it is in this state.
fn ends_an_edit(state: ChangeState) -> bool {
    let decided = matches!(state, ChangeState::Returned | ChangeState::Expelled);
    let refused = matches!(state, ChangeState::Refused(code) if code != NO_LANE);
    living(state) || decided || refused
}
