//! A clerk with a terminal: from an empty folder to an office with a plan and a code for a phone.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod bad_input;
mod beside;
mod enrolment;
mod office;
mod plan;
mod support;
