//! The table of changes: what a document consists of, and what admission must know of it.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::StoreError;
use super::graph::hashes;
use crate::admission::{Graphs, Known, KnownOperation, LaneTip, Node};
use crate::change::{Change, Limits, genesis::genesis};
use crate::model::{ActorId, ChangeHash, DocumentId, OpId};
use crate::protocol::{ChangeState, SCHEMA};
use crate::store::tables;
use crate::store::tables::value::fixed;

/// An own change that was never answered and whose edit another change carries: this phone was
/// restored or copied, and another history of it took the change's place.
pub(super) const WRITTEN_AGAIN: u8 = 13;

/// The number of a state in the column `state`; 0 is pending.
pub(super) fn state_number(state: Option<ChangeState>) -> u8 {
    match state {
        None => 0,
        Some(ChangeState::Stored) => 1,
        Some(ChangeState::Held) => 2,
        Some(ChangeState::Parked) => 3,
        Some(ChangeState::Refused(_)) => 4,
        Some(ChangeState::Returned) => 5,
        Some(ChangeState::Expelled) => 6,
        Some(ChangeState::Moved(_)) => 7,
        Some(ChangeState::Already(_)) => 8,
        Some(ChangeState::Rebase) => 9,
        Some(ChangeState::Forked) => 10,
        Some(ChangeState::Rebased(_)) => 11,
        Some(ChangeState::Replaced(_)) => 12,
    }
}

/// Keeps a stored change that cannot stand in its document yet: something below it is absent.
pub(super) fn insert_absent(
    db: &Connection,
    document: DocumentId,
    change: &Change,
    stored_at: u64,
) -> rusqlite::Result<()> {
    let place = insert_with(db, document, change, false, Some(stored_at), false)?;
    debug_assert!(place > 0, "SQLite counts rows from one");
    Ok(())
}

/// Adds a change behind all others; returns its place.
pub(super) fn insert(
    db: &Connection,
    document: DocumentId,
    change: &Change,
    own: bool,
    stored_at: Option<u64>,
) -> rusqlite::Result<i64> {
    insert_with(db, document, change, own, stored_at, true)
}

fn insert_with(
    db: &Connection,
    document: DocumentId,
    change: &Change,
    own: bool,
    stored_at: Option<u64>,
    present: bool,
) -> rusqlite::Result<i64> {
    let state = stored_at.map(|_| ChangeState::Stored);
    let deps: Vec<u8> = change.dependencies.iter().flat_map(|hash| hash.0).collect();
    db.prepare_cached(
        "INSERT INTO changes (document, hash, actor, seq, start_op, max_op, time, deps, bytes, own, state, relay_seq, present)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .insert(params![
        document.as_slice(),
        change.hash.as_slice(),
        change.actor.as_slice(),
        change.seq,
        change.start_op,
        change.max_op(),
        change.time,
        deps,
        change.bytes(),
        own,
        state_number(state),
        stored_at,
        present
    ])
}

/// Records the relay's verdict; a later row wins over an earlier one (P1). Says whether the change
/// stands in its document, if it is here and nothing later was known.
pub(super) fn set_state(
    db: &Connection,
    change: ChangeHash,
    state: ChangeState,
    seq: Option<u64>,
) -> rusqlite::Result<Option<bool>> {
    let answer = minicbor::to_vec(state).expect("a Vec takes every byte");
    db.prepare_cached(
        "UPDATE changes SET state = ?2, answer = ?3, relay_seq = coalesce(?4, relay_seq)
         WHERE hash = ?1 AND coalesce(relay_seq, 0) <= coalesce(?4, relay_seq, 0)
         RETURNING present",
    )?
    .query_row(params![change.as_slice(), state_number(Some(state)), answer, seq], |row| row.get(0))
    .optional()
}

/// Whether the change is here, and if so, whether it stands in its document.
pub(super) fn presence(
    db: &Connection,
    document: DocumentId,
    hash: &ChangeHash,
) -> rusqlite::Result<Option<bool>> {
    db.prepare_cached("SELECT present FROM changes WHERE document = ?1 AND hash = ?2")?
        .query_row(params![document.as_slice(), hash.as_slice()], |row| row.get(0))
        .optional()
}

/// The bytes of a change, as stored.
pub(super) fn bytes_of(
    db: &Connection,
    document: DocumentId,
    hash: &ChangeHash,
) -> Result<Option<Vec<u8>>, StoreError> {
    let bytes: Option<Vec<u8>> = db
        .prepare_cached("SELECT bytes FROM changes WHERE document = ?1 AND hash = ?2")?
        .query_row(params![document.as_slice(), hash.as_slice()], |row| row.get(0))
        .optional()?;
    Ok(bytes)
}

