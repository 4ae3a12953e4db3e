//! Rows of the relay's log, and the chain that covers them.

use minicbor::{Decode, Encode, bytes::ByteArray};
use sha2::{Digest, Sha256};

use super::{ChangeState, digest, to_cbor};
use crate::model::{ActorId, ChangeHash, DeviceId, DocumentId, Epoch, Moment, OfficerId};

/// What a row records. Kinds that a phone does not know are kept raw with their seq.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKind(pub u8);

impl RowKind {
    /// A stored change; the payload is its bytes.
    pub const CHANGE: Self = Self(1);
    /// A lane's first use: which device an actor is.
    pub const LANE: Self = Self(2);
    /// A state other than stored; the payload is the change's bytes.
    pub const VERDICT: Self = Self(3);
    /// A person at the office decided about a change.
    pub const DECISION: Self = Self(4);
    /// A right was given or taken.
    pub const RIGHT: Self = Self(5);
    /// A key of the directory of keys.
    pub const KEY: Self = Self(6);
    /// The relay was restored from a backup.
    pub const RESTORE: Self = Self(7);
}

/// The head of a row, in canonical CBOR. Everything but the payload is in it, so that the chain
/// covers it and a destroyed payload does not break the chain.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RowHeader {
    /// The sequence number: gapless per tenant, from 1.
    #[n(0)]
    pub seq: u64,
    /// [`RowKind`].
    #[n(1)]
    pub kind: u8,
    /// The document it is about.
    #[n(2)]
    pub document: DocumentId,
    /// The key that the payload is sealed with; 0 = plain.
    #[n(3)]
    pub seal: u64,
    /// When the relay took it.
    #[n(4)]
    pub received: Moment,
    /// The change it is about.
    #[n(5)]
    pub change: Option<ChangeHash>,
    /// The device that signed; none for the office's pen.
    #[n(6)]
    pub device: Option<DeviceId>,
    /// That device's epoch, or the relay's for the pen.
    #[n(7)]
    pub epoch: Option<Epoch>,
    /// The device's number of the change.
    #[n(8)]
    pub client_seq: Option<u64>,
    /// The grant version of the batch item.
    #[n(9)]
    pub grant_version: Option<u64>,
    /// For a lane: its actor.
    #[n(10)]
    pub actor: Option<ActorId>,
    /// For a lane: its number.
    #[n(11)]
    pub lane: Option<u64>,
    /// For a verdict or a decision: the state.
    #[n(12)]
    pub state: Option<ChangeState>,
    /// For a row of the office's pen: the clerk.
    #[n(13)]
    pub clerk: Option<OfficerId>,
    /// For a change of the office's pen: the office key's signature. See [`pen_signing_digest`].
    #[n(14)]
    pub signature: Option<ByteArray<64>>,
}

/// What the office's key signs for a change of its pen: document, change hash and clerk.
pub fn pen_signing_digest(
    document: &DocumentId,
    change: &ChangeHash,
    clerk: &OfficerId,
) -> [u8; 32] {
    digest("soviec-pen", &[document.as_slice(), change.as_slice(), clerk.as_slice()])
}

impl RowHeader {
    /// A head with the fields that every row has.
    pub fn new(kind: RowKind, document: DocumentId, received: Moment) -> Self {
        Self {
            seq: 0,
            kind: kind.0,
            document,
            seal: 0,
            received,
            change: None,
            device: None,
            epoch: None,
            client_seq: None,
            grant_version: None,
            actor: None,
            lane: None,
            state: None,
            clerk: None,
            signature: None,
        }
    }

    /// The bytes under the chain.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Reads a head.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        minicbor::decode(bytes).ok()
    }
}

/// The hash chain over a tenant's log.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Chain(pub [u8; 32]);

impl Chain {
    /// Before the first row.
    pub const START: Self = Self([0; 32]);

    /// chain(n) = hash(chain(n−1) ‖ header ‖ hash(stored payload)).
    pub fn next(&self, header: &[u8], payload: &[u8]) -> Self {
        let payload_hash: [u8; 32] = Sha256::digest(payload).into();
        Self(digest("", &[&self.0, header, &payload_hash]))
    }

    /// The first 8 bytes, which cursors carry.
    pub fn short(&self) -> [u8; 8] {
        let mut short = [0; 8];
        short.copy_from_slice(&self.0[..8]);
        short
    }
}

impl std::fmt::Debug for Chain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Chain({:016x})", u64::from_be_bytes(self.short()))
    }
}
