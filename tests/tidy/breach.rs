//! What a rule found, and the one way of reporting it.

use std::fmt;

/// One place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Breach {
    /// The file, relative to the root of the repository.
    pub(crate) path: String,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub(crate) line: usize,
    /// What stands there.
    pub(crate) found: String,
}

impl Breach {
    pub(crate) fn new(path: &str, line: usize, found: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, found: found.into() }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.found)
    }
}

/// Fails the calling test with every breach and the reason of the rule.
pub(crate) fn hold(reason: &str, breaches: &[Breach]) {
    let list: String = breaches.iter().map(|breach| format!("\n  {breach}")).collect();
    assert!(breaches.is_empty(), "{reason}{list}");
}

#[test]
#[should_panic(expected = "core/src/a.rs:3: b")]
fn a_breach_fails_the_test_and_says_where() {
    hold("No b in a.", &[Breach::new("core/src/a.rs", 3, "b")]);
}
