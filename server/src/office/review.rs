//! Confirming and giving back what units declare: verdicts of clerks, in the units' reviews.

use super::{fold::FoldError, pen::PenError};
use crate::Office;
use soviec_core::{
    fold::Register,
    model::{
        ChangeHash, DocumentName, MAX_COMMENT, OfficerId, Outcome, RegisterKey, ReviewAct, TaskId,
        UnitId, clean, encode,
    },
    store::tables,
};

/// The declared status that a verdict is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The unit that declared it.
    pub unit: UnitId,
    /// The year of its book.
    pub year: u16,
    /// The task.
    pub task: TaskId,
    /// The edit whose value the clerk saw.
    pub edit: ChangeHash,
}

/// What a clerk says of it.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Whether it stands or goes back.
    pub outcome: Outcome,
    /// Why; required where it goes back.
    pub comment: &'a str,
    /// He knows that another clerk has judged it, and says it all the same.
    pub all_the_same: bool,
}

/// Why there is no verdict. Nothing is written then.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The value is not shown any more: the unit has declared something else meanwhile.
    #[error("the declared value was replaced meanwhile")]
    Replaced,
    /// Two values stand: a person of the unit has to pick first.
    #[error("two values stand")]
    TwoValues,
    /// Another clerk has judged the same value differently.
    #[error("another clerk has judged the same value")]
    Judged(OfficerId),
    /// What goes back needs a reason.
    #[error("a returned value needs a comment")]
    NoComment,
    /// The comment is too long; the limit in bytes.
    #[error("the comment is longer than {0} bytes")]
    TooLong(usize),
    /// The tables failed.
    #[error(transparent)]
    Tables(#[from] FoldError),
    /// The pen failed.
    #[error(transparent)]
    Pen(#[from] PenError),
}

impl Office {
    /// Confirms a declared status, or gives it back. The same verdict of the same clerk again
    /// changes nothing.
    ///
    /// # Errors
    ///
    /// [`ReviewError`].
    pub fn judge(
        &self,
        judged: &Judged,
        said: &Said<'_>,
        clerk: OfficerId,
    ) -> Result<(), ReviewError> {
        let comment = comment(said)?;
        // Two clerks of this process take turns, so that the second one hears of the first.
        let _turn = self.reviewing();
        let review = DocumentName::review(self.tenant(), judged.unit, judged.year);
        let key = RegisterKey::new(judged.task, "verdict");
        let before = self.standing(&review, judged)?;
        let before = before.values.iter().find_map(|shown| shown.act::<ReviewAct>().ok());
        if let Some(other) = before.filter(|act| act.edit == judged.edit)
            && other.by != clerk
            && other.outcome != said.outcome
            && !said.all_the_same
        {
            return Err(ReviewError::Judged(other.by));
        }
        let now = self.now();
        let (edit, outcome, on) = (judged.edit, said.outcome, now.day());
        let act = ReviewAct { by: clerk, on, edit, outcome, comment };
        self.pen().write(&review, &[(key, encode(&act))], clerk, now)?;
        Ok(())
    }

    /// What clerks have said so far, if the value is still one that can be judged.
    fn standing(&self, review: &DocumentName, judged: &Judged) -> Result<Register, ReviewError> {
        let book = DocumentName::work_book(self.tenant(), judged.unit, judged.year).id();
        let (status, verdict) = self.views().read(self.log(), |db, _| {
            let read = |document, field| {
                tables::register(db, document, &RegisterKey::new(judged.task, field))
            };
            Ok((read(book, "status")?, read(review.id(), "verdict")?))
        })?;
        if status.is_open() {
            return Err(ReviewError::TwoValues);
        }
        let stands = status.claims().any(|shown| shown.edit == judged.edit);
        if stands { Ok(verdict) } else { Err(ReviewError::Replaced) }
    }
}

fn comment(said: &Said<'_>) -> Result<Option<String>, ReviewError> {
    match clean(said.comment, MAX_COMMENT) {
        Ok(comment) => Ok(Some(comment)),
        Err(soviec_core::model::Unclean::TooLong(most)) => Err(ReviewError::TooLong(most)),
        Err(_) if said.outcome == Outcome::Returned => Err(ReviewError::NoComment),
        Err(_) => Ok(None),
    }
}
