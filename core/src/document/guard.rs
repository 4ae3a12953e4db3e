//! The catch of the library's panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::DocumentError;

/// Runs `work` and turns a panic into [`DocumentError::Poisoned`].
///
/// The closure may leave the document half-changed; every caller throws it away on an error,
/// which is what makes the assertion of unwind safety true.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, DocumentError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| DocumentError::Poisoned)
}
