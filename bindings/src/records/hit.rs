//! What a search found.

use std::ops::Range;

use soviec_core::model::{Rank, RegisterKey};
use soviec_core::replica::{Hit, HitKind};

use super::task::same_cases;

/// How well a text answers a query, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum RankCode {
    /// Every word begins one of the text, mark for mark.
    Exact,
    /// So it does when tones are put where both spellings put them.
    Placed,
    /// So it does without marks.
    Folded,
}

same_cases!(RankCode, Rank, Exact = Exact, Placed = Placed, Folded = Folded);

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct RangeRecord {
    /// Its first byte in UTF-8.
    pub start: u32,
    /// The byte behind it.
    pub end: u32,
}

/// One text that answers a query: of a task when both `item` and `note` are missing.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HitRecord {
    /// A book that shows the task.
    pub book: String,
    /// The unit whose book it is.
    pub unit: String,
    /// Other books show the text as well.
    pub elsewhere: bool,
    /// The task.
    pub task: String,
    /// Its number in the plan; empty for a task of the unit's own.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The item, if its title was found.
    pub item: Option<String>,
    /// The register of the note, if a note was found.
    pub note: Option<String>,
    /// The text.
    pub text: String,
    /// What to highlight in the text, in order.
    pub ranges: Vec<RangeRecord>,
    /// How well it answers.
    pub rank: RankCode,
}

impl From<Range<usize>> for RangeRecord {
    fn from(range: Range<usize>) -> Self {
        // A text is far shorter than a u32 counts.
        let byte = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: byte(range.start), end: byte(range.end) }
    }
}

impl From<Hit> for HitRecord {
    fn from(hit: Hit) -> Self {
        let (item, note) = match hit.kind {
            HitKind::Task => (None, None),
            HitKind::Item(item) => (Some(item.to_string()), None),
            HitKind::Note(entry) => {
                (None, Some(RegisterKey::entry(hit.task, "note", entry).to_string()))
            }
        };
        Self {
            book: hit.book.to_string(),
            unit: hit.unit.to_string(),
            elsewhere: hit.elsewhere,
            task: hit.task.to_string(),
            number: hit.number,
            title: hit.title,
            item,
            note,
            text: hit.text,
            ranges: hit.ranges.into_iter().map(Into::into).collect(),
            rank: hit.rank.into(),
        }
    }
}
