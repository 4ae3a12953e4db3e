//! Requests over a real socket.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    sync::Arc,
    time::Duration,
};

use soviec_core::{
    model::OfficerId,
    protocol::{
        ChangeState, ENROL_PATH, EnrolReply, EnrolRequest, Failure, FailureCode, Reply, Request,
        SYNC_PATH, SigningKey, WireLimits, request_signing_bytes,
    },
};
use soviec_server::{Config, Running, auth::NewDevice, serve};
use tokio::runtime::Runtime;

use crate::{
    phone::{ITEM, Phone, states},
    world::{UNIT, World, book, write},
};

const LAN: OfficerId = OfficerId([1; 16]);
const KIND: (&str, &str) = ("content-type", "application/vnd.soviec");

/// A relay on a port of its own.
pub(crate) struct Server {
    runtime: Runtime,
    running: Option<Running>,
    pub(crate) address: SocketAddr,
}

impl Server {
    pub(crate) fn new(world: &World, pages: Arc<dyn soviec_server::Pages>) -> Self {
        let runtime = Runtime::new().unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let running =
            runtime.block_on(async { serve(Arc::clone(&world.office), pages, listener) }).unwrap();
        let address = running.address;
        Self { runtime, running: Some(running), address }
    }

    fn stop(&mut self) {
        self.runtime.block_on(self.running.take().unwrap().stop());
    }

    fn post(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let length = body.len().to_string();
        let mut all = vec![("content-length", length.as_str())];
        all.extend(headers);
        self.raw(&head("POST", path, &all), body)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.raw(&head("GET", path, &[]), &[])
    }

    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        self.raw(&head(method, path, headers), body)
    }

    fn raw(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        Answer::read(&mut stream)
    }

    fn sync(&self, phone: &Phone, nonce: u8, request: &Request) -> Answer {
        let body = request.to_body();
        let headers = signed(phone, nonce, request, &body);
        self.post(SYNC_PATH, &borrowed(&headers), &body)
    }
}

fn head(method: &str, path: &str, headers: &[(&str, &str)]) -> String {
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head + "\r\n"
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn signed(phone: &Phone, nonce: u8, request: &Request, body: &[u8]) -> Vec<(&'static str, String)> {
    let (epoch, nonce) = (request.cursor.relay_epoch, [nonce; 16]);
    let signature = phone.key.sign(&request_signing_bytes(SYNC_PATH, body, &epoch, &nonce));
    vec![
        (KIND.0, KIND.1.to_owned()),
        ("soviec-device", phone.record.device.to_string()),
        ("soviec-relay-epoch", epoch.to_string()),
        ("soviec-nonce", hex(&nonce)),
        ("soviec-signature", hex(&signature)),
    ]
}

fn borrowed<'a>(headers: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    headers.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        // The other side may close hard after a refusal; what it said before that counts.
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").map_or(0, |at| at + 4);
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
        Self { status, head, body: bytes.split_off(end) }
    }

    fn failure(&self) -> (u16, FailureCode) {
        let failure = Failure::from_body(&self.body, &WireLimits::default()).expect("a failure");
        assert!(!failure.detail.is_empty() && !failure.detail.contains('\n'));
        (self.status, failure.code)
    }

    fn reply(&self) -> Reply {
        assert_eq!(self.status, 200, "{}", self.head);
        Reply::from_body(&self.body, &WireLimits::default()).unwrap()
    }
}

fn phone(world: &World) -> Phone {
    Phone::new(world.enrol(1, LAN, &[write(book(1))]), 1, 1, LAN)
}

#[test]
fn a_phone_enrols_and_syncs_over_a_socket() {
    let world = World::new();
    let mut server = Server::new(&world, Arc::new(()));
    let new = NewDevice { officers: vec![LAN], units: vec![UNIT], grants: vec![write(book(1))] };
    let code = world.office.auth().add_code(&new, world.now()).unwrap();
    let request = EnrolRequest::new(&code.spoken(), &SigningKey::from_seed(&[1; 32]));
    let answer = server.post(ENROL_PATH, &[KIND], &request.to_body());
    let reply = EnrolReply::from_body(&answer.body, &WireLimits::default()).unwrap();
    let device = reply.certificate.open(&reply.office_key).unwrap().device;
    let record = world.office.auth().device(&device).unwrap().unwrap();
    let mut phone = Phone::new(record, 1, 1, LAN);
    phone.tick(book(1).id(), ITEM, true);
    let batch = phone.seal();
    let request = phone.request(&world, vec![batch]);
    let reply = server.sync(&phone, 1, &request).reply();
    phone.hear(&world, &request, &reply);
    assert_eq!(states(&reply), [Some(ChangeState::Stored)]);
    assert_eq!(phone.cursor.seq, 2);
    server.stop();
    assert!(TcpStream::connect(server.address).is_err());
}

