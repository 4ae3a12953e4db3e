//! The real transport: reqwest on a small runtime of its own.
//!
//! Without the feature `tls`, and without roots, it reaches this machine alone.

#[cfg(feature = "tls")]
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, ClientBuilder, Url, redirect::Policy};
use tokio::runtime::{Builder, Runtime};

#[cfg(feature = "tls")]
use super::tls::{self, Clock};
use super::{Cancel, Response, Transport, TransportError};
#[cfg(feature = "tls")]
use crate::model::Moment;

/// A village on 2G gets this long for one page; the next try resumes behind the last one.
const PATIENCE: Duration = Duration::from_secs(90);
const CONNECT_PATIENCE: Duration = Duration::from_secs(20);
/// No answer of the protocol is larger.
const LARGEST: usize = 4 << 20;
const CONTENT_TYPE: &str = "application/vnd.soviec";

/// Hosts that are this machine; `10.0.2.2` is the Android emulator's name for it.
const LOCAL: [&str; 4] = ["localhost", "127.0.0.1", "[::1]", "10.0.2.2"];

/// HTTP over real sockets.
#[derive(Debug)]
pub struct HttpTransport {
    client: Client,
    runtime: Runtime,
    /// The clock of TLS; none where TLS is not spoken.
    #[cfg(feature = "tls")]
    clock: Option<Arc<Clock>>,
}

impl HttpTransport {
    /// A transport with its own thread, to relays on this machine.
    pub fn new() -> Result<Self, TransportError> {
        #[cfg(feature = "tls")]
        // The client wants some configuration; no https address comes as far as that.
        return Self::start(|client| client.tls_backend_preconfigured(tls::of_nobody()), None);
        #[cfg(not(feature = "tls"))]
        return Self::start(|client| client);
    }

    /// A transport with its own thread, to relays anywhere that prove who they are by a
    /// certificate under a public root or one of `roots` (X.509, as PEM or DER). `phone_time` is
    /// the phone's clock, which may say 1970.
    #[cfg(feature = "tls")]
    pub fn over_tls(
        roots: &[Vec<u8>],
        phone_time: impl Fn() -> Moment + Send + Sync + 'static,
    ) -> Result<Self, TransportError> {
        let clock = Arc::new(Clock::new(phone_time));
        let config = tls::config(roots, Arc::clone(&clock))?;
        Self::start(|client| client.tls_backend_preconfigured(config), Some(clock))
    }

    fn start(
        with: impl FnOnce(ClientBuilder) -> ClientBuilder,
        #[cfg(feature = "tls")] clock: Option<Arc<Clock>>,
    ) -> Result<Self, TransportError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("soviec-http")
            .enable_all()
            .build()
            .map_err(|_| TransportError::Unreachable)?;
        let client = with(Client::builder())
            .redirect(Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .connect_timeout(CONNECT_PATIENCE)
            .build()
            .map_err(|_| TransportError::Unreachable)?;
        Ok(Self {
            client,
            runtime,
            #[cfg(feature = "tls")]
            clock,
        })
    }

    /// Whether addresses of other machines can be reached at all.
    fn speaks_tls(&self) -> bool {
        #[cfg(feature = "tls")]
        return self.clock.is_some();
        #[cfg(not(feature = "tls"))]
        return false;
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Response, TransportError> {
        let mut response = request.send().await.map_err(|error| sort(&error))?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(part) = response.chunk().await.map_err(|_| TransportError::CutOff)? {
            if body.len() + part.len() > LARGEST {
                return Err(TransportError::TooLarge);
            }
            body.extend_from_slice(&part);
        }
        Ok(Response { status, body })
    }
}

impl Transport for HttpTransport {
    fn post(
        &self,
        address: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
        cancel: &Cancel,
    ) -> Result<Response, TransportError> {
        let target = target(address, path, self.speaks_tls())?;
        let mut request = self.client.post(target).header("content-type", CONTENT_TYPE);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(body);
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = cancel.cancelled() => Err(TransportError::Cancelled),
                answer = self.send(request) => answer,
            }
        })
    }

    #[cfg(feature = "tls")]
    fn heard(&self, relay_time: Moment) {
        if let Some(clock) = &self.clock {
            clock.heard(relay_time);
        }
    }
}

fn target(address: &str, path: &str, tls: bool) -> Result<Url, TransportError> {
    let url = Url::parse(address)
        .and_then(|base| base.join(path))
        .map_err(|_| TransportError::Address)?;
    let local = url.host_str().is_some_and(|host| LOCAL.contains(&host));
    match url.scheme() {
        "https" if tls => Ok(url),
        "http" if local => Ok(url),
        _ => Err(TransportError::Address),
    }
}

/// A request that never got an answer, or lost it on the way.
fn sort(error: &reqwest::Error) -> TransportError {
    #[cfg(feature = "tls")]
    if let Some(fault) = tls::fault(error) {
        return fault;
    }
    if error.is_connect() { TransportError::Unreachable } else { TransportError::CutOff }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_this_machine() {
        let checked = |address: &str| target(address, "/v1/sync", true);
        assert!(checked("https://relay.example").is_ok());
        assert!(checked("http://127.0.0.1:8080").is_ok());
        assert!(checked("http://[::1]:8080").is_ok());
        for bad in
            ["http://relay.example", "http://127.0.0.1.example", "ftp://localhost", "relay", ""]
        {
            assert_eq!(checked(bad), Err(TransportError::Address), "{bad}");
        }
    }

    #[test]
    fn without_tls_other_machines_cannot_be_reached() {
        let transport = HttpTransport::new().unwrap();
        let post = |address| transport.post(address, "/", &[], Vec::new(), &Cancel::default());
        assert_eq!(post("https://relay.example"), Err(TransportError::Address));
    }

    #[test]
    fn a_cancelled_exchange_does_not_wait() {
        let cancel = Cancel::default();
        cancel.cancel();
        let transport = HttpTransport::new().unwrap();
        // Nothing listens on the discard port of this machine; the token is looked at first.
        let answer = transport.post("http://127.0.0.1:9", "/", &[], Vec::new(), &cancel);
        assert_eq!(answer, Err(TransportError::Cancelled));
    }
}
