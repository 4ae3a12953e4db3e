//! What this phone's officers did: what is not sent yet, and what was last.

use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, history, outbox, read};
use crate::change::Value;
use crate::model::{ChangeHash, Day, DocumentId, Edit, Moment, OfficerId, RegisterKey};
use crate::store::tables::{
    self, TaskRow,
    value::{fixed, wrong_form},
};

/// The highest state of a change that lives: pending, stored, held, parked.
const LIVING: u8 = 3;

/// Marks the rows of which an own edit is not acknowledged: of the task, its notes or its items.
pub(super) fn mark_unsent(db: &Connection, rows: &mut [TaskRow]) -> rusqlite::Result<()> {
    if outbox::waiting_count(db)? == 0 {
        return Ok(());
    }
    let mut waits = db.prepare_cached(
        "SELECT 1 FROM outbox o INDEXED BY outbox_unsent WHERE o.document = ?1 AND o.owner = ?2 AND o.waiting = 1
         UNION ALL
         SELECT 1 FROM items i CROSS JOIN outbox o INDEXED BY outbox_unsent
         WHERE i.task = ?2 AND o.document = ?1 AND o.owner = i.item AND o.waiting = 1",
    )?;
    for row in rows {
        row.unsent = waits.exists(params![row.book.as_slice(), row.task.as_slice()])?;
    }
    Ok(())
}

/// Whether an own edit of a register is not acknowledged.
pub(super) fn is_unsent(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> rusqlite::Result<bool> {
    let Ok(owner) = key.owner() else { return Ok(false) };
    db.prepare_cached(
        "SELECT 1 FROM outbox INDEXED BY outbox_unsent
         WHERE document = ?1 AND owner = ?2 AND key = ?3 AND waiting = 1",
    )?
    .exists(params![document.as_slice(), owner.0.as_slice(), key.as_str()])
}

/// What an officer did last on this phone, while it can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// The document.
    pub document: DocumentId,
    /// The edit, by its id.
    pub id: ChangeHash,
    /// The edit as it was made.
    pub edit: Edit,
    /// When, by the phone's clock.
    pub made: Moment,
    /// The one edit that it replaced.
    replaced: Option<ChangeHash>,
}

/// The officer's newest own edit that is neither an undo nor an accept, if taking it back takes
/// back nothing else: it is all that its register shows, it replaced at most one edit, and
/// nothing stands on a task that it began.
pub(super) fn undoable(
    db: &Connection,
    officer: OfficerId,
) -> Result<Option<Undoable>, StoreError> {
    let Some((last, state)) = newest(db, officer)? else { return Ok(None) };
    let Some((last, key)) = last.and_then(|last| last.edit.about().map(|key| (last, key))) else {
        return Ok(None);
    };
    let shown = tables::register(db, last.document, &key)?.values;
    let alone = matches!(shown.as_slice(), [only] if only.edit == last.id);
    let built_on = key.field() == "local"
        && tables::keys_of(db, last.document, &format!("{}.", key.owner_text()))?.len() > 1;
    let open = state <= LIVING && alone && !built_on && read::writable(db, last.document)?;
    Ok(open.then_some(last))
}

/// The newest edit and the state of its change; no edit when it replaced several.
fn newest(db: &Connection, officer: OfficerId) -> rusqlite::Result<Option<(Option<Undoable>, u8)>> {
    db.prepare_cached(
        "SELECT o.document, coalesce(o.again, o.change), o.edit, o.made, o.replaced, c.state
         FROM outbox o INDEXED BY outbox_last
         JOIN changes c ON c.document = o.document AND c.hash = o.change
         WHERE o.officer = ?1 AND o.undoable = 1 ORDER BY o.place DESC LIMIT 1",
    )?
    .query_row([officer.as_slice()], |row| {
        let (edit, replaced): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(4)?);
        let replaced: Vec<ChangeHash> = minicbor::decode(&replaced).map_err(|_| wrong_form(4))?;
        let last = Undoable {
            document: DocumentId(fixed(row, 0)?),
            id: ChangeHash(fixed(row, 1)?),
            edit: minicbor::decode(&edit).map_err(|_| wrong_form(2))?,
            made: Moment(row.get(3)?),
            replaced: replaced.first().copied(),
        };
        Ok(((replaced.len() <= 1).then_some(last), row.get(5)?))
    })
    .optional()
}

/// The edit that takes back another: what it replaced comes back byte for byte, or nothing does.
pub(super) fn undoing(
    db: &Connection,
    last: &Undoable,
    on: Day,
) -> Result<Option<Edit>, StoreError> {
    let Some(key) = last.edit.about() else { return Ok(None) };
    let Some(replaced) = last.replaced else {
        return Ok(Some(Edit::Withdraw { key: key.to_string(), on, undoes: last.id }));
    };
    let before = history::value_of_edit(db, last.document, &key, &replaced)?;
    Ok(before.and_then(|before| match before.value {
        Value::Bytes(act) => {
            let undoes = Some(last.id);
            Some(Edit::Restore { key: key.to_string(), act: act.into(), undoes })
        }
        _ => None,
    }))
}
