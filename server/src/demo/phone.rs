//! One phone of the demo: a real replica with its own database file and its own clock.

use std::{path::Path, sync::Arc};

use super::{DemoError, SharedClock, clock::SetClock};
use soviec_core::{
    http::Transport,
    model::{DocumentId, Moment, OfficerId},
    replica::{Cancel, Environment, Place, Replica, SyncReport, SystemRandom},
};

/// A phone in an officer's hand.
pub struct Phone {
    /// How the story calls it.
    pub name: String,
    /// The officer.
    pub officer: OfficerId,
    /// The door.
    pub replica: Replica,
    pub(super) clock: SharedClock,
}

/// What every phone of the demo has in common.
pub(super) struct Shop<'a> {
    pub(super) folder: &'a Path,
    pub(super) address: &'a str,
    pub(super) fingerprint: &'a str,
    pub(super) transport: Arc<dyn Transport>,
}

impl Shop<'_> {
    /// Unpacks a phone and enrols it with a code of the office.
    pub(super) fn phone(
        &self,
        name: &str,
        officer: OfficerId,
        code: &str,
        now: Moment,
    ) -> Result<Phone, DemoError> {
        let folder = self.folder.join(file_name(name));
        std::fs::create_dir_all(folder.join("no-backup"))?;
        let place = Place { database: folder.join("book.db"), no_backup: folder.join("no-backup") };
        let clock = Arc::new(SetClock::at(now));
        let environment = Environment::new(
            Arc::clone(&clock) as _,
            Arc::new(SystemRandom),
            Arc::clone(&self.transport),
        );
        let replica = Replica::open(&place, &database_key(name), environment)?;
        replica.enrol(self.address, code, Some(self.fingerprint), &Cancel::default())?;
        Ok(Phone { name: name.to_owned(), officer, replica, clock })
    }
}

impl Phone {
    /// One whole exchange.
    pub(super) fn sync(&self) -> Result<SyncReport, DemoError> {
        Ok(self.replica.sync(&Cancel::default(), &mut |_| Ok(()))?)
    }

    /// The book of a unit that this phone writes.
    pub(super) fn book_of(
        &self,
        unit: soviec_core::model::UnitId,
    ) -> Result<DocumentId, DemoError> {
        let books = self.replica.who_am_i()?.books;
        let found = books.iter().find(|book| book.unit == unit);
        found.map(|book| book.id()).ok_or(DemoError::Plot("a phone lacks the book of its unit"))
    }
}

/// The key of a demo phone's database. A real app keeps a random one in the platform's key
/// store; the demo's files live as long as the demo, and a test opens them.
pub fn database_key(name: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(format!("soviec-demo key of {name}")).into()
}

/// A name as a folder's name: letters and digits only.
pub(super) fn file_name(name: &str) -> String {
    soviec_core::model::fold(name)
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect()
}
