//! Re-issue: an edit whose change cannot stand is written again, once, and nothing is lost.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod model;
mod property;
mod rewriting;
