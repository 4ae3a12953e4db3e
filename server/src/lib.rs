//! The relay and the office console of Sổ Việc, one binary.
//!
//! `routes` (HTTP only) → `relay` (the relay's half of the exchange, no HTTP) → `log` (append
//! only) → `office` (everything folded from the log, and the office's pen).

pub mod auth;
pub mod config;
mod database;
pub mod log;
pub mod office;

#[cfg(feature = "demo")]
pub mod demo;
