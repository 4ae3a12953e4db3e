//! The phone's database: documents, outbox, sync state, screens, in one encrypted file.

mod apart;
mod carry;
mod changes;
mod counts;
mod doubt;
mod drafts;
mod error;
mod fate;
mod graph;
mod ground;
mod history;
mod incoming;
mod library;
mod meta;
mod notices;
mod outbox;
mod own;
mod read;
mod rekey;
mod rescue;
mod upkeep;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, params};

use super::cipher::{DatabaseKey, open_encrypted};
use super::tables::{self, Touched};
use crate::model::{
    ChangeHash, DocumentId, DocumentKind, DocumentName, Epoch, Moment, OfficerId, RegisterKey,
    TaskId,
};
use crate::protocol::{Attaching, Certificate, SigningKey, WireLimits};
use crate::sync::Outgoing;
use library::AllTips;

pub use apart::{Decided, SetApart, set_apart};
pub use carry::{Carried, Holder};
pub use counts::About;
pub use drafts::{CountDraft, LastTap, NoteDraft, Tap, count_draft, note_draft};
pub use error::StoreError;
pub use history::{HistoryEntry, Origin};
pub use meta::SyncState;
pub use notices::Reported;
pub use outbox::WaitingEdit;
pub use own::Undoable;
pub use read::{
    history_of, is_unsent, last_act, mark_unsent, notice_count, notices_of, origins_of,
    stopped_documents, value_of, waiting,
};
pub use rescue::Rescued;

const PHONE: &str = include_str!("../../../migrations/phone.sql");

/// The version of the tables that this build makes and reads.
const SCHEMA_VERSION: u32 = 5;

/// Who writes, and with what.
pub struct Author<'a> {
    /// The officer.
    pub officer: OfficerId,
    /// The device's key.
    pub key: &'a SigningKey,
    /// The version of the grants.
    pub grant_version: u64,
    /// The phone's clock.
    pub now: Moment,
}

/// An edit that is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The change that carries it.
    pub change: ChangeHash,
    /// The phone's number.
    pub client_seq: u64,
    /// The rows that look different now.
    pub rows: Vec<(DocumentId, TaskId)>,
}

/// Stored changes after a snapshot before the document is compacted.
pub const COMPACT_AFTER: u32 = 200;

/// The store: one writer over one file.
pub struct Store {
    path: PathBuf,
    key: Arc<DatabaseKey>,
    /// The other key that may be the database's, while a rekey is in doubt.
    rival: Option<Arc<DatabaseKey>>,
    db: Connection,
    tips: AllTips,
    names: BTreeMap<DocumentId, DocumentName>,
    /// The phone's profiles, from its certificate: each has notices of his own.
    officers: Vec<OfficerId>,
    epoch: Epoch,
    /// Whether the database has to be opened anew before anything is written.
    doubtful: bool,
    compact_after: u32,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store(..)")
    }
}

impl Store {
    /// Opens the database, or makes it in `epoch`. `Damaged` means: set it aside.
    pub fn open(path: &Path, key: Arc<DatabaseKey>, epoch: Epoch) -> Result<Self, StoreError> {
        let db = connect(path, &key)?;
        create_if_new(&db, epoch)?;
        let epoch = meta::get(&db, "epoch")?.ok_or(StoreError::Damaged)?;
        let names = read::names(&db)?;
        Ok(Self {
            path: path.to_owned(),
            key,
            rival: None,
            db,
            tips: AllTips::default(),
            names,
            officers: Vec::new(),
            epoch,
            doubtful: false,
            compact_after: COMPACT_AFTER,
        })
    }

    /// Compacts a document whenever so many stored changes lie after its snapshot; otherwise
    /// [`COMPACT_AFTER`].
    pub fn compact_after(&mut self, changes: u32) {
        self.compact_after = changes;
    }

    /// A second connection for screens, which never waits for a write.
    pub fn reader(&self) -> Result<Connection, StoreError> {
        connect(&self.path, &self.key)
    }

    /// The database's key, for the files beside it.
    pub fn key(&self) -> &DatabaseKey {
        &self.key
    }

    /// The epoch of this database.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Begins a new epoch: the database was restored, copied or cloned (L1).
    pub fn begin_epoch(&mut self, epoch: Epoch) -> Result<(), StoreError> {
        meta::put(&self.db, "epoch", &epoch)?;
        self.epoch = epoch;
        Ok(())
    }

