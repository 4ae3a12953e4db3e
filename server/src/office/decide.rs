//! What a clerk decides about one change: a row of the log under the clerk's name, and with it, in
//! the same transaction, everything that follows for other changes.

use super::{fold::FoldError, pen::PenError};
use crate::{
    Office,
    auth::AuthError,
    log::{Group, LogError, LogRow},
    relay::{
        IDENTITY, NO_LANE,
        fate::{Fates, expel, origin},
        quill::Hand,
    },
};
use soviec_core::{
    admission::Code,
    change::{Change, Limits},
    model::{ChangeHash, DocumentId, DocumentKind, DocumentName, OfficerId},
    protocol::{ChangeState, Decision, RowHeader, RowKind},
    store::tables,
};

/// What a clerk wants to become of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// A held change is stored, and what waits above it with it.
    Accept,
    /// A held change goes back to its author.
    Return,
    /// The edit of a held change goes on in another work book.
    Move(DocumentName),
    /// The office writes a refused edit again, for its officer.
    Requeue,
    /// A refused change is laid aside.
    Dismiss,
    /// A stored change is taken out again.
    Expel,
}

impl Order {
    /// Whether a clerk has to say why.
    pub fn needs_words(self) -> bool {
        !matches!(self, Self::Accept | Self::Requeue)
    }
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// The change is not, or no longer, in a state of which this can be decided.
    #[error("the change is not open to this decision")]
    NotOpen,
    /// The decision needs the clerk's words.
    #[error("the decision needs a reason")]
    NoReason,
    /// The clerk's words are longer than 500 characters.
    #[error("the reason is too long")]
    Reason,
    /// The book that the edit should go to is none, or the one that it comes from.
    #[error("the edit cannot be moved there")]
    Target,
    /// Nobody knows what the document is.
    #[error("the document is unknown here")]
    Document,
    /// Admission would refuse it again.
    #[error("the change would be refused: {0}")]
    Refused(Code),
    /// The phone that sent it is not its author's: nobody may write it in his name.
    #[error("the change did not come from its author's phone")]
    Stranger,
    /// What would be written stands there already.
    #[error("the value stands in its register already")]
    Stands,
    /// What the office itself wrote on the change could not be written again.
    #[error("what the office wrote on the change cannot be written again")]
    Unwritable,
    /// The pen failed.
    #[error(transparent)]
    Pen(PenError),
    /// The office's tables failed.
    #[error(transparent)]
    Fold(#[from] FoldError),
    /// The devices cannot be read.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// The log failed.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl From<PenError> for DecideError {
    fn from(error: PenError) -> Self {
        match error {
            PenError::Refused(code) => Self::Refused(code),
            PenError::Stands => Self::Stands,
            PenError::Log(error) => Self::Log(error),
            other => Self::Pen(other),
        }
    }
}

impl Office {
    /// Decides about a change as `clerk`, in his words.
    ///
    /// # Errors
    ///
    /// [`DecideError`]; nothing is changed then.
    pub fn decide(
        &self,
        document: DocumentId,
        change: ChangeHash,
        order: Order,
        reason: &str,
        clerk: OfficerId,
    ) -> Result<(), DecideError> {
        let reason = Decision::reason_of(reason).ok_or(DecideError::Reason)?;
        if reason.is_empty() && order.needs_words() {
            return Err(DecideError::NoReason);
        }
        if let Order::Move(target) = order {
            self.check_target(document, &target)?;
        }
        let name = self.name_of(document)?;
        let hand = Hand { clerk: Some(clerk), now: self.now() };
        self.log().write(|group| {
            let present = group.state_of(&document, &change)?.ok_or(DecideError::NotOpen)?;
            let open = open_to(group, order, present.state, present.seq)?;
            if !open {
                return Err(DecideError::NotOpen);
            }
            let fates = Fates::new(group, document, hand.now);
            let from = origin(fates.group, &document, &change)?;
            let mut case = Case { office: self, fates, change, from, name, reason, hand };
            case.carry_out(order, present.state)
        })
    }

    /// A work book of a known unit, and another one than the edit stands in.
    fn check_target(&self, from: DocumentId, to: &DocumentName) -> Result<(), DecideError> {
        let book = to.kind == DocumentKind::WorkBook && to.tenant == self.tenant();
        let unit = self.views().read(self.log(), |db, _| Ok(tables::unit(db, to.unit)?))?;
        let good = book && unit.is_some() && to.id() != from;
        if good { Ok(()) } else { Err(DecideError::Target) }
    }

