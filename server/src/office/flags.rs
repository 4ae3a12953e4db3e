//! What the office should look at, though nothing was refused for it: a judge that refused by an
//! author's clock or by a document's size would refuse honest people's work.

use std::{collections::BTreeMap, mem::discriminant};

use rusqlite::{Connection, Row, params};

use super::{
    fold::FoldError,
    history::phone_mark,
    view::{FlagLine, Odd},
};
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

impl Flag {
    /// What a page says of it.
    pub(super) fn odd(&self) -> Odd {
        match self.kind {
            FlagKind::ClockAhead => Odd::ClockAhead(self.what),
            FlagKind::LongAgo => Odd::LongAgo(self.what),
            FlagKind::LargeDocument => Odd::LargeDocument(self.what),
            FlagKind::ManyActors => Odd::ManyActors(self.what),
        }
    }
}

/// The flags of each phone, the furthest times of all documents.
pub(super) fn by_device(db: &Connection) -> Result<BTreeMap<DeviceId, Vec<FlagLine>>, FoldError> {
    let mut all = BTreeMap::<DeviceId, Vec<FlagLine>>::new();
    for flag in flags(db)? {
        let Some(device) = flag.device else { continue };
        let lines = all.entry(device).or_default();
        let (odd, same) = (flag.odd(), discriminant(&flag.odd()));
        match lines.iter_mut().find(|line| discriminant(&line.odd) == same) {
            Some(line) => line.odd = line.odd.max(odd),
            None => lines.push(FlagLine { odd, phone: None }),
        }
    }
    Ok(all)
}

/// The flags of a document, with the phones that they are about.
pub(super) fn of_document(
    db: &Connection,
    document: DocumentId,
) -> Result<Vec<FlagLine>, FoldError> {
    let own = flags(db)?.into_iter().filter(|flag| flag.document == document);
    Ok(own.map(|flag| FlagLine { odd: flag.odd(), phone: flag.device.map(phone_mark) }).collect())
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
