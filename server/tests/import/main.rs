//! A clerk with a terminal: from an empty folder to an office with a plan and a code for a phone.

mod bad_input;
mod beside;
mod enrolment;
mod office;
mod plan;
mod support;
