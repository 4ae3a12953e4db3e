//! The office's pen: how plans, directories and reviews come to be written.
//!
//! What it writes is judged like every change, signed by the office's key, and names the clerk.
//! Its actor is new with every process: a file copied back by hand would otherwise make two
//! histories under one actor, which no document survives.

mod parts;

use std::sync::Arc;

use crate::{
    config::{Random, random},
    log::{Group, LogError},
    relay::{InLog, Relay},
};
use parts::parts;
use soviec_core::{
    admission::{Code, Verdict, judge},
    change::{Change, Value, genesis},
    document::{Document, DocumentError},
    model::{ActorId, ChangeHash, DocumentName, Moment, OfficerId, RegisterKey},
    protocol::{RowHeader, RowKind, SCHEMA, actor_of_pen, pen_signing_digest},
};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum PenError {
    /// The document belongs to another province.
    #[error("the document belongs to another tenant")]
    Tenant,
    /// One register stands twice among the edits.
    #[error("the register {0} is written twice")]
    Twice(RegisterKey),
    /// Admission would refuse it.
    #[error("the change would be refused: {0}")]
    Refused(Code),
    /// The document cannot be loaded or written.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The log failed.
    #[error(transparent)]
    Log(#[from] LogError),
}

/// One process's pen.
pub struct Pen {
    relay: Arc<Relay>,
    actor: ActorId,
}

/// On whose behalf something is written, and when.
#[derive(Clone, Copy)]
struct Hand {
    clerk: OfficerId,
    now: Moment,
}

impl Pen {
    /// A pen with an actor of its own.
    pub fn open(relay: Arc<Relay>, source: &dyn Random) -> Self {
        let keys = relay.keys();
        let actor = actor_of_pen(&keys.office_public(), &keys.relay_epoch, &random(source));
        Self { relay, actor }
    }

    /// Puts acts into registers on the document's heads, as `clerk`. An act that stands in its
    /// register already, alone, is not written again.
    ///
    /// Returns the changes, in their order; none when everything stood there. All of them are
    /// durable, or none is.
    ///
    /// # Errors
    ///
    /// [`PenError`]; nothing is written then.
    pub fn write(
        &self,
        name: &DocumentName,
        edits: &[(RegisterKey, Vec<u8>)],
        clerk: OfficerId,
        now: Moment,
    ) -> Result<Vec<ChangeHash>, PenError> {
        if name.tenant != self.relay.log().tenant() {
            return Err(PenError::Tenant);
        }
        let parts = parts(edits).map_err(PenError::Twice)?;
        self.relay.log().write(|group| {
            let mut document = load(group, name)?;
            let mut written = Vec::new();
            for part in &parts {
                if let Some(bytes) = document.write(self.actor, now.seconds(), part, None)? {
                    written.push(self.record(group, name, &bytes, Hand { clerk, now })?);
                }
            }
            Ok(written)
        })
    }

    fn record(
        &self,
        group: &mut Group<'_>,
        name: &DocumentName,
        bytes: &[u8],
        hand: Hand,
    ) -> Result<ChangeHash, PenError> {
        let document = name.id();
        let change = self.admit(group, name, bytes)?;
        if !group.has_lane(&self.actor, &document)? {
            let lane =
                RowHeader { actor: Some(self.actor), ..self.header(RowKind::LANE, name, hand) };
            group.push(lane, &[])?;
        }
        let signed = pen_signing_digest(&document, &change.hash, &hand.clerk);
        let header = RowHeader {
            change: Some(change.hash),
            signature: Some(self.relay.keys().office.sign(&signed).into()),
            ..self.header(RowKind::CHANGE, name, hand)
        };
        let row = group.push(header, change.bytes())?;
        group.add_change(&document, &change, row)?;
        group.add_name(name)?;
        Ok(change.hash)
    }

    fn admit(
        &self,
        group: &Group<'_>,
        name: &DocumentName,
        bytes: &[u8],
    ) -> Result<Change, PenError> {
        let limits = self.relay.change_limits();
        let refused = |malformed| PenError::Refused(Code::from(malformed));
        let change = Change::parse(bytes, limits).map_err(refused)?;
        let genesis = genesis(name.id(), SCHEMA).hash;
        let known = InLog::new(group, name.id(), genesis);
        let verdict = judge(&change, name.id(), name.kind, &known, limits);
        known.finish()?;
        match verdict {
            Verdict::Admit(_) => Ok(change),
            Verdict::Refused(code) => Err(PenError::Refused(code)),
            // The document was loaded from this very log, in this very transaction.
            Verdict::Missing(_) | Verdict::Regressed => Err(DocumentError::Unreadable.into()),
        }
    }

    fn header(&self, kind: RowKind, name: &DocumentName, hand: Hand) -> RowHeader {
        RowHeader {
            epoch: Some(self.relay.keys().relay_epoch),
            clerk: Some(hand.clerk),
            ..RowHeader::new(kind, name.id(), hand.now)
        }
    }
}

/// The document from its genesis and everything stored.
fn load(group: &Group<'_>, name: &DocumentName) -> Result<Document, PenError> {
    let stored = group.changes_of(&name.id(), 0)?;
    let genesis = genesis(name.id(), SCHEMA);
    let mut bytes = vec![genesis.bytes().to_vec()];
    bytes.extend(stored.into_iter().map(|change| change.bytes));
    Ok(Document::load(name.id(), &bytes)?)
}

/// What a part writes.
type Puts = Vec<(RegisterKey, Value)>;
