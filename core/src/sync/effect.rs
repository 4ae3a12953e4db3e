//! A reply, read as a list of things to carry out.

use std::collections::BTreeMap;

use super::Fault;
use crate::model::{ActorId, ChangeHash, DeviceId, DocumentId, Epoch, Moment, OfficerId, TenantId};
use crate::protocol::{
    Ack, Answer, ChangeState, Decision, Part, Point, PublicKey, Receipt, Reply, Right, Row,
    RowHeader, RowKind,
};

/// Why a phone does not send a document, or anything, for now. It keeps every row, goes on
/// recording, and says so in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The relay's log is not the one that this phone knew.
    Rewound,
    /// A row of a document cannot be admitted here: a newer app may read it.
    Unreadable,
}

impl Stop {
    /// The stable code, for stored rows and reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rewound => "rewound",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A row as a receipt lists it: seq, kind, document, change.
pub type ListedRow = (u64, u8, DocumentId, Option<ChangeHash>);

/// One thing to carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// An own change has a recorded state.
    Answered {
        /// The change.
        change: ChangeHash,
        /// Its state.
        state: ChangeState,
        /// The log row that says so.
        seq: Option<u64>,
    },
    /// The relay lacks something below an own change. With nothing named it is the lane.
    Lacks {
        /// The own change, of which nothing is recorded.
        change: ChangeHash,
        /// What it asks for and this request did not bring.
        wanted: Vec<ChangeHash>,
        /// What this request brought, and the relay still asks for: nobody can give it.
        lost: Vec<ChangeHash>,
    },
    /// The relay knows another history of this phone: it was restored or copied.
    Regressed,
    /// Stop sending anything.
    StopAll(Stop),
    /// A change that stands in the log.
    Change {
        /// Its row.
        seq: u64,
        /// Its document.
        document: DocumentId,
        /// The change.
        change: ChangeHash,
        /// The bytes; none for the phone's own.
        bytes: Option<Vec<u8>>,
        /// Whether this phone signed it in its present epoch.
        own: bool,
    },
    /// A change whose state is not stored, by its row.
    Verdict {
        /// Its row.
        seq: u64,
        /// Its document.
        document: DocumentId,
        /// The change.
        change: ChangeHash,
        /// Its state.
        state: ChangeState,
    },
    /// A person at the office decided about a change.
    Decision {
        /// Its row.
        seq: u64,
        /// The change's document.
        document: DocumentId,
        /// The change.
        change: ChangeHash,
        /// What it becomes; what was accepted is stored by a row of its own.
        state: ChangeState,
        /// Who decided.
        clerk: Option<OfficerId>,
        /// When the relay took it.
        at: Moment,
        /// The clerk's words and the target of a move, for the author's phone.
        said: Option<Decision>,
    },
    /// Who an actor is.
    Lane {
        /// The actor.
        actor: ActorId,
        /// The document that it writes in.
        document: DocumentId,
        /// The device; none for an office's pen.
        device: Option<DeviceId>,
        /// The device's epoch, or the relay's.
        epoch: Option<Epoch>,
    },
    /// A right of this phone changed.
    Right {
        /// Its row.
        seq: u64,
        /// The right.
        right: Right,
    },
    /// Rows of a document that is being attached are done up to here.
    Attached {
        /// The document.
        document: DocumentId,
        /// Its rows up to this seq.
        have: u64,
        /// It has caught up with the cursor.
        complete: bool,
    },
    /// A row of a kind that this version does not know.
    Unread {
        /// Its seq.
        seq: u64,
        /// Its head.
        header: Vec<u8>,
        /// Its payload.
        payload: Option<Vec<u8>>,
    },
    /// All of the above is done: the cursor moves.
    Advance {
        /// The new cursor.
        cursor: Point,
        /// The new horizon.
        horizon: Point,
        /// The relay's proof.
        receipt: Receipt,
        /// The list that the proof covers.
        rows: Vec<ListedRow>,
        /// The relay's clock.
        time: Moment,
    },
}

