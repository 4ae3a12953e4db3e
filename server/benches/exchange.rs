//! One exchange of many documents: bytes, round trips, and what a pushed change costs the relay.
//!
//! Two real phones have the same work books. Each edits ten of them eight times while offline;
//! the second goes online first, then the exchange of the first one is measured.

#![allow(missing_docs, clippy::print_stdout, reason = "a benchmark prints its table")]

#[path = "common/mod.rs"]
mod common;

use std::{
    net::{IpAddr, Ipv4Addr},
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use common::{book, directory, item, noon, plan, village};
use soviec_core::{
    http::{Cancel, Response, Transport, TransportError},
    model::{DeviceId, Moment, OfficerId},
    protocol::{ENROL_PATH, EnrolRequest, Grant, Request},
    replica::{Clock, Environment, Place, Replica, SyncReport, SystemRandom},
};
use soviec_server::{Office, auth::NewDevice};

const ITEMS: u32 = 8;
const CHANGED: u32 = 10;
const RUNS: usize = 20;

/// Calls the relay in the process and remembers how long its exchange took.
struct Timed {
    office: Arc<Office>,
    took: Mutex<Duration>,
}

impl Timed {
    fn enrol(&self, body: &[u8]) -> Vec<u8> {
        let request = EnrolRequest::from_body(body, self.office.relay().wire_limits());
        let request = request.expect("a phone sends a request");
        let source = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let reply = self.office.auth().enrol(&request, source, noon());
        reply.expect("the code is good").to_body()
    }

    /// The signature is left out: it is one check a request, whatever is in it.
    fn sync(&self, device: &DeviceId, body: &[u8]) -> Vec<u8> {
        let device = self.office.auth().device(device).expect("it can be read");
        let device = device.expect("the phone is enrolled");
        let began = Instant::now();
        let request = Request::from_body(body, self.office.relay().wire_limits());
        let reply = self.office.relay().exchange(&device, &request.expect("a request"), noon());
        let body = reply.expect("the relay answers").to_body();
        *self.took.lock().expect("nobody panicked") = began.elapsed();
        body
    }
}

impl Transport for Timed {
    fn post(
        &self,
        _: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
        _: &Cancel,
    ) -> Result<Response, TransportError> {
        let device = headers.iter().find(|(name, _)| *name == "soviec-device");
        let body = match (path, device) {
            (ENROL_PATH, _) => self.enrol(&body),
            (_, Some((_, id))) => self.sync(&id.parse().expect("an id"), &body),
            _ => return Err(TransportError::Address),
        };
        Ok(Response { status: 200, body })
    }
}

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Moment {
        noon()
    }
}

struct Phone {
    officer: OfficerId,
    replica: Replica,
    way: Arc<Timed>,
}

impl Phone {
    fn new(office: &Arc<Office>, folder: &Path, n: u8, documents: u32) -> Self {
        let folder = folder.join(format!("phone-{n}"));
        std::fs::create_dir_all(folder.join("no-backup")).expect("the folder is writable");
        let place = Place { database: folder.join("book.db"), no_backup: folder.join("no-backup") };
        let way = Arc::new(Timed { office: Arc::clone(office), took: Mutex::default() });
        let (clock, random) = (Arc::new(Noon), Arc::new(SystemRandom));
        let environment = Environment::new(clock, random, Arc::clone(&way) as _);
        let replica = Replica::open(&place, &[n; 32], environment).expect("the phone opens");
        let officer = OfficerId([50 + n; 16]);
        let code = office.auth().add_code(&device(officer, documents), noon()).expect("a code");
        replica
            .enrol("https://relay.example", code.as_str(), None, &Cancel::default())
            .expect("it enrols");
        let phone = Self { officer, replica, way };
        phone.sync();
        phone
    }

    fn sync(&self) -> SyncReport {
        self.replica.sync(&Cancel::default(), &mut |_| Ok(())).expect("the way is free")
    }

    /// Eight edits in each of ten books: items that are ticked, in the next round taken back.
    fn edit(&self, from: u32, done: bool) {
        for document in from..from + CHANGED {
            for n in 0..ITEMS {
                let (book, item) = (book(village(0, document)).id(), item(0, n));
                let new = self.replica.tick(self.officer, book, item, done, None);
                assert_eq!(new, Ok(true));
            }
        }
    }
}

fn device(officer: OfficerId, documents: u32) -> NewDevice {
    let read = |document| Grant { document, write: false };
    let mut grants = vec![read(directory()), read(plan())];
    let units: Vec<_> = (0..documents).map(|n| village(0, n)).collect();
    grants.extend(units.iter().map(|unit| Grant { document: book(*unit), write: true }));
    NewDevice { officers: vec![officer], units, grants }
}

fn measure(documents: u32) {
    let folder = tempfile::tempdir().expect("the system has room");
    let office = common::office(&folder.path().join("office"));
    common::write_directory(&office, 1, documents);
    common::write_plan(&office, 1, ITEMS);
    let (a, b) = (
        Phone::new(&office, folder.path(), 1, documents),
        Phone::new(&office, folder.path(), 2, documents),
    );
    let mut took = Vec::new();
    for run in 0..RUNS {
        let done = run % 2 == 0;
        a.edit(0, done);
        b.edit(documents - CHANGED, done);
        b.sync();
        let before = rows(&office);
        let report = a.sync();
        let relay = *a.way.took.lock().expect("nobody panicked");
        took.push(relay.as_micros() / u128::from(CHANGED * ITEMS));
        // The first announces lanes; the others are alike.
        if run < 2 {
            print(documents, run, &report, rows(&office) - before);
        }
        b.sync();
    }
    took.sort_unstable();
    let (least, middle) = (took[0], took[RUNS / 2]);
    println!(
        "at the relay, of {RUNS}: {least} us a pushed change at least, {middle} in the middle"
    );
}

fn rows(office: &Office) -> u64 {
    office.log().head().expect("the log can be read").seq
}

fn print(documents: u32, run: usize, report: &SyncReport, rows: u64) {
    println!(
        "{documents} documents, exchange {}: {} request(s), {} bytes up, {} down; {} changes \
         sent, {} received; {rows} rows",
        run + 1,
        report.requests,
        report.bytes_up,
        report.bytes_down,
        report.acknowledged,
        report.received
    );
}

fn main() {
    measure(30);
    measure(300);
}
