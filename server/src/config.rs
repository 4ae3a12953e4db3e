//! What an operator sets, and what a simulated world replaces.

use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use soviec_core::{
    change::Limits,
    model::{Moment, TenantId},
    protocol::WireLimits,
};

/// Settings with defaults that fit a province.
#[derive(Debug, Clone)]
pub struct Config {
    /// The province. None: the one of the data directory, or a new random one.
    pub tenant: Option<TenantId>,
    /// Bounds of requests and pages.
    pub wire: WireLimits,
    /// Bounds of one change.
    pub change: Limits,
    /// How long a certificate is valid, in days.
    pub certificate_days: u32,
    /// Days without contact after which a phone becomes write-only.
    pub lease_days: u32,
    /// How long a phone may take for the head of a request.
    pub head_timeout: Duration,
    /// How long a phone may take for the body of a request.
    pub body_timeout: Duration,
    /// Requests whose bodies are read at once, slowly perhaps; more are told to come again.
    pub uploads: usize,
    /// Requests that are worked on at once; more wait for their turn.
    pub requests: usize,
    /// Connections that are open at once; more wait.
    pub connections: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            tenant: None,
            wire: WireLimits::default(),
            change: Limits::default(),
            certificate_days: 730,
            lease_days: 14,
            head_timeout: Duration::from_secs(15),
            body_timeout: Duration::from_secs(60),
            uploads: 256,
            requests: 16,
            connections: 1024,
        }
    }
}

/// Where time comes from.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Moment;
}

/// Where randomness comes from.
pub trait Random: Send + Sync {
    /// Fills the bytes with unpredictable ones.
    fn fill(&self, bytes: &mut [u8]);
}

/// The world around the relay.
#[derive(Clone)]
pub struct Environment {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

impl Default for Environment {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), random: Arc::new(SystemRandom) }
    }
}

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The operating system's random generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system has randomness, or nothing is safe");
    }
}

/// Random bytes of a fixed length.
pub(crate) fn random<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}
