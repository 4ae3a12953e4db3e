//! An office that has a long history and keeps none of it: every change is made when a phone
//! asks for it, so that a measured process holds a phone and nothing else.

use std::{collections::BTreeMap, sync::Mutex};

use soviec_core::{
    change::{
        Action, Change, NewChange, Operation, Value, bucket_object, encode as encode_change,
        genesis,
    },
    http::{Cancel, Response, Transport, TransportError},
    model::{ActorId, ChangeHash, DeviceId, DocumentName, Epoch, Moment, OpId, Tick, encode},
    protocol::{
        Certificate, ENROL_PATH, EnrolReply, EnrolRequest, Grant, Page, Point, Receipt, Reply,
        Request, Row, RowHeader, RowKind, SCHEMA, SigningKey, WireLimits,
    },
};

use crate::frame::{
    ITEMS, TASKS, TENANT, book, day, directory, item, noon, officer, plan, tick_key, village,
};

/// Changes of a page.
const PAGE: u64 = 500;
const SEED: [u8; 32] = [77; 32];
const EPOCH: Epoch = Epoch([5; 16]);

/// A book's newest change, and the newest operation of each register.
struct Tip {
    name: DocumentName,
    last: ChangeHash,
    seq: u64,
    operations: BTreeMap<String, OpId>,
}

impl Tip {
    fn new(name: DocumentName) -> Self {
        let last = genesis(name.id(), SCHEMA).hash;
        Self { name, last, seq: 0, operations: BTreeMap::new() }
    }

    /// Another phone's next tick in this book: over what it knew.
    fn next(&mut self) -> Change {
        self.seq += 1;
        let slot = self.seq % (u64::from(TASKS) * u64::from(ITEMS));
        let of = u8::try_from(slot / u64::from(ITEMS)).expect("there are few tasks");
        let which = u8::try_from(slot % u64::from(ITEMS)).expect("there are few items");
        let (id, key) = (self.name.id(), tick_key(of, which));
        debug_assert_eq!(key.owner_text(), item(of, which).to_string());
        let on = day(u32::try_from(1 + self.seq % 28).expect("a day of June"));
        let act = encode(&Tick { by: officer(9), on, done: self.seq.is_multiple_of(2) });
        let start_op = genesis(id, SCHEMA).max_op() + self.seq;
        let before = self.operations.get(key.as_str());
        let operation = Operation {
            object: bucket_object(id, key.bucket()),
            key: key.as_str().to_owned(),
            insert: false,
            action: Action::Put(Value::Bytes(act)),
            predecessors: before.into_iter().copied().collect(),
        };
        let change = encode_change(&NewChange {
            dependencies: vec![self.last],
            actor: ActorId([9; 16]),
            seq: self.seq,
            start_op,
            time: noon().seconds(),
            message: None,
            operations: vec![operation],
        });
        self.operations.insert(key.as_str().to_owned(), change.op_id(0));
        self.last = change.hash;
        change
    }
}

/// The office's side of the exchange.
pub(super) struct Stream {
    changes: u64,
    tips: Mutex<Vec<Tip>>,
}

impl Stream {
    /// So many changes, one after the other in turn over so many books.
    pub(super) fn new(changes: u64, books: u8) -> Self {
        let tips = (0..books).map(|n| Tip::new(book(n))).collect();
        Self { changes, tips: Mutex::new(tips) }
    }

    fn enrol(&self, body: &[u8]) -> Vec<u8> {
        let request = EnrolRequest::from_body(body, &WireLimits::default());
        let device_key = request.expect("the phone's own request").device_key;
        let office = SigningKey::from_seed(&SEED);
        let tips = self.tips.lock().expect("nothing panics with this lock");
        let books = u8::try_from(tips.len()).expect("few books");
        let read = |document| Grant { document, write: false };
        let mut grants = vec![read(directory()), read(plan())];
        grants.extend((0..books).map(|n| Grant { document: book(n), write: true }));
        let certificate = Certificate {
            tenant: TENANT,
            device: DeviceId([1; 16]),
            device_key,
            officers: vec![officer(1)],
            units: (0..books).map(village).collect(),
            grants,
            grant_version: 0,
            not_before: Moment(0),
            not_after: Moment(i64::MAX),
            lease_days: 14,
            relay_key: office.public(),
            relay_epoch: EPOCH,
            office_key: office.public(),
        };
        let certificate = certificate.sign(&office);
        EnrolReply { certificate, office_key: office.public() }.to_body()
    }

    /// The rows after `from`, as many as a page has.
    fn rows(&self, from: u64) -> Vec<(RowHeader, Change)> {
        let mut tips = self.tips.lock().expect("nothing panics with this lock");
        let row = |seq: u64| {
            let turn = usize::try_from(seq).expect("a seq of a test") % tips.len();
            let change = tips[turn].next();
            let mut header = RowHeader::new(RowKind::CHANGE, tips[turn].name.id(), noon());
            (header.seq, header.change) = (seq, Some(change.hash));
            (header, change)
        };
        (from + 1..=self.changes.min(from + PAGE)).map(row).collect()
    }

    fn answer(&self, request: &Request) -> Reply {
        let from = request.cursor.cursor.seq;
        let rows = self.rows(from);
        let next = Point { seq: from + rows.len() as u64, ..request.cursor.cursor };
        let listed: Vec<_> =
            rows.iter().map(|(h, c)| (h.seq, h.kind, h.document, Some(c.hash))).collect();
        let key = SigningKey::from_seed(&SEED);
        let receipt = Receipt::sign(TENANT, EPOCH, from, next, &listed, &key);
        let more = next.seq < self.changes;
        let page = Page {
            next,
            more,
            receipt,
            safe_seq: 0,
            time: noon(),
            minimum: 1,
            rewound: None,
            horizon: next,
        };
        let row = |(header, change): (RowHeader, Change)| Row {
            seq: header.seq,
            header: header.to_bytes().into(),
            payload: Some(change.bytes().to_vec().into()),
        };
        Reply {
            acks: Vec::new(),
            rows: rows.into_iter().map(row).collect(),
            parts: Vec::new(),
            page,
        }
    }
}

impl Transport for Stream {
    fn post(
        &self,
        _: &str,
        path: &str,
        _: &[(&str, String)],
        body: Vec<u8>,
        _: &Cancel,
    ) -> Result<Response, TransportError> {
        let body = match path {
            ENROL_PATH => self.enrol(&body),
            _ => {
                let request = Request::from_body(&body, &WireLimits::default());
                self.answer(&request.expect("the phone's own request")).to_body()
            }
        };
        Ok(Response { status: 200, body })
    }
}