/// A stored change of a document, or of any, parsed; what is not the change of its hash is damage.
pub(super) fn parsed(
    db: &Connection,
    document: Option<DocumentId>,
    hash: &ChangeHash,
) -> Result<Option<Change>, StoreError> {
    let bytes: Option<Vec<u8>> = match document {
        Some(document) => bytes_of(db, document, hash)?,
        None => db
            .prepare_cached("SELECT bytes FROM changes WHERE hash = ?1")?
            .query_row([hash.as_slice()], |row| row.get(0))
            .optional()?,
    };
    let Some(bytes) = bytes else { return Ok(None) };
    match Change::parse(&bytes, &Limits::default()) {
        Ok(change) if change.hash == *hash => Ok(Some(change)),
        _ => Err(StoreError::Damaged),
    }
}

/// What a document is loaded from: its snapshot or genesis, then the changes after it.
pub(super) fn parts(
    db: &Connection,
    document: DocumentId,
    only_stored: bool,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut parts = vec![base(db, document)?];
    let mut tail = db.prepare_cached(
        "SELECT bytes FROM changes WHERE document = ?1 AND in_snapshot = 0 AND present = 1 AND (?2 = 0 OR state = 1) ORDER BY place",
    )?;
    let rows = tail.query_map(params![document.as_slice(), only_stored], |row| row.get(0))?;
    for bytes in rows {
        parts.push(bytes?);
    }
    Ok(parts)
}

/// Whether every change has the bytes of its hash.
pub(super) fn verify(db: &Connection, document: DocumentId) -> Result<(), StoreError> {
    let mut all = db.prepare_cached("SELECT bytes, hash FROM changes WHERE document = ?1")?;
    let mut rows = all.query([document.as_slice()])?;
    while let Some(row) = rows.next()? {
        let (bytes, hash): (Vec<u8>, [u8; 32]) = (row.get(0)?, fixed(row, 1)?);
        let change = Change::parse(&bytes, &Limits::default());
        if !change.is_ok_and(|change| change.hash.0 == hash) {
            return Err(StoreError::Damaged);
        }
    }
    Ok(())
}

fn base(db: &Connection, document: DocumentId) -> Result<Vec<u8>, StoreError> {
    let read = |row: &Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, fixed::<32>(row, 1)?));
    let snapshot = db
        .prepare_cached("SELECT bytes, sum FROM snapshots WHERE document = ?1")?
        .query_row([document.as_slice()], read)
        .optional()?;
    match snapshot {
        // The library reads a torn file as a shorter history; the sum does not.
        Some((bytes, sum)) if Sha256::digest(&bytes)[..] != sum => Err(StoreError::Damaged),
        Some((bytes, _)) => Ok(bytes),
        None => Ok(genesis(document, SCHEMA).bytes().to_vec()),
    }
}

/// The number of an author's next change in a document.
pub(super) fn next_seq(
    db: &Connection,
    document: DocumentId,
    actor: &ActorId,
) -> rusqlite::Result<u64> {
    db.prepare_cached(
        "SELECT coalesce(max(seq), 0) + 1 FROM changes INDEXED BY changes_by_actor
         WHERE document = ?1 AND actor = ?2 AND present = 1",
    )?
    .query_row(params![document.as_slice(), actor.as_slice()], |row| row.get(0))
}

/// The bytes of a document's snapshot.
pub(super) fn snapshot_size(db: &Connection, document: DocumentId) -> rusqlite::Result<u32> {
    db.prepare_cached("SELECT length(bytes) FROM snapshots WHERE document = ?1")?
        .query_row([document.as_slice()], |row| row.get(0))
        .optional()
        .map(Option::unwrap_or_default)
}

/// How many stored changes lie after the snapshot.
pub(super) fn tail_length(db: &Connection, document: DocumentId) -> rusqlite::Result<u32> {
    db.prepare_cached(
        "SELECT count(*) FROM changes WHERE document = ?1 AND in_snapshot = 0 AND present = 1 AND state = 1",
    )?
    .query_row([document.as_slice()], |row| row.get(0))
}

/// Puts a new snapshot of everything stored; its changes stay, for whoever asks for them again.
pub(super) fn put_snapshot(
    db: &Connection,
    document: DocumentId,
    bytes: &[u8],
) -> rusqlite::Result<()> {
    let sum = Sha256::digest(bytes);
    db.execute(
        "INSERT OR REPLACE INTO snapshots (document, bytes, sum) VALUES (?1, ?2, ?3)",
        params![document.as_slice(), bytes, sum.as_slice()],
    )?;
    db.execute(
        "UPDATE changes SET in_snapshot = 1
         WHERE document = ?1 AND state = 1 AND in_snapshot = 0 AND present = 1",
        [document.as_slice()],
    )
    .map(drop)
}

