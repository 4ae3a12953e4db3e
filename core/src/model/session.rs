//! A round from house to house: what an officer counted, and whom he left out for which reason.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::{Act, Day, Moment, OfficerId};

/// The reasons that this build offers for leaving a household out, in the order of a screen.
/// They are codes, never names; `messages/counts-vi.txt` has their words.
pub const REASONS: [u16; 6] = [1, 2, 3, 4, 5, 6];

/// One session of counting. Sessions of one register owner are summed, never chosen from.
///
/// The content begins with a map, so that no other act of a work book can be read as this one.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Session {
    /// The officer who counted.
    #[n(0)]
    pub by: OfficerId,
    /// The day of the session.
    #[n(1)]
    pub on: Day,
    /// Those that were left out, by the code of the reason.
    #[n(4)]
    pub excluded: BTreeMap<u16, u64>,
    /// Those that were done. Zero is counted, too.
    #[n(5)]
    pub counted: u64,
    /// The first tap, by the phone's clock.
    #[n(6)]
    pub began: Option<Moment>,
    /// The last tap, by the phone's clock.
    #[n(7)]
    pub ended: Moment,
}

impl Act for Session {}
