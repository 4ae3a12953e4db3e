//! A half-typed note.

use minicbor::{Decode, Encode};
use rusqlite::Connection;

use super::{Found, Kind, Place, Settle, Told, find, put, remove};
use crate::model::{
    DocumentId, DocumentName, Edit, EntryId, Field, Moment, OfficerId, Owner, RegisterKey, TaskId,
};
use crate::store::phone::{Author, Store, StoreError, Written};

/// What an officer typed and has not finished.
#[derive(Clone, PartialEq, Eq)]
pub struct NoteDraft {
    /// The text as he typed it.
    pub text: String,
    /// The last letter, by the phone's clock.
    pub last: Moment,
    /// The register in which an earlier state of it stands, once a pause or an exchange has
    /// written it down: a screen shows that one in the field and not among the notes.
    pub written: Option<RegisterKey>,
}

impl std::fmt::Debug for NoteDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What an officer typed stays out of logs.
        write!(f, "NoteDraft({} bytes)", self.text.len())
    }
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Typed {
    #[n(0)]
    entry: EntryId,
    #[n(1)]
    last: Moment,
    #[n(2)]
    text: String,
}

/// The officer's half-typed note on a task.
pub fn note_draft(
    db: &Connection,
    officer: OfficerId,
    document: DocumentId,
    task: TaskId,
) -> Result<Option<NoteDraft>, StoreError> {
    let found = find::<Typed>(db, &place(officer, document, task))?;
    Ok(found.map(|Found { content: Typed { entry, last, text }, told }| {
        let written = (told != Told::Nothing).then(|| RegisterKey::entry(task, "note", entry));
        NoteDraft { text, last, written }
    }))
}

fn place(officer: OfficerId, document: DocumentId, task: TaskId) -> Place {
    Place { officer, document, owner: Owner(task.0), kind: Kind::Note }
}

impl Store {
    /// Keeps what stands in the field, durably; a new draft's register will be `fresh`.
    pub fn put_note(
        &mut self,
        author: &Author<'_>,
        document: &DocumentName,
        task: TaskId,
        text: &str,
        fresh: EntryId,
    ) -> Result<(), StoreError> {
        let (place, last) = (place(author.officer, document.id(), task), author.now);
        self.draft(|db| {
            let open = find::<Typed>(db, &place)?;
            if open.as_ref().is_some_and(|open| open.content.text == text) {
                return Ok(());
            }
            if open.is_none() {
                Self::may_begin(db, document)?;
            }
            let (entry, told) = open.map_or((fresh, Told::Nothing), |open| {
                (open.content.entry, open.told.after_more())
            });
            Ok(put(db, &place, &Typed { entry, last, text: text.to_owned() }, told)?)
        })
    }

    /// Finishes a note: one edit, and the draft is gone. None when there is no draft, or one that
    /// says what its register says already.
    pub fn finish_note(
        &mut self,
        author: &Author<'_>,
        document: DocumentId,
        task: TaskId,
    ) -> Result<Option<Written>, StoreError> {
        self.settle(author, place(author.officer, document, task), Settle::Remove)
    }

    /// Throws a half-typed note away. What a pause or an exchange has written down is an edit,
    /// and stays one.
    pub fn clear_note(
        &mut self,
        officer: OfficerId,
        document: DocumentId,
        task: TaskId,
    ) -> Result<(), StoreError> {
        self.draft(|db| Ok(remove(db, &place(officer, document, task))?))
    }
}

/// Blanks, and what is too long for a note, stay a draft.
pub(super) fn edit_of(db: &Connection, place: &Place) -> Result<Option<Edit>, StoreError> {
    let Some(Found { content: typed, .. }) = find::<Typed>(db, place)? else { return Ok(None) };
    let Ok(text) = Field::Note.clean(&typed.text) else { return Ok(None) };
    let (task, entry, on) = (TaskId(place.owner.0), typed.entry, typed.last.day());
    Ok(Some(Edit::Note { task, entry, text, on }))
}
