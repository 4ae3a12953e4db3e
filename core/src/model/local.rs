//! A unit's own tasks (*việc riêng*), which no plan has.

use minicbor::{Decode, Encode};

use super::{Act, Day, OfficerId};

/// A task of a unit's own, complete in itself: it stands in the unit's work book and in no plan.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LocalTask {
    /// The officer who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The day that the officer declares.
    #[n(1)]
    pub on: Day,
    /// The title, already clean. See [`super::clean`].
    #[n(4)]
    pub title: String,
    /// The last permitted day, if it has one.
    #[n(5)]
    pub last_day: Option<Day>,
}

impl std::fmt::Debug for LocalTask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The title is what an officer typed: it stays out of logs.
        write!(f, "LocalTask({} bytes)", self.title.len())
    }
}

impl Act for LocalTask {}
