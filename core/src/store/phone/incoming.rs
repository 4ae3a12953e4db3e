//! A reply, carried out in one transaction: answers, rows, cursor.

mod fates;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::upkeep::Upkeep;
use super::{Carried, Holder, StoreError, changes, meta, notices};
use crate::admission::{Verdict, judge};
use crate::change::{Change, Limits};
use crate::model::{ChangeHash, DocumentId, DocumentKind, DocumentName, Epoch, Moment};
use crate::protocol::{ChangeState, Receipt, Right, RowHeader, RowKind};
use crate::store::tables::{self, Touched};
use crate::sync::{Effect, Stop};

/// Carries effects out inside an open transaction.
pub(super) struct Incoming<'a> {
    pub(super) db: &'a Connection,
    pub(super) names: BTreeMap<DocumentId, DocumentName>,
    pub(super) holder: &'a Holder<'a>,
    /// The database's present epoch.
    pub(super) epoch: Epoch,
    /// Nothing after this point is taken from the reply.
    pub(super) halted: bool,
    /// Something died, or waits to come in: the documents have to be made whole.
    pub(super) due: bool,
    /// What the relay lacks and nobody can give it.
    pub(super) lost: BTreeSet<ChangeHash>,
    /// What the judgements of this page read of the documents' graphs.
    pub(super) graphs: changes::Remembered,
    pub(super) touched: Touched,
    pub(super) carried: Carried,
}

impl<'a> Incoming<'a> {
    pub(super) fn new(
        db: &'a Connection,
        names: BTreeMap<DocumentId, DocumentName>,
        holder: &'a Holder<'a>,
        epoch: Epoch,
    ) -> Self {
        let (halted, due) = (false, false);
        let (lost, touched, carried) = Default::default();
        let graphs = changes::remembered();
        Self { db, names, holder, epoch, halted, due, lost, graphs, touched, carried }
    }

    pub(super) fn run(mut self, effects: &[Effect]) -> Result<Carried, StoreError> {
        for effect in effects {
            self.carry_out(effect)?;
            if self.halted {
                break;
            }
        }
        // What was rescued from a damaged database waits for any row.
        if self.due || self.db.prepare_cached("SELECT 1 FROM rescued")?.exists([])? {
            self.upkeep()?;
        }
        self.carried.rows = tables::settle(self.db, &self.touched)?;
        self.carried.ringing = notices::settle(self.db, &self.touched, self.holder.officers)?;
        Ok(self.carried)
    }

    /// Makes the documents whole: what died leaves, what waited comes, own edits are written
    /// again.
    pub(super) fn upkeep(&mut self) -> Result<(), StoreError> {
        let mut upkeep = Upkeep {
            db: self.db,
            names: &self.names,
            device: self.holder.device,
            epoch: self.epoch,
            lost: &self.lost,
            touched: &mut self.touched,
            stale: BTreeSet::new(),
            reissued: 0,
        };
        upkeep.run()?;
        self.carried.stale = upkeep.stale;
        self.carried.reissued = upkeep.reissued;
        Ok(())
    }

