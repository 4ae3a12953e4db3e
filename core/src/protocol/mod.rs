//! The words that phone and relay exchange: frames, batches, rows, pages, certificates.
//!
//! Prose with the invariants: `core/docs/protocol.md`. Nothing here does I/O.

mod batch;
mod body;
mod certificate;
mod decision;
mod enrol;
mod keys;
mod limits;
mod reply;
mod request;
mod right;
mod row;
mod state;

pub use batch::{Batch, BatchItem, LaneUse, Sealed, actor_of_lane, actor_of_pen};
pub use body::{BodyError, Frame, open_body, write_body};
pub use certificate::{Certificate, CertificateError, Grant, SignedCertificate};
pub use decision::Decision;
pub use enrol::{EnrolReply, EnrolRequest, code_of};
pub use keys::{BadSignature, PublicKey, SigningKey, fingerprint};
pub use limits::WireLimits;
pub use reply::{Ack, Failure, FailureCode, Page, Receipt, Reply, Row};
pub use request::{Cursor, Hello, Point, PushedBatch, Request, request_signing_bytes};
pub use right::{Attaching, Part, Right};
pub use row::{Chain, RowHeader, RowKind, pen_signing_digest};
pub use state::{Answer, ChangeState};

/// The protocol version that this build speaks; it stands in clear before every body.
pub const VERSION: u8 = 1;

/// Schema of documents that this build writes.
pub const SCHEMA: u64 = 1;

/// Path of the exchange.
pub const SYNC_PATH: &str = "/v1/sync";

/// Path of enrolment.
pub const ENROL_PATH: &str = "/v1/enrol";

/// CBOR of a value, into memory.
pub(crate) fn to_cbor<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("a Vec takes every byte")
}

/// SHA-256 of a few parts, one after the other, behind a word that names the purpose: a
/// signature for one purpose can never be shown for another.
pub(crate) fn digest(purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new_with_prefix(purpose.as_bytes());
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}