    /// Attaches the documents of a certificate; those that are attached already stay.
    pub fn attach(&mut self, certificate: &Certificate) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        let mut touched = Touched::default();
        for grant in &certificate.grants {
            let (name, id) = (grant.document, grant.document.id());
            let cbor = minicbor::to_vec(name).expect("a Vec takes every byte");
            let added = tx.execute(
                "INSERT INTO documents (document, name, writable) VALUES (?1, ?2, ?3)
                 ON CONFLICT (document) DO NOTHING",
                params![id.as_slice(), cbor, grant.write],
            )?;
            // A right that was taken since is not given back by the certificate.
            if added > 0 && name.kind == DocumentKind::WorkBook {
                tables::add_book(&tx, id, name.unit, name.year, &mut touched)?;
            }
        }
        tables::settle(&tx, &touched)?;
        tx.commit()?;
        self.names = read::names(&self.db)?;
        self.officers.clone_from(&certificate.officers);
        Ok(())
    }

    /// Seals what is new and returns all batches that wait, oldest first.
    pub fn outgoing(
        &mut self,
        key: &SigningKey,
        limits: &WireLimits,
    ) -> Result<Vec<Outgoing>, StoreError> {
        self.twice(|store| store.try_outgoing(key, limits))
    }

    fn try_outgoing(
        &mut self,
        key: &SigningKey,
        limits: &WireLimits,
    ) -> Result<Vec<Outgoing>, StoreError> {
        if self.stopped()?.is_some() {
            return Ok(Vec::new());
        }
        let tx = self.db.transaction()?;
        outbox::seal(&tx, key, limits.batch_items)?;
        let waiting = outbox::outgoing(&tx)?;
        tx.commit()?;
        Ok(waiting)
    }

    /// The number that the next edit takes.
    pub fn next_client_seq(&self) -> Result<u64, StoreError> {
        Ok(outbox::next_client_seq(&self.db, &self.epoch)?)
    }

    /// Edits that are not acknowledged.
    pub fn waiting_count(&self) -> Result<u64, StoreError> {
        Ok(outbox::waiting_count(&self.db)?)
    }

    /// Where the phone stands with its relay.
    pub fn sync_state(&self) -> Result<SyncState, StoreError> {
        Ok(meta::get(&self.db, "sync")?.unwrap_or_default())
    }

    /// The code of the reason why nothing at all is sent.
    pub fn stopped(&self) -> Result<Option<String>, StoreError> {
        Ok(meta::get(&self.db, "stopped")?)
    }

    /// Lets everything be sent again, once the reason is gone.
    pub fn resume(&mut self) -> Result<(), StoreError> {
        self.twice(|store| {
            let tx = store.db.transaction()?;
            meta::remove(&tx, "stopped")?;
            tx.execute("UPDATE documents SET stopped = NULL", [])?;
            Ok(tx.commit()?)
        })
    }

    /// The version of this phone's rights: the seq of the last row that changed them.
    pub fn grant_version(&self) -> Result<u64, StoreError> {
        Ok(meta::get(&self.db, "grant_version")?.unwrap_or(0))
    }

    /// Documents that are being attached, and how far they are.
    pub fn attaching(&self) -> Result<Vec<Attaching>, StoreError> {
        Ok(read::attaching(&self.db)?)
    }

    /// The work books that this phone may write now.
    pub fn books(&self) -> Result<Vec<DocumentName>, StoreError> {
        Ok(read::books(&self.db)?)
    }

    /// An attached document.
    pub fn document(&self, id: DocumentId) -> Option<&DocumentName> {
        self.names.get(&id)
    }

    /// The attached documents.
    pub fn documents(&self) -> impl Iterator<Item = &DocumentName> {
        self.names.values()
    }

    /// The registers in which the tables do not say what the CRDT library says. Always empty,
    /// or a fault of this program.
    pub fn audit(&self, document: DocumentId) -> Result<Vec<RegisterKey>, StoreError> {
        library::audit(&self.db, document)
    }

    /// Reads every page, every snapshot and every change, and compares them with their sums.
    /// Takes as long as the history is: only for a database in which damage was met.
    pub fn verify(&self) -> Result<(), StoreError> {
        let said: String = self.db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if said != "ok" {
            return Err(StoreError::Damaged);
        }
        for document in self.names.keys() {
            library::verify(&self.db, *document)?;
        }
        Ok(())
    }
}

/// Opens the database. A read that fails for a moment looks like damage to SQLCipher, which then
/// has no salt; so it is tried once more.
fn connect(path: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    match connect_once(path, key) {
        Err(StoreError::Damaged) => connect_once(path, key),
        other => other,
    }
}

fn connect_once(path: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    let db = open_encrypted(path, key).map_err(doubt::not_opened)?;
    tables::install_status(&db)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(db)
}

fn create_if_new(db: &Connection, epoch: Epoch) -> Result<(), StoreError> {
    let version: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match version {
        0 => {}
        SCHEMA_VERSION => return Ok(()),
        // Earlier versions were never released, so nothing reads them either.
        other => return Err(StoreError::Newer(other)),
    }
    let tx = db.unchecked_transaction()?;
    tables::create(&tx)?;
    tx.execute_batch(PHONE)?;
    meta::put(&tx, "epoch", &epoch)?;
    tx.execute_batch("PRAGMA user_version = 5")?; // SCHEMA_VERSION
    tx.commit()?;
    Ok(())
}
