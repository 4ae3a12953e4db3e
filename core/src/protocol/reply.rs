//! What a relay answers in one exchange.

use minicbor::{
    Decode, Encode,
    bytes::{ByteArray, ByteVec},
};

use super::{
    Answer, BadSignature, BodyError, Frame, Part, Point, PublicKey, SigningKey, WireLimits, digest,
    open_body, request::read, to_cbor, write_body,
};
use crate::model::{ChangeHash, DocumentId, Epoch, Moment, TenantId};

const ACK: u8 = 16;
const ROW: u8 = 17;
const PAGE: u8 = 18;
const FAILURE: u8 = 19;
const PART: u8 = 20;

/// The answer to one change of a batch. "Sent" may be shown only when it covers the edit.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ack {
    /// The phone's number of the change.
    #[n(0)]
    pub client_seq: u64,
    /// The change.
    #[n(1)]
    pub change: ChangeHash,
    /// What became of it.
    #[n(2)]
    pub answer: Answer,
    /// The seq of the log row that says so; none when nothing was recorded.
    #[n(3)]
    pub seq: Option<u64>,
}

/// A row of the log, for a reader of its document.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Row {
    /// The sequence number.
    #[n(0)]
    pub seq: u64,
    /// The row's head, as it stands under the chain.
    #[n(1)]
    pub header: ByteVec,
    /// The payload; none for the phone's own rows, whose bytes it has.
    #[n(2)]
    pub payload: Option<ByteVec>,
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Row({})", self.seq)
    }
}

/// The relay's signature over what it said: proof that these rows once stood in its log.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// The province.
    #[n(0)]
    pub tenant: TenantId,
    /// The relay's epoch.
    #[n(1)]
    pub relay_epoch: Epoch,
    /// The page begins after this seq.
    #[n(2)]
    pub from: u64,
    /// The page covers up to this seq.
    #[n(3)]
    pub next: Point,
    /// Hash of the CBOR list of (seq, kind, document, change hash) of the page's rows.
    #[n(4)]
    pub rows: ByteArray<32>,
    /// The relay key's signature over the fields above.
    #[n(5)]
    pub signature: ByteArray<64>,
}

impl Receipt {
    /// Signs for a page.
    pub fn sign(
        tenant: TenantId,
        relay_epoch: Epoch,
        from: u64,
        next: Point,
        rows: &[(u64, u8, DocumentId, Option<ChangeHash>)],
        key: &SigningKey,
    ) -> Self {
        let rows = Self::rows_hash(rows);
        let mut receipt = Self { tenant, relay_epoch, from, next, rows, signature: [0; 64].into() };
        receipt.signature = key.sign(&receipt.signing_digest()).into();
        receipt
    }

    /// Hash of a page's list of rows.
    pub fn rows_hash(rows: &[(u64, u8, DocumentId, Option<ChangeHash>)]) -> ByteArray<32> {
        digest("soviec-rows", &[&to_cbor(&rows.to_vec())]).into()
    }

    /// Checks the relay key's signature.
    pub fn verify(&self, key: &PublicKey) -> Result<(), BadSignature> {
        key.verify(&self.signing_digest(), &self.signature)
    }

    fn signing_digest(&self) -> [u8; 32] {
        let said = (&self.tenant, &self.relay_epoch, self.from, &self.next, &self.rows);
        digest("soviec-receipt", &[&minicbor::to_vec(said).expect("a Vec takes every byte")])
    }
}

/// The end of an answer. A body without it is a lost reply.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Page {
    /// Everything up to here has been said.
    #[n(0)]
    pub next: Point,
    /// More rows wait.
    #[n(1)]
    pub more: bool,
    /// The relay's signature.
    #[n(2)]
    pub receipt: Receipt,
    /// Below this seq phones may forget.
    #[n(3)]
    pub safe_seq: u64,
    /// The relay's clock.
    #[n(4)]
    pub time: Moment,
    /// The oldest protocol version that the relay still answers.
    #[n(5)]
    pub minimum: u8,
    /// The log is not the one the phone knew: the last point that both know.
    #[n(6)]
    pub rewound: Option<Point>,
    /// The highest point of the log when the answer was made, for the phone's horizon.
    #[n(7)]
    pub horizon: Point,
}

/// Why nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum FailureCode {
    /// The request is not one.
    #[n(1)]
    Malformed,
    /// The protocol version is too old or too new.
    #[n(2)]
    Version,
    /// The request is too large.
    #[n(3)]
    TooLarge,
    /// The signature, the device or the code is not valid.
    #[n(4)]
    Unauthorised,
    /// The request was seen before.
    #[n(5)]
    Replayed,
    /// The relay could not do it now; try again.
    #[n(6)]
    Unavailable,
    /// The enrolment code is unknown, used or over.
    #[n(7)]
    BadCode,
}

/// An answer that did nothing.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Failure {
    /// What kind.
    #[n(0)]
    pub code: FailureCode,
    /// One line for the log.
    #[n(1)]
    pub detail: String,
}

/// One whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// One for each change of the request.
    pub acks: Vec<Ack>,
    /// Rows after the phone's cursor.
    pub rows: Vec<Row>,
    /// Rows of documents that are being attached.
    pub parts: Vec<Part>,
    /// The end.
    pub page: Page,
}

impl Reply {
    /// The body that travels.
    pub fn to_body(&self) -> Vec<u8> {
        let mut frames: Vec<Frame> =
            self.acks.iter().map(|ack| Frame { kind: ACK, payload: to_cbor(ack) }).collect();
        frames.extend(self.rows.iter().map(|row| Frame { kind: ROW, payload: to_cbor(row) }));
        frames.extend(self.parts.iter().map(|part| Frame { kind: PART, payload: to_cbor(part) }));
        frames.push(Frame { kind: PAGE, payload: to_cbor(&self.page) });
        write_body(&frames)
    }

    /// Reads a body; one without its page frame is damaged.
    pub fn from_body(body: &[u8], limits: &WireLimits) -> Result<Self, BodyError> {
        let (mut acks, mut rows, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        let mut page = None;
        for frame in open_body(body, limits)? {
            match frame.kind {
                ACK => acks.push(read(&frame)?),
                ROW => rows.push(read(&frame)?),
                PART => parts.push(read(&frame)?),
                PAGE => page = Some(read(&frame)?),
                _ => {}
            }
        }
        page.map(|page| Self { acks, rows, parts, page }).ok_or(BodyError::Damaged)
    }
}

impl Failure {
    /// The body that travels.
    pub fn to_body(&self) -> Vec<u8> {
        write_body(&[Frame { kind: FAILURE, payload: to_cbor(self) }])
    }

    /// Reads a body that holds a failure.
    pub fn from_body(body: &[u8], limits: &WireLimits) -> Option<Self> {
        let frames = open_body(body, limits).ok()?;
        frames.iter().find(|frame| frame.kind == FAILURE).and_then(|frame| read(frame).ok())
    }
}
