//! The door as foreign languages see it. Every call blocks: the libraries in front of it call
//! from threads of their own.

use std::sync::{Arc, Mutex, PoisonError};

use soviec_core::replica::{Cancel, Environment, Profile, Replica, Subscription, Window};
use zeroize::Zeroizing;

use crate::observer::{Forwarded, progress};
use crate::records::{self, id, key_of, note_register, on_day, register};
use crate::*;

/// Ends an exchange or an enrolment from another thread.
#[derive(Debug, Default, uniffi::Object)]
pub struct CancelHandle(Cancel);

#[uniffi::export]
impl CancelHandle {
    /// A token that was not pulled yet.
    #[uniffi::constructor]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Ends the call that has this token, at its next step; what is durable stays durable.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

/// A listener's subscription; ends with [`SubscriptionHandle::end`] or when nobody holds it.
#[derive(Debug, uniffi::Object)]
pub struct SubscriptionHandle(Mutex<Option<Subscription>>);

#[uniffi::export]
impl SubscriptionHandle {
    /// Ends it; a batch that is under way may still arrive.
    pub fn end(&self) {
        drop(self.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// A phone's task book.
#[derive(Debug, uniffi::Object)]
pub struct ReplicaHandle(Replica);

impl ReplicaHandle {
    pub(crate) fn replica(&self) -> &Replica {
        &self.0
    }
}

#[uniffi::export]
impl ReplicaHandle {
    /// Opens the task book with its 32-byte key, or makes a new one where there is none. Our
    /// copy of the key is wiped, whatever happens.
    #[uniffi::constructor]
    pub fn open(place: PlaceRecord, key: Vec<u8>) -> Result<Arc<Self>, Failure> {
        let key = key_of(Zeroizing::new(key))?;
        let environment = Environment::with_roots(&place.office_roots)?;
        Ok(Arc::new(Self(Replica::open(&place.into(), &key, environment)?)))
    }

    /// Encrypts the task book anew under another 32-byte key. Until it has returned the app keeps
    /// both: one of them opens, whatever happens. Our copy of the key is wiped.
    pub fn rekey(&self, key: Vec<u8>) -> Result<(), Failure> {
        let key = key_of(Zeroizing::new(key))?;
        Ok(self.0.rekey(&key)?)
    }

    /// Enrols the phone at a relay with a single-use code. With a fingerprint, as the office
    /// read it out, an office with another key is refused.
    pub fn enrol(
        &self,
        address: String,
        code: String,
        fingerprint: Option<String>,
        cancel: Arc<CancelHandle>,
    ) -> Result<ProfileRecord, Failure> {
        self.profile(self.0.enrol(&address, &code, fingerprint.as_deref(), &cancel.0)?)
    }

    /// Who this phone is, and where it may write.
    pub fn who_am_i(&self) -> Result<ProfileRecord, Failure> {
        self.profile(self.0.who_am_i()?)
    }

    /// A part of a list; at most 200 rows at once.
    pub fn tasks(&self, query: QueryRecord) -> Result<TaskWindowRecord, Failure> {
        let (filter, sort, window) = query.try_into()?;
        Ok(self.0.tasks(&filter, sort, window)?.into())
    }

    /// Texts of tasks, items and notes with a word for each word of the query, marks or not, the
    /// best first; at most 200 at once.
    pub fn search(
        &self,
        query: String,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<HitRecord>, Failure> {
        let hits = self.0.search(&query, Window { offset, limit })?;
        Ok(hits.into_iter().map(Into::into).collect())
    }

    /// What is due, worst first.
    pub fn agenda(&self, unit: Option<String>) -> Result<AgendaRecord, Failure> {
        let unit = unit.map(|unit| id("unit", &unit)).transpose()?;
        Ok(self.0.agenda(unit)?.into())
    }

    /// One task with its checklist, its notes and both sides of concurrent values.
    pub fn task(&self, book: String, task: String) -> Result<TaskDetailRecord, Failure> {
        Ok(self.0.task(id("book", &book)?, id("task", &task)?)?.into())
    }

    /// Every value that a register ever had, in the order of arrival.
    pub fn history(&self, book: String, register: String) -> Result<Vec<ValueRecord>, Failure> {
        let key = self::register(&register)?;
        let entries = self.0.history(id("book", &book)?, &key)?;
        Ok(entries.into_iter().map(ValueRecord::past).collect())
    }

    /// Ticks an item or takes the tick back, as of a day (today unless given). Durable when it
    /// returns; says whether anything changed.
    pub fn tick(&self, tick: TickRecord) -> Result<bool, Failure> {
        let (by, book) = (id("officer", &tick.by)?, id("book", &tick.book)?);
        Ok(self.0.tick(by, book, id("item", &tick.item)?, tick.done, on_day(tick.on)?)?)
    }

    /// Declares the status of a task, with a result in a few words.
    pub fn set_status(
        &self,
        by: String,
        book: String,
        task: String,
        status: DeclaredCode,
        on: Option<i32>,
        result: Option<String>,
    ) -> Result<bool, Failure> {
        let (by, book, task) = (id("officer", &by)?, id("book", &book)?, id("task", &task)?);
        let on = on_day(on)?;
        Ok(self.0.set_status(by, book, task, status.into(), on, result.as_deref())?)
    }

    /// Writes a note on a task and returns its register.
    pub fn add_note(
        &self,
        by: String,
        book: String,
        task: String,
        text: String,
    ) -> Result<String, Failure> {
        let (by, book, task) = (id("officer", &by)?, id("book", &book)?, id("task", &task)?);
        let entry = self.0.add_note(by, book, task, &text)?;
        Ok(note_register(task, entry))
    }

    /// Adds a task of the unit's own (*việc riêng*) and returns its id.
    pub fn add_local_task(
        &self,
        by: String,
        book: String,
        title: String,
        last_day: Option<i32>,
    ) -> Result<String, Failure> {
        let (by, book, last_day) = (id("officer", &by)?, id("book", &book)?, on_day(last_day)?);
        Ok(self.0.add_local_task(by, book, &title, last_day)?.to_string())
    }

    /// The officer's last act on this phone that can be undone.
    pub fn last_act(&self, by: String) -> Result<Option<LastActRecord>, Failure> {
        Ok(self.0.last_act(id("officer", &by)?)?.map(Into::into))
    }

    /// Undoes that act; says whether anything changed.
    pub fn undo(&self, by: String, edit: String) -> Result<bool, Failure> {
        Ok(self.0.undo(id("officer", &by)?, &records::edit(&edit)?)?)
    }

    /// What the relay has not acknowledged, oldest first; at most 200.
    pub fn waiting(&self) -> Result<Vec<WaitingRecord>, Failure> {
        Ok(self.0.waiting()?.into_iter().map(Into::into).collect())
    }

    /// Own edits that are not in their book for everyone and neither dismissed nor written again.
    pub fn set_apart(&self) -> Result<Vec<SetApartRecord>, Failure> {
        Ok(self.0.set_apart()?.into_iter().map(Into::into).collect())
    }

    /// Those that were dismissed or written again, too.
    pub fn set_apart_history(&self) -> Result<Vec<SetApartRecord>, Failure> {
        Ok(self.0.set_apart_history()?.into_iter().map(Into::into).collect())
    }

    /// Writes such an edit again, as it was made; says whether anything was written.
    pub fn write_again(&self, by: String, edit: String) -> Result<bool, Failure> {
        Ok(self.0.write_again(id("officer", &by)?, &records::edit(&edit)?)?)
    }

    /// Lays such an edit aside, on this phone; says whether it was there.
    pub fn dismiss(&self, by: String, edit: String) -> Result<bool, Failure> {
        Ok(self.0.dismiss(id("officer", &by)?, &records::edit(&edit)?)?)
    }

    /// What became of values of this phone's officers.
    pub fn replaced(&self) -> Result<Vec<ReplacedRecord>, Failure> {
        Ok(self.0.replaced()?.into_iter().map(Into::into).collect())
    }

    /// Uses a value again that was replaced.
    pub fn restore(
        &self,
        by: String,
        book: String,
        register: String,
        edit: String,
    ) -> Result<bool, Failure> {
        let (by, book, key) = (id("officer", &by)?, id("book", &book)?, self::register(&register)?);
        Ok(self.0.restore(by, book, &key, &records::edit(&edit)?)?)
    }

    /// Accepts what became of this officer's values in a register.
    pub fn accept(&self, by: String, book: String, register: String) -> Result<bool, Failure> {
        let (by, book, key) = (id("officer", &by)?, id("book", &book)?, self::register(&register)?);
        Ok(self.0.accept(by, book, &key)?)
    }

    /// Exchanges with the relay until nothing waits on either side.
    pub fn sync(
        &self,
        cancel: Arc<CancelHandle>,
        progress: Option<Arc<dyn ProgressListener>>,
    ) -> Result<SyncReportRecord, Failure> {
        Ok(self.0.sync(&cancel.0, &mut self::progress(progress))?.into())
    }

    /// Receives without sending, for a weak or dear connection.
    pub fn receive(
        &self,
        cancel: Arc<CancelHandle>,
        progress: Option<Arc<dyn ProgressListener>>,
    ) -> Result<SyncReportRecord, Failure> {
        Ok(self.0.receive(&cancel.0, &mut self::progress(progress))?.into())
    }

    /// Calls a listener after every change, until the subscription ends.
    pub fn observe(
        &self,
        listener: Arc<dyn ChangeListener>,
    ) -> Result<Arc<SubscriptionHandle>, Failure> {
        let subscription = self.0.observe(Arc::new(Forwarded(listener)));
        Ok(Arc::new(SubscriptionHandle(Mutex::new(Some(subscription)))))
    }

    /// How the replica is.
    pub fn health(&self) -> Result<HealthRecord, Failure> {
        Ok(self.0.health()?.into())
    }

    /// Versions, counts and codes for a support desk, as text, without content.
    pub fn support_report(&self) -> Result<String, Failure> {
        Ok(self.0.support_report()?)
    }

    /// Sends again what was stopped, once the reason is gone.
    pub fn resume(&self) -> Result<(), Failure> {
        Ok(self.0.resume()?)
    }

    /// Ends all use of the database; every later call fails with the code `closed`, and an
    /// exchange that is under way does so at its next step.
    pub fn close(&self) -> Result<(), Failure> {
        self.0.close();
        Ok(())
    }
}

impl ReplicaHandle {
    fn profile(&self, profile: Profile) -> Result<ProfileRecord, Failure> {
        let officers = self.0.officer_names(profile.officers.iter().copied())?;
        let units = self.0.unit_names(profile.books.iter().map(|book| book.unit))?;
        Ok(ProfileRecord::new(profile, &officers, &units))
    }
}
