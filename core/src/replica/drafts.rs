//! Rounds from house to house and half-typed notes: durable with every tap, one edit at the end.

use std::collections::BTreeMap;

use super::{Changes, NoteDraft, Replica, Tap};
use crate::error::{Error, ErrorKind};
use crate::fold::{less_words, reason_words, tap_words};
use crate::model::{
    DocumentId, DocumentName, Field, MAX_TEXT, Moment, OfficerId, Owner, REASONS, TaskId,
};
use crate::store::{self, LastTap, Store, Written, count_draft, note_draft};

/// The longest text that a field may hold before it is a note: what is too long for one can
/// still be kept while its officer shortens it.
const MAX_DRAFT: usize = 4 * MAX_TEXT;

/// What a round has counted so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountDraft {
    /// Those that were done.
    pub counted: u64,
    /// Those that were left out, by the code of the reason.
    pub excluded: BTreeMap<u16, u64>,
    /// All households of the round.
    pub visited: u64,
    /// The first tap, by the phone's clock.
    pub began: Moment,
    /// The last tap, by the phone's clock.
    pub last: Moment,
    /// What an undo takes back, in words for its button.
    pub undo: Option<String>,
}

impl From<store::CountDraft> for CountDraft {
    fn from(draft: store::CountDraft) -> Self {
        let visited = draft.visited();
        let undo = draft.undo.map(|tap| match tap {
            LastTap::Done(household) => tap_words(household, None),
            LastTap::Excluded(household, reason) => tap_words(household, Some(reason)),
            LastTap::Less => less_words().to_owned(),
        });
        let store::CountDraft { counted, excluded, began, last, .. } = draft;
        Self { counted, excluded, visited, began, last, undo }
    }
}

/// The reasons for leaving a household out, with their words, in the order of a screen.
pub fn reasons() -> Vec<(u16, &'static str)> {
    REASONS.into_iter().map(|code| (code, reason_words(code))).collect()
}

impl Replica {
    /// The officer's open round about an item or a task.
    pub fn draft_count(
        &self,
        by: OfficerId,
        book: DocumentId,
        of: impl Into<Owner>,
    ) -> Result<Option<CountDraft>, Error> {
        self.call("draft_count", || {
            let of = of.into();
            self.with_reader(|db| Ok(count_draft(db, by, book, of)?.map(Into::into)))
        })
    }

    /// One tap of a round, durable when this returns; the first begins the round. No tap is an
    /// edit: nothing of it is sent before the round is finished, a pause, or an exchange. A tap
    /// on a later day ends the round of the day before and begins another.
    pub fn count_tap(
        &self,
        by: OfficerId,
        book: DocumentId,
        of: impl Into<Owner>,
        tap: Tap,
    ) -> Result<CountDraft, Error> {
        self.call("count_tap", || {
            let of = of.into();
            if matches!(tap, Tap::Excluded(code) if !REASONS.contains(&code)) {
                return Err(Error::new(ErrorKind::InvalidInput, "no reason has this code"));
            }
            let fresh = self.fresh_entry()?;
            let (draft, ended) = self.with_author(by, |store, author| {
                let name = book_of(store, book)?;
                Ok(store.tap(author, &name, of, tap, fresh)?)
            })?;
            self.tell_of(ended);
            Ok(draft.into())
        })
    }

    /// Ends a round: all its taps become one session, one edit. False when there is no round, or
    /// one in which nothing was counted.
    pub fn count_finish(
        &self,
        by: OfficerId,
        book: DocumentId,
        of: impl Into<Owner>,
    ) -> Result<bool, Error> {
        self.call("count_finish", || {
            let of = of.into();
            let written =
                self.with_author(by, |store, author| Ok(store.finish_count(author, book, of)?))?;
            Ok(self.tell_of(written))
        })
    }

