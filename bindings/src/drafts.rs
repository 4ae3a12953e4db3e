//! The door's drafts: rounds from house to house, half-typed notes, and the pause.

use soviec_core::model::{DocumentId, ItemId, OfficerId, TaskId};

use crate::records::id;
use crate::{CountRecord, Failure, NoteDraftRecord, ReasonRecord, ReplicaHandle, TapCode};

/// The reasons for leaving a household out, in the order of a screen.
#[uniffi::export]
pub fn reasons() -> Vec<ReasonRecord> {
    let all = soviec_core::replica::reasons().into_iter();
    all.map(|(code, words)| ReasonRecord { code, words: words.to_owned() }).collect()
}

#[uniffi::export]
impl ReplicaHandle {
    /// The officer's open round about an item.
    pub fn draft_count(
        &self,
        by: String,
        book: String,
        item: String,
    ) -> Result<Option<CountRecord>, Failure> {
        let (by, book, item) = about_item(&by, &book, &item)?;
        Ok(self.replica().draft_count(by, book, item)?.map(Into::into))
    }

    /// One tap of a round, durable when it returns; no tap is sent before the round is finished,
    /// a pause, or an exchange.
    pub fn count_tap(
        &self,
        by: String,
        book: String,
        item: String,
        tap: TapCode,
    ) -> Result<CountRecord, Failure> {
        let (by, book, item) = about_item(&by, &book, &item)?;
        Ok(self.replica().count_tap(by, book, item, tap.into())?.into())
    }

    /// Ends a round: its taps become one session. Says whether anything was written.
    pub fn count_finish(&self, by: String, book: String, item: String) -> Result<bool, Failure> {
        let (by, book, item) = about_item(&by, &book, &item)?;
        Ok(self.replica().count_finish(by, book, item)?)
    }

    /// The officer's half-typed note on a task.
    pub fn draft_note_get(
        &self,
        by: String,
        book: String,
        task: String,
    ) -> Result<Option<NoteDraftRecord>, Failure> {
        let (by, book, task) = about_task(&by, &book, &task)?;
        Ok(self.replica().draft_note_get(by, book, task)?.map(Into::into))
    }

    /// Keeps what stands in the field of a note, durably; blanks alone are no draft.
    pub fn draft_note_put(
        &self,
        by: String,
        book: String,
        task: String,
        text: String,
    ) -> Result<(), Failure> {
        let (by, book, task) = about_task(&by, &book, &task)?;
        Ok(self.replica().draft_note_put(by, book, task, &text)?)
    }

    /// Throws a half-typed note away; what was written down of it already stays.
    pub fn draft_note_clear(&self, by: String, book: String, task: String) -> Result<(), Failure> {
        let (by, book, task) = about_task(&by, &book, &task)?;
        Ok(self.replica().draft_note_clear(by, book, task)?)
    }

    /// Finishes the half-typed note: one edit. Says whether anything was written.
    pub fn draft_note_finish(
        &self,
        by: String,
        book: String,
        task: String,
    ) -> Result<bool, Failure> {
        let (by, book, task) = about_task(&by, &book, &task)?;
        Ok(self.replica().draft_note_finish(by, book, task)?)
    }

    /// Writes down what all open drafts say so far and leaves them open: for an app that is put
    /// away. Returns how many edits there are more.
    pub fn pause(&self) -> Result<u32, Failure> {
        let written = self.replica().pause()?;
        Ok(u32::try_from(written).unwrap_or(u32::MAX))
    }
}

fn about_item(
    by: &str,
    book: &str,
    item: &str,
) -> Result<(OfficerId, DocumentId, ItemId), Failure> {
    Ok((id("officer", by)?, id("book", book)?, id("item", item)?))
}

fn about_task(
    by: &str,
    book: &str,
    task: &str,
) -> Result<(OfficerId, DocumentId, TaskId), Failure> {
    Ok((id("officer", by)?, id("book", book)?, id("task", task)?))
}
