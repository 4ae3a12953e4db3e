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

impl UnitKind {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Office, Self::Agency, Self::Commune, Self::CommunePolice, Self::Village];

    /// The number in entries and stored rows: 1 to 5.
    pub fn number(self) -> u8 {
        match self {
            Self::Office => 1,
            Self::Agency => 2,
            Self::Commune => 3,
            Self::CommunePolice => 4,
            Self::Village => 5,
        }
    }

    /// The kind with that number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
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

/// What an officer may do in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Role {
    /// Reads the unit's books.
    #[n(1)]
    Read,
    /// Reads and writes them.
    #[n(2)]
    Write,
}

/// An officer's role in a unit, for a term: register `<officer>.role.<entry>`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RoleEntry {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The unit.
    #[n(4)]
    pub unit: UnitId,
    /// What the officer may do there.
    #[n(5)]
    pub role: Role,
    /// From that day, or since ever.
    #[n(6)]
    pub from: Option<Day>,
    /// To that day, or without end.
    #[n(7)]
    pub until: Option<Day>,
}

/// The short word by which the office's files and commands name a unit, an officer or a plan:
/// register `<owner>.alias`. The identity stays the id; the word may change.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AliasEntry {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The word, for example `minh-quang`; no blanks, at most 64 bytes.
    #[n(4)]
    pub alias: String,
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
impl Act for RoleEntry {}
impl Act for AliasEntry {}
