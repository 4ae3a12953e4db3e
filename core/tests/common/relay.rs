//! A relay in the process that enrols a phone and answers as a test tells it to.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use soviec_core::change::Change;
use soviec_core::http::{Cancel, Response, Transport, TransportError};
use soviec_core::model::{DocumentId, Epoch, Moment};
use soviec_core::protocol::{
    Ack, Answer, ENROL_PATH, EnrolReply, EnrolRequest, Page, Point, PushedBatch, Receipt, Reply,
    Request, Row, RowHeader, SigningKey, WireLimits,
};
use soviec_core::replica::{Clock, Environment, Random};

use super::{TENANT, certificate, noon, officer};

const OFFICE_SEED: [u8; 32] = [77; 32];

type Script = Box<dyn FnMut(&Request) -> Reply + Send>;

/// The phone's side of it is [`environment`].
pub struct FakeRelay {
    script: Mutex<Script>,
    /// Requests that were answered.
    pub requests: Mutex<Vec<Request>>,
    villages: Vec<u8>,
}

impl FakeRelay {
    pub fn new(villages: &[u8]) -> Arc<Self> {
        let script: Script = Box::new(|request| Said::nothing(request).reply());
        let (script, requests) = (Mutex::new(script), Mutex::default());
        Arc::new(Self { script, requests, villages: villages.to_vec() })
    }

    /// From now on answers so.
    pub fn says(&self, script: impl FnMut(&Request) -> Reply + Send + 'static) {
        *self.script.lock().unwrap() = Box::new(script);
    }

    pub fn asked(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    fn enrol(&self, body: &[u8]) -> Vec<u8> {
        let request = EnrolRequest::from_body(body, &WireLimits::default()).unwrap();
        request.verify().unwrap();
        let key = SigningKey::from_seed(&[1; 32]);
        let mut certificate = certificate(&key, 1, &self.villages, vec![officer(1)]);
        certificate.device_key = request.device_key;
        let office = SigningKey::from_seed(&OFFICE_SEED);
        let reply =
            EnrolReply { certificate: certificate.sign(&office), office_key: office.public() };
        reply.to_body()
    }
}

impl Transport for FakeRelay {
    fn post(
        &self,
        _: &str,
        path: &str,
        _: &[(&str, String)],
        body: Vec<u8>,
        _: &Cancel,
    ) -> Result<Response, TransportError> {
        if path == ENROL_PATH {
            return Ok(Response { status: 200, body: self.enrol(&body) });
        }
        let request = Request::from_body(&body, &WireLimits::default()).unwrap();
        let reply = (self.script.lock().unwrap())(&request);
        self.requests.lock().unwrap().push(request);
        Ok(Response { status: 200, body: reply.to_body() })
    }
}

/// What one answer says.
pub struct Said {
    /// The page begins after this seq.
    pub from: u64,
    /// The page ends here.
    pub next: Point,
    pub acks: Vec<Ack>,
    pub rows: Vec<Row>,
    pub more: bool,
    pub rewound: Option<Point>,
}

impl Said {
    pub fn nothing(request: &Request) -> Self {
        let next = request.cursor.cursor;
        let (acks, rows) = (Vec::new(), Vec::new());
        Self { from: next.seq, next, acks, rows, more: false, rewound: None }
    }

    /// Answers every change of the request.
    pub fn answered(request: &Request, answer: impl Fn(usize) -> (Answer, Option<u64>)) -> Self {
        let items = request.batches.iter().filter_map(PushedBatch::sealed);
        let items = items.flat_map(|sealed| sealed.unverified().items).enumerate();
        let ack = |(at, item): (usize, soviec_core::protocol::BatchItem)| {
            let (answer, seq) = answer(at);
            Ack { client_seq: item.client_seq, change: item.change, answer, seq }
        };
        Self { acks: items.map(ack).collect(), ..Self::nothing(request) }
    }

    /// Adds a row, at the next seq.
    pub fn row(mut self, mut header: RowHeader, payload: Option<Vec<u8>>) -> Self {
        self.next.seq += 1;
        header.seq = self.next.seq;
        let (seq, header) = (header.seq, header.to_bytes().into());
        self.rows.push(Row { seq, header, payload: payload.map(Into::into) });
        self
    }

    /// Adds rows of a pen's changes.
    pub fn changes(mut self, document: DocumentId, changes: &[Change]) -> Self {
        for change in changes {
            let mut header =
                RowHeader::new(soviec_core::protocol::RowKind::CHANGE, document, noon());
            header.change = Some(change.hash);
            self = self.row(header, Some(change.bytes().to_vec()));
        }
        self
    }

    pub fn reply(self) -> Reply {
        let listed: Vec<_> = self
            .rows
            .iter()
            .map(|row| RowHeader::read(&row.header).unwrap())
            .map(|head| (head.seq, head.kind, head.document, head.change))
            .collect();
        let key = SigningKey::from_seed(&OFFICE_SEED);
        let epoch = Epoch([5; 16]);
        let receipt = Receipt::sign(TENANT, epoch, self.from, self.next, &listed, &key);
        let page = Page {
            next: self.next,
            more: self.more,
            receipt,
            safe_seq: 0,
            time: noon(),
            minimum: 1,
            rewound: self.rewound,
            horizon: self.next,
        };
        Reply { acks: self.acks, rows: self.rows, parts: Vec::new(), page }
    }
}

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Moment {
        noon()
    }
}

static COUNT: AtomicU64 = AtomicU64::new(1);

/// Bytes that no other call of the process gets: a counter.
pub struct Counter;

impl Random for Counter {
    fn fill(&self, buffer: &mut [u8]) -> bool {
        let bytes = COUNT.fetch_add(1, Ordering::SeqCst).to_le_bytes();
        buffer.iter_mut().zip(bytes.iter().cycle()).for_each(|(byte, b)| *byte = *b);
        true
    }
}

/// A phone's surroundings in a test: always noon on 12 June.
pub fn environment(relay: Arc<FakeRelay>) -> Environment {
    Environment::new(Arc::new(Noon), Arc::new(Counter), relay)
}