    /// The officer's half-typed note on a task.
    pub fn draft_note_get(
        &self,
        by: OfficerId,
        book: DocumentId,
        task: TaskId,
    ) -> Result<Option<NoteDraft>, Error> {
        self.call("draft_note_get", || self.with_reader(|db| Ok(note_draft(db, by, book, task)?)))
    }

    /// Keeps what stands in the field of a note, durably. Blanks alone are no draft.
    pub fn draft_note_put(
        &self,
        by: OfficerId,
        book: DocumentId,
        task: TaskId,
        text: &str,
    ) -> Result<(), Error> {
        self.call("draft_note_put", || {
            if text.len() > MAX_DRAFT {
                return Err(Error::new(ErrorKind::InvalidInput, "the draft is too long"));
            }
            let fresh = self.fresh_entry()?;
            self.with_author(by, |store, author| {
                let name = book_of(store, book)?;
                let kept = match text.trim().is_empty() {
                    true => store.clear_note(author.officer, book, task),
                    false => store.put_note(author, &name, task, text, fresh),
                };
                Ok(kept?)
            })
        })
    }

    /// Throws a half-typed note away. What a pause or an exchange has written down of it is an
    /// edit already and stays one; [`Replica::undo`] takes it back.
    pub fn draft_note_clear(
        &self,
        by: OfficerId,
        book: DocumentId,
        task: TaskId,
    ) -> Result<(), Error> {
        self.call("draft_note_clear", || {
            self.with_author(by, |store, author| {
                Ok(store.clear_note(author.officer, book, task)?)
            })
        })
    }

    /// Finishes the half-typed note: it becomes one edit, and the draft is gone. False when there
    /// is no draft, or one that a pause or an exchange has written down as it is.
    pub fn draft_note_finish(
        &self,
        by: OfficerId,
        book: DocumentId,
        task: TaskId,
    ) -> Result<bool, Error> {
        self.call("draft_note_finish", || {
            let draft = self.with_reader(|db| Ok(note_draft(db, by, book, task)?))?;
            if let Some(draft) = draft {
                Field::Note
                    .clean(&draft.text)
                    .map_err(|e| Error::new(ErrorKind::InvalidInput, e))?;
            }
            let written =
                self.with_author(by, |store, author| Ok(store.finish_note(author, book, task)?))?;
            Ok(self.tell_of(written))
        })
    }

    /// Writes down what every open round and every half-typed note says so far, each as one
    /// edit, and leaves them open: for an app that is put away. Returns how many edits there
    /// are more. An exchange does the same before it sends.
    pub fn pause(&self) -> Result<usize, Error> {
        self.call("pause", || {
            let (written, failed) = self.write_down()?;
            failed.map_or(Ok(written), Err)
        })
    }

    /// What cannot be written down stays a draft and hinders no exchange.
    pub(super) fn write_down_before_sending(&self) {
        match self.write_down() {
            // A phone that is not enrolled or is closed says so with the exchange itself.
            Ok((_, None)) | Err(_) => {}
            Ok((_, Some(error))) => tracing::warn!("a draft was not written down: {error}"),
        }
    }

    fn write_down(&self) -> Result<(usize, Option<Error>), Error> {
        let now = self.environment.clock.now();
        let (written, failed) = self.with_writer(|writer| {
            let identity = writer.identity()?;
            let version = writer.store.grant_version()?;
            Ok(writer.store.write_drafts(&identity.key, version, now)?)
        })?;
        let many = written.len();
        for one in written {
            self.tell_of(Some(one));
        }
        Ok((many, failed.map(Into::into)))
    }

    fn tell_of(&self, written: Option<Written>) -> bool {
        let Some(written) = written else { return false };
        self.observers.tell(Changes { rows: written.rows, notices: true, sync: true });
        true
    }
}

fn book_of(store: &Store, book: DocumentId) -> Result<DocumentName, Error> {
    let name = store.document(book).copied();
    name.ok_or_else(|| Error::new(ErrorKind::NotFound, "the book is not on this phone"))
}
