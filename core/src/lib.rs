//! The core of Sổ Việc ("the task book"): commune-level tasks kept in CRDT documents on
//! phones that are offline for days, and the exchange that brings them together.
//!
//! An app uses one door, [`replica::Replica`]. A relay uses the same modules without the
//! features of a phone. The modules in reading order, each with its law:
//!
//! | module | what is deliberately absent |
//! |---|---|
//! | [`model`] | imports nothing of ours |
//! | [`change`] | no CRDT library, no I/O: our own bounded parser |
//! | [`document`] | no SQL, clock or network; alone in naming the CRDT library |
//! | [`protocol`] | no I/O |
//! | [`admission`] | no I/O: one pure judgement |
//! | [`fold`] | no I/O: registers to what people see |
//! | [`reissue`] | no I/O, no library: an edit is written again at its place |
//! | [`store`] | one edit is one transaction |
//! | [`sync`] | no I/O, no clock, no randomness |
//! | [`http`] | no policy; alone in opening sockets |
//! | [`replica`] | clock, randomness and transport enter here as parameters |

pub mod admission;
pub mod change;
pub mod document;
pub mod error;
pub mod fold;
pub mod model;
#[cfg(feature = "planted")]
pub mod planted;
pub mod protocol;
pub mod reissue;

#[cfg(feature = "phone")]
pub mod http;
#[cfg(feature = "phone")]
pub mod replica;
#[cfg(feature = "tables")]
pub mod store;
pub mod sync;

/// The version of this core.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
