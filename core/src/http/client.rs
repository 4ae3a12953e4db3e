//! The real transport: reqwest on a small runtime of its own.

use std::time::Duration;

use reqwest::{Client, Url, redirect::Policy};
use tokio::runtime::{Builder, Runtime};

use super::{Cancel, Response, Transport, TransportError};

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
}

impl HttpTransport {
    /// A transport with its own thread.
    pub fn new() -> Result<Self, TransportError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("soviec-http")
            .enable_all()
            .build()
            .map_err(|_| TransportError::Unreachable)?;
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .connect_timeout(CONNECT_PATIENCE)
            .build()
            .map_err(|_| TransportError::Unreachable)?;
        Ok(Self { client, runtime })
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
        let mut request =
            self.client.post(target(address, path)?).header("content-type", CONTENT_TYPE);
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
}

fn target(address: &str, path: &str) -> Result<Url, TransportError> {
    let url = Url::parse(address)
        .and_then(|base| base.join(path))
        .map_err(|_| TransportError::Address)?;
    let local = url.host_str().is_some_and(|host| LOCAL.contains(&host));
    match url.scheme() {
        "https" => Ok(url),
        "http" if local => Ok(url),
        _ => Err(TransportError::Address),
    }
}

/// A request that never got an answer, or lost it on the way.
fn sort(error: &reqwest::Error) -> TransportError {
    if error.is_connect() { TransportError::Unreachable } else { TransportError::CutOff }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_this_machine() {
        assert!(target("https://relay.example", "/v1/sync").is_ok());
        assert!(target("http://127.0.0.1:8080", "/v1/sync").is_ok());
        assert!(target("http://[::1]:8080", "/v1/sync").is_ok());
        for bad in
            ["http://relay.example", "http://127.0.0.1.example", "ftp://localhost", "relay", ""]
        {
            assert_eq!(target(bad, "/v1/sync"), Err(TransportError::Address), "{bad}");
        }
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