/// What the judgements of one transaction read of the documents' graphs.
pub(super) type Remembered = Rc<RefCell<Graphs>>;

/// Changes whose place in their graph is remembered, about 100 bytes each.
const MOST_REMEMBERED: usize = 100_000;

/// Nothing yet.
pub(super) fn remembered() -> Remembered {
    Rc::new(RefCell::new(Graphs::new(MOST_REMEMBERED)))
}

/// What admission must know of a document, read from the tables. The first error is kept: the
/// judge's answer counts only when [`Self::finish`] has none.
pub(super) struct Here<'db> {
    db: &'db Connection,
    document: DocumentId,
    genesis: OnceCell<Change>,
    /// None for an own edit: it stands on the heads, so everything known is below it.
    graphs: Option<Remembered>,
    error: RefCell<Option<StoreError>>,
}

impl<'db> Here<'db> {
    pub(super) fn new(db: &'db Connection, document: DocumentId) -> Self {
        Self::remembering(db, document, &remembered())
    }

    /// What the graphs remember is good for every judgement of the transaction.
    pub(super) fn remembering(
        db: &'db Connection,
        document: DocumentId,
        graphs: &Remembered,
    ) -> Self {
        Self { graphs: Some(Rc::clone(graphs)), ..Self::under_heads(db, document) }
    }

    /// Made only when a change may stand on it: most stand on others.
    fn genesis(&self) -> &Change {
        self.genesis.get_or_init(|| genesis(self.document, SCHEMA))
    }

    /// For an own edit, which stands on the document's heads: everything known is below it.
    pub(super) fn under_heads(db: &'db Connection, document: DocumentId) -> Self {
        let (genesis, error) = (OnceCell::new(), RefCell::new(None));
        Self { db, document, genesis, graphs: None, error }
    }

    /// The error that a lookup met, if any.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        self.error.into_inner().map_or(Ok(()), Err)
    }

    fn keep<T>(&self, result: Result<Option<T>, impl Into<StoreError>>) -> Option<T> {
        result.unwrap_or_else(|e| {
            self.error.borrow_mut().get_or_insert(e.into());
            None
        })
    }

    /// One row of this document, by one more value.
    fn look<T>(
        &self,
        sql: &str,
        by: &[u8],
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Option<T> {
        let found = self.db.prepare_cached(sql).and_then(|mut found| {
            found.query_row(params![self.document.as_slice(), by], read).optional()
        });
        self.keep(found)
    }

    fn node(&self, hash: &ChangeHash) -> Option<Node> {
        let sql = "SELECT actor, seq, max_op, deps FROM changes
                   WHERE document = ?1 AND hash = ?2 AND present = 1";
        self.look(sql, hash.as_slice(), |row| {
            let dependencies = hashes(&row.get::<_, Vec<u8>>(3)?);
            let (actor, seq, max_op) = (ActorId(fixed(row, 0)?), row.get(1)?, row.get(2)?);
            Ok(Node { actor, seq, max_op, dependencies })
        })
    }
}

impl Known for Here<'_> {
    fn max_op(&self, change: &ChangeHash) -> Option<u64> {
        let sql = "SELECT max_op FROM changes WHERE document = ?1 AND hash = ?2 AND present = 1";
        let stored = self.look(sql, change.as_slice(), |row| row.get(0));
        stored.or_else(|| (*change == self.genesis().hash).then(|| self.genesis().max_op()))
    }

    fn operation(&self, op: &OpId) -> Option<KnownOperation> {
        self.keep(tables::operation(self.db, self.document, op))
    }

    fn lane_tip(&self, actor: &ActorId) -> Option<LaneTip> {
        let sql = "SELECT seq, hash FROM changes INDEXED BY changes_by_actor
                   WHERE document = ?1 AND actor = ?2 AND present = 1 ORDER BY seq DESC LIMIT 1";
        self.look(sql, actor.as_slice(), |row| {
            Ok(LaneTip { seq: row.get(0)?, hash: ChangeHash(fixed(row, 1)?) })
        })
    }

    fn below(&self, ancestor: &ChangeHash, of: &[ChangeHash]) -> bool {
        let Some(graphs) = self.graphs.as_ref().filter(|_| !of.contains(ancestor)) else {
            return true;
        };
        let mut graphs = graphs.borrow_mut();
        let below = graphs.of(self.document).below(ancestor, of, |hash| self.node(hash));
        below || *ancestor == self.genesis().hash
    }
}
