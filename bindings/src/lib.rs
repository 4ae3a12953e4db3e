//! The core of Sổ Việc for Kotlin and Swift.
//!
//! Records in and out, one named error type, callbacks. It converts and decides nothing, so
//! that an app in Kotlin, an app in Swift and the demo in Rust behave alike. The Kotlin and
//! Swift that UniFFI generates from it are hidden behind the libraries in `bindings/kotlin` and
//! `bindings/swift`; the names here end in `Record`, `Code` or `Handle` so that those may have
//! the plain ones.
//!
//! Days are days since 1 January 1970 in Vietnam's calendar (UTC+7); moments are milliseconds
//! since then. Ids are the 26 characters in which the core writes them, edits 64 hexadecimal
//! digits.

mod drafts;
mod failure;
mod handle;
mod observer;
mod records;

pub use drafts::reasons;
pub use failure::{CallbackFailure, Failure};
pub use handle::{CancelHandle, ReplicaHandle, SubscriptionHandle};
pub use observer::{ChangeListener, LogSink, ProgressListener, set_log_sink};
pub use records::*;

uniffi::setup_scaffolding!();

/// The version of the core.
#[uniffi::export]
pub fn core_version() -> String {
    soviec_core::VERSION.to_owned()
}
