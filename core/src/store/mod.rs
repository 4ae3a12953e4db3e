//! What is durable. One edit is one transaction: change, outbox row, registers, screen rows.
//!
//! [`tables`] is shared with the office; the rest is the phone's: the encrypted database, the
//! files beside it, and the sync state in the same file as the data.

pub mod tables;
