//! The page of phones: which of them needs a call?

use chrono::NaiveDateTime;

use super::{FlagLine, Href, Waiting};
use soviec_core::model::Day;

/// A part of the list of phones, those that need something first.
#[derive(Clone)]
pub struct PhonesView {
    /// The moment of the view, in UTC+7.
    pub as_of: NaiveDateTime,
    /// The office whose console this is.
    pub office_name: String,
    /// All phones, by what they need.
    pub totals: PhoneTotals,
    /// The phones of this part.
    pub rows: Vec<PhoneLine>,
    /// Which part this is, from 1.
    pub part: u32,
    /// How many parts there are.
    pub parts: u32,
}

/// How many phones there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PhoneTotals {
    /// All.
    pub all: u32,
    /// Heard of lately, and nothing waits there.
    pub complete: u32,
    /// Not heard of for longer than the threshold, or never.
    pub silent: u32,
    /// Something waits there.
    pub waiting: u32,
}

/// One phone.
#[derive(Clone)]
pub struct PhoneLine {
    /// The mark: the last six characters of its id.
    pub mark: String,
    /// The officers who may use it.
    pub officers: Vec<String>,
    /// The unit it works for.
    pub unit: Option<PhoneUnit>,
    /// Why it stands where it stands.
    pub need: Need,
    /// The last contact, in UTC+7.
    pub last: Option<NaiveDateTime>,
    /// Edits that waited at the last contact; none when that is long ago or never was.
    pub waiting: Option<u64>,
    /// What it sent and waits for a decision, and the query that limits the lists to it.
    pub apart: Option<(Waiting, String)>,
    /// What is odd about the times of what it wrote.
    pub flags: Vec<FlagLine>,
    /// How far its clock is ahead, in milliseconds.
    pub drift_ms: Option<i64>,
    /// The version of its app.
    pub app: Option<String>,
    /// The last day of its certificate.
    pub valid_to: Day,
}

/// The unit that a phone works for.
#[derive(Clone)]
pub struct PhoneUnit {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: Option<Href>,
    /// The commune of a village.
    pub above: Option<String>,
    /// How many other units the phone works for.
    pub others: u32,
}

/// What a phone needs, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It has never reached the relay.
    Never,
    /// It has not been heard of for longer than the threshold.
    Silent,
    /// Its certificate has ended.
    Expired,
    /// Edits wait on it.
    Waiting,
    /// Its clock is wrong.
    Drift,
    /// Its certificate ends soon.
    EndsSoon,
    /// Nothing.
    Fine,
}
