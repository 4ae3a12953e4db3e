//! What the office should look at, though nothing was refused for it: a judge that refused by an
//! author's clock or by a document's size would refuse honest people's work.

use rusqlite::{Connection, Row, params};

use super::fold::FoldError;
use crate::{
    Office,
    database::{fixed, sql, unsigned},
};
use soviec_core::model::{DeviceId, DocumentId};

/// A village's book of a busy year has a quarter of it.
const LARGE: u64 = 16 << 20;
/// Each phone takes one actor for a book, and a further one when it was restored or had to write
/// again beside what it knew.
const MANY: u64 = 100;

/// What is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlagKind {
    /// The phone's clock was ahead by so many milliseconds when something was written.
    ClockAhead,
    /// Something was so many milliseconds old when it arrived.
    LongAgo,
    /// The document has so many bytes of changes.
    LargeDocument,
    /// So many actors write in the document.
    ManyActors,
}

/// One thing to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flag {
    /// The document.
    pub document: DocumentId,
    /// The phone; none when it is about the document.
    pub device: Option<DeviceId>,
    /// What is odd.
    pub kind: FlagKind,
    /// How much of it.
    pub what: u64,
}

impl Office {
    /// What the office should look at, by document.
    ///
    /// # Errors
    ///
    /// [`FoldError`] when the tables cannot be brought up to date.
    pub fn flags(&self) -> Result<Vec<Flag>, FoldError> {
        self.views().read(self.log(), |db, _| flags(db))
    }
}

/// The flags in tables that are up to date.
///
/// # Errors
///
/// [`FoldError`] when the tables cannot be read.
pub fn flags(db: &Connection) -> Result<Vec<Flag>, FoldError> {
    let mut flags = Vec::new();
    let mut times = db.prepare_cached("SELECT document, device, drift FROM odd_times")?;
    for flag in times.query_map([], time)? {
        flags.push(flag?);
    }
    let mut weights = db.prepare_cached(
        "SELECT document, bytes, actors FROM weights WHERE bytes >= ?1 OR actors >= ?2",
    )?;
    let heavy = weights.query_map(params![sql(LARGE), sql(MANY)], weight)?;
    for (document, bytes, actors) in heavy.collect::<rusqlite::Result<Vec<_>>>()? {
        let flag = |kind, what| Flag { document, device: None, kind, what };
        flags.extend((bytes >= LARGE).then(|| flag(FlagKind::LargeDocument, bytes)));
        flags.extend((actors >= MANY).then(|| flag(FlagKind::ManyActors, actors)));
    }
    flags.sort_unstable();
    Ok(flags)
}

fn time(row: &Row<'_>) -> rusqlite::Result<Flag> {
    let drift: i64 = row.get(2)?;
    Ok(Flag {
        document: DocumentId(fixed(row, 0)?),
        device: Some(DeviceId(fixed(row, 1)?)),
        kind: if drift > 0 { FlagKind::ClockAhead } else { FlagKind::LongAgo },
        what: drift.unsigned_abs(),
    })
}

fn weight(row: &Row<'_>) -> rusqlite::Result<(DocumentId, u64, u64)> {
    Ok((DocumentId(fixed(row, 0)?), unsigned(row.get(1)?), unsigned(row.get(2)?)))
}
