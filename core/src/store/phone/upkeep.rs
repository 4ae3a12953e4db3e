//! What makes a document whole again after a verdict: dead changes leave it, stored ones that
//! waited come in, own edits that lost their carrier are written again.
//!
//! It runs in the transaction of the page that brought the verdict, and at every opening. What it
//! does follows from the rows alone, so a crash before the commit repeats it, and a second run
//! finds nothing to do.

mod arrive;
mod leave;
mod rewrite;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::StoreError;
use super::ground::Standing;
use crate::model::{ChangeHash, DocumentId, DocumentName, Epoch};
use crate::protocol::PublicKey;
use crate::store::tables::Touched;

/// One run, inside an open transaction.
pub(super) struct Upkeep<'a> {
    pub(super) db: &'a Connection,
    pub(super) names: &'a BTreeMap<DocumentId, DocumentName>,
    /// The device's key: new lanes are made of it.
    pub(super) device: PublicKey,
    /// The epoch that new changes are written in.
    pub(super) epoch: Epoch,
    /// What the relay lacks and nobody can give it.
    pub(super) lost: &'a BTreeSet<ChangeHash>,
    pub(super) touched: &'a mut Touched,
    /// Documents whose tips are not those that are known any more.
    pub(super) stale: BTreeSet<DocumentId>,
    /// Edits that were written again.
    pub(super) reissued: usize,
}

impl Upkeep<'_> {
    /// Does all that is due.
    pub(super) fn run(&mut self) -> Result<(), StoreError> {
        // A change that comes in can find its place taken by a pending one, which then dies.
        while {
            self.take_out()?;
            self.bring_in()?
        } {}
        self.write_again()
    }

    fn name(&self, document: DocumentId) -> Result<&DocumentName, StoreError> {
        self.names.get(&document).ok_or(StoreError::Damaged)
    }
}

/// The grounds of the documents that a run writes into, each loaded once.
type Grounds<'a> = BTreeMap<DocumentId, Standing<'a>>;