    /// What a document is: something was stored in it, or some phone's certificate names it.
    fn name_of(&self, document: DocumentId) -> Result<Option<DocumentName>, DecideError> {
        if let Some(name) = self.log().read(|log| log.name_of(&document))? {
            return Ok(Some(name));
        }
        let devices = self.auth().devices()?;
        let grants = devices.iter().filter_map(|device| device.certificate.grant(&document));
        Ok(grants.map(|grant| grant.document).next())
    }
}

/// Whether a clerk can still decide this: two clerks may look at one list.
fn open_to(
    group: &Group<'_>,
    order: Order,
    state: ChangeState,
    seq: u64,
) -> Result<bool, LogError> {
    Ok(match order {
        Order::Accept | Order::Return | Order::Move(_) => state == ChangeState::Held,
        Order::Expel => state == ChangeState::Stored,
        Order::Requeue | Order::Dismiss => {
            let decided = group.row(seq)?.head.kind == RowKind::DECISION.0;
            matches!(state, ChangeState::Refused(_)) && !decided
        }
    })
}

/// One decision on its way into the log.
struct Case<'c, 'f, 'log> {
    office: &'c Office,
    fates: Fates<'f, 'log>,
    change: ChangeHash,
    from: LogRow,
    name: Option<DocumentName>,
    reason: String,
    hand: Hand,
}

impl Case<'_, '_, '_> {
    fn carry_out(&mut self, order: Order, state: ChangeState) -> Result<(), DecideError> {
        match order {
            Order::Accept => self.accept(),
            Order::Return => self.end(ChangeState::Returned, None),
            Order::Move(target) => self.send_away(target),
            Order::Requeue => self.requeue(state),
            Order::Dismiss => self.say(state, None),
            Order::Expel => self.expel(),
        }
    }

    fn named(&self) -> Result<DocumentName, DecideError> {
        self.name.ok_or(DecideError::Document)
    }

    fn parsed(&self) -> Result<Change, DecideError> {
        let parsed = Change::parse(&self.from.payload, &Limits::unlimited());
        parsed.map_err(|bad| DecideError::Refused(bad.into()))
    }

    /// The decision's own row, the first of its group.
    fn say(&mut self, state: ChangeState, target: Option<DocumentName>) -> Result<(), DecideError> {
        let header = RowHeader {
            state: Some(state),
            clerk: self.hand.clerk,
            ..self.fates.head(RowKind::DECISION, &self.from)?
        };
        let decision = Decision { reason: std::mem::take(&mut self.reason), target };
        self.fates.group.push(header, &decision.to_bytes())?;
        Ok(())
    }

    fn end(&mut self, state: ChangeState, target: Option<DocumentName>) -> Result<(), DecideError> {
        self.say(state, target)?;
        Ok(self.fates.bury(&self.change)?)
    }

    /// It was judged as a change of a document that its author cannot see; now it is judged as
    /// what its document is.
    fn accept(&mut self) -> Result<(), DecideError> {
        let (name, change) = (self.named()?, self.parsed()?);
        let limits = self.office.relay().change_limits();
        self.fates.judge_again(&change, &name, limits)?.map_err(DecideError::Refused)?;
        self.say(ChangeState::Stored, None)?;
        self.fates.group.add_name(&name)?;
        self.fates.store(&self.change)?;
        Ok(self.fates.release(&self.change, &name, limits)?)
    }

    /// In the target the edit is stored without a right: else it would be held there again.
    fn send_away(&mut self, target: DocumentName) -> Result<(), DecideError> {
        let edit = self.parsed()?.edit();
        self.fates.group.authorise(&edit, &target.id())?;
        self.fates.group.add_name(&target)?;
        self.end(ChangeState::Moved(target.id()), Some(target))
    }

    fn requeue(&mut self, state: ChangeState) -> Result<(), DecideError> {
        if matches!(state, ChangeState::Refused(NO_LANE | IDENTITY)) {
            return Err(DecideError::Stranger);
        }
        let (name, refused) = (self.named()?, self.parsed()?);
        let new = self.office.pen().again(self.fates.group, &name, &refused, self.hand.now)?;
        self.say(ChangeState::Replaced(new.hash), None)?;
        let quill = self.office.relay().quill();
        quill.record(self.fates.group, &name, &new, self.hand).map_err(PenError::from)?;
        Ok(())
    }

    fn expel(&mut self) -> Result<(), DecideError> {
        let name = self.named()?;
        self.say(ChangeState::Expelled, None)?;
        let quill = self.office.relay().quill();
        let lost = expel(&mut self.fates, quill, &name, self.hand, &self.change)?;
        if lost.is_empty() { Ok(()) } else { Err(DecideError::Unwritable) }
    }
}
