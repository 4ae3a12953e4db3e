//! What a run added, changed and left.

use std::collections::BTreeMap;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A unit.
    Unit,
    /// An officer.
    Officer,
    /// An officer's role in a unit.
    Role,
    /// A plan's head.
    Plan,
    /// A named set of units.
    Set,
    /// A group of tasks.
    Group,
    /// A task.
    Task,
    /// A checklist item.
    Item,
    /// The days off.
    Holidays,
}

impl Thing {
    /// The thing whose own register has that field.
    pub(super) fn of_field(field: &str) -> Option<Self> {
        let own = [
            ("holidays", Self::Holidays),
            ("unit", Self::Unit),
            ("officer", Self::Officer),
            ("role", Self::Role),
            ("plan", Self::Plan),
            ("set", Self::Set),
            ("group", Self::Group),
            ("task", Self::Task),
            ("item", Self::Item),
        ];
        own.into_iter().find(|(name, _)| *name == field).map(|(_, thing)| thing)
    }
}

/// How many of one thing.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// New in the book.
    pub added: usize,
    /// Written anew.
    pub changed: usize,
    /// As they stood.
    pub unchanged: usize,
}

/// Something that the book holds and the file does not name: it stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Left {
    /// What it is.
    pub thing: Thing,
    /// Its alias, else its id; for a role its officer and its unit.
    pub name: String,
}

/// What a run did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Counts, by thing.
    pub tallies: BTreeMap<Thing, Tally>,
    /// What stands in the book alone.
    pub left: Vec<Left>,
}

impl Outcome {
    /// Whether the book was as the file says.
    pub fn is_unchanged(&self) -> bool {
        self.tallies.values().all(|tally| tally.added + tally.changed == 0)
    }
}
