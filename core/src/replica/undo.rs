//! Taking back what was done last.

use super::describe::{Subject, edit_words};
use super::{Changes, Replica};
use crate::error::Error;
use crate::model::{ChangeHash, Moment, OfficerId};
use crate::store::last_act;

/// What an officer did last on this phone, while it can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastAct {
    /// The edit.
    pub edit: ChangeHash,
    /// The edit in words, for the button that undoes it.
    pub words: String,
    /// When, by the phone's clock.
    pub made: Moment,
}

impl Replica {
    /// What the officer did last on this phone, if it can be undone: nobody has written over
    /// it, it settled no two values, and nothing stands on it. Undos and accepts are passed
    /// over; what was done before the last act cannot be undone.
    pub fn last_act(&self, by: OfficerId) -> Result<Option<LastAct>, Error> {
        self.call("last_act", || {
            self.with_reader(|db| {
                let Some(last) = last_act(db, by)? else { return Ok(None) };
                let subject = match last.edit.about() {
                    Some(key) => Subject::of(db, last.document, &key)?,
                    None => Subject::default(),
                };
                let words = edit_words(&subject, &last.edit);
                Ok(Some(LastAct { edit: last.id, words, made: last.made }))
            })
        })
    }

    /// Undoes the officer's last act: what it replaced stands again, byte for byte, or nothing
    /// does. An undo is an edit like any other: durable when this returns, sent, in the history.
    /// False when `edit` is not the last act any more, or cannot be undone.
    pub fn undo(&self, by: OfficerId, edit: &ChangeHash) -> Result<bool, Error> {
        self.call("undo", || {
            let written = self.with_author(by, |store, author| Ok(store.undo(author, edit)?))?;
            let Some(written) = written else { return Ok(false) };
            self.observers.tell(Changes { rows: written.rows, notices: true, sync: true });
            Ok(true)
        })
    }
}
