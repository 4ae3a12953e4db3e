//! What enters from outside: clock, randomness, transport, executor. A simulated world brings
//! its own.

use std::sync::Arc;

use super::executor::{Executor, SerialThread};
use crate::error::Error;
use crate::http::{HttpTransport, Transport};
use crate::model::Moment;
use crate::store::COMPACT_AFTER;

/// A clock. No deadline, order or refusal depends on it.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Moment;
}

/// A source of random bytes that nobody can foresee.
pub trait Random: Send + Sync {
    /// Fills a buffer; false if there is no randomness to be had.
    fn fill(&self, buffer: &mut [u8]) -> bool;
}

/// The phone's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Moment(since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
    }
}

/// The operating system's random generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> bool {
        getrandom::fill(buffer).is_ok()
    }
}

/// Clock, randomness, transport and executor of one replica, and how it keeps its database.
#[derive(Clone)]
pub struct Environment {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The way to the relay.
    pub transport: Arc<dyn Transport>,
    /// Where listeners are called.
    pub executor: Arc<dyn Executor>,
    /// Stored changes after a snapshot of a document before it gets a new one; 200 unless told.
    pub compact_after: u32,
}

impl Environment {
    /// These three, and a thread of its own for listeners.
    pub fn new(
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        transport: Arc<dyn Transport>,
    ) -> Self {
        let executor = Arc::new(SerialThread::default());
        Self { clock, random, transport, executor, compact_after: COMPACT_AFTER }
    }

    /// The real ones. Relays prove who they are by a certificate under a public root.
    pub fn system() -> Result<Self, Error> {
        #[cfg(feature = "tls")]
        return Self::with_roots(&[]);
        #[cfg(not(feature = "tls"))]
        return Ok(Self::over(HttpTransport::new()?));
    }

    /// The real ones, with root certificates of the office beside the public ones: X.509, as PEM
    /// or DER. One that cannot be read is `invalid_input`, and the error says which.
    #[cfg(feature = "tls")]
    pub fn with_roots(roots: &[Vec<u8>]) -> Result<Self, Error> {
        Ok(Self::over(HttpTransport::over_tls(roots, || SystemClock.now())?))
    }

    fn over(transport: HttpTransport) -> Self {
        Self::new(Arc::new(SystemClock), Arc::new(SystemRandom), Arc::new(transport))
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Environment(..)")
    }
}
