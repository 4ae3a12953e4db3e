//! What the reviewing office says of a declared status: it confirms it, or gives it back.

use minicbor::{Decode, Encode};

use super::{Act, ChangeHash, Day, OfficerId};

/// What became of a declared value at the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Outcome {
    /// *Xác nhận*: the office takes it as it is.
    #[n(1)]
    Confirmed,
    /// *Trả lại*: it counts as not done until the unit declares again.
    #[n(2)]
    Returned,
}

impl Outcome {
    /// The number in stored rows.
    pub fn number(self) -> u8 {
        match self {
            Self::Confirmed => 1,
            Self::Returned => 2,
        }
    }
}

/// The longest comment of a clerk, in bytes.
pub const MAX_COMMENT: usize = 1_000;

/// A verdict of the office on the status of a task in a unit's book: register `<task>.verdict`
/// of the unit's review, written by the office alone.
///
/// It names the value that it judged, and stands only while that value is shown: whatever the
/// unit declares later opens the question again.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ReviewAct {
    /// The clerk who says so.
    #[n(0)]
    pub by: OfficerId,
    /// The day on which he says it.
    #[n(1)]
    pub on: Day,
    /// The edit whose value he judged.
    #[n(4)]
    pub edit: ChangeHash,
    /// What he says of it.
    #[n(5)]
    pub outcome: Outcome,
    /// Why, in his words: required where it goes back.
    #[n(6)]
    pub comment: Option<String>,
}

impl Act for ReviewAct {}

/// Without the clerk's words.
impl std::fmt::Debug for ReviewAct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReviewAct({:?} of {:?})", self.outcome, self.edit)
    }
}
