//! .
#[cfg(feature = "phone")]
pub mod store;
