//! Own edits on their way: outbox rows, lanes, sealed batches.

use minicbor::bytes::ByteVec;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{StoreError, changes};
use crate::change::Change;
use crate::fold::Kill;
use crate::model::{ActorId, ChangeHash, DocumentId, Edit, Epoch, Moment, OfficerId, RegisterKey};
use crate::protocol::{
    Batch, BatchItem, LaneUse, PublicKey, PushedBatch, Sealed, SigningKey, actor_of_lane,
};
use crate::store::tables::value::{fixed, wrong_form};
use crate::sync::Outgoing;

/// A lane to write with; `fresh` if this is its first change.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lane {
    pub(super) actor: ActorId,
    pub(super) number: u64,
    pub(super) fresh: bool,
}

/// The present epoch's open lane of a document, or the next free one.
pub(super) fn lane(
    db: &Connection,
    document: DocumentId,
    epoch: &Epoch,
    device: &PublicKey,
) -> rusqlite::Result<Lane> {
    let found = db
        .prepare_cached("SELECT actor, number FROM lanes WHERE document = ?1 AND epoch = ?2 AND closed = 0 ORDER BY number DESC LIMIT 1")?
        .query_row(params![document.as_slice(), epoch.as_slice()], |row| Ok((fixed(row, 0)?, row.get(1)?)))
        .optional()?;
    if let Some((actor, number)) = found {
        return Ok(Lane { actor: ActorId(actor), number, fresh: false });
    }
    let number = next_lane(db, epoch)?;
    Ok(Lane { actor: actor_of_lane(device, epoch, number), number, fresh: true })
}

/// The number of the next lane.
pub(super) fn next_lane(db: &Connection, epoch: &Epoch) -> rusqlite::Result<u64> {
    db.prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM lanes WHERE epoch = ?1")?
        .query_row([epoch.as_slice()], |row| row.get(0))
}

/// Records a lane with its first change.
pub(super) fn insert_lane(
    db: &Connection,
    document: DocumentId,
    epoch: &Epoch,
    lane: Lane,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO lanes (actor, document, epoch, number) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![lane.actor.as_slice(), document.as_slice(), epoch.as_slice(), lane.number])
        .map(drop)
}

/// The number that the next change takes.
pub(super) fn next_client_seq(db: &Connection, epoch: &Epoch) -> rusqlite::Result<u64> {
    db.prepare_cached("SELECT coalesce(max(client_seq), 0) + 1 FROM outbox WHERE epoch = ?1")?
        .query_row([epoch.as_slice()], |row| row.get(0))
}

/// One row of the outbox, to be written with its change.
pub(super) struct NewRow<'a> {
    pub(super) epoch: Epoch,
    pub(super) client_seq: u64,
    pub(super) document: DocumentId,
    pub(super) change: &'a Change,
    pub(super) edit: &'a Edit,
    pub(super) officer: OfficerId,
    pub(super) kills: &'a [Kill],
    pub(super) grant_version: u64,
    pub(super) made: Moment,
    /// The place of the change.
    pub(super) place: i64,
}

/// Writes an outbox row: the typed edit, and what it replaced, beside the change.
pub(super) fn insert(db: &Connection, row: &NewRow<'_>) -> rusqlite::Result<()> {
    let replaced: Vec<ChangeHash> = row.kills.iter().map(|kill| kill.edit).collect();
    let edit = minicbor::to_vec(row.edit).expect("a Vec takes every byte");
    let replaced = minicbor::to_vec(replaced).expect("a Vec takes every byte");
    let accept = matches!(row.edit, Edit::Accept { .. });
    let key = row.edit.about();
    let owner = key.as_ref().and_then(|key| key.owner().ok()).filter(|_| !accept);
    db.prepare_cached(
        "INSERT INTO outbox (epoch, client_seq, document, change, edit, officer, replaced, grant_version, made, waiting, place, key, owner, undoable)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        row.epoch.as_slice(),
        row.client_seq,
        row.document.as_slice(),
        row.change.hash.as_slice(),
        edit,
        row.officer.as_slice(),
        replaced,
        row.grant_version,
        row.made.0,
        row.place,
        key.as_ref().map_or("", RegisterKey::as_str),
        owner.as_ref().map(|owner| owner.0.as_slice()),
        !accept && row.edit.undoes().is_none()
    ])
    .map(drop)
}

