//! What the directory (*danh bạ*) holds: units, the dated edges between them, people, phones.

use minicbor::{Decode, Encode, bytes::ByteArray};

use super::{Act, Day, OfficerId, UnitId};

/// What a unit is. The words for offices and levels are data; this is what selectors name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum UnitKind {
    /// The reviewing office (*văn phòng*).
    #[n(1)]
    Office,
    /// A department or agency beside it (*phòng, ban*).
    #[n(2)]
    Agency,
    /// A commune, ward or township (*xã, phường, thị trấn*).
    #[n(3)]
    Commune,
    /// The commune's police (*công an xã*).
    #[n(4)]
    CommunePolice,
    /// A village's or residential group's team (*tổ công tác thôn, tổ dân phố*).
    #[n(5)]
    Village,
}

/// A unit: register `<unit>.unit`. Its name is an attribute, not its identity.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct UnitEntry {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// What it is.
    #[n(4)]
    pub kind: UnitKind,
    /// The name with its kind word: `Xã Minh Quang`.
    #[n(5)]
    pub name: String,
    /// The unit above it on the reporting line.
    #[n(6)]
    pub reports_to: Option<UnitId>,
    /// Valid from that day, or since ever.
    #[n(7)]
    pub from: Option<Day>,
    /// Valid to that day, or without end.
    #[n(8)]
    pub until: Option<Day>,
    /// The legal basis.
    #[n(9)]
    pub basis: Option<String>,
}

/// An officer: register `<officer>.officer`.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OfficerEntry {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The display name, in the order family, middle, given.
    #[n(4)]
    pub name: String,
    /// The title, for example *Công an xã*.
    #[n(5)]
    pub title: Option<String>,
}

impl std::fmt::Debug for OfficerEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Names of people stay out of logs.
        f.write_str("OfficerEntry(..)")
    }
}

/// A phone: register `<device>.device`. Readers prove with it who signed a batch.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DeviceEntry {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The Ed25519 public key.
    #[n(4)]
    pub key: ByteArray<32>,
    /// The officers who use it.
    #[n(5)]
    pub officers: Vec<OfficerId>,
    /// The unit it belongs to.
    #[n(6)]
    pub unit: UnitId,
}

impl Act for UnitEntry {}
impl Act for OfficerEntry {}
impl Act for DeviceEntry {}
