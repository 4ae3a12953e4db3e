//! The HTTP client: alone in opening sockets, and without policy.
//!
//! Plain `http://` is taken only to this machine (and an emulator's name for it): a phone's
//! data never crosses a network in the clear.

mod client;
#[cfg(feature = "tls")]
mod tls;

use crate::model::Moment;

pub use client::HttpTransport;

/// What one request got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// Why there is no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The address is not one that is safe to send to.
    #[error("the relay's address is not an https address")]
    Address,
    /// No connection came about.
    #[error("the relay cannot be reached")]
    Unreachable,
    /// The connection ended before the answer did, or took too long.
    #[error("the answer was cut off")]
    CutOff,
    /// Whoever answered has not proved to be the relay.
    #[error("the certificate is not one of the relay")]
    Untrusted,
    /// A root certificate that the caller brought, by its place.
    #[error("the office's root certificate number {0} cannot be read")]
    Root(usize),
    /// The answer is larger than any that the protocol allows.
    #[error("the answer is too large")]
    TooLarge,
    /// The caller gave up.
    #[error("the exchange was cancelled")]
    Cancelled,
}

/// Brings one request to a relay and its answer back. Blocking; called off the main thread.
pub trait Transport: Send + Sync {
    /// Posts `body` to `address` and `path`. `cancel` is looked at while waiting.
    fn post(
        &self,
        address: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
        cancel: &Cancel,
    ) -> Result<Response, TransportError>;

    /// The relay's clock, as its last answer said it. TLS then knows that it is not earlier,
    /// whatever the phone's clock says.
    fn heard(&self, _relay_time: Moment) {}
}

/// A token with which another thread ends an exchange.
#[derive(Debug, Clone, Default)]
pub struct Cancel {
    state: std::sync::Arc<CancelState>,
}

#[derive(Debug, Default)]
struct CancelState {
    set: std::sync::atomic::AtomicBool,
    told: tokio::sync::Notify,
}

impl Cancel {
    /// Ends the exchange at its next step; what is durable stays durable.
    pub fn cancel(&self) {
        self.state.set.store(true, std::sync::atomic::Ordering::SeqCst);
        self.state.told.notify_waiters();
    }

    /// Whether the caller gave up.
    pub fn is_cancelled(&self) -> bool {
        self.state.set.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// Returns once the caller gives up.
    async fn cancelled(&self) {
        let told = self.state.told.notified();
        tokio::pin!(told);
        // Enabled before the flag is read, so that a cancel between the two is not missed.
        told.as_mut().enable();
        if !self.is_cancelled() {
            told.await;
        }
    }
}
