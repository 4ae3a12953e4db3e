//! The demo: an invented area, so that one command shows the whole product at work.

pub mod sample;
