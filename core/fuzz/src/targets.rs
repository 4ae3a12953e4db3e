//! What is fuzzed: functions that take any bytes and panic only where a promise is broken.
//! libFuzzer calls them through `fuzz_targets`, the tests through `tests/fuzz`, and
//! `tests/src/bin/fuzz.rs` without libFuzzer.

#![allow(unreachable_pub, reason = "two crates take this file in")]

use soviec_core::{
    admission::{History, Verdict, judge},
    change::{Change, Limits, NewChange, encode, genesis, hash_of},
    document::Document,
    model::{DocumentId, DocumentKind},
    protocol::{EnrolReply, EnrolRequest, Failure, Reply, Request, RowHeader, Sealed, WireLimits},
};
use soviec_server::office::import::{OfficeFile, PlanFile, Source};

/// A target: its name, which is that of its folders, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const ALL: [Target; 4] = [
    ("message", message),
    ("change", change),
    ("plan_file", plan_file),
    ("document_open", document_open),
];

/// Bodies of requests and answers, as either side reads them; what is read is written again and
/// reads the same.
pub fn message(data: &[u8]) {
    let limits = WireLimits::default();
    if let Ok(request) = Request::from_body(data, &limits) {
        let again = Request::from_body(&request.to_body(), &unlimited());
        assert_eq!(again.as_ref(), Ok(&request));
        for batch in request.batches.iter().filter_map(|batch| Sealed::read(&batch.sealed)) {
            let _ = batch.unverified();
        }
    }
    if let Ok(reply) = Reply::from_body(data, &limits) {
        let again = Reply::from_body(&reply.to_body(), &unlimited());
        assert_eq!(again.as_ref(), Ok(&reply));
        for row in &reply.rows {
            let _ = RowHeader::read(&row.header);
        }
    }
    let _ = Failure::from_body(data, &limits);
    let _ = EnrolRequest::from_body(data, &limits).map(|request| request.verify());
    let _ = EnrolReply::from_body(data, &limits);
}

fn unlimited() -> WireLimits {
    WireLimits { body: usize::MAX, plain_body: usize::MAX >> 1, ..WireLimits::default() }
}

/// A change chunk: what is read is in its one form.
pub fn change(data: &[u8]) {
    let limits = Limits::default();
    let Ok(change) = Change::parse(data, &limits) else { return };
    assert_eq!(change.bytes(), data);
    assert_eq!(hash_of(data), Ok(change.hash));
    assert_eq!(limits.check(&change), Ok(()));
    let again = encode(&NewChange {
        dependencies: change.dependencies.clone(),
        actor: change.actor,
        seq: change.seq,
        start_op: change.start_op,
        time: change.time,
        message: change.message.clone(),
        operations: change.operations.clone(),
    });
    assert_eq!(again, change);
}

/// A plan or an office as a clerk writes it: every byte has a place, every doubt one line.
pub fn plan_file(data: &[u8]) {
    let Ok(source) = Source::from_bytes("fuzz.toml", data.to_vec()) else { return };
    for doubt in PlanFile::read(&source).into_doubts() {
        assert!(!doubt.to_string().is_empty());
    }
    for doubt in OfficeFile::read(&source).1 {
        assert!(!doubt.to_string().is_empty());
    }
}

/// A stored document: its bytes open, or are refused, and so does what is saved of it. The library
/// opens altered bytes of which it cannot read its own save again; the store never hands it such
/// (sums and hashes are compared before), and a compaction believes nothing that it has not read back.
/// What admission takes is saved and opens again.
pub fn document_open(data: &[u8]) {
    let id = DocumentId([0xd0; 16]);
    let genesis = genesis(id, 1);
    let admitted = is_admitted(id, &genesis, data);
    for parts in [vec![data.to_vec()], vec![genesis.bytes().to_vec(), data.to_vec()]] {
        let Ok(document) = Document::load(id, &parts) else { continue };
        let Ok(saved) = document.save() else { continue };
        for key in document.keys().unwrap_or_default() {
            let _ = document.values(&key);
        }
        let again = Document::load(id, &[saved]).map(|again| again.heads());
        if admitted {
            assert_eq!(again, Ok(document.heads()));
        }
    }
}

/// Whether admission takes the bytes as the first change of a book.
fn is_admitted(id: DocumentId, genesis: &Change, data: &[u8]) -> bool {
    let limits = Limits::default();
    let Ok(change) = Change::parse(data, &limits) else { return false };
    let verdict = judge(&change, id, DocumentKind::WorkBook, &History::new(genesis), &limits);
    matches!(verdict, Verdict::Admit(_))
}
