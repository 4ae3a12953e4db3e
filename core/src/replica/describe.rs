//! Own edits and registers in words: with the titles and names that a screen needs.

use super::words::{filled, status_words, tick_name, value_words, word};
use crate::change::Value;
use crate::error::Error;
use crate::model::{
    ChangeHash, DocumentId, Edit, ItemId, LocalTask, Moment, OfficerId, Owner, RegisterKey, TaskId,
    decode,
};
use crate::store::{self, Reader, history_of, tables};

/// One own edit that is not acknowledged, or not in its book for everyone, as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingEdit {
    /// The edit's id.
    pub id: ChangeHash,
    /// The phone's number.
    pub client_seq: u64,
    /// The book.
    pub document: DocumentId,
    /// The task that it is about, if this phone knows it.
    pub task: Option<TaskId>,
    /// The title of that task.
    pub task_title: Option<String>,
    /// The typed edit.
    pub edit: Edit,
    /// The edit in words, its task and item by name.
    pub words: String,
    /// Who made it.
    pub officer: OfficerId,
    /// His name, if the directory has it.
    pub officer_name: Option<String>,
    /// When, by the phone's clock.
    pub made: Moment,
}

/// What a register is about, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) task: Option<TaskId>,
    pub(super) task_title: Option<String>,
    item: Option<String>,
}

impl Subject {
    pub(super) fn of(db: &Reader, book: DocumentId, key: &RegisterKey) -> Result<Self, Error> {
        let Ok(Owner(owner)) = key.owner() else { return Ok(Self::default()) };
        let (task, item) = match key.field() {
            // A round is about an item or a whole task.
            field @ ("tick" | "session") => match tables::item(db, ItemId(owner))? {
                Some((task, title)) => (task, Some(title)),
                None if field == "session" => (TaskId(owner), None),
                // The plan has not arrived.
                None => return Ok(Self::default()),
            },
            _ => (TaskId(owner), None),
        };
        let task_title = match tables::task_title(db, book, task)? {
            Some(title) => Some(title),
            None => withdrawn_title(db, book, task)?,
        };
        Ok(Self { task: task_title.as_ref().map(|_| task), task_title, item })
    }

    /// Task and item in one breath.
    pub(super) fn title(&self) -> String {
        match (&self.task_title, &self.item) {
            (Some(task), Some(item)) => filled("item", &[("task", task), ("item", item)]),
            (Some(task), None) => task.clone(),
            _ => word("nameless").to_owned(),
        }
    }
}

/// A unit's own task that was withdrawn is on no screen; its history has its title.
fn withdrawn_title(db: &Reader, book: DocumentId, task: TaskId) -> Result<Option<String>, Error> {
    let history = history_of(db, book, &RegisterKey::new(task, "local"))?;
    Ok(history.into_iter().find_map(|entry| match entry.value {
        Value::Bytes(act) => decode::<LocalTask>(&act).ok().map(|task| task.title),
        _ => None,
    }))
}

/// An edit in words.
pub(super) fn edit_words(subject: &Subject, edit: &Edit) -> String {
    let place = subject.title();
    let fill = |name: &str, blank: &str, text: &str| {
        filled(name, &[("place", place.as_str()), (blank, text)])
    };
    match edit {
        Edit::Tick { done, .. } => fill("tick", "value", word(tick_name(*done))),
        Edit::Status { status, result, .. } => {
            fill("status", "value", &status_words(*status, result.as_deref()))
        }
        Edit::Note { text, .. } => fill("note", "text", text),
        Edit::LocalTask { title, .. } => filled("local_task", &[("place", title)]),
        Edit::Restore { act, undoes, .. } => {
            let name = if undoes.is_some() { "restore_by_undo" } else { "restore" };
            fill(name, "value", &value_words(&Value::Bytes(act.to_vec())))
        }
        Edit::Withdraw { .. } => fill("withdraw", "", ""),
        Edit::Accept { .. } => fill("accept", "", ""),
        Edit::Session { .. } => fill("session", "value", &put_words(edit)),
    }
}

/// The words of what an edit puts into its register; whose it is does not matter to them.
fn put_words(edit: &Edit) -> String {
    let put = edit.put(OfficerId([0; 16]));
    put.map_or_else(String::new, |(_, act)| value_words(&Value::Bytes(act)))
}

pub(super) fn waiting_edit(db: &Reader, edit: store::WaitingEdit) -> Result<WaitingEdit, Error> {
    let store::WaitingEdit { id, client_seq, document, edit, officer, made } = edit;
    let subject = match edit.about() {
        Some(key) => Subject::of(db, document, &key)?,
        None => Subject::default(),
    };
    let (words, officer_name) = (edit_words(&subject, &edit), tables::officer_name(db, officer)?);
    let Subject { task, task_title, .. } = subject;
    Ok(WaitingEdit {
        id,
        client_seq,
        document,
        task,
        task_title,
        edit,
        words,
        officer,
        officer_name,
        made,
    })
}
