//! What is durable. One edit is one transaction: change, outbox row, registers, screen rows.

#[cfg(feature = "phone")]
pub mod cipher;
#[cfg(feature = "phone")]
pub mod vault;
