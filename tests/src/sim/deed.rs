//! What officers do, and what the world remembers of it.

use soviec_core::{
    error::{Error, ErrorKind},
    model::{ChangeHash, Declared, DocumentId, OfficerId, RegisterKey},
    replica::{HistoryEntry, Replica, SetApart, Sort, TaskFilter, Window},
};

use super::{
    Held, Wrong, land::Land, ledger::Entry, office::LONGEST, phone::Phone, script::Deed, wrong,
};
use crate::frame::{day, item, officer, status_key, task, tick_key};

const ALL: Window = Window { offset: 0, limit: 200 };

/// An officer with a phone in his hand.
pub(super) struct Hand<'a> {
    pub(super) land: &'a Land,
    pub(super) phone: &'a Phone,
    pub(super) by: u8,
}

/// What a deed came to.
enum Came {
    /// A new edit in this register.
    New(RegisterKey),
    /// Nothing was to be done.
    Nothing,
}

/// What was known of a register before a deed.
type Known = std::collections::BTreeSet<ChangeHash>;

impl Hand<'_> {
    /// One deed in one of the phone's books.
    pub(super) fn edit(&self, wished: usize, deed: Deed) -> Held<String> {
        let replica = self.phone.replica()?;
        let me = match replica.who_am_i() {
            Err(error) if self.land.ledger().broken => return Ok(error.kind().code().to_owned()),
            other => other.map_err(|e| wrong("who am I")(&e))?,
        };
        if me.books.is_empty() {
            return Ok("no book".to_owned());
        }
        let book = me.books[wished % me.books.len()].id();
        let at = At { replica: &replica, by: officer(self.by), book };
        match at.act(deed, self.land) {
            Ok((Came::New(key), book, known)) => self.remember(&replica, book, key, known),
            Ok((Came::Nothing, ..)) => Ok("nothing".to_owned()),
            Err(error) if self.land.ledger().broken => {
                self.land.ledger().doubts += 1;
                Ok(error.kind().code().to_owned())
            }
            Err(error) if allowed(&error) => Ok(error.kind().code().to_owned()),
            Err(error) => Err(Wrong(format!("{deed:?} on phone {}: {error}", self.phone.number))),
        }
    }

    /// The edit that has just returned is the last own one of its register.
    fn remember(
        &self,
        replica: &Replica,
        book: DocumentId,
        key: RegisterKey,
        known: Known,
    ) -> Held<String> {
        // What was written is to be found when the disk can be read again.
        self.phone.mend_disk();
        let history = history(replica, book, &key).map_err(|e| wrong("a history")(&e))?;
        let own = history.into_iter().rfind(|entry| entry.own);
        let own =
            own.ok_or_else(|| Wrong(format!("an edit of {key} returned and is not there")))?;
        let holders = [self.phone.number].into();
        let entry = Entry { book, key, value: own.value, known, holders };
        let words = format!("{} in {}", own.edit, entry.key);
        self.land.ledger().add(own.edit, entry);
        self.phone.note(own.edit);
        Ok(words)
    }
}

/// The right may have gone, and a value to be used again may be another's own.
fn allowed(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotAllowed)
}

fn history(
    replica: &Replica,
    book: DocumentId,
    key: &RegisterKey,
) -> Result<Vec<HistoryEntry>, Error> {
    replica.history(book, key)
}

/// Where something is done.
struct At<'a> {
    replica: &'a Replica,
    by: OfficerId,
    book: DocumentId,
}

type Done = Result<(Came, DocumentId, Known), Error>;

