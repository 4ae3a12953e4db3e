//! What the relay and the office say became of changes.

use rusqlite::params;

use super::super::{StoreError, changes, fate, meta, outbox};
use super::Incoming;
use crate::model::{ChangeHash, DocumentId, DocumentName, Moment, OfficerId};
use crate::protocol::{ChangeState, Decision};
use crate::sync::living;

impl Incoming<'_> {
    pub(super) fn answered(
        &mut self,
        change: ChangeHash,
        state: ChangeState,
        seq: Option<u64>,
    ) -> Result<(), StoreError> {
        let present = changes::set_state(self.db, change, state, seq)?;
        outbox::acknowledged(self.db, change)?;
        self.due |= !living(state) || present == Some(false);
        self.carried.acknowledged += 1;
        self.carried.held += usize::from(matches!(state, ChangeState::Held | ChangeState::Parked));
        Ok(())
    }

    /// What this phone wrote is sent again. What it did not write, or sent in vain, nobody can
    /// give the relay: the edit is written again below it (P3).
    pub(super) fn lacks(
        &mut self,
        change: ChangeHash,
        wanted: &[ChangeHash],
        lost: &[ChangeHash],
    ) -> Result<(), StoreError> {
        let mut hopeless: Vec<ChangeHash> = lost.to_vec();
        for hash in wanted {
            if !outbox::wanted(self.db, *hash)? {
                hopeless.push(*hash);
            }
        }
        if !hopeless.is_empty() || wanted.is_empty() {
            outbox::give_up(self.db, Some(change))?;
            self.lost.extend(hopeless);
            self.due = true;
        }
        Ok(())
    }

    /// Another history of this phone is known to the relay: a new epoch with new lanes, in which
    /// every edit without a verdict is written again. Those with one are not (M4).
    pub(super) fn regress(&mut self) -> Result<(), StoreError> {
        if self.carried.epoch.is_some() {
            return Ok(());
        }
        #[cfg(feature = "planted")]
        if crate::planted::on(crate::planted::Fault::EpochKept) {
            return Ok(());
        }
        self.epoch = self.holder.fresh_epoch;
        meta::put(self.db, "epoch", &self.epoch)?;
        outbox::give_up(self.db, None)?;
        self.carried.epoch = Some(self.epoch);
        self.due = true;
        Ok(())
    }

    /// The state of a change, by a row. A row that is newer than what is known wins, and what is
    /// not here is remembered: an own edit may be carried by it.
    pub(super) fn verdict(
        &mut self,
        seq: u64,
        document: DocumentId,
        change: ChangeHash,
        state: ChangeState,
    ) -> Result<(), StoreError> {
        let presence = changes::presence(self.db, document, &change)?;
        match presence {
            None => fate::hear(self.db, document, change, state, seq)?,
            Some(_) => {
                changes::set_state(self.db, change, state, Some(seq))?;
                outbox::acknowledged(self.db, change)?;
            }
        }
        self.due |= !living(state) || presence == Some(false);
        Ok(())
    }

    /// Keeps a clerk's words, and the name of the document that he moved an edit into: this
    /// phone may write that edit there, whatever else its rights are.
    pub(super) fn decided(
        &mut self,
        seq: u64,
        change: ChangeHash,
        clerk: Option<OfficerId>,
        at: Moment,
        said: Option<&Decision>,
    ) -> Result<(), StoreError> {
        // Others hear of a decision without the words.
        let Some(said) = said else { return Ok(()) };
        self.db
            .prepare_cached(
                "INSERT INTO decisions (change, seq, clerk, words, at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (change) DO UPDATE SET seq = ?2, clerk = ?3, words = ?4, at = ?5
                 WHERE seq <= ?2",
            )?
            .execute(params![
                change.as_slice(),
                seq,
                clerk.as_ref().map(|clerk| clerk.as_slice()),
                said.reason,
                at.0
            ])?;
        said.target.map_or(Ok(()), |target| self.know(target))
    }

    /// A document that this phone never heard of: known by name, not attached.
    fn know(&mut self, name: DocumentName) -> Result<(), StoreError> {
        let cbor = minicbor::to_vec(name).expect("a Vec takes every byte");
        let added = self.db.execute(
            "INSERT INTO documents (document, name, writable, attached) VALUES (?1, ?2, 0, 0)
             ON CONFLICT (document) DO NOTHING",
            params![name.id().as_slice(), cbor],
        )?;
        self.names.insert(name.id(), name);
        self.carried.named |= added > 0;
        Ok(())
    }

    /// A change that is here is stored. It may have left its document before this phone heard so.
    pub(super) fn stored(
        &mut self,
        seq: u64,
        change: ChangeHash,
        present: bool,
    ) -> Result<(), StoreError> {
        changes::set_state(self.db, change, ChangeState::Stored, Some(seq))?;
        outbox::acknowledged(self.db, change)?;
        self.due |= !present;
        Ok(())
    }
}
