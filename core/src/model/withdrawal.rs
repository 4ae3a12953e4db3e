//! Withdrawals: an officer takes back what he said, and claims nothing in its place.
//!
//! An act with key 2 is one. The register then reads as if nothing were declared; the edit and
//! its withdrawal stay in the history.

use std::sync::LazyLock;

use minicbor::{Decode, Encode};

use super::act::{VERSION, WITHDRAWN, meaning_of_content, to_bytes};
use super::{Day, OfficerId, inner_of};

/// The reason that this build writes: the author undid his own edit.
const UNDONE: u8 = 1;

/// Only what is needed to know the form.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Withdrawal {
    #[n(0)]
    by: OfficerId,
    #[n(1)]
    on: Day,
    #[n(2)]
    reason: u8,
}

/// The act by which `by` takes his own edit back.
pub fn withdrawal(by: OfficerId, on: Day) -> Vec<u8> {
    to_bytes(&Withdrawal { by, on, reason: UNDONE })
}

/// Whether bytes have the form of a withdrawal of this version, for whatever reason.
pub(super) fn is_formed(bytes: &[u8]) -> bool {
    let map = inner_of(bytes).get(1..).unwrap_or_default();
    minicbor::decode::<Withdrawal>(map).is_ok()
}

/// What every withdrawal of this version means, whatever its reason. A superseded operation
/// keeps its meaning and not its value, so a withdrawal is known by this.
pub fn withdrawn_meaning() -> [u8; 8] {
    static MEANING: LazyLock<[u8; 8]> = LazyLock::new(|| meaning_of_content(&[VERSION, WITHDRAWN]));
    *MEANING
}
