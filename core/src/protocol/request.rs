//! What a phone says in one exchange.

use minicbor::{
    Decode, Encode,
    bytes::{ByteArray, ByteVec},
};

use super::{
    Attaching, BodyError, Frame, Sealed, WireLimits, digest, open_body, to_cbor, write_body,
};
use crate::model::{Epoch, Moment};

const HELLO: u8 = 1;
const CURSOR: u8 = 2;
const BATCH: u8 = 3;
const ATTACHING: u8 = 5;

/// Who speaks, and how.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Hello {
    /// Schema of documents that the phone writes.
    #[n(0)]
    pub schema: u64,
    /// The epoch of its database.
    #[n(1)]
    pub epoch: Epoch,
    /// The number that its next change will take.
    #[n(2)]
    pub next_client_seq: u64,
    /// Edits that are not acknowledged, those of this request included.
    #[n(3)]
    pub waiting: u64,
    /// The phone's clock; it decides nothing.
    #[n(4)]
    pub clock: Moment,
    /// The app's version, for the office's list of phones.
    #[n(5)]
    pub app: String,
    /// How many bytes of rows the phone wants in a page.
    #[n(6)]
    pub page: u64,
}

/// A place in a tenant's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Point {
    /// The last seq that is known.
    #[n(0)]
    pub seq: u64,
    /// chain8 there.
    #[n(1)]
    pub chain8: ByteArray<8>,
}

impl Point {
    /// Before the first row.
    pub fn start() -> Self {
        Self { seq: 0, chain8: [0; 8].into() }
    }
}

/// Which log the phone knows, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cursor {
    /// The relay's epoch.
    #[n(0)]
    pub relay_epoch: Epoch,
    /// Everything up to here is in the phone's store.
    #[n(1)]
    pub cursor: Point,
    /// The highest point ever seen, acknowledgements included.
    #[n(2)]
    pub horizon: Point,
}

/// A sealed batch and the changes that it names, in its order.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PushedBatch {
    /// [`Sealed`], as stored.
    #[n(0)]
    pub sealed: ByteVec,
    /// Change chunks.
    #[n(1)]
    pub changes: Vec<ByteVec>,
}

impl PushedBatch {
    /// The batch, if its bytes are one.
    pub fn sealed(&self) -> Option<Sealed> {
        Sealed::read(&self.sealed)
    }
}

impl std::fmt::Debug for PushedBatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PushedBatch({} changes)", self.changes.len())
    }
}

/// One request: any number of batches over any number of documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who speaks.
    pub hello: Hello,
    /// What is known.
    pub cursor: Cursor,
    /// What is new.
    pub batches: Vec<PushedBatch>,
    /// Documents that are being attached.
    pub attaching: Vec<Attaching>,
}

impl Request {
    /// The body that travels.
    pub fn to_body(&self) -> Vec<u8> {
        let mut frames = vec![
            Frame { kind: HELLO, payload: to_cbor(&self.hello) },
            Frame { kind: CURSOR, payload: to_cbor(&self.cursor) },
        ];
        frames.extend(self.batches.iter().map(|b| Frame { kind: BATCH, payload: to_cbor(b) }));
        let attaching = |a| Frame { kind: ATTACHING, payload: to_cbor(a) };
        frames.extend(self.attaching.iter().map(attaching));
        write_body(&frames)
    }

    /// Reads a body; frames of unknown kinds are skipped.
    pub fn from_body(body: &[u8], limits: &WireLimits) -> Result<Self, BodyError> {
        let (mut hello, mut cursor) = (None, None);
        let (mut batches, mut attaching) = (Vec::new(), Vec::new());
        for frame in open_body(body, limits)? {
            match frame.kind {
                HELLO => hello = Some(read(&frame)?),
                CURSOR => cursor = Some(read(&frame)?),
                BATCH => batches.push(read(&frame)?),
                ATTACHING => attaching.push(read(&frame)?),
                _ => {}
            }
        }
        match (hello, cursor) {
            (Some(hello), Some(cursor)) => Ok(Self { hello, cursor, batches, attaching }),
            _ => Err(BodyError::Damaged),
        }
    }
}

/// Reads a frame's payload.
pub(super) fn read<T: for<'b> Decode<'b, ()>>(frame: &Frame) -> Result<T, BodyError> {
    minicbor::decode(&frame.payload).map_err(|_| BodyError::Damaged)
}

/// What a device signs for a request: the path, the body's hash, the relay's epoch and 16
/// random bytes that the relay remembers for a day.
pub fn request_signing_bytes(path: &str, body: &[u8], relay: &Epoch, nonce: &[u8; 16]) -> [u8; 32] {
    let body_hash = digest("", &[body]);
    let length = (path.len() as u64).to_be_bytes();
    digest("soviec-request", &[&length, path.as_bytes(), &body_hash, relay.as_slice(), nonce])
}