impl At<'_> {
    fn act(&self, deed: Deed, land: &Land) -> Done {
        let (db, by, book) = (self.replica, self.by, self.book);
        match deed {
            Deed::Tick(of, n, done, on) => self
                .register(tick_key(of, n), |_| db.tick(by, book, item(of, n), done, Some(day(on)))),
            Deed::Status(n, status, first) => {
                let result = if first { "đã đối chiếu" } else { "còn một nguồn" };
                self.status(n, status, result)
            }
            Deed::LongStatus(n, status) => self.status(n, status, &"rất dài ".repeat(LONGEST / 8)),
            Deed::Note(n) => self.note(n, "Sổ cũ bị ẩm, cần quét lại."),
            Deed::LongNote(n) => self.note(n, &"ghi chú rất dài ".repeat(LONGEST / 16)),
            Deed::Local(last) => {
                let new = db.add_local_task(by, book, "Sửa loa truyền thanh", last.map(day))?;
                Ok((Came::New(RegisterKey::new(new, "local")), book, Known::new()))
            }
            Deed::LocalStatus(which, status) => self.local_status(which, status),
            Deed::Accept(which) => self.accept(which),
            Deed::Restore(of, n, which) => {
                let key = n.map_or_else(|| status_key(of), |n| tick_key(of, n));
                self.register(key.clone(), |history| match history.len() {
                    0 => Ok(false),
                    count => db.restore(by, book, &key, &history[which % count].edit),
                })
            }
            Deed::Undo => self.undo(land),
            Deed::WriteAgain(which) => self.write_again(land, which),
            Deed::Dismiss(which) => self.dismiss(which),
        }
    }

    /// Something that may write a register; what was known of it before.
    fn register(
        &self,
        key: RegisterKey,
        work: impl FnOnce(&[HistoryEntry]) -> Result<bool, Error>,
    ) -> Done {
        let before = history(self.replica, self.book, &key)?;
        let known = before.iter().map(|entry| entry.edit).collect();
        let new = work(&before)?;
        Ok((if new { Came::New(key) } else { Came::Nothing }, self.book, known))
    }

    fn status(&self, n: u8, status: Declared, result: &str) -> Done {
        self.register(status_key(n), |_| {
            let on = Some(day(12));
            self.replica.set_status(self.by, self.book, task(n), status, on, Some(result))
        })
    }

    fn note(&self, n: u8, text: &str) -> Done {
        let entry = self.replica.add_note(self.by, self.book, task(n), text)?;
        Ok((Came::New(RegisterKey::entry(task(n), "note", entry)), self.book, Known::new()))
    }

    fn local_status(&self, which: usize, status: Declared) -> Done {
        let all = self.replica.tasks(&TaskFilter::default(), Sort::Plan, ALL)?.rows;
        let own: Vec<_> = all.iter().filter(|r| r.local && r.book == self.book).collect();
        if own.is_empty() {
            return Ok((Came::Nothing, self.book, Known::new()));
        }
        let of = own[which % own.len()].task;
        self.register(RegisterKey::new(of, "status"), |_| {
            self.replica.set_status(self.by, self.book, of, status, Some(day(12)), None)
        })
    }

    fn accept(&self, which: usize) -> Done {
        let told = self.replica.replaced()?;
        let mine: Vec<_> = told.iter().filter(|n| n.me == self.by).collect();
        if mine.is_empty() {
            return Ok((Came::Nothing, self.book, Known::new()));
        }
        let notice = mine[which % mine.len()];
        let seen = format!("seen_{}", notice.key.field());
        let key = RegisterKey::entry(notice.key.owner_text(), &seen, self.by);
        let there = At { book: notice.book, ..*self };
        there.register(key, |_| self.replica.accept(self.by, notice.book, &notice.key))
    }

    /// One of the edits that were set apart.
    fn apart(&self, which: usize) -> Result<Option<SetApart>, Error> {
        let mut all = self.replica.set_apart()?;
        let picked = (!all.is_empty()).then(|| which % all.len());
        Ok(picked.map(|at| all.swap_remove(at)))
    }

    fn write_again(&self, land: &Land, which: usize) -> Done {
        let nothing = Ok((Came::Nothing, self.book, Known::new()));
        let Some(apart) = self.apart(which)? else { return nothing };
        let (edit, book) = (apart.edit.id, apart.edit.document);
        let found = land.ledger().get(&edit).map(|entry| entry.key.clone());
        let Some(key) = found.filter(|_| apart.edit.officer == self.by) else { return nothing };
        let there = At { book, ..*self };
        let (came, book, mut known) =
            there.register(key, |_| self.replica.write_again(self.by, &edit))?;
        // What it was written over it replaces, wherever that is now.
        known.insert(edit);
        Ok((came, book, known))
    }

    fn dismiss(&self, which: usize) -> Done {
        if let Some(apart) = self.apart(which)? {
            self.replica.dismiss(self.by, &apart.edit.id)?;
        }
        Ok((Came::Nothing, self.book, Known::new()))
    }

    fn undo(&self, land: &Land) -> Done {
        let nothing = Ok((Came::Nothing, self.book, Known::new()));
        let Some(last) = self.replica.last_act(self.by)? else { return nothing };
        let found = land.ledger().get(&last.edit).map(|entry| (entry.book, entry.key.clone()));
        let Some((book, key)) = found else { return nothing };
        let there = At { book, ..*self };
        there.register(key, |_| self.replica.undo(self.by, &last.edit))
    }
}
