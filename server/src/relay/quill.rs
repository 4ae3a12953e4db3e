//! What writes for the office: its actors, its signature, its rows.
//!
//! An actor is new with every process: a file copied back by hand would otherwise make two
//! histories under one actor, which no document survives. It is new, too, wherever the last
//! change of the present one is not below the place that is written at, or left the document.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::InLog;
use crate::{
    auth::Keys,
    config::{Random, random},
    log::{Group, LogError, View},
};
use soviec_core::{
    admission::{Code, Known, Verdict, judge},
    change::{Change, Limits, genesis},
    model::{ActorId, ChangeHash, DocumentId, DocumentName, Moment, OfficerId},
    protocol::{ChangeState, RowHeader, RowKind, SCHEMA, actor_of_pen, pen_signing_digest},
};

/// Why the office's change is not recorded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum QuillError {
    /// Admission refuses it.
    #[error("the change would be refused: {0}")]
    Refused(Code),
    /// The log failed.
    #[error(transparent)]
    Log(#[from] LogError),
}

/// On whose behalf something is written, and when. Nobody decides what follows by rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hand {
    pub(crate) clerk: Option<OfficerId>,
    pub(crate) now: Moment,
}

/// One process's quill.
pub(crate) struct Quill {
    keys: Arc<Keys>,
    limits: Limits,
    random: Arc<dyn Random>,
    /// The first actor, for every document; then those that one needed beside it.
    first: ActorId,
    others: Mutex<BTreeMap<DocumentId, Vec<ActorId>>>,
}

impl Quill {
    pub(crate) fn new(keys: Arc<Keys>, limits: Limits, source: Arc<dyn Random>) -> Self {
        let first = actor(&keys, &*source);
        Self { keys, limits, random: source, first, others: Mutex::default() }
    }

    /// An actor whose next change may stand on `dependencies`, and that change's number. What
    /// `leaves` the document in this transaction is not built on any more.
    pub(crate) fn place(
        &self,
        log: &View<'_>,
        document: &DocumentId,
        dependencies: &[ChangeHash],
        leaves: &dyn Fn(&ChangeHash) -> bool,
    ) -> Result<(ActorId, u64), LogError> {
        let known = InLog::new(log, *document, genesis(*document, SCHEMA).hash);
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = others.entry(*document).or_default();
        for actor in std::iter::once(self.first).chain(mine.iter().rev().copied()) {
            let Some(tip) = log.change_of(document, &actor, u64::MAX)? else {
                return Ok((actor, 1));
            };
            let state = log.state_of(document, &tip.hash)?.map(|present| present.state);
            let stands = state == Some(ChangeState::Stored) && !leaves(&tip.hash);
            if stands && known.below(&tip.hash, dependencies) {
                known.finish()?;
                return Ok((actor, tip.seq + 1));
            }
        }
        known.finish()?;
        let new = actor(&self.keys, &*self.random);
        mine.push(new);
        Ok((new, 1))
    }

    /// Judges a change of the office as every change is judged, signs it and puts it into the
    /// log, behind its lane.
    pub(crate) fn record(
        &self,
        group: &mut Group<'_>,
        name: &DocumentName,
        change: &Change,
        hand: Hand,
    ) -> Result<(), QuillError> {
        let document = name.id();
        self.judge(group, name, change)?;
        if !group.has_lane(&change.actor, &document)? {
            let lane =
                RowHeader { actor: Some(change.actor), ..self.head(RowKind::LANE, name, hand) };
            group.push(lane, &[])?;
        }
        // Where no clerk decided, the place of his id is signed empty.
        let clerk = hand.clerk.unwrap_or(OfficerId([0; 16]));
        let signed = pen_signing_digest(&document, &change.hash, &clerk);
        let header = RowHeader {
            change: Some(change.hash),
            signature: Some(self.keys.office.sign(&signed).into()),
            ..self.head(RowKind::CHANGE, name, hand)
        };
        let row = group.push(header, change.bytes())?;
        group.add_change(&document, change, row)?;
        group.add_name(name)?;
        Ok(())
    }

    /// Whether admission takes a change that the office is about to write.
    pub(crate) fn judge(
        &self,
        log: &View<'_>,
        name: &DocumentName,
        change: &Change,
    ) -> Result<(), QuillError> {
        let known = InLog::new(log, name.id(), genesis(name.id(), SCHEMA).hash);
        let verdict = judge(change, name.id(), name.kind, &known, &self.limits);
        known.finish()?;
        match verdict {
            Verdict::Admit(_) => Ok(()),
            Verdict::Refused(code) => Err(QuillError::Refused(code)),
            // It was made from this very log, in this very transaction.
            Verdict::Missing(_) | Verdict::Regressed => Err(QuillError::Refused(Code::Lane)),
        }
    }

    fn head(&self, kind: RowKind, name: &DocumentName, hand: Hand) -> RowHeader {
        RowHeader {
            epoch: Some(self.keys.relay_epoch),
            clerk: hand.clerk,
            ..RowHeader::new(kind, name.id(), hand.now)
        }
    }
}

fn actor(keys: &Keys, source: &dyn Random) -> ActorId {
    actor_of_pen(&keys.office_public(), &keys.relay_epoch, &random(source))
}
