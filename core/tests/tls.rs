//! The phone's TLS against a real server on this machine: who is believed, and at what time.

#![allow(clippy::unwrap_used, reason = "this is test code")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use common::relay::{Counter, FakeRelay};
use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::ring};
use soviec_core::error::{Error, ErrorKind, NextStep};
use soviec_core::http::{Cancel, HttpTransport, Transport, TransportError};
use soviec_core::model::Moment;
use soviec_core::replica::{Clock, Environment, Place, Replica};

/// An office's own authority, which makes certificates for `localhost`.
struct Authority {
    root: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap();
        Self { root, issuer: Issuer::new(params, key) }
    }

    /// A server whose certificate is good from the first of January of one year to that of
    /// another; it hands every request to `relay`. Returns its address.
    fn serve(&self, from: i32, to: i32, relay: Arc<FakeRelay>) -> String {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(from, 1, 1);
        params.not_after = rcgen::date_time_ymd(to, 1, 1);
        let key = KeyPair::generate().unwrap();
        let own = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own.der().clone()], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let config = Arc::new(config);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that does not believe the certificate hangs up: that is no fault here.
                let _ = answer(&config, stream, &relay);
            }
        });
        address
    }

    fn pem(&self) -> Vec<u8> {
        self.root.pem().into_bytes()
    }
}

/// Reads one request, asks the relay and answers.
fn answer(config: &Arc<ServerConfig>, stream: TcpStream, relay: &FakeRelay) -> std::io::Result<()> {
    let session = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
    let mut reader = BufReader::new(StreamOwned::new(session, stream));
    let (mut path, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if let Some(rest) = line.strip_prefix("POST ") {
            path = rest.split(' ').next().unwrap_or_default().to_owned();
        }
        if let Some(rest) = line.to_lowercase().strip_prefix("content-length: ") {
            length = rest.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let answer = relay.post("", &path, &[], body, &Cancel::default()).unwrap();
    let mut stream = reader.into_inner();
    let length = answer.body.len();
    write!(
        stream,
        "HTTP/1.1 {} OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n",
        answer.status
    )?;
    stream.write_all(&answer.body)?;
    stream.conn.send_close_notify();
    stream.flush()
}

/// A clock that stands still.
#[derive(Clone, Copy)]
struct At(Moment);

impl Clock for At {
    fn now(&self) -> Moment {
        self.0
    }
}

/// A phone whose clock was never set.
const NEVER_SET: At = At(Moment(0));

fn years(n: i64) -> At {
    At(Moment((n - 1970) * 365 * 86_400_000))
}

/// A fresh phone that trusts these roots, and a clock.
struct Phone {
    replica: Replica,
    _folder: tempfile::TempDir,
}

fn phone(roots: &[Vec<u8>], clock: At) -> Phone {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let place = Place { database: path.join("book.db"), no_backup: path.to_owned() };
    let transport = HttpTransport::over_tls(roots, move || clock.now()).unwrap();
    let environment = Environment::new(Arc::new(clock), Arc::new(Counter), Arc::new(transport));
    let replica = Replica::open(&place, &[5; 32], environment).unwrap();
    Phone { replica, _folder: folder }
}

impl Phone {
    fn enrol(&self, address: &str) -> Result<(), Error> {
        self.replica.enrol(address, "CODE", None, &Cancel::default()).map(drop)
    }

    fn sync(&self) -> Result<(), Error> {
        self.replica.sync(&Cancel::default(), &mut |_| Ok(())).map(drop)
    }
}

#[test]
fn an_office_with_its_own_root_is_believed_as_pem_and_as_der() {
    let office = Authority::new();
    let address = office.serve(2020, 2090, FakeRelay::new(&[0]));
    for root in [office.pem(), office.root.der().to_vec()] {
        let phone = phone(&[root], years(2026));
        phone.enrol(&address).unwrap();
        phone.sync().unwrap();
    }
}

#[test]
fn an_unknown_root_is_refused_and_the_officer_reads_what_to_do() {
    let (office, stranger) = (Authority::new(), Authority::new());
    let relay = FakeRelay::new(&[0]);
    let address = stranger.serve(2020, 2090, Arc::clone(&relay));
    let error = phone(&[office.pem()], years(2026)).enrol(&address).unwrap_err();
    assert_eq!((error.kind(), error.next()), (ErrorKind::RelayNotTrusted, NextStep::TryLater));
    assert!(error.sentence().contains("Wi-Fi"), "{}", error.sentence());
    assert_eq!(relay.asked(), 0);
}

#[test]
fn another_name_is_refused() {
    let office = Authority::new();
    let address = office.serve(2020, 2090, FakeRelay::new(&[0]));
    let address = address.replace("localhost", "127.0.0.1");
    let error = phone(&[office.pem()], years(2026)).enrol(&address).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RelayNotTrusted);
}

#[test]
fn a_phone_in_1970_exchanges() {
    let office = Authority::new();
    let address = office.serve(2020, 2090, FakeRelay::new(&[0]));
    let phone = phone(&[office.pem()], NEVER_SET);
    phone.enrol(&address).unwrap();
    phone.sync().unwrap();
}

#[test]
fn a_certificate_newer_than_app_and_phone_is_believed() {
    let office = Authority::new();
    let address = office.serve(2080, 2090, FakeRelay::new(&[0]));
    phone(&[office.pem()], NEVER_SET).enrol(&address).unwrap();
}

#[test]
fn an_expired_certificate_is_refused_whatever_the_phone_says() {
    let office = Authority::new();
    let address = office.serve(2001, 2002, FakeRelay::new(&[0]));
    for clock in [NEVER_SET, years(2001), years(2026)] {
        let error = phone(&[office.pem()], clock).enrol(&address).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RelayNotTrusted);
    }
}

#[test]
fn the_relays_own_clock_ends_a_certificate_that_the_phone_takes_for_good() {
    let office = Authority::new();
    let address = office.serve(2020, 2060, FakeRelay::new(&[0]));
    let transport = HttpTransport::over_tls(&[office.pem()], || Moment(0)).unwrap();
    let post = || transport.post(&address, "/v1/enrol", &[], Vec::new(), &Cancel::default());
    transport.heard(years(2070).0);
    assert_eq!(post(), Err(TransportError::Untrusted));
    transport.heard(years(2030).0);
    // Believed again; the relay then hangs up over an empty body.
    assert_eq!(post(), Err(TransportError::CutOff));
}

#[test]
fn something_that_is_no_tls_is_not_called_offline() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 302 Found\r\nlocation: http://portal\r\n\r\n");
        }
    });
    let error = phone(&[], years(2026)).enrol(&address).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RelayUnavailable);
}

#[test]
fn a_root_that_cannot_be_read_is_named() {
    let good = Authority::new().pem();
    let torn = good[..good.len() / 2].to_vec();
    for bad in [Vec::new(), b"no certificate".to_vec(), torn] {
        let error = Environment::with_roots(&[good.clone(), bad]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.detail().contains("number 2"), "{error}");
    }
}
