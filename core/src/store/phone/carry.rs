//! A page, or an opening, in one transaction; then memory follows the disk.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reported, Store, StoreError, changes, incoming::Incoming, library, read};
use crate::change::Tip;
use crate::model::{DocumentId, Epoch, Moment, OfficerId, TaskId};
use crate::protocol::PublicKey;
use crate::sync::{Effect, Stop};

/// A snapshot is made anew when a quarter of what is in it lies after it: else a long history that
/// arrives page by page would be loaded whole after every page. A change takes about 25 bytes there.
const SNAPSHOT_BYTES: u32 = 4 * 25;

/// Who holds the phone, and what he brings to a transaction: the store has no clock and no
/// randomness.
pub struct Holder<'a> {
    /// The phone's profiles.
    pub officers: &'a [OfficerId],
    /// The device's key, of which lanes are made.
    pub device: PublicKey,
    /// The phone's clock.
    pub now: Moment,
    /// A random epoch that nobody has used: taken when another history of the phone is met.
    pub fresh_epoch: Epoch,
}

/// What a reply changed.
#[derive(Debug, Default)]
pub struct Carried {
    /// The rows that look different now.
    pub rows: Vec<(DocumentId, TaskId)>,
    /// Notices that ring now.
    pub ringing: Vec<Reported>,
    /// Own changes whose answer is recorded.
    pub acknowledged: usize,
    /// Among them those that the office holds or decides on first.
    pub held: usize,
    /// Rights of this phone that changed.
    pub rights: usize,
    /// Own edits that were written again, because their change could not stand.
    pub reissued: usize,
    /// The epoch that was begun, if another history of this phone was met.
    pub epoch: Option<Epoch>,
    /// What is not sent any more, and why; no document means nothing at all.
    pub stopped: Vec<(Option<DocumentId>, Stop)>,
    /// Documents that were not known before, by name.
    pub(super) named: bool,
    /// Documents that changed by more than what came in: their tips are found anew.
    pub(super) stale: BTreeSet<DocumentId>,
    /// Foreign changes that came in, by document.
    pub(super) applied: BTreeMap<DocumentId, Vec<Tip>>,
}

impl Carried {
    /// How many changes of others came in.
    pub fn received(&self) -> usize {
        self.applied.values().map(Vec::len).sum()
    }
}

impl Store {
    /// Carries out what a reply means, in one transaction.
    pub fn carry_out(
        &mut self,
        effects: &[Effect],
        holder: &Holder<'_>,
    ) -> Result<Carried, StoreError> {
        let carried = self.transact(holder, |incoming| incoming.run(effects))?;
        self.compact();
        Ok(carried)
    }

    /// Makes every document whole: what is dead leaves it, what waited comes in, own edits are
    /// written again. For every opening; where nothing is due, nothing is written.
    pub fn make_whole(&mut self, holder: &Holder<'_>) -> Result<Carried, StoreError> {
        self.transact(holder, |mut incoming| {
            incoming.due = true;
            incoming.run(&[])
        })
    }

    fn transact(
        &mut self,
        holder: &Holder<'_>,
        work: impl Fn(Incoming<'_>) -> Result<Carried, StoreError>,
    ) -> Result<Carried, StoreError> {
        let carried = self.twice(|store| store.try_transact(holder, &work))?;
        // It is durable, so its caller hears of no failure.
        if self.follow(&carried).is_err() {
            self.doubt();
        }
        Ok(carried)
    }

    fn try_transact(
        &mut self,
        holder: &Holder<'_>,
        work: impl Fn(Incoming<'_>) -> Result<Carried, StoreError>,
    ) -> Result<Carried, StoreError> {
        let (names, epoch) = (self.names.clone(), self.epoch);
        let tx = self.db.transaction()?;
        let carried = work(Incoming::new(&tx, names, holder, epoch))?;
        tx.commit()?;
        Ok(carried)
    }

    /// Brings memory to what is durable now.
    fn follow(&mut self, carried: &Carried) -> Result<(), StoreError> {
        if carried.rights > 0 || carried.named {
            self.names = read::names(&self.db)?;
        }
        if let Some(epoch) = carried.epoch {
            self.epoch = epoch;
        }
        for document in &carried.stale {
            self.tips.forget(*document);
        }
        for (document, changes) in &carried.applied {
            if let Some(tips) = self.tips.known(*document) {
                changes.iter().for_each(|change| tips.add(change));
            }
        }
        Ok(())
    }

    /// Compacts what a page has made due: never while an officer waits for an edit. What it
    /// follows is durable, so its failure is none of that.
    fn compact(&mut self) {
        let documents: Vec<DocumentId> = self.names.keys().copied().collect();
        for document in documents {
            if let Err(error) = self.try_compact(document) {
                tracing::warn!("a document was not compacted: {error}");
                // The connection may go on calling a page forged that failed to be read once.
                return self.doubt();
            }
        }
    }

    fn try_compact(&self, document: DocumentId) -> Result<(), StoreError> {
        let due = changes::snapshot_size(&self.db, document)? / SNAPSHOT_BYTES;
        if changes::tail_length(&self.db, document)? < due.max(self.compact_after) {
            return Ok(());
        }
        // Only what the relay has acknowledged enters a snapshot; it is closed under
        // dependencies, because the relay stores nothing before what it stands on.
        let snapshot = library::compacted(&self.db, document)?;
        let tx = self.db.unchecked_transaction()?;
        changes::put_snapshot(&tx, document, &snapshot)?;
        tx.commit()?;
        Ok(())
    }
}
