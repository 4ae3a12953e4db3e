//! Own edits whose change cannot stand are written again (M2, M3).

use std::collections::btree_map::Entry;

use rusqlite::params;

use super::super::fate::{self, Outcome};
use super::super::ground::Standing;
use super::super::outbox::{self, Lane};
use super::super::{StoreError, changes, read};
use super::{Grounds, Upkeep};
use crate::admission::{Known, Verdict, judge};
use crate::change::{Change, Limits, NewChange, encode};
use crate::model::{ChangeHash, DocumentId};
use crate::protocol::actor_of_lane;
use crate::reissue::{Ground, Rewritten, rewrite};
use crate::store::tables::{self, value::fixed};

/// An own edit whose present carrier is not in its document.
struct Outside {
    carrier: ChangeHash,
    document: DocumentId,
}

impl<'a> Upkeep<'a> {
    /// Writes every own edit again that has to be, each after those that it stands on.
    pub(super) fn write_again(&mut self) -> Result<(), StoreError> {
        let mut grounds = Grounds::new();
        for Outside { carrier, document } in self.outside()? {
            match fate::outcome(self.db, carrier, true)? {
                Outcome::Stands(_) | Outcome::Ended(..) => {}
                Outcome::Again => self.again(&mut grounds, carrier, document, false)?,
                // The book's name comes with the office's decision, perhaps by a later row.
                Outcome::Moved(target) if self.names.contains_key(&target) => {
                    self.again(&mut grounds, carrier, target, true)?;
                }
                Outcome::Moved(_) => {}
            }
        }
        Ok(())
    }

    /// In the order in which they came into their documents: each after what it stands on.
    fn outside(&self) -> rusqlite::Result<Vec<Outside>> {
        self.db
            .prepare_cached(
                "SELECT c.hash, c.document FROM changes c INDEXED BY changes_absent
                 CROSS JOIN outbox o ON o.change = c.hash
                 WHERE c.present = 0 AND c.own = 1 AND o.superseded = 0
                     AND NOT (c.state = 0 AND c.hash IN (SELECT change FROM rescued))
                 ORDER BY c.place",
            )?
            .query_map([], |row| {
                Ok(Outside {
                    carrier: ChangeHash(fixed(row, 0)?),
                    document: DocumentId(fixed(row, 1)?),
                })
            })?
            .collect()
    }

    fn again(
        &mut self,
        grounds: &mut Grounds<'a>,
        carrier: ChangeHash,
        into: DocumentId,
        moved: bool,
    ) -> Result<(), StoreError> {
        let ground = match grounds.entry(into) {
            Entry::Occupied(loaded) => loaded.into_mut(),
            Entry::Vacant(new) => new.insert(Standing::load(self.db, into, self.lost)?),
        };
        let original = ground.change(&carrier).ok_or(StoreError::Damaged)?;
        // In a document that this phone may not read it never hears what died below the edit: on
        // any ground but the genesis it would be told to write it again for ever.
        let unseen = moved || !read::attached(self.db, into)?;
        let rewritten = rewrite(&original, unseen.then_some(into), ground);
        ground.check()?;
        let Ok(rewritten) = rewritten else {
            // Its bytes stay, and it is shown as not yet in its book.
            tracing::error!("an edit could not be written again");
            return Ok(());
        };
        let (change, lane) = self.encode(&original, rewritten, into, ground)?;
        if self.record(&change, lane, carrier, into, moved)? {
            ground.add(change);
            self.reissued += 1;
        }
        Ok(())
    }

    /// The new change, in a lane of which the last change is below it: a lane's last change is
    /// never added to the dependencies, because foreign values below it would be superseded
    /// unseen.
    fn encode(
        &self,
        original: &Change,
        rewritten: Rewritten,
        into: DocumentId,
        ground: &Standing<'_>,
    ) -> Result<(Change, Lane), StoreError> {
        let Rewritten { dependencies, message, operations, start_op } = rewritten;
        let here = changes::Here::new(self.db, into);
        let lane = outbox::lane(self.db, into, &self.epoch, &self.device)?;
        let tip = here.lane_tip(&lane.actor);
        here.finish()?;
        let follows = tip.is_none_or(|tip| ground.below(&tip.hash, &dependencies));
        let lane = if follows { lane } else { self.new_lane()? };
        let seq = if follows { tip.map_or(1, |tip| tip.seq + 1) } else { 1 };
        let change = encode(&NewChange {
            dependencies,
            actor: lane.actor,
            seq,
            start_op,
            time: original.time,
            message: Some(message),
            operations,
        });
        Ok((change, lane))
    }

    fn new_lane(&self) -> rusqlite::Result<Lane> {
        let number = outbox::next_lane(self.db, &self.epoch)?;
        let actor = actor_of_lane(&self.device, &self.epoch, number);
        Ok(Lane { actor, number, fresh: true })
    }

    fn record(
        &mut self,
        change: &Change,
        lane: Lane,
        carrier: ChangeHash,
        into: DocumentId,
        moved: bool,
    ) -> Result<bool, StoreError> {
        let (name, limits) = (*self.name(into)?, Limits::default());
        let here = changes::Here::new(self.db, into);
        let verdict = judge(change, into, name.kind, &here, &limits);
        here.finish()?;
        let Verdict::Admit(puts) = verdict else {
            tracing::error!("a re-issue does not pass admission");
            return Ok(false);
        };
        if lane.fresh {
            outbox::insert_lane(self.db, into, &self.epoch, lane)?;
        }
        changes::insert(self.db, into, change, true, None)?;
        tables::fold_change(self.db, &name, change, &puts, self.touched)?;
        self.hand_on(change.hash, carrier, into, moved)?;
        self.stale.insert(into);
        Ok(true)
    }

    /// The edit's row goes on to its new carrier; the old one stays as what was sent.
    fn hand_on(
        &self,
        change: ChangeHash,
        carrier: ChangeHash,
        into: DocumentId,
        moved: bool,
    ) -> rusqlite::Result<()> {
        let client_seq = outbox::next_client_seq(self.db, &self.epoch)?;
        self.db
            .prepare_cached(
                "INSERT INTO outbox (epoch, client_seq, document, change, edit, officer, replaced,
                     grant_version, made, waiting, place, key, owner, undoable, again, moved,
                     dismissed, written_again)
                 SELECT ?1, ?2, ?3, ?4, edit, officer, replaced, grant_version, made, 1, place, key,
                     owner, undoable, coalesce(again, change), max(moved, ?6), dismissed,
                     written_again
                 FROM outbox WHERE change = ?5 AND superseded = 0",
            )?
            .execute(params![
                self.epoch.as_slice(),
                client_seq,
                into.as_slice(),
                change.as_slice(),
                carrier.as_slice(),
                moved
            ])?;
        self.db
            .prepare_cached(
                "UPDATE outbox SET superseded = 1, waiting = 0, undoable = 0 WHERE change = ?1",
            )?
            .execute([carrier.as_slice()])
            .map(drop)
    }
}
