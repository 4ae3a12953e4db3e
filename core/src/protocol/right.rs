//! Rights travel in the feed: a row says what a phone may do with a document from now on.

use minicbor::{Decode, Encode};

use super::Receipt;
use crate::model::{DeviceId, DocumentId, DocumentName};

/// The payload of a row of the kind `RIGHT`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Right {
    /// The phone.
    #[n(0)]
    pub device: DeviceId,
    /// The document, named in full so that the phone can compute its genesis.
    #[n(1)]
    pub document: DocumentName,
    /// Whether its rows go to the phone.
    #[n(2)]
    pub read: bool,
    /// Whether its officers' changes are stored; else they are held.
    #[n(3)]
    pub write: bool,
}

/// How far a phone is with a document that it was given later: its rows come beside the page,
/// from the beginning, until they have caught up with the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Attaching {
    /// The document.
    #[n(0)]
    pub document: DocumentId,
    /// Its rows up to this seq are in the phone's store.
    #[n(1)]
    pub have: u64,
}

/// Rows of a document that is being attached.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Part {
    /// The document.
    #[n(0)]
    pub document: DocumentId,
    /// More of its rows wait below the page's end.
    #[n(1)]
    pub more: bool,
    /// The relay's signature over the rows; `from` is what the phone has, `next` what it has then.
    #[n(2)]
    pub receipt: Receipt,
    /// The rows.
    #[n(3)]
    pub rows: Vec<super::Row>,
}
