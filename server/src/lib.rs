//! The relay and the office console of Sổ Việc, one binary.
//!
//! `routes` (HTTP only) → `relay` (the relay's half of the exchange, no HTTP) → `log` (append
//! only) → `office` (everything folded from the log, and the office's pen). [`Office`] holds
//! them together over one data directory; [`serve`] puts it on the network.

pub mod auth;
pub mod backup;
pub mod config;
mod data;
mod database;
pub mod log;
pub mod office;
pub mod relay;
pub mod routes;

#[cfg(feature = "demo")]
pub mod demo;

pub use config::{Clock, Config, Environment, Random};
pub use data::{CLERKS, LINK_PATH, Office, OfficeError, link_path};
pub use routes::{PageError, Pages, Running, serve};