#[test]
fn a_repeated_request_is_not_heard_even_after_a_restart() {
    let world = World::new();
    let phone = phone(&world);
    let request = phone.request(&world, vec![]);
    let server = Server::new(&world, Arc::new(()));
    server.sync(&phone, 7, &request).reply();
    let repeated = server.sync(&phone, 7, &request).failure();
    assert_eq!(repeated, (409, FailureCode::Replayed));
    let auth = soviec_server::auth::Auth::open(
        &world.dir().join("auth.db"),
        Arc::clone(world.office.relay().keys()),
        soviec_server::auth::Terms {
            tenant: world.office.tenant(),
            certificate_days: 1,
            lease_days: 1,
        },
        soviec_server::Environment::default(),
    );
    let body = request.to_body();
    let epoch = request.cursor.relay_epoch;
    let headers = soviec_server::auth::SignedHeaders {
        device: phone.record.device,
        relay_epoch: epoch,
        nonce: [7; 16],
        signature: phone.key.sign(&request_signing_bytes(SYNC_PATH, &body, &epoch, &[7; 16])),
    };
    let again = auth.unwrap().check(&headers, SYNC_PATH, &body, world.now());
    assert!(matches!(again, Err(soviec_server::auth::AuthError::Replayed)));
}

#[test]
fn an_unsigned_or_wrongly_signed_request_is_turned_away_alike() {
    let world = World::new();
    let phone = phone(&world);
    let server = Server::new(&world, Arc::new(()));
    let request = phone.request(&world, vec![]);
    let body = request.to_body();
    let good = signed(&phone, 1, &request, &body);
    let refused = (401, FailureCode::Unauthorised);
    assert_eq!(server.post(SYNC_PATH, &[KIND], &body).failure(), refused);
    for (place, value) in [
        (1, soviec_core::model::DeviceId([9; 16]).to_string()),
        (1, "x".to_owned()),
        (2, soviec_core::model::Epoch([9; 16]).to_string()),
        (3, hex(&[9; 16])),
        (3, "zz".repeat(16)),
        (4, hex(&[9; 64])),
        (4, hex(&[9; 63])),
    ] {
        let mut headers = good.clone();
        headers[place].1 = value;
        assert_eq!(server.post(SYNC_PATH, &borrowed(&headers), &body).failure(), refused);
    }
    let other = Request {
        hello: soviec_core::protocol::Hello { waiting: 1, ..request.hello.clone() },
        ..request.clone()
    };
    let answer = server.post(SYNC_PATH, &borrowed(&good), &other.to_body());
    assert_eq!(answer.failure(), refused);
    // None of it used up the random bytes of the honest request.
    server.sync(&phone, 1, &request).reply();
}

#[test]
fn bodies_that_are_none_get_one_line_each() {
    let world = World::new();
    let phone = phone(&world);
    let server = Server::new(&world, Arc::new(()));
    let request = phone.request(&world, vec![]);
    let whole = request.to_body();
    let mut newer = whole.clone();
    newer[2] = 9;
    let bomb = soviec_core::protocol::write_body(&[soviec_core::protocol::Frame {
        kind: 1,
        payload: vec![0; 5 << 20],
    }]);
    let cases: [(&[u8], u16, FailureCode); 6] = [
        (b"", 400, FailureCode::Malformed),
        (b"GET / HTTP/1.1", 400, FailureCode::Malformed),
        (&whole[..whole.len() / 2], 400, FailureCode::Malformed),
        (&soviec_core::protocol::write_body(&[]), 400, FailureCode::Malformed),
        (&newer, 426, FailureCode::Version),
        (&bomb, 413, FailureCode::TooLarge),
    ];
    for (n, (body, status, code)) in cases.into_iter().enumerate() {
        let headers = signed(&phone, 10 + n as u8, &request, body);
        let answer = server.post(SYNC_PATH, &borrowed(&headers), body);
        assert_eq!(answer.failure(), (status, code), "case {n}");
    }
    // A version is named before a signature is asked for: the next one may sign differently.
    assert_eq!(server.post(SYNC_PATH, &[KIND], &newer).failure(), (426, FailureCode::Version));
    assert_eq!(server.post(ENROL_PATH, &[KIND], b"noise").failure(), (400, FailureCode::Malformed));
    assert_eq!(server.post(SYNC_PATH, &[], &whole).failure(), (415, FailureCode::Malformed));
    assert_eq!(world.head_seq(), 0);
}

