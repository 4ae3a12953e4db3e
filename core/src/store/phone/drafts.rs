//! What an officer is counting or typing, before it is an edit. Every tap is durable; nothing of
//! this is ever sent. A draft becomes one edit when its officer finishes it; a pause and an
//! exchange write down what stands so far, under the same register, and leave the draft open.

mod count;
mod note;

use minicbor::{Decode, Encode};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::{Author, Store, StoreError, Written, read};
use crate::model::{DocumentId, DocumentName, Edit, Moment, OfficerId, Owner};
use crate::protocol::SigningKey;
use crate::store::tables::value::{fixed, wrong_form};

pub use count::{CountDraft, LastTap, Tap, count_draft};
pub use note::{NoteDraft, note_draft};

/// What a draft will be: the number in its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    Count = 1,
    Note = 2,
}

/// Which draft: an officer has at most one of a kind about an item or task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    officer: OfficerId,
    document: DocumentId,
    owner: Owner,
    kind: Kind,
}

/// How far a draft has become an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Nothing of it is an edit.
    Nothing = 0,
    /// An edit says what stood earlier.
    Older = 1,
    /// An edit says exactly this.
    All = 2,
}

/// What becomes of a draft's row in the transaction that writes its edit.
#[derive(Debug, Clone, Copy)]
pub(super) enum Settle {
    /// Its officer is done with it.
    Remove,
    /// He goes on later.
    Keep,
}

/// A draft whose edit is being written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settling {
    place: Place,
    settle: Settle,
}

impl Settling {
    /// Part of the transaction of the edit: after a kill there is either the draft as it was,
    /// or the edit.
    pub(super) fn run(&self, db: &Connection) -> rusqlite::Result<()> {
        match self.settle {
            Settle::Remove => remove(db, &self.place),
            Settle::Keep => db
                .prepare_cached(
                    "UPDATE drafts SET told = ?5
                     WHERE officer = ?1 AND document = ?2 AND owner = ?3 AND kind = ?4",
                )?
                .execute(params![
                    self.place.officer.as_slice(),
                    self.place.document.as_slice(),
                    self.place.owner.0.as_slice(),
                    self.place.kind as u8,
                    Told::All as u8
                ])
                .map(drop),
        }
    }
}

/// A draft as its row has it.
struct Found<T> {
    content: T,
    told: Told,
}

fn find<T: for<'b> Decode<'b, ()>>(
    db: &Connection,
    place: &Place,
) -> Result<Option<Found<T>>, StoreError> {
    let row = db
        .prepare_cached(
            "SELECT content, sum, told FROM drafts
             WHERE officer = ?1 AND document = ?2 AND owner = ?3 AND kind = ?4",
        )?
        .query_row(
            params![
                place.officer.as_slice(),
                place.document.as_slice(),
                place.owner.0.as_slice(),
                place.kind as u8
            ],
            |row| Ok((row.get::<_, Vec<u8>>(0)?, fixed::<32>(row, 1)?, told(row, 2)?)),
        )
        .optional()?;
    let Some((bytes, sum, told)) = row else { return Ok(None) };
    if sum_of(&bytes) != sum {
        return Err(StoreError::Damaged);
    }
    let content = minicbor::decode(&bytes).map_err(|_| StoreError::Damaged)?;
    Ok(Some(Found { content, told }))
}

fn told(row: &Row<'_>, column: usize) -> rusqlite::Result<Told> {
    match row.get::<_, u8>(column)? {
        0 => Ok(Told::Nothing),
        1 => Ok(Told::Older),
        2 => Ok(Told::All),
        _ => Err(wrong_form(column)),
    }
}

