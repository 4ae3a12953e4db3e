//! What a form of a page asks for, carried out as the clerk who is signed in.

use rusqlite::Connection;

use super::{
    console::{REVIEW_PATH, entry_page, reviews_page},
    decide::{DecideError, Order},
    desk::{Desk, target},
    fold::FoldError,
    names::Names,
    pages::{Console, entry},
    review::{ReviewError, Said},
    reviews::{ReviewsAsked, Typed, judged_of, reviews_view},
    view::{Draft, Href, Problem, Reader, ReviewProblem, Which},
};
use crate::PageError;
use soviec_core::model::{ChangeHash, DocumentId, DocumentName, OfficerId, Outcome};

/// What a form asks for.
pub struct Act {
    /// The name of the button.
    pub order: String,
    /// The clerk's words.
    pub reason: String,
    /// The chosen book.
    pub target: String,
    /// What was picked in a list, or the one thing that the form is about.
    pub picked: Vec<String>,
    /// The clerk.
    pub clerk: OfficerId,
}

impl Act {
    /// Nothing yet, by this clerk.
    pub fn by(clerk: OfficerId) -> Self {
        let (order, reason, target, picked) = Default::default();
        Self { order, reason, target, picked, clerk }
    }
}

/// What became of it.
pub enum Acted {
    /// It is done; the browser goes on there.
    Done(Href),
    /// It is not done: the page again, with what was typed and why not.
    Again {
        /// The HTTP status.
        status: u16,
        /// The page.
        page: String,
    },
}

/// Why a decision did not come about: for the clerk, or for the operator.
enum Failed {
    Problem(Problem),
    Error(PageError),
}

impl Console {
    /// Carries out what a form of the page at `path` asks for; none where no such form is.
    ///
    /// # Errors
    ///
    /// When it could be neither done nor told why not.
    pub(super) fn carry_out(
        &self,
        path: &str,
        act: &Act,
        reader: &Reader,
    ) -> Result<Option<Acted>, PageError> {
        if path == REVIEW_PATH {
            return self.review(act, reader);
        }
        let Some((document, change)) = entry(path) else { return Ok(None) };
        match self.decide(document, change, act) {
            Ok(next) => Ok(Some(Acted::Done(next))),
            Err(Failed::Error(error)) => Err(error),
            Err(Failed::Problem(problem)) => {
                let page = self.again(document, change, act, problem, reader)?;
                let status = if problem == Problem::Decided { 409 } else { 422 };
                Ok(page.map(|page| Acted::Again { status, page }))
            }
        }
    }

    /// Confirms what was picked, or says the clerk's word of one result.
    fn review(&self, act: &Act, reader: &Reader) -> Result<Option<Acted>, PageError> {
        let outcome = match act.order.as_str() {
            "nhan" | "nhan-chon" => Outcome::Confirmed,
            "tra" => Outcome::Returned,
            _ => return Ok(None),
        };
        let all_the_same = act.target == "van-ghi";
        let said = Said { outcome, comment: &act.reason, all_the_same };
        let mut problem = act.picked.is_empty().then_some((ReviewProblem::NothingPicked, None));
        for key in &act.picked {
            let judged = judged_of(key);
            let done = judged.map(|judged| self.office().judge(&judged, &said, act.clerk));
            let why = match done {
                Some(Ok(())) => continue,
                Some(Err(error)) => self.why(error)?,
                None => ReviewProblem::Replaced,
            };
            problem.get_or_insert((why, Some(key.clone())));
        }
        let Some((problem, picked)) = problem else {
            let next = Href::local(REVIEW_PATH).expect("the list is a place on this server");
            return Ok(Some(Acted::Done(next)));
        };
        let status = if matches!(problem, ReviewProblem::Judged(_)) { 409 } else { 422 };
        let typed = Typed { comment: act.reason.clone(), problem: Some(problem) };
        let asked = ReviewsAsked { part: 1, picked };
        let page = self.with_tables(reader, |db, heard, reader| {
            let names = Names::new(db, self.office().clerks());
            let view = reviews_view(db, heard, &names, &asked, typed)?;
            Ok(Some(reviews_page(&view, reader)))
        })?;
        Ok(page.map(|page| Acted::Again { status, page }))
    }

    fn why(&self, error: ReviewError) -> Result<ReviewProblem, PageError> {
        Ok(match error {
            ReviewError::Replaced => ReviewProblem::Replaced,
            ReviewError::TwoValues => ReviewProblem::TwoValues,
            ReviewError::NoComment => ReviewProblem::NoComment,
            ReviewError::TooLong(_) => ReviewProblem::TooLong,
            ReviewError::Judged(by) => {
                let office = self.office();
                let name = office
                    .views()
                    .read(office.log(), |db, _| Names::new(db, office.clerks()).of(by))?;
                ReviewProblem::Judged(name)
            }
            other => return Err(other.into()),
        })
    }

    fn decide(&self, document: DocumentId, change: ChangeHash, act: &Act) -> Result<Href, Failed> {
        let (order, list) = match act.order.as_str() {
            "nhan" => (Order::Accept, Which::Held),
            "tra" => (Order::Return, Which::Held),
            "chuyen" => (Order::Move(self.target(document, act)?), Which::Held),
            "ghi-lai" => (Order::Requeue, Which::Refused),
            "xep" => (Order::Dismiss, Which::Refused),
            _ => return Err(Failed::Problem(Problem::NotPossible)),
        };
        self.office().decide(document, change, order, &act.reason, act.clerk)?;
        Ok(list_href(list))
    }

    fn target(&self, document: DocumentId, act: &Act) -> Result<DocumentName, Failed> {
        let tenant = self.office().tenant();
        let read = |db: &Connection| target(db, document, &act.target, tenant);
        let found = self.office().views().read(self.office().log(), |db, _| read(db));
        found?.ok_or(Failed::Problem(Problem::NoTarget))
    }

    /// The page of the edit once more, with what the clerk had typed.
    fn again(
        &self,
        document: DocumentId,
        change: ChangeHash,
        act: &Act,
        problem: Problem,
        reader: &Reader,
    ) -> Result<Option<String>, FoldError> {
        let draft = Draft { reason: act.reason.clone(), target: act.target.clone() };
        self.with_tables(reader, |db, heard, reader| {
            let names = Names::new(db, self.office().clerks());
            let view = self.office().log().read(|log| {
                Desk::new(db, log, &names, heard).entry(document, change, draft, Some(problem))
            })?;
            Ok(view.map(|view| entry_page(&view, reader)))
        })
    }
}

impl From<FoldError> for Failed {
    fn from(error: FoldError) -> Self {
        Self::Error(error.into())
    }
}

impl From<DecideError> for Failed {
    fn from(error: DecideError) -> Self {
        Self::Problem(match error {
            DecideError::NotOpen => Problem::Decided,
            DecideError::NoReason => Problem::NoReason,
            DecideError::Reason => Problem::LongReason,
            DecideError::Target => Problem::NoTarget,
            DecideError::Document => Problem::NoBook,
            DecideError::Refused(code) => Problem::Refused(code.number()),
            DecideError::Stranger => Problem::Stranger,
            DecideError::Stands => Problem::Stands,
            DecideError::Unwritable => Problem::NotPossible,
            other => return Self::Error(other.into()),
        })
    }
}

fn list_href(which: Which) -> Href {
    Href::local(&super::console::apart_path(which, None))
        .expect("the path of a list is a place on this server")
}
