//! What an officer does. Every call returns when the edit is durable.

use minicbor::bytes::ByteVec;

use super::{Changes, Replica, Shown, open::fill};
use crate::change::Value;
use crate::error::{Error, ErrorKind};
use crate::fold::NoticeKind;
use crate::model::{
    ActError, Day, Declared, DocumentId, Edit, EntryId, Field, ItemId, OfficerId, RegisterKey,
    StatusAct, TaskId, version_of,
};
use crate::store::{Author, Store, notices_of, tables, value_of};

impl Replica {
    /// Ticks an item, or takes the tick back, as of `on` (today unless the officer says
    /// otherwise). Returns whether anything changed.
    pub fn tick(
        &self,
        by: OfficerId,
        book: DocumentId,
        item: ItemId,
        done: bool,
        on: Option<Day>,
    ) -> Result<bool, Error> {
        self.call("tick", || {
            let on = on.unwrap_or_else(|| self.day());
            self.refuse_over_newer(book, &RegisterKey::new(item, "tick"))?;
            self.write(by, book, Edit::Tick { item, done, on })
        })
    }

    /// Declares the status of a task, with a result in a few words.
    pub fn set_status(
        &self,
        by: OfficerId,
        book: DocumentId,
        task: TaskId,
        status: Declared,
        on: Option<Day>,
        result: Option<&str>,
    ) -> Result<bool, Error> {
        self.call("set_status", || {
            let on = on.unwrap_or_else(|| self.day());
            let result = result.map(|text| typed(Field::Result, text)).transpose()?;
            self.refuse_over_newer(book, &RegisterKey::new(task, "status"))?;
            self.write(by, book, Edit::Status { task, status, on, result })
        })
    }

    /// Writes a note on a task and returns its id.
    pub fn add_note(
        &self,
        by: OfficerId,
        book: DocumentId,
        task: TaskId,
        text: &str,
    ) -> Result<EntryId, Error> {
        self.call("add_note", || {
            let (text, entry, on) = (typed(Field::Note, text)?, self.fresh_entry()?, self.day());
            self.write(by, book, Edit::Note { task, entry, text, on })?;
            Ok(entry)
        })
    }

    /// Begins a task of the unit's own (*việc riêng*) and returns its id. It is shown, declared,
    /// noted and searched like a plan's task; the plan's figures leave it out.
    pub fn add_local_task(
        &self,
        by: OfficerId,
        book: DocumentId,
        title: &str,
        last_day: Option<Day>,
    ) -> Result<TaskId, Error> {
        self.call("add_local_task", || {
            let title = typed(Field::Title, title)?;
            let (task, on) = (TaskId(self.fresh_entry()?.0), self.day());
            self.write(by, book, Edit::LocalTask { task, title, last_day, on })?;
            Ok(task)
        })
    }

    /// Uses a value again that was replaced, byte for byte.
    pub fn restore(
        &self,
        by: OfficerId,
        book: DocumentId,
        key: &RegisterKey,
        edit: &crate::model::ChangeHash,
    ) -> Result<bool, Error> {
        self.call("restore", || {
            let found = self.with_reader(|db| Ok(value_of(db, book, key, edit)?))?;
            let Some(Value::Bytes(act)) = found.map(|entry| entry.value) else {
                return Err(Error::new(ErrorKind::NotFound, "no such value in this register"));
            };
            let (key, act, undoes) = (key.to_string(), ByteVec::from(act), None);
            self.write(by, book, Edit::Restore { key, act, undoes })
        })
    }

    /// Accepts what became of this officer's values in a register: its notices end.
    pub fn accept(
        &self,
        by: OfficerId,
        book: DocumentId,
        key: &RegisterKey,
    ) -> Result<bool, Error> {
        self.call("accept", || {
            let (gone, two) = self.with_reader(|db| {
                let mine =
                    notices_of(db)?.into_iter().filter(|n| n.document == book && n.key == *key);
                let replaced =
                    mine.filter(|n| n.notice.kind == NoticeKind::Replaced && n.notice.me == by);
                let mut gone: Vec<_> = replaced.map(|n| n.notice.mine).collect();
                let history = tables::history(db, book, key)?;
                gone.extend(history.accepted_by(by));
                gone.sort_unstable();
                gone.dedup();
                let shown = tables::register(db, book, key)?.values;
                let mut two: Vec<_> = shown.iter().map(|v: &Shown| v.edit).collect();
                two.sort_unstable();
                Ok((gone, two))
            })?;
            self.write(by, book, Edit::Accept { key: key.to_string(), gone, two })
        })
    }

    /// The present day by this phone's clock.
    pub fn today(&self) -> Result<Day, Error> {
        self.call("today", || Ok(self.day()))
    }

    pub(super) fn day(&self) -> Day {
        self.environment.clock.now().day()
    }

    fn write(&self, by: OfficerId, book: DocumentId, edit: Edit) -> Result<bool, Error> {
        let written = self.with_author(by, |store, author| {
            let name = *store.document(book).ok_or_else(no_book)?;
            Ok(store.write(author, &name, &edit)?)
        })?;
        let Some(written) = written else { return Ok(false) };
        // An edit can end a notice of its author, or raise one for another profile.
        self.observers.tell(Changes { rows: written.rows, notices: true, sync: true });
        Ok(true)
    }

    /// Lets an officer of this phone write.
    pub(super) fn with_author<T>(
        &self,
        by: OfficerId,
        mut work: impl FnMut(&mut Store, &Author<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = self.environment.clock.now();
        self.with_writer(|writer| {
            let identity = writer.identity()?;
            if !identity.certificate.officers.contains(&by) {
                let not_his = "the officer does not use this phone";
                return Err(Error::new(ErrorKind::NotAllowed, not_his));
            }
            let grant_version = writer.store.grant_version()?;
            let author = Author { officer: by, key: &identity.key, grant_version, now };
            work(&mut writer.store, &author)
        })
    }

    /// Over an act of a newer version nothing is written unseen: a note is offered instead.
    pub(super) fn refuse_over_newer(
        &self,
        book: DocumentId,
        key: &RegisterKey,
    ) -> Result<(), Error> {
        let register = self.with_reader(|db| Ok(tables::register(db, book, key)?))?;
        let newer = register.values.iter().any(|shown| match &shown.value {
            Value::Bytes(act) => {
                version_of(act).is_some()
                    && matches!(shown.act::<StatusAct>(), Err(ActError::Newer(_)))
            }
            _ => true,
        });
        if newer {
            Err(Error::new(ErrorKind::Newer, "a newer app wrote this register"))
        } else {
            Ok(())
        }
    }

    /// A ULID: 48 bits of milliseconds, 80 random ones.
    pub(super) fn fresh_entry(&self) -> Result<EntryId, Error> {
        let mut id = [0; 16];
        fill(&self.environment, &mut id)?;
        let millis = self.environment.clock.now().0.max(0).to_be_bytes();
        id[..6].copy_from_slice(&millis[2..]);
        // The text form has 26 characters of 5 bits for 128 bits: every value fits.
        Ok(EntryId(id))
    }
}

fn typed(field: Field, text: &str) -> Result<String, Error> {
    field.clean(text).map_err(|e| Error::new(ErrorKind::InvalidInput, e))
}

fn no_book() -> Error {
    Error::new(ErrorKind::NotFound, "the book is not on this phone")
}