/// What was asked, and of whom: a reply is read against it.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The province.
    pub tenant: TenantId,
    /// This phone.
    pub device: DeviceId,
    /// Its present epoch.
    pub epoch: Epoch,
    /// The relay's key.
    pub relay_key: PublicKey,
    /// The relay's epoch.
    pub relay_epoch: Epoch,
    /// The cursor that was sent.
    pub cursor: Point,
    /// The highest point that the phone knew.
    pub horizon: Point,
    /// The changes that were sent: their numbers, each in its epoch, and documents.
    pub sent: BTreeMap<ChangeHash, (u64, DocumentId)>,
    /// Documents that are being attached, and how far they are.
    pub attaching: BTreeMap<DocumentId, u64>,
}

/// Reads a reply. The order is the order of carrying out: answers first, rows next, the cursor
/// last.
pub fn effects(reply: &Reply, heard: &Heard) -> Result<Vec<Effect>, Fault> {
    let listed = verify(reply, heard)?;
    let mut all = Vec::new();
    for ack in &reply.acks {
        answer(ack, heard, &mut all)?;
    }
    if reply.page.rewound.is_some() {
        all.push(Effect::StopAll(Stop::Rewound));
        return Ok(all);
    }
    for (row, header) in reply.rows.iter().zip(headers(&reply.rows)?) {
        // What others wrote in a document that is being attached comes in its parts, from the
        // beginning; this phone's own rows and rights are never left out of the page.
        let early = heard.attaching.contains_key(&header.document);
        if early && header.device != Some(heard.device) {
            return Err(Fault::OutOfPlace);
        }
        all.extend(row_effect(row, &header, heard)?);
    }
    for part in &reply.parts {
        part_effects(part, reply.page.next.seq, heard, &mut all)?;
    }
    let horizon = [heard.horizon, reply.page.horizon].into_iter().max_by_key(|point| point.seq);
    all.push(Effect::Advance {
        cursor: reply.page.next,
        horizon: horizon.unwrap_or(reply.page.horizon),
        receipt: reply.page.receipt.clone(),
        rows: listed,
        time: reply.page.time,
    });
    Ok(all)
}

fn headers(rows: &[Row]) -> Result<Vec<RowHeader>, Fault> {
    let read = |row: &Row| RowHeader::read(&row.header).filter(|head| head.seq == row.seq);
    rows.iter().map(|row| read(row).ok_or(Fault::OutOfPlace)).collect()
}

fn listed(rows: &[Row]) -> Result<Vec<ListedRow>, Fault> {
    let list = |head: RowHeader| (head.seq, head.kind, head.document, head.change);
    Ok(headers(rows)?.into_iter().map(list).collect())
}

/// Whether rows stand in ascending order above `from`, not above `to`.
fn between(rows: &[ListedRow], from: u64, to: u64) -> bool {
    let seqs = std::iter::once(from).chain(rows.iter().map(|row| row.0));
    let ascending = seqs.clone().zip(seqs.skip(1)).all(|(a, b)| a < b);
    ascending && from <= to && rows.iter().all(|row| row.0 <= to)
}

/// Rows of one document that is being attached, signed like a page.
fn part_effects(
    part: &Part,
    page_end: u64,
    heard: &Heard,
    all: &mut Vec<Effect>,
) -> Result<(), Fault> {
    let from = *heard.attaching.get(&part.document).ok_or(Fault::OutOfPlace)?;
    let (receipt, have) = (&part.receipt, part.receipt.next.seq);
    receipt.verify(&heard.relay_key).map_err(|_| Fault::Signature)?;
    let rows = listed(&part.rows)?;
    let place = receipt.tenant == heard.tenant
        && receipt.relay_epoch == heard.relay_epoch
        && receipt.from == from
        && receipt.rows == Receipt::rows_hash(&rows)
        && rows.iter().all(|row| row.2 == part.document);
    // A part that is not the last brings something; the last one reaches the page's end.
    let ends = if part.more { have > from && have <= page_end } else { have == page_end };
    if !(place && ends && between(&rows, from, have)) {
        return Err(Fault::OutOfPlace);
    }
    for (row, header) in part.rows.iter().zip(headers(&part.rows)?) {
        // What a right was once is of no use: the present one brought this part.
        if RowKind(header.kind) != RowKind::RIGHT {
            all.extend(row_effect(row, &header, heard)?);
        }
    }
    all.push(Effect::Attached { document: part.document, have, complete: !part.more });
    Ok(())
}

