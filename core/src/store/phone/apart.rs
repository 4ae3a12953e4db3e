//! Own edits that are not in their book for everyone, and what their officer does about them.

use rusqlite::{Connection, Row, params};

use super::fate::{self, Outcome, Told};
use super::{Author, Store, StoreError, WaitingEdit, Written, outbox};
use crate::model::{ChangeHash, Moment, OfficerId};
use crate::protocol::ChangeState;
use crate::store::tables::value::{fixed, optional};

/// An own edit that is held, parked, refused, returned, expelled, or was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetApart {
    /// The edit as it was made.
    pub edit: WaitingEdit,
    /// What became of it.
    pub state: ChangeState,
    /// What a person at the office decided about it.
    pub office: Option<Decided>,
    /// Its officer may write it again: it ended, he has not yet, and this phone may write there.
    pub can_write_again: bool,
    /// Its officer has laid it aside.
    pub dismissed: bool,
    /// The edit in which its officer wrote it again.
    pub written_again: Option<ChangeHash>,
}

/// A decision of a person at the office, in his words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Who.
    pub clerk: Option<OfficerId>,
    /// Why.
    pub words: String,
    /// When the relay took it.
    pub at: Moment,
}

/// A row of the outbox on its way to a screen.
struct Listed {
    edit: WaitingEdit,
    carrier: ChangeHash,
    moved: bool,
    dismissed: bool,
    written_again: Option<ChangeHash>,
    writable: bool,
}

const COLUMNS: &str = "o.client_seq, o.document, o.edit, o.officer, o.made,
    coalesce(o.again, o.change), o.change, o.moved, o.dismissed, o.written_again,
    d.attached AND d.writable, o.place";

/// What is set apart, newest first; with `all`, what was dismissed or written again, too.
pub fn set_apart(db: &Connection, limit: u32, all: bool) -> Result<Vec<SetApart>, StoreError> {
    let open = if all { "" } else { "AND o.dismissed = 0 AND o.written_again IS NULL" };
    let sql = format!(
        "SELECT {COLUMNS} FROM changes c INDEXED BY changes_apart
         CROSS JOIN outbox o ON o.change = c.hash CROSS JOIN documents d ON d.document = o.document
         WHERE c.own = 1 AND c.state > 1 AND o.superseded = 0 {open}
         UNION SELECT {COLUMNS} FROM outbox o INDEXED BY outbox_moved
         CROSS JOIN documents d ON d.document = o.document
         WHERE o.moved = 1 AND o.superseded = 0 {open}
         ORDER BY 12 DESC"
    );
    let mut found = db.prepare_cached(&sql)?;
    let mut rows = found.query([])?;
    let mut apart = Vec::new();
    while let Some(row) = rows.next()? {
        apart.extend(told(db, listed(row)?, all)?);
        if apart.len() as u64 == u64::from(limit) {
            break;
        }
    }
    Ok(apart)
}

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    Ok(Listed {
        edit: outbox::waiting_edit(row)?,
        carrier: ChangeHash(fixed(row, 6)?),
        moved: row.get(7)?,
        dismissed: row.get(8)?,
        written_again: optional(row, 9)?.map(ChangeHash),
        writable: row.get(10)?,
    })
}

/// Nothing for an edit that is done, or that is on its way by itself.
fn told(db: &Connection, row: Listed, all: bool) -> Result<Option<SetApart>, StoreError> {
    if let Some(new) = requeued(db, &row.carrier)? {
        return Ok(if all { Some(by_office(db, row, new)?) } else { None });
    }
    let moved = ChangeState::Moved(row.edit.document);
    let (state, ended) = match fate::outcome(db, row.carrier, false)? {
        Outcome::Ended(by, state) => (state, Some(by)),
        Outcome::Stands(Some(state @ (ChangeState::Held | ChangeState::Parked))) => (state, None),
        Outcome::Moved(target) => (ChangeState::Moved(target), None),
        _ if row.moved => (moved, None),
        _ => return Ok(None),
    };
    let Listed { edit, dismissed, written_again, writable, .. } = row;
    let office = decided(db, &edit.id, ended.as_ref().unwrap_or(&row.carrier))?;
    let can_write_again = ended.is_some() && written_again.is_none() && writable;
    Ok(Some(SetApart { edit, state, office, can_write_again, dismissed, written_again }))
}

