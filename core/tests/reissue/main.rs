//! Re-issue: an edit whose change cannot stand is written again, once, and nothing is lost.
//! The tests are named after the stories that broke an earlier design of the exchange.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../common/mod.rs"]
mod common;

mod apart;
mod carriers;
mod deaths;
mod killed;
mod model;
mod phone;
mod property;
mod rewriting;
mod rights;
