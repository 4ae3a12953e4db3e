//! A fault in the middle of a call ends that call alone.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use common::relay::{Counter, FakeRelay, Said};
use common::*;
use soviec_core::error::{Error, ErrorKind, NextStep};
use soviec_core::http::{Cancel, Response, Transport, TransportError};
use soviec_core::model::{Declared, Moment};
use soviec_core::protocol::{Answer, ChangeState, Request};
use soviec_core::replica::{
    Clock, Environment, Place, Random, Replica, Sort, TaskFilter, TaskWindow, Window,
};
use tempfile::TempDir;

/// Panics once when it is armed, like a foreign implementation with a fault.
#[derive(Clone, Default)]
struct Mine(Arc<AtomicBool>);

impl Mine {
    fn arm(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    fn step(&self) {
        assert!(!self.0.swap(false, Ordering::SeqCst), "a planted fault");
    }

    /// Whether it has gone off since it was armed.
    fn gone(&self) -> bool {
        !self.0.load(Ordering::SeqCst)
    }
}

struct Faulty<T> {
    mine: Mine,
    inner: T,
}

impl Clock for Faulty<()> {
    fn now(&self) -> Moment {
        self.mine.step();
        noon()
    }
}

impl Random for Faulty<Counter> {
    fn fill(&self, buffer: &mut [u8]) -> bool {
        self.mine.step();
        self.inner.fill(buffer)
    }
}

impl Transport for Faulty<Arc<FakeRelay>> {
    fn post(
        &self,
        address: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
        cancel: &Cancel,
    ) -> Result<Response, TransportError> {
        self.mine.step();
        self.inner.post(address, path, headers, body, cancel)
    }
}

struct World {
    clock: Mine,
    random: Mine,
    wire: Mine,
    relay: Arc<FakeRelay>,
    folder: TempDir,
}

impl World {
    fn new() -> Self {
        let relay = FakeRelay::new(&[0]);
        relay.says(stored);
        let [clock, random, wire] = [Mine::default(), Mine::default(), Mine::default()];
        Self { clock, random, wire, relay, folder: TempDir::new().unwrap() }
    }

    fn open(&self) -> Result<Replica, Error> {
        let path = self.folder.path();
        let place = Place { database: path.join("so.db"), no_backup: path.to_owned() };
        let clock = Faulty { mine: self.clock.clone(), inner: () };
        let random = Faulty { mine: self.random.clone(), inner: Counter };
        let wire = Faulty { mine: self.wire.clone(), inner: Arc::clone(&self.relay) };
        let environment = Environment::new(Arc::new(clock), Arc::new(random), Arc::new(wire));
        Replica::open(&place, &[5; 32], environment)
    }
}

fn stored(request: &Request) -> soviec_core::protocol::Reply {
    Said::answered(request, |_| (Answer::State(ChangeState::Stored), None)).reply()
}

fn enrol(replica: &Replica) -> Result<(), Error> {
    replica.enrol("https://relay.example", "CODE", None, &Cancel::default()).map(drop)
}

fn sync(replica: &Replica) -> Result<usize, Error> {
    replica.sync(&Cancel::default(), &mut |_| Ok(())).map(|report| report.acknowledged)
}

fn declare(replica: &Replica, n: u32) -> Result<bool, Error> {
    replica.set_status(officer(1), book(0).id(), task(n), Declared::Done, None, None)
}

fn list(replica: &Replica) -> Result<TaskWindow, Error> {
    replica.tasks(&TaskFilter::default(), Sort::Plan, Window { offset: 0, limit: 10 })
}

/// The call meets the fault and says so; the same call works the next time.
fn twice<T: std::fmt::Debug>(mine: &Mine, call: impl Fn() -> Result<T, Error>) -> T {
    mine.arm();
    let error = call().expect_err("the fault was met");
    assert!(mine.gone());
    assert_eq!((error.kind(), error.next()), (ErrorKind::Internal, NextStep::ReportFault));
    call().unwrap()
}

#[test]
fn opening_again_works_after_a_fault() {
    let world = World::new();
    twice(&world.random, || world.open());
}

#[test]
fn every_call_answers_internal_once_and_then_works() {
    let world = World::new();
    let replica = world.open().unwrap();
    for mine in [&world.random, &world.wire] {
        mine.arm();
        assert_eq!(enrol(&replica).unwrap_err().kind(), ErrorKind::Internal);
    }
    enrol(&replica).unwrap();
    assert!(twice(&world.clock, || declare(&replica, 0)));
    twice(&world.clock, || replica.today());
    twice(&world.clock, || list(&replica));
    twice(&world.clock, || replica.agenda(None));
    let note = || replica.add_note(officer(1), book(0).id(), task(0), "một ghi chú");
    twice(&world.random, note);
    let own = || replica.add_local_task(officer(1), book(0).id(), "việc riêng", None);
    twice(&world.random, own);
    // The exchange holds a lock for its whole length: a fault gives it back.
    for mine in [&world.clock, &world.random, &world.wire] {
        mine.arm();
        assert_eq!(sync(&replica).unwrap_err().kind(), ErrorKind::Internal);
    }
    assert_eq!(sync(&replica).unwrap(), 3, "what was durable before the faults goes out");
    assert!(replica.audit(book(0).id()).unwrap().is_empty());
}