/// The edit as which a person at the office wrote a refused one again.
fn requeued(db: &Connection, carrier: &ChangeHash) -> rusqlite::Result<Option<ChangeHash>> {
    let Some(Told::State(ChangeState::Replaced(new))) = fate::told(db, carrier)? else {
        return Ok(None);
    };
    // Without a decision another change carries the same edit.
    let decided = db
        .prepare_cached("SELECT 1 FROM decisions WHERE change = ?1")?
        .exists([carrier.as_slice()])?;
    Ok(decided.then_some(new))
}

/// What the office wrote again needs nothing from its officer, and stays readable.
fn by_office(db: &Connection, row: Listed, new: ChangeHash) -> rusqlite::Result<SetApart> {
    let Listed { edit, carrier, dismissed, .. } = row;
    let office = decided(db, &edit.id, &carrier)?;
    Ok(SetApart {
        edit,
        state: ChangeState::Replaced(new),
        office,
        can_write_again: false,
        dismissed,
        written_again: Some(new),
    })
}

/// The latest decision about any change that carries the edit.
fn decided(
    db: &Connection,
    edit: &ChangeHash,
    carrier: &ChangeHash,
) -> rusqlite::Result<Option<Decided>> {
    let mut found = db.prepare_cached(
        "SELECT clerk, words, at FROM decisions WHERE change IN
             (SELECT ?1 UNION SELECT ?2 UNION SELECT change FROM outbox WHERE again = ?1)
         ORDER BY seq DESC LIMIT 1",
    )?;
    let mut rows = found.query(params![edit.as_slice(), carrier.as_slice()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (clerk, words, at) = (optional(row, 0)?.map(OfficerId), row.get(1)?, Moment(row.get(2)?));
    Ok(Some(Decided { clerk, words, at }))
}

impl Store {
    /// Writes an edit of the author's again that was refused, returned or expelled: as a new edit
    /// over what stands there now, which names the old one (M5). None when there is no such edit,
    /// or it was written again already.
    pub fn write_again(
        &mut self,
        author: &Author<'_>,
        edit: &ChangeHash,
    ) -> Result<Option<Written>, StoreError> {
        let apart = set_apart(&self.db, u32::MAX, true)?.into_iter();
        let mut apart = apart.filter(|apart| apart.edit.id == *edit);
        let Some(apart) = apart.find(|apart| apart.edit.officer == author.officer) else {
            return Ok(None);
        };
        if !apart.can_write_again {
            return Ok(None);
        }
        let name = *self.document(apart.edit.document).ok_or(StoreError::NotWritable)?;
        self.write_over(author, &name, &apart.edit.edit, *edit)
    }

    /// Lays an edit of the officer's aside that ended or was moved. It stays readable.
    pub fn dismiss(&mut self, by: OfficerId, edit: &ChangeHash) -> Result<bool, StoreError> {
        self.twice(|store| store.try_dismiss(by, edit))
    }

    fn try_dismiss(&mut self, by: OfficerId, edit: &ChangeHash) -> Result<bool, StoreError> {
        let apart = set_apart(&self.db, u32::MAX, false)?.into_iter();
        let waits = |state| matches!(state, ChangeState::Held | ChangeState::Parked);
        let mut his = apart.filter(|apart| apart.edit.officer == by && !waits(apart.state));
        if !his.any(|apart| apart.edit.id == *edit) {
            return Ok(false);
        }
        let tx = self.db.transaction()?;
        outbox::dismiss(&tx, edit)?;
        tx.commit()?;
        Ok(true)
    }
}
