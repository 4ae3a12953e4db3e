//! What a form of a page asks for, carried out as the clerk who is signed in.

use rusqlite::Connection;

use super::{
    console::entry_page,
    decide::{DecideError, Order},
    desk::{Desk, target},
    fold::FoldError,
    names::Names,
    pages::{Console, entry},
    view::{Draft, Href, Problem, Reader, Which},
};
use crate::PageError;
use soviec_core::model::{ChangeHash, DocumentId, DocumentName, OfficerId};

/// What a form asks for.
pub struct Act {
    /// The name of the button.
    pub order: String,
    /// The clerk's words.
    pub reason: String,
    /// The chosen book.
    pub target: String,
    /// The clerk.
    pub clerk: OfficerId,
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