    fn carry_out(&mut self, effect: &Effect) -> Result<(), StoreError> {
        #[cfg(feature = "planted")]
        let foreign = matches!(effect, Effect::Change { own: false, .. });
        #[cfg(feature = "planted")]
        if foreign && crate::planted::now_and_then(crate::planted::Fault::CursorBeforeRows) {
            return Ok(());
        }
        match effect {
            Effect::Answered { change, state, seq } => self.answered(*change, *state, *seq),
            Effect::Lacks { change, wanted, lost } => self.lacks(*change, wanted, lost),
            Effect::Regressed => self.regress(),
            Effect::StopAll(reason) => self.stop_all(*reason),
            Effect::Change { seq, document, change, bytes, own } => match bytes {
                Some(bytes) if !own => self.change(*seq, *document, *change, bytes),
                _ => self.own_row(*seq, *document, *change, *own),
            },
            Effect::Verdict { seq, document, change, state } => {
                self.verdict(*seq, *document, *change, *state)
            }
            Effect::Decision { seq, document, change, state, clerk, at, said } => {
                self.decided(*seq, *change, *clerk, *at, said.as_ref())?;
                match state {
                    // A row of its own stores what was accepted.
                    ChangeState::Stored => Ok(()),
                    state => self.verdict(*seq, *document, *change, *state),
                }
            }
            Effect::Lane { actor, document, device, epoch } => {
                self.db
                    .prepare_cached("INSERT OR IGNORE INTO foreign_lanes (actor, document, device, epoch) VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![
                        actor.as_slice(),
                        document.as_slice(),
                        device.as_ref().map(|id| id.as_slice()),
                        epoch.as_ref().map(|id| id.as_slice())
                    ])?;
                Ok(())
            }
            Effect::Right { seq, right } => self.right(*seq, right),
            Effect::Attached { document, have, complete } => {
                let have = (!complete).then_some(*have);
                let row = params![document.as_slice(), have];
                self.db.execute("UPDATE documents SET have = ?2 WHERE document = ?1", row)?;
                Ok(())
            }
            Effect::Unread { seq, header, payload } => {
                self.keep_raw(*seq, header, payload.as_deref())
            }
            Effect::Advance { cursor, horizon, receipt, rows, time } => {
                let state = meta::SyncState {
                    cursor: *cursor,
                    horizon: *horizon,
                    last_contact: Some(self.holder.now),
                    relay_time: Some(*time),
                };
                meta::put(self.db, "sync", &state)?;
                self.keep_receipt(receipt, rows)
            }
        }
    }

    /// Losing a right detaches at once: the screens forget the document, what waits in it is
    /// still sent. Gaining one attaches it from its first row.
    fn right(&mut self, seq: u64, right: &Right) -> Result<(), StoreError> {
        let (name, id) = (right.document, right.document.id());
        let cbor = minicbor::to_vec(name).expect("a Vec takes every byte");
        self.db.execute(
            "INSERT INTO documents (document, name, writable, attached, have)
             VALUES (?1, ?2, ?3, ?4, CASE WHEN ?4 THEN 0 END)
             ON CONFLICT (document) DO UPDATE SET writable = ?3, attached = ?4,
                 have = CASE WHEN NOT ?4 THEN NULL WHEN attached THEN have ELSE 0 END",
            params![id.as_slice(), cbor, right.read && right.write, right.read],
        )?;
        if name.kind == DocumentKind::WorkBook {
            if right.read {
                tables::add_book(self.db, id, name.unit, name.year, &mut self.touched)?;
            } else {
                tables::remove_book(self.db, id)?;
            }
        }
        self.names.insert(id, name);
        meta::put(self.db, "grant_version", &seq)?;
        self.carried.rights += 1;
        Ok(())
    }

    /// The first reason stays, since others only follow from it, and is said once.
    fn stop(&mut self, document: DocumentId, reason: Stop) -> Result<(), StoreError> {
        let stopped = self.db.execute(
            "UPDATE documents SET stopped = ?2 WHERE document = ?1 AND stopped IS NULL",
            params![document.as_slice(), reason.code()],
        )?;
        if stopped > 0 {
            self.carried.stopped.push((Some(document), reason));
        }
        Ok(())
    }

    fn stop_all(&mut self, reason: Stop) -> Result<(), StoreError> {
        meta::put(self.db, "stopped", &reason.code().to_owned())?;
        self.carried.stopped.push((None, reason));
        Ok(())
    }

    /// A row of this phone's own: its bytes are here, or this is not the phone that wrote it.
    /// Then the cursor stays before the row: under a new epoch the row comes with its bytes.
    fn own_row(
        &mut self,
        seq: u64,
        document: DocumentId,
        change: ChangeHash,
        own: bool,
    ) -> Result<(), StoreError> {
        let presence = changes::presence(self.db, document, &change)?;
        if !own || presence.is_none() {
            self.halted = true;
            return self.regress();
        }
        self.stored(seq, change, presence == Some(true))
    }

    fn change(
        &mut self,
        seq: u64,
        document: DocumentId,
        hash: ChangeHash,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        if let Some(present) = changes::presence(self.db, document, &hash)? {
            // Perhaps an own change of an earlier epoch, which nobody answered.
            return self.stored(seq, hash, present);
        }
        match self.admit(document, hash, bytes)? {
            Some(Admitted::Waits(change)) => {
                changes::insert_absent(self.db, document, &change, seq)?;
                self.due = true;
                Ok(())
            }
            Some(Admitted::Stands(name, change, puts)) => {
                changes::insert(self.db, document, &change, false, Some(seq))?;
                tables::fold_change(self.db, &name, &change, &puts, &mut self.touched)?;
                self.carried.applied.entry(document).or_default().push((&change).into());
                Ok(())
            }
            None => {
                // When the relay took it is not known here, and decides nothing.
                let mut head = RowHeader::new(RowKind::CHANGE, document, Moment(0));
                (head.seq, head.change) = (seq, Some(hash));
                self.keep_raw(seq, &head.to_bytes(), Some(bytes))?;
                self.stop(document, Stop::Unreadable)
            }
        }
    }

    /// The phone believes no relay either: every row passes the same judgement.
    fn admit(
        &self,
        document: DocumentId,
        hash: ChangeHash,
        bytes: &[u8],
    ) -> Result<Option<Admitted>, StoreError> {
        let limits = Limits::default();
        let Some(name) = self.names.get(&document) else { return Ok(None) };
        let Ok(change) = Change::parse(bytes, &limits) else { return Ok(None) };
        if change.hash != hash {
            return Ok(None);
        }
        let here = changes::Here::remembering(self.db, document, &self.graphs);
        let verdict = judge(&change, document, name.kind, &here, &limits);
        here.finish()?;
        Ok(match verdict {
            Verdict::Admit(puts) => Some(Admitted::Stands(*name, change, puts)),
            Verdict::Missing(_) => Some(Admitted::Waits(change)),
            Verdict::Regressed if self.is_contested(document, &change)? => {
                Some(Admitted::Waits(change))
            }
            _ => None,
        })
    }

    /// Whether a change without a stored row holds the same place of the same lane, or the place
    /// before it is one that waits itself.
    fn is_contested(&self, document: DocumentId, change: &Change) -> Result<bool, StoreError> {
        let contested = self
            .db
            .prepare_cached(
                "SELECT 1 FROM changes WHERE document = ?1 AND actor = ?2 AND
                 (present = 1 AND seq = ?3 AND state <> 1 OR present = 0 AND seq = ?3 - 1 AND state = 1)",
            )?
            .exists(params![document.as_slice(), change.actor.as_slice(), change.seq])?;
        Ok(contested)
    }

    fn keep_raw(
        &mut self,
        seq: u64,
        header: &[u8],
        payload: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO unread_rows (seq, header, payload) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![seq, header, payload])?;
        Ok(())
    }

    fn keep_receipt(
        &mut self,
        receipt: &Receipt,
        rows: &[(u64, u8, DocumentId, Option<ChangeHash>)],
    ) -> Result<(), StoreError> {
        // An empty page proves nothing that an earlier receipt does not.
        if rows.is_empty() {
            return Ok(());
        }
        let list = minicbor::to_vec(rows.to_vec()).expect("a Vec takes every byte");
        let signed = minicbor::to_vec(receipt).expect("a Vec takes every byte");
        self.db
            .prepare_cached("INSERT OR IGNORE INTO receipts (from_seq, next_seq, receipt, rows) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![receipt.from, receipt.next.seq, signed, list])?;
        Ok(())
    }
}

/// A row that passed the judgement.
enum Admitted {
    Stands(DocumentName, Change, Vec<crate::admission::Put>),
    /// Something below it is not in the document, or a pending change has its place.
    Waits(Change),
}
