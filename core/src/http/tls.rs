//! Who is believed to be the relay: rustls over ring, public roots and those of the office.
//!
//! A phone's clock may be years behind, and an office's certificate is new every few months. So
//! the moment at which a certificate is judged is the latest that is known: the phone's clock,
//! the relay's clock as last heard, the build of this library, or the beginning of the
//! certificate itself, which its issuer signed.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};

use super::TransportError;
use crate::model::Moment;

/// The build of this library, in seconds since 1970: it cannot be earlier than that.
const BUILT: i64 = match i64::from_str_radix(env!("SOVIEC_BUILT"), 10) {
    Ok(seconds) => seconds,
    Err(_) => panic!("the build script writes a number"),
};

/// Certificates of a chain whose beginnings may lie one behind the other.
const CHAIN: usize = 4;

/// The clock of TLS.
pub(super) struct Clock {
    phone: Box<dyn Fn() -> Moment + Send + Sync>,
    relay: AtomicI64,
}

impl Clock {
    pub(super) fn new(phone: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self { phone: Box::new(phone), relay: AtomicI64::new(0) }
    }

    /// The relay's clock, as last heard. The last word counts, not the highest: a relay that was
    /// wrong once can put it right.
    pub(super) fn heard(&self, relay: Moment) {
        self.relay.store(relay.0, Ordering::Relaxed);
    }

    fn seconds(&self) -> u64 {
        let known = (self.phone)().0.max(self.relay.load(Ordering::Relaxed)) / 1_000;
        u64::try_from(known.max(BUILT)).unwrap_or(0)
    }
}

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(self.seconds())))
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

/// The client's side of TLS, with the public roots and those that the office brings.
pub(super) fn config(extra: &[Vec<u8>], clock: Arc<Clock>) -> Result<ClientConfig, TransportError> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    for (at, bytes) in extra.iter().enumerate() {
        add(&mut roots, bytes).ok_or(TransportError::Root(at + 1))?;
    }
    let provider = Arc::new(ring::default_provider());
    let judge = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .build()
        .expect("there are roots and no revocation lists, so nothing is missing");
    Ok(with_judge(provider, clock, Arc::new(Patient(judge))))
}

/// A configuration under which nobody is believed.
pub(super) fn of_nobody() -> ClientConfig {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring has the ciphers of TLS 1.2 and 1.3")
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth()
}

fn with_judge(
    provider: Arc<CryptoProvider>,
    clock: Arc<Clock>,
    judge: Arc<dyn ServerCertVerifier>,
) -> ClientConfig {
    ClientConfig::builder_with_details(provider, clock)
        .with_safe_default_protocol_versions()
        .expect("ring has the ciphers of TLS 1.2 and 1.3")
        .dangerous()
        .with_custom_certificate_verifier(judge)
        .with_no_client_auth()
}

/// Adds the certificates of one file; none if there is not one, or one cannot be read.
fn add(roots: &mut RootCertStore, bytes: &[u8]) -> Option<()> {
    let found: Vec<CertificateDer<'_>> = match is_pem(bytes) {
        true => CertificateDer::pem_slice_iter(bytes).collect::<Result<_, _>>().ok()?,
        false => vec![CertificateDer::from(bytes)],
    };
    (!found.is_empty()).then_some(())?;
    found.into_iter().try_for_each(|root| roots.add(root).ok())
}

fn is_pem(bytes: &[u8]) -> bool {
    let mark = b"-----BEGIN ";
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// The library's own judge, who besides takes it that a certificate has begun: its issuer
/// signed the moment, so a clock before it is behind. Everything else stands as it does there,
/// the end of a certificate above all.
#[derive(Debug)]
struct Patient(Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for Patient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let judge = |at| {
            self.0.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, at)
        };
        let mut said = judge(now);
        for _ in 0..CHAIN {
            match begins(&said) {
                Some(later) => said = judge(later),
                None => break,
            }
        }
        said
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// The beginning of a certificate, if its only fault is that it has not come.
fn begins(said: &Result<ServerCertVerified, rustls::Error>) -> Option<UnixTime> {
    match said {
        Err(rustls::Error::InvalidCertificate(CertificateError::NotValidYetContext {
            not_before,
            ..
        })) => Some(*not_before),
        _ => None,
    }
}

/// What went wrong in TLS, if it was TLS: then there was a network, and somebody answered.
pub(super) fn fault(error: &(dyn Error + 'static)) -> Option<TransportError> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = of_tls(error) {
            return Some(match found {
                rustls::Error::InvalidCertificate(_) => TransportError::Untrusted,
                _ => TransportError::CutOff,
            });
        }
        next = error.source();
    }
    None
}

/// An I/O error hides what it carries from `source`, which begins behind it, and it may carry
/// another of its kind.
fn of_tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    match error.downcast_ref::<io::Error>() {
        Some(io) => io.get_ref().and_then(|carried| of_tls(carried)),
        None => error.downcast_ref(),
    }
}
