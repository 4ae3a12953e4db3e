//! What came of the inputs.

use std::collections::BTreeMap;

/// Outcomes by what was altered.
#[derive(Default)]
pub(crate) struct Tally {
    outcomes: BTreeMap<(&'static str, String), BTreeMap<String, u64>>,
    harm: u64,
}

impl Tally {
    /// One more input of a kind had this outcome.
    pub(crate) fn count(
        &mut self,
        part: &'static str,
        kind: impl Into<String>,
        outcome: impl Into<String>,
    ) {
        let outcomes = self.outcomes.entry((part, kind.into())).or_default();
        *outcomes.entry(outcome.into()).or_default() += 1;
    }

    /// One more input did harm.
    pub(crate) fn add_harm(&mut self) {
        self.harm += 1;
    }

    /// Inputs that did harm.
    pub(crate) fn harm(&self) -> u64 {
        self.harm
    }

    /// Prints the table.
    pub(crate) fn print(&self) {
        for ((part, kind), outcomes) in &self.outcomes {
            let all: u64 = outcomes.values().sum();
            let each: Vec<_> = outcomes.iter().map(|(what, n)| format!("{what} {n}")).collect();
            println!("{part:<8} {kind:<12} {all:>8}  {}", each.join(", "));
        }
    }
}
