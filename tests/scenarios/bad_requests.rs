//! The relay hears truncated, oversized, garbage and wrong-version requests over raw sockets:
//! each gets the right status and one line, nothing of it is recorded, and the relay goes on.

use soviec_core::protocol::{
    ENROL_PATH, Failure, FailureCode, Frame, SYNC_PATH, WireLimits, write_body,
};
use soviec_tests::{
    Answer, HandMade, Served, World, check_agreement, http_post, talk, talk_and_hang_up,
};

struct Stage {
    world: World,
    served: Served,
    device: HandMade,
}

impl Stage {
    fn new(seed: u64) -> Self {
        let world = World::new(seed);
        let served = Served::start(&world.office());
        let device = HandMade::enrol(&world, 7, &[0]);
        Self { world, served, device }
    }

    fn send(&self, request: &[u8]) -> Answer {
        talk(self.served.address, request)
    }

    /// Sends a body with a good signature over it.
    fn send_signed(&self, body: &[u8], nonce: u8) -> Answer {
        let headers = self.device.headers(body, [nonce; 16]);
        self.send(&http_post(SYNC_PATH, &headers, body))
    }

    /// The log is as it was, and a phone is served as ever.
    fn goes_on(self) {
        let rows = self.world.log().len();
        assert_eq!(self.send(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").status, Some(200));
        let phone = self.world.phone_at(0, &[0], &self.served.url());
        phone.tick(0, 0, 0, true, 5);
        assert_eq!(phone.sync().unwrap().acknowledged, 1);
        assert_eq!(self.world.log().len(), rows + 2, "one lane and one change");
        check_agreement(&self.world, &[phone]);
    }
}

/// The failure that an answer holds: one line.
fn failure(answer: &Answer, what: &str) -> FailureCode {
    let failure = Failure::from_body(&answer.body, &WireLimits::default());
    let Failure { code, detail } = failure.unwrap_or_else(|| panic!("{what}: {answer:?}"));
    assert!(!detail.is_empty() && detail.lines().count() == 1, "{what}: {detail}");
    code
}

fn expect(answer: &Answer, status: u16, code: FailureCode, what: &str) {
    assert_eq!(answer.status, Some(status), "{what}");
    assert_eq!(failure(answer, what), code, "{what}");
}

#[test]
fn bodies_that_are_none_are_named_and_leave_nothing() {
    let stage = Stage::new(20);
    let before = stage.world.log();
    let real = stage.device.request().to_body();
    let garbage: Vec<u8> = (0..500).map(|_| stage.world.chance.next() as u8).collect();
    let bomb = write_body(&[Frame { kind: 3, payload: vec![0; 5 << 20] }]);
    let lacking = write_body(&[Frame { kind: 9, payload: vec![1] }]);
    let noise = write_body(&[Frame { kind: 1, payload: vec![0xff; 40] }]);
    let wrong = [&b"SV\x07"[..], &real[3..]].concat();
    let cases: [(&str, &[u8], u16, FailureCode); 8] = [
        ("no byte", b"", 400, FailureCode::Malformed),
        ("garbage", &garbage, 400, FailureCode::Malformed),
        ("half a body", &real[..real.len() / 2], 400, FailureCode::Malformed),
        ("all but the last byte", &real[..real.len() - 1], 400, FailureCode::Malformed),
        ("no frame that is known", &lacking, 400, FailureCode::Malformed),
        ("a frame of noise", &noise, 400, FailureCode::Malformed),
        ("a body that unpacks to too much", &bomb, 413, FailureCode::TooLarge),
        ("another version", &wrong, 426, FailureCode::Version),
    ];
    for ((what, body, status, code), nonce) in cases.into_iter().zip(1..) {
        expect(&stage.send_signed(body, nonce), status, code, what);
    }
    assert_eq!(stage.world.log(), before);
    stage.goes_on();
}

#[test]
fn requests_without_a_good_signature_are_refused() {
    let stage = Stage::new(21);
    let body = stage.device.request().to_body();
    let refused = FailureCode::Unauthorised;
    expect(&stage.send(&http_post(SYNC_PATH, &[], &body)), 401, refused, "no signature");
    let mut headers = stage.device.headers(&body, [1; 16]);
    headers[3].1.replace_range(..2, "zz");
    expect(&stage.send(&http_post(SYNC_PATH, &headers, &body)), 401, refused, "not hexadecimal");
    let headers = stage.device.headers(b"another body", [2; 16]);
    expect(&stage.send(&http_post(SYNC_PATH, &headers, &body)), 401, refused, "another body");
    let elsewhere = World::new(22);
    let stranger = HandMade::enrol(&elsewhere, 7, &[0]).headers(&body, [3; 16]);
    expect(&stage.send(&http_post(SYNC_PATH, &stranger, &body)), 401, refused, "a stranger");
    assert_eq!(stage.send_signed(&body, 4).status, Some(200));
    expect(&stage.send_signed(&body, 4), 409, FailureCode::Replayed, "the same once more");
    stage.goes_on();
}

#[test]
fn what_is_too_large_is_not_read_and_what_is_cut_off_is_not_taken() {
    let stage = Stage::new(23);
    let most = WireLimits::default().body;
    let head = |rest: &str| {
        let kind = "content-type: application/vnd.soviec";
        format!(
            "POST {SYNC_PATH} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{kind}\r\n{rest}\r\n\r\n"
        )
    };
    let announced = head(&format!("content-length: {}", most + 1));
    expect(&stage.send(announced.as_bytes()), 413, FailureCode::TooLarge, "announced");
    let mut chunked = head("transfer-encoding: chunked") + &format!("{:x}\r\n", most + 1);
    chunked += &"S".repeat(most + 1);
    chunked += "\r\n0\r\n\r\n";
    let chunked = chunked.as_bytes();
    expect(&stage.send(chunked), 413, FailureCode::TooLarge, "in chunks");
    let cut = [head("content-length: 500").as_bytes(), b"SV\x01"].concat();
    let cut = talk_and_hang_up(stage.served.address, &cut);
    expect(&cut, 400, FailureCode::Malformed, "cut off");
    stage.goes_on();
}

#[test]
fn what_is_no_request_of_the_protocol_gets_the_status_of_http() {
    let stage = Stage::new(24);
    let status = |request: &[u8]| stage.send(request).status;
    let body = stage.device.request().to_body();
    let typed = String::from_utf8_lossy(&http_post(SYNC_PATH, &[], b"")).into_owned();
    let untyped = typed.replace("application/vnd.soviec", "text/plain");
    assert_eq!(status(untyped.as_bytes()), Some(415));
    assert_eq!(status(b"GET /v1/sync HTTP/1.1\r\nhost: a\r\n\r\n"), Some(405));
    assert_eq!(status(&http_post("/v2/sync", &[], &body)), Some(405), "an unknown path");
    assert_eq!(status(b"GET /v1/nothing HTTP/1.1\r\nhost: a\r\n\r\n"), Some(404));
    let noise = status(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03");
    assert!(noise.is_none_or(|status| status == 400), "a TLS greeting: {noise:?}");
    expect(
        &stage.send(&http_post(ENROL_PATH, &[], &body)),
        400,
        FailureCode::Malformed,
        "an exchange at the door of enrolment",
    );
    stage.goes_on();
}
