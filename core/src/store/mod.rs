//! The phone's own files: the encrypted database and what stands beside it.

pub mod cipher;
pub mod vault;