#[test]
fn a_body_that_is_too_large_is_not_read() {
    let world = World::new();
    let server = Server::new(&world, Arc::new(()));
    // Only the head is sent: an answer comes although the body never does.
    let announced = head("POST", SYNC_PATH, &[KIND, ("content-length", "1048577")]);
    assert_eq!(server.raw(&announced, &[]).failure(), (413, FailureCode::TooLarge));
    let chunked = head("POST", SYNC_PATH, &[KIND, ("transfer-encoding", "chunked")]);
    let mut chunk = b"100001\r\n".to_vec();
    chunk.extend(vec![0; 0x100001]);
    assert_eq!(server.raw(&chunked, &chunk).failure(), (413, FailureCode::TooLarge));
}

#[test]
fn a_body_that_is_cut_off_records_nothing() {
    let world = World::new();
    let mut phone = phone(&world);
    phone.tick(book(1).id(), ITEM, true);
    let batch = phone.seal();
    let request = phone.request(&world, vec![batch]);
    let body = request.to_body();
    let server = Server::new(&world, Arc::new(()));
    let headers = signed(&phone, 1, &request, &body);
    let length = body.len().to_string();
    let mut all = borrowed(&headers);
    all.push(("content-length", &length));
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(head("POST", SYNC_PATH, &all).as_bytes()).unwrap();
    stream.write_all(&body[..body.len() - 1]).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let answer = Answer::read(&mut stream);
    assert!(answer.status != 200, "{}", answer.head);
    assert_eq!(world.head_seq(), 0);
    server.sync(&phone, 1, &request).reply();
}

#[test]
fn who_sends_nothing_is_let_go() {
    let patience = Duration::from_millis(50);
    let config = Config { head_timeout: patience, body_timeout: patience, ..Config::default() };
    let world = World::with(config);
    let server = Server::new(&world, Arc::new(()));
    let mut silent = TcpStream::connect(server.address).unwrap();
    silent.write_all(b"POST /v1/sync HTTP/1.1\r\n").unwrap();
    // Returns only because the relay closes the connection.
    let mut rest = Vec::new();
    let _ = silent.read_to_end(&mut rest);
    let announced = head("POST", SYNC_PATH, &[KIND, ("content-length", "10")]);
    assert_eq!(server.raw(&announced, b"SV").failure(), (408, FailureCode::Malformed));
}

#[test]
fn without_room_a_phone_is_told_to_come_again() {
    let world = World::with(Config { uploads: 0, ..Config::default() });
    let server = Server::new(&world, Arc::new(()));
    let answer = server.post(SYNC_PATH, &[KIND], b"SV");
    assert_eq!(answer.failure(), (503, FailureCode::Unavailable));
    assert!(answer.head.contains("retry-after: "));
}

#[test]
fn wrong_codes_are_slowed_down() {
    let world = World::new();
    let server = Server::new(&world, Arc::new(()));
    let request = EnrolRequest::new("AAAAAAAAAA", &SigningKey::from_seed(&[1; 32]));
    let ask = || server.post(ENROL_PATH, &[KIND], &request.to_body());
    for _ in 0..5 {
        assert_eq!(ask().failure(), (401, FailureCode::BadCode));
    }
    let answer = ask();
    assert_eq!(answer.failure(), (429, FailureCode::Unavailable));
    assert!(answer.head.contains("retry-after: "));
}