/// Checks the receipt and that the page stands where it was asked for.
fn verify(reply: &Reply, heard: &Heard) -> Result<Vec<ListedRow>, Fault> {
    let (page, receipt) = (&reply.page, &reply.page.receipt);
    receipt.verify(&heard.relay_key).map_err(|_| Fault::Signature)?;
    let listed = listed(&reply.rows)?;
    if page.rewound.is_some() {
        return Ok(listed);
    }
    let said = Receipt::rows_hash(&listed);
    let place = receipt.tenant == heard.tenant
        && receipt.relay_epoch == heard.relay_epoch
        && receipt.from == heard.cursor.seq
        && receipt.next == page.next
        && receipt.rows == said;
    if !(place && between(&listed, heard.cursor.seq, page.next.seq)) {
        return Err(Fault::OutOfPlace);
    }
    // A phone that believed either would ask the same again, and again.
    let answers = !reply.acks.is_empty() || heard.sent.is_empty();
    let brings = page.next.seq > heard.cursor.seq || !page.more || !reply.acks.is_empty();
    if answers && brings { Ok(listed) } else { Err(Fault::NoProgress) }
}

fn answer(ack: &Ack, heard: &Heard, all: &mut Vec<Effect>) -> Result<(), Fault> {
    let asked = heard.sent.get(&ack.change).filter(|(number, _)| *number == ack.client_seq);
    let change = ack.change;
    asked.ok_or(Fault::OutOfPlace)?;
    all.push(match &ack.answer {
        Answer::State(state) => Effect::Answered { change, state: *state, seq: ack.seq },
        Answer::Regressed => Effect::Regressed,
        Answer::Missing(hashes) => missing(change, hashes, heard),
        // Only lean-coded changes get this answer, and this phone sends none.
        Answer::SendRaw => return Err(Fault::OutOfPlace),
    });
    Ok(())
}

/// A change that was sent in this very request and is still missing will not come by sending.
fn missing(change: ChangeHash, hashes: &[ChangeHash], heard: &Heard) -> Effect {
    let (lost, wanted) = hashes.iter().partition(|hash| heard.sent.contains_key(hash));
    Effect::Lacks { change, wanted, lost }
}

/// Whether a change in this state stays in its document.
#[cfg(feature = "phone")]
pub(crate) fn living(state: ChangeState) -> bool {
    matches!(state, ChangeState::Stored | ChangeState::Held | ChangeState::Parked)
}

/// What a row means for this phone; nothing for a right of another one.
fn row_effect(row: &Row, head: &RowHeader, heard: &Heard) -> Result<Option<Effect>, Fault> {
    let (seq, document) = (row.seq, head.document);
    let payload = row.payload.as_ref().map(|bytes| bytes.to_vec());
    let own = head.device == Some(heard.device) && head.epoch == Some(heard.epoch);
    Ok(Some(match RowKind(head.kind) {
        RowKind::CHANGE => {
            let change = head.change.ok_or(Fault::OutOfPlace)?;
            if payload.is_none() && !own {
                return Err(Fault::OutOfPlace);
            }
            Effect::Change { seq, document, change, bytes: payload, own }
        }
        RowKind::LANE => {
            let actor = head.actor.ok_or(Fault::OutOfPlace)?;
            Effect::Lane { actor, document, device: head.device, epoch: head.epoch }
        }
        RowKind::VERDICT => {
            let (change, state) = head.change.zip(head.state).ok_or(Fault::OutOfPlace)?;
            Effect::Verdict { seq, document, change, state }
        }
        RowKind::DECISION => {
            let (change, state) = head.change.zip(head.state).ok_or(Fault::OutOfPlace)?;
            let (clerk, at) = (head.clerk, head.received);
            let said = payload.as_deref().and_then(Decision::read);
            Effect::Decision { seq, document, change, state, clerk, at, said }
        }
        RowKind::RIGHT if head.device != Some(heard.device) => return Ok(None),
        RowKind::RIGHT => {
            let right = payload.as_deref().and_then(|bytes| minicbor::decode::<Right>(bytes).ok());
            let mine =
                |right: &Right| right.device == heard.device && right.document.id() == document;
            Effect::Right { seq, right: right.filter(mine).ok_or(Fault::OutOfPlace)? }
        }
        _ => Effect::Unread { seq, header: row.header.to_vec(), payload },
    }))
}

#[cfg(test)]
mod tests;
