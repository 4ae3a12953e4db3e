//! Who this phone is.

use std::collections::BTreeMap;

use soviec_core::model::{DocumentName, OfficerId, UnitId};
use soviec_core::replica::Profile;

/// An officer.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OfficerRecord {
    /// The officer.
    pub id: String,
    /// The display name, once the directory has arrived.
    pub name: Option<String>,
}

/// A work book that this phone writes in.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct BookRecord {
    /// The book.
    pub id: String,
    /// The unit whose book it is.
    pub unit: String,
    /// The unit's name, once the directory has arrived.
    pub unit_name: Option<String>,
    /// The year of the period.
    pub year: u16,
}

/// Who this phone is, by its certificate and its present rights.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ProfileRecord {
    /// The phone.
    pub device: String,
    /// The officers who may use it.
    pub officers: Vec<OfficerRecord>,
    /// The work books that it writes in.
    pub books: Vec<BookRecord>,
    /// The office's key, to be compared by voice: four groups.
    pub office_fingerprint: String,
    /// The relay's address.
    pub relay: String,
}

impl ProfileRecord {
    pub(crate) fn new(
        profile: Profile,
        officers: &BTreeMap<OfficerId, String>,
        units: &BTreeMap<UnitId, String>,
    ) -> Self {
        let officer =
            |id: &OfficerId| OfficerRecord { id: id.to_string(), name: officers.get(id).cloned() };
        let book = |book: &DocumentName| BookRecord {
            id: book.id().to_string(),
            unit: book.unit.to_string(),
            unit_name: units.get(&book.unit).cloned(),
            year: book.year,
        };
        Self {
            device: profile.device.to_string(),
            officers: profile.officers.iter().map(officer).collect(),
            books: profile.books.iter().map(book).collect(),
            office_fingerprint: profile.office_fingerprint,
            relay: profile.relay,
        }
    }
}
