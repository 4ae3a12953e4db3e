//! Every call goes through here: a panic ends that call and nothing else, and what failed is
//! remembered for the support report.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use super::{Replica, lock};
use crate::error::{Error, ErrorKind};
use crate::model::Moment;

/// Errors that a support report shows.
const MOST: usize = 20;

/// A call that failed: no content, only which and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failed {
    /// When, by the phone's clock, if it could be read.
    pub(super) at: Option<Moment>,
    /// The call.
    pub(super) call: &'static str,
    /// Why.
    pub(super) kind: ErrorKind,
}

/// The last calls that failed, oldest first.
#[derive(Default)]
pub(super) struct Failures(Mutex<VecDeque<Failed>>);

impl Failures {
    fn add(&self, failed: Failed) {
        let mut all = lock(&self.0);
        if all.len() == MOST {
            all.pop_front();
        }
        all.push_back(failed);
    }

    pub(super) fn all(&self) -> Vec<Failed> {
        lock(&self.0).iter().copied().collect()
    }
}

impl Replica {
    /// One call of the app.
    pub(super) fn call<T>(
        &self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let result = guarded(work).unwrap_or_else(|| {
            self.after_panic();
            Err(panicked())
        });
        if let Err(error) = &result {
            log(name, error);
            let at = guarded(|| self.environment.clock.now());
            self.failures.add(Failed { at, call: name, kind: error.kind() });
        }
        result
    }

    /// Memory may be ahead of the disk or behind it: what was in it is read again.
    fn after_panic(&self) {
        let again = guarded(|| {
            if let Some(writer) = lock(&self.writer).as_mut() {
                writer.store.doubt();
            }
        });
        if again.is_none() {
            tracing::error!("after a panic the database could not be opened anew");
        }
    }
}

/// The work's result; none if it panicked. Whoever asks then throws away what it touched.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

pub(super) fn panicked() -> Error {
    Error::new(ErrorKind::Internal, "the call panicked; what was durable before it stays")
}

/// Most failures are a part of a phone's day; a fault of this program is not.
fn log(call: &'static str, error: &Error) {
    match error.kind() {
        ErrorKind::Internal | ErrorKind::Damaged => tracing::error!("{call}: {error}"),
        _ => tracing::info!("{call}: {error}"),
    }
}
