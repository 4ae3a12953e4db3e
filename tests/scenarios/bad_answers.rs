//! A phone meets a relay that dies mid-answer, or something that is no relay at all. Each time
//! there is one clear error, nothing is lost, and the next exchange with the real relay works.

use std::{
    net::SocketAddr,
    sync::{
        Mutex,
        mpsc::{Receiver, Sender, channel},
    },
};

use soviec_core::{
    protocol::{Failure, FailureCode, Frame, write_body},
    replica::Cancel,
};
use soviec_tests::{
    Phone, Scripted, Served, World, check_agreement, http_answer, talk, until_quiet,
};

/// A wrong answer: made from the real one, which the relay gave after its commit.
type Spoil = fn(&[u8]) -> Vec<u8>;

fn ok(body: &[u8]) -> Vec<u8> {
    http_answer("200 OK", body)
}

/// What, how, and the code of the error.
const ANSWERS: [(&str, Spoil, &str); 12] = [
    ("half of the head", |real| ok(real)[..20].to_vec(), "relay_unavailable"),
    ("half of the answer", |real| half(&ok(real)), "relay_unavailable"),
    ("no byte at all", |_| Vec::new(), "relay_unavailable"),
    ("a body that ends too early", |real| ok(&half(real)), "bad_reply"),
    ("a body without its last byte", |real| ok(&real[..real.len() - 1]), "bad_reply"),
    ("an empty body", |_| ok(b""), "bad_reply"),
    ("a page of a captive portal", |_| ok(b"<html>Wi-Fi</html>"), "bad_reply"),
    ("a body of version 2", |real| ok(&[b"SV\x02", &real[3..]].concat()), "app_too_old"),
    ("a body above every limit", |_| ok(&vec![b'S'; (4 << 20) + 1]), "bad_reply"),
    ("a small body that unpacks to a large one", |_| ok(&bomb()), "bad_reply"),
    (
        "the error page of a proxy",
        |_| http_answer("502 Bad Gateway", b"<html>"),
        "relay_unavailable",
    ),
    ("a relay that wants a newer app", |_| too_old(), "app_too_old"),
];

fn half(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

fn bomb() -> Vec<u8> {
    write_body(&[Frame { kind: 17, payload: vec![0; 5 << 20] }])
}

fn too_old() -> Vec<u8> {
    let failure = Failure { code: FailureCode::Version, detail: "speak version 2".to_owned() };
    http_answer("426 Upgrade Required", &failure.to_body())
}

/// Hands each request to the real relay and spoils the answer.
fn spoiling(relay: SocketAddr, spoil: Spoil) -> Scripted {
    Scripted::start(move |request| spoil(&talk(relay, request).body))
}

fn fails_with(phone: &Phone, url: String, code: &str, what: &str) {
    let waiting = phone.waiting();
    phone.wire.elsewhere(Some(url));
    let error = phone.sync().expect_err(what);
    assert_eq!(error.code(), code, "{what}: {error}");
    assert_eq!(error.to_string().lines().count(), 1, "{what}: {error}");
    assert!(!error.sentence().is_empty(), "{what}: the officer is told nothing");
    assert_eq!(phone.waiting(), waiting, "{what}: an edit counts as sent");
    phone.wire.elsewhere(None);
}

#[test]
fn a_spoilt_answer_is_one_clear_error_and_the_next_exchange_works() {
    let world = World::new(10);
    let served = Served::start(&world.office());
    let (a, b) = (world.phone_at(0, &[0], &served.url()), world.phone_at(1, &[0], &served.url()));
    for ((what, spoil, code), n) in ANSWERS.into_iter().zip(1..) {
        a.tick(0, 0, 0, n % 2 == 1, n);
        let relay = spoiling(served.address, spoil);
        fails_with(&a, relay.url(), code, what);
        let report = a.sync().expect(what);
        assert_eq!((report.acknowledged, report.stopped), (1, Vec::new()), "{what}");
    }
    let phones = [a, b];
    until_quiet(&phones);
    check_agreement(&world, &phones);
}

#[test]
fn nothing_that_listens_is_offline_and_a_stranger_refuses() {
    let (world, other) = (World::new(11), World::new(12));
    let (served, foreign) = (Served::start(&world.office()), Served::start(&other.office()));
    let phone = world.phone_at(0, &[0], &served.url());
    phone.tick(0, 0, 0, true, 5);
    let gone = Scripted::start(|_| Vec::new()).url();
    fails_with(&phone, gone, "offline", "nothing listens");
    fails_with(&phone, foreign.url(), "relay_refused", "another office's relay");
    assert_eq!(phone.sync().unwrap().acknowledged, 1);
    check_agreement(&world, &[phone]);
}

#[test]
fn a_relay_that_never_answers_is_left_by_cancelling() {
    let world = World::new(13);
    let served = Served::start(&world.office());
    let phone = world.phone_at(0, &[0], &served.url());
    phone.tick(0, 0, 0, true, 5);
    let (arrived, heard) = channel();
    let (go_on, held) = channel::<()>();
    let silent = Scripted::start(keep_silent(arrived, held));
    phone.wire.elsewhere(Some(silent.url()));
    let cancel = Cancel::default();
    std::thread::scope(|scope| {
        let exchange = scope.spawn(|| phone.replica().sync(&cancel, &mut |_| Ok(())));
        heard.recv().expect("the request arrives");
        // Edits go on while an exchange waits.
        phone.tick(0, 0, 1, true, 5);
        cancel.cancel();
        let error = exchange.join().unwrap().expect_err("it was cancelled");
        assert_eq!(error.code(), "cancelled");
    });
    drop(go_on);
    phone.wire.elsewhere(None);
    assert_eq!(phone.sync().unwrap().acknowledged, 2);
    check_agreement(&world, &[phone]);
}

/// Says that a request came, and waits until the test lets go.
fn keep_silent(arrived: Sender<()>, held: Receiver<()>) -> impl Fn(&[u8]) -> Vec<u8> + Send {
    let (arrived, held) = (Mutex::new(arrived), Mutex::new(held));
    move |_| {
        // Both ends are gone when the test has ended early.
        let _ = arrived.lock().unwrap().send(());
        let _ = held.lock().unwrap().recv();
        Vec::new()
    }
}