fn sum_of(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn put<T: Encode<()>>(
    db: &Connection,
    place: &Place,
    content: &T,
    told: Told,
) -> rusqlite::Result<()> {
    let bytes = minicbor::to_vec(content).expect("a Vec takes every byte");
    let sum = sum_of(&bytes);
    db.prepare_cached(
        "INSERT INTO drafts (officer, document, owner, kind, content, sum, told)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT DO UPDATE SET content = excluded.content, sum = excluded.sum,
             told = excluded.told",
    )?
    .execute(params![
        place.officer.as_slice(),
        place.document.as_slice(),
        place.owner.0.as_slice(),
        place.kind as u8,
        bytes,
        sum.as_slice(),
        told as u8
    ])
    .map(drop)
}

fn remove(db: &Connection, place: &Place) -> rusqlite::Result<()> {
    db.prepare_cached(
        "DELETE FROM drafts WHERE officer = ?1 AND document = ?2 AND owner = ?3 AND kind = ?4",
    )?
    .execute(params![
        place.officer.as_slice(),
        place.document.as_slice(),
        place.owner.0.as_slice(),
        place.kind as u8
    ])
    .map(drop)
}

/// How an edit would put what a draft holds.
impl Told {
    /// After one more tap or letter.
    fn after_more(self) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::Older | Self::All => Self::Older,
        }
    }
}

impl Store {
    /// Writes down what the open drafts say so far, each as one edit, and leaves them open. One
    /// that cannot be written stays as it is and hinders no other; the first such error is
    /// returned beside what was written.
    pub fn write_drafts(
        &mut self,
        key: &SigningKey,
        grant_version: u64,
        now: Moment,
    ) -> Result<(Vec<Written>, Option<StoreError>), StoreError> {
        let (mut written, mut failed) = (Vec::new(), None);
        for place in untold(&self.db)? {
            if !self.officers.contains(&place.officer) {
                continue;
            }
            let author = Author { officer: place.officer, key, grant_version, now };
            match self.settle(&author, place, Settle::Keep) {
                Ok(some) => written.extend(some),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        Ok((written, failed))
    }

    /// Makes a draft an edit; none when it says nothing that could be one.
    fn settle(
        &mut self,
        author: &Author<'_>,
        place: Place,
        settle: Settle,
    ) -> Result<Option<Written>, StoreError> {
        let Some(edit) = edit_of(&self.db, &place)? else { return Ok(None) };
        let name = *self.document(place.document).ok_or(StoreError::NotWritable)?;
        self.write_draft(author, &name, &edit, Settling { place, settle })
    }

    /// Changes drafts in one transaction; after a failure the database is opened anew.
    fn draft<T>(
        &mut self,
        work: impl Fn(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.twice(|store| store.try_draft(&work))
    }

    fn try_draft<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let tx = self.db.unchecked_transaction()?;
        let done = work(&tx)?;
        tx.commit()?;
        Ok(done)
    }

    /// A draft may be begun where this phone may write. One that was begun goes on whatever
    /// became of the right: the relay holds its edit, and the office decides.
    fn may_begin(db: &Connection, name: &DocumentName) -> Result<(), StoreError> {
        match read::writable(db, name.id())? {
            true => Ok(()),
            false => Err(StoreError::NotWritable),
        }
    }
}

/// Drafts of which no edit says what stands there.
fn untold(db: &Connection) -> rusqlite::Result<Vec<Place>> {
    db.prepare_cached(
        "SELECT officer, document, owner, kind FROM drafts WHERE told < 2
         ORDER BY officer, document, owner, kind",
    )?
    .query_map([], |row| {
        let kind = match row.get::<_, u8>(3)? {
            1 => Kind::Count,
            2 => Kind::Note,
            _ => return Err(wrong_form(3)),
        };
        let (officer, document) = (OfficerId(fixed(row, 0)?), DocumentId(fixed(row, 1)?));
        Ok(Place { officer, document, owner: Owner(fixed(row, 2)?), kind })
    })?
    .collect()
}

/// The edit that a draft would be now.
fn edit_of(db: &Connection, place: &Place) -> Result<Option<Edit>, StoreError> {
    match place.kind {
        Kind::Count => count::edit_of(db, place),
        Kind::Note => note::edit_of(db, place),
    }
}
