//! A phone's store to which rows are brought as a page brings them, whoever the relay is.

use std::sync::Arc;

use soviec_core::{
    change::hash_of,
    document::Document,
    model::{ChangeHash, DeviceId, DocumentId, DocumentName, Edit, Epoch, Moment, OfficerId},
    protocol::{Certificate, Grant, SigningKey},
    store::{Author, Holder, Store, cipher::DatabaseKey},
    sync::Effect,
};
use tempfile::TempDir;

use crate::{TENANT, item, noon};

/// The store of a phone that reads and writes some books.
pub struct Victim {
    store: Store,
    reader: rusqlite::Connection,
    key: SigningKey,
    officer: OfficerId,
    seq: u64,
    _folder: TempDir,
}

impl Victim {
    /// An empty store to which the books are attached.
    pub fn new(n: u8, books: &[DocumentName]) -> Self {
        let folder = TempDir::new().expect("the system has room for a test");
        let (key, officer) = (SigningKey::from_seed(&[n; 32]), OfficerId([50 + n; 16]));
        let secret = Arc::new(DatabaseKey::new(&[n; 32]));
        let store = Store::open(&folder.path().join("book.db"), secret, Epoch([n; 16]));
        let mut store = store.expect("the store opens");
        store.attach(&certificate(&key, n, officer, books)).expect("the books are attached");
        let reader = store.reader().expect("a second connection opens");
        Self { store, reader, key, officer, seq: 0, _folder: folder }
    }

    /// Attaches more books.
    pub fn attach(&mut self, n: u8, books: &[DocumentName]) {
        let certificate = certificate(&self.key, n, self.officer, books);
        self.store.attach(&certificate).expect("the books are attached");
    }

    /// Brings rows in one page; says which of them are in their document now.
    pub fn offer(&mut self, rows: &[(DocumentId, Vec<u8>)]) -> Vec<bool> {
        let rows: Vec<_> =
            rows.iter().map(|(document, bytes)| self.row(*document, bytes)).collect();
        self.seq += 1;
        let mut fresh = [0xfe; 16];
        fresh[..8].copy_from_slice(&self.seq.to_be_bytes());
        let holder = Holder {
            officers: &[self.officer],
            device: self.key.public(),
            now: noon(),
            fresh_epoch: Epoch(fresh),
        };
        self.store.carry_out(&rows, &holder).expect("a page is carried out");
        rows.iter().map(|row| self.has(row)).collect()
    }

    fn row(&mut self, document: DocumentId, bytes: &[u8]) -> Effect {
        self.seq += 1;
        let change = hash_of(bytes).unwrap_or(ChangeHash([0; 32]));
        let bytes = Some(bytes.to_vec());
        Effect::Change { seq: self.seq, document, change, bytes, own: false }
    }

    fn has(&self, row: &Effect) -> bool {
        let Effect::Change { document, change, .. } = row else { return false };
        let sql = "SELECT 1 FROM changes WHERE document = ?1 AND hash = ?2 AND present = 1";
        let found = self
            .reader
            .prepare_cached(sql)
            .and_then(|mut found| found.exists([document.as_slice(), change.as_slice()]));
        found.expect("the changes can be read")
    }

    /// Its officer ticks an item; returns the change.
    pub fn tick(&mut self, book: &DocumentName, n: u8, done: bool) -> Option<ChangeHash> {
        let edit = Edit::Tick { item: item(0, n), done, on: noon().day() };
        let author =
            Author { officer: self.officer, key: &self.key, grant_version: 0, now: noon() };
        let written = self.store.write(&author, book, &edit).expect("the tick is durable");
        written.map(|written| written.change)
    }

    /// Every page is whole, every book loads, and the registers are those of the CRDT library.
    pub fn assert_sound(&self, book: &DocumentName) {
        self.store.verify().expect("every page and every change is whole");
        self.assert_like_library(book);
    }

    /// The book loads from its bytes, and its registers are those of the CRDT library.
    pub fn assert_like_library(&self, book: &DocumentName) {
        let odd = self.store.audit(book.id()).expect("the book loads");
        assert!(odd.is_empty(), "tables and document differ in {odd:?}");
    }

    /// The bytes of every change of a book, in their order.
    pub fn changes(&self, book: &DocumentName) -> Vec<Vec<u8>> {
        let sql = "SELECT bytes FROM changes WHERE document = ?1 AND present = 1 ORDER BY place";
        let mut found = self.reader.prepare_cached(sql).expect("the changes can be read");
        let rows = found.query_map([book.id().as_slice()], |row| row.get(0));
        let rows = rows.and_then(Iterator::collect);
        rows.expect("the changes can be read")
    }

    /// The book as the CRDT library reads it.
    pub fn document(&self, book: &DocumentName) -> Document {
        let id = book.id();
        let mut parts =
            vec![soviec_core::change::genesis(id, soviec_core::protocol::SCHEMA).bytes().to_vec()];
        parts.extend(self.changes(book));
        Document::load(id, &parts).expect("the book loads")
    }
}

fn certificate(key: &SigningKey, n: u8, officer: OfficerId, books: &[DocumentName]) -> Certificate {
    let office = SigningKey::from_seed(&[77; 32]);
    Certificate {
        tenant: TENANT,
        device: DeviceId([n; 16]),
        device_key: key.public(),
        officers: vec![officer],
        units: books.iter().map(|book| book.unit).collect(),
        grants: books.iter().map(|book| Grant { document: *book, write: true }).collect(),
        grant_version: 0,
        not_before: Moment(0),
        not_after: Moment(i64::MAX),
        lease_days: 14,
        relay_key: office.public(),
        relay_epoch: Epoch([5; 16]),
        office_key: office.public(),
    }
}