/// Seals the edits that no batch holds yet, `most` at a time, until none is left.
pub(super) fn seal(db: &Connection, key: &SigningKey, most: usize) -> rusqlite::Result<()> {
    // Old epochs stay open: what a restored copy of this phone had not sent still goes out.
    let epochs = db
        .prepare_cached("SELECT DISTINCT epoch FROM outbox WHERE waiting = 1 AND batch IS NULL")?
        .query_map([], |row| fixed(row, 0).map(Epoch))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for epoch in epochs {
        while seal_one(db, epoch, key, most)? {}
    }
    Ok(())
}

fn seal_one(
    db: &Connection,
    epoch: Epoch,
    key: &SigningKey,
    most: usize,
) -> rusqlite::Result<bool> {
    let items = db
        .prepare_cached(
            "SELECT o.client_seq, o.document, o.change, o.grant_version
             FROM outbox o INDEXED BY outbox_waiting JOIN documents d ON d.document = o.document
             WHERE o.epoch = ?1 AND o.waiting = 1 AND o.batch IS NULL AND d.stopped IS NULL
             ORDER BY o.client_seq LIMIT ?2",
        )?
        .query_map(params![epoch.as_slice(), most], |row| {
            Ok(BatchItem {
                client_seq: row.get(0)?,
                document: DocumentId(fixed(row, 1)?),
                change: ChangeHash(fixed(row, 2)?),
                grant_version: row.get(3)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    if items.is_empty() {
        return Ok(false);
    }
    let numbers: Vec<u64> = items.iter().map(|item| item.client_seq).collect();
    let (number, previous) = last_batch(db, epoch)?;
    let lanes = new_lanes(db, epoch, &items)?;
    let batch = Batch { previous: previous.into(), epoch, lanes: lanes.clone(), items };
    let sealed = batch.seal(key);
    let e = epoch.as_slice();
    db.execute(
        "INSERT INTO batches (epoch, number, hash, sealed) VALUES (?1, ?2, ?3, ?4)",
        params![e, number + 1, sealed.hash().as_slice(), sealed.to_bytes()],
    )?;
    let mut assign =
        db.prepare_cached("UPDATE outbox SET batch = ?2 WHERE epoch = ?1 AND client_seq = ?3")?;
    for client_seq in numbers {
        assign.execute(params![e, number + 1, client_seq])?;
    }
    for lane in &lanes {
        db.execute(
            "UPDATE lanes SET batch = ?2 WHERE actor = ?1",
            params![lane.actor.as_slice(), number + 1],
        )?;
    }
    Ok(true)
}

fn last_batch(db: &Connection, epoch: Epoch) -> rusqlite::Result<(u64, [u8; 32])> {
    let last = db
        .prepare_cached(
            "SELECT number, hash FROM batches WHERE epoch = ?1 ORDER BY number DESC LIMIT 1",
        )?
        .query_row([epoch.as_slice()], |row| Ok((row.get(0)?, fixed(row, 1)?)))
        .optional()?;
    Ok(last.unwrap_or((0, [0; 32])))
}

/// The lanes that no batch has announced and these items write with.
fn new_lanes(db: &Connection, epoch: Epoch, items: &[BatchItem]) -> rusqlite::Result<Vec<LaneUse>> {
    let lanes = db
        .prepare_cached("SELECT actor, number, document FROM lanes WHERE epoch = ?1 AND batch IS NULL ORDER BY number")?
        .query_map([epoch.as_slice()], |row| {
            Ok(LaneUse { actor: ActorId(fixed(row, 0)?), number: row.get(1)?, document: DocumentId(fixed(row, 2)?) })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let used = |lane: &LaneUse| items.iter().any(|item| item.document == lane.document);
    Ok(lanes.into_iter().filter(used).collect())
}

/// Sealed batches with an edit that waits in a document that is sent, oldest first.
pub(super) fn outgoing(db: &Connection) -> Result<Vec<Outgoing>, StoreError> {
    let batches = db
        .prepare_cached(
            "SELECT o.epoch, o.batch FROM outbox o INDEXED BY outbox_waiting
             JOIN documents d ON d.document = o.document
             JOIN changes c ON c.document = o.document AND c.hash = o.change
             WHERE o.waiting = 1 AND d.stopped IS NULL AND o.batch IS NOT NULL
             GROUP BY o.epoch, o.batch ORDER BY min(c.place)",
        )?
        .query_map([], |row| Ok((Epoch(fixed(row, 0)?), row.get::<_, u64>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    batches.into_iter().map(|(epoch, number)| pushed(db, epoch, number)).collect()
}

fn pushed(db: &Connection, epoch: Epoch, number: u64) -> Result<Outgoing, StoreError> {
    let sealed: Vec<u8> = db
        .prepare_cached("SELECT sealed FROM batches WHERE epoch = ?1 AND number = ?2")?
        .query_row(params![epoch.as_slice(), number], |row| row.get(0))?;
    let items = Sealed::read(&sealed).ok_or(StoreError::Damaged)?.unverified().items;
    let (mut all, mut size) = (Vec::new(), sealed.len());
    for item in items {
        let bytes =
            changes::bytes_of(db, item.document, &item.change)?.ok_or(StoreError::Damaged)?;
        size += bytes.len();
        all.push(ByteVec::from(bytes));
    }
    Ok(Outgoing { batch: PushedBatch { sealed: sealed.into(), changes: all }, size })
}

/// The relay has recorded what became of the change.
pub(super) fn acknowledged(db: &Connection, change: ChangeHash) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE outbox SET waiting = 0 WHERE change = ?1")?
        .execute([change.as_slice()])
        .map(drop)
}

/// The relay wants the change (again); false if it is none of this phone's.
pub(super) fn wanted(db: &Connection, change: ChangeHash) -> rusqlite::Result<bool> {
    let found = db
        .prepare_cached("UPDATE outbox SET waiting = 1 WHERE change = ?1")?
        .execute([change.as_slice()])?;
    Ok(found > 0)
}

/// Its officer lays an edit aside.
pub(super) fn dismiss(db: &Connection, edit: &ChangeHash) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE outbox SET dismissed = 1 WHERE again = ?1 OR (change = ?1 AND again IS NULL)",
    )?
    .execute([edit.as_slice()])
    .map(drop)
}

/// Its officer has written an edit again, as that new one.
pub(super) fn written_again(
    db: &Connection,
    edit: &ChangeHash,
    new: &ChangeHash,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE outbox SET written_again = ?2 WHERE again = ?1 OR (change = ?1 AND again IS NULL)",
    )?
    .execute(params![edit.as_slice(), new.as_slice()])
    .map(drop)
}

/// Gives up own changes without a verdict: their edits have to be written again.
pub(super) fn give_up(db: &Connection, only: Option<ChangeHash>) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE changes SET state = ?1 WHERE state = 0 AND hash IN
             (SELECT change FROM outbox INDEXED BY outbox_waiting
              WHERE waiting = 1 AND (?2 IS NULL OR change = ?2))",
        params![changes::WRITTEN_AGAIN, only.as_ref().map(|hash| hash.as_slice())],
    )?;
    db.execute(
        "UPDATE outbox SET waiting = 0 WHERE waiting = 1 AND (?1 IS NULL OR change = ?1)",
        [only.as_ref().map(|hash| hash.as_slice())],
    )
    .map(drop)
}

/// Edits that are not acknowledged, those of earlier epochs of this database included.
pub(super) fn waiting_count(db: &Connection) -> rusqlite::Result<u64> {
    db.prepare_cached("SELECT count(*) FROM outbox INDEXED BY outbox_waiting WHERE waiting = 1")?
        .query_row([], |row| row.get(0))
}

/// One edit that waits, as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingEdit {
    /// The edit's id.
    pub id: ChangeHash,
    /// The phone's number.
    pub client_seq: u64,
    /// The document.
    pub document: DocumentId,
    /// The typed edit.
    pub edit: Edit,
    /// Who made it.
    pub officer: OfficerId,
    /// When, by the phone's clock.
    pub made: Moment,
}

/// What waits, oldest first.
pub(super) fn waiting(db: &Connection, limit: u32) -> rusqlite::Result<Vec<WaitingEdit>> {
    db.prepare_cached(
        "SELECT o.client_seq, o.document, o.edit, o.officer, o.made, coalesce(o.again, o.change)
         FROM outbox o INDEXED BY outbox_waiting
         WHERE o.waiting = 1 AND o.superseded = 0 ORDER BY o.place LIMIT ?1",
    )?
    .query_map([limit], waiting_edit)?
    .collect()
}

/// Reads the columns client_seq, document, edit, officer, made and the edit's id, in this order.
pub(super) fn waiting_edit(row: &Row<'_>) -> rusqlite::Result<WaitingEdit> {
    let edit: Vec<u8> = row.get(2)?;
    Ok(WaitingEdit {
        id: ChangeHash(fixed(row, 5)?),
        client_seq: row.get(0)?,
        document: DocumentId(fixed(row, 1)?),
        edit: minicbor::decode(&edit).map_err(|_| wrong_form(2))?,
        officer: OfficerId(fixed(row, 3)?),
        made: Moment(row.get(4)?),
    })
}
