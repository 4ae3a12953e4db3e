//! A relay says something that this build does not handle yet: the phone keeps every row,
//! stops sending what it is about, goes on recording, says so with one code, and does not loop.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::sync::Arc;

use common::relay::{FakeRelay, Said, environment};
use common::*;
use soviec_core::http::Cancel;
use soviec_core::model::{ChangeHash, Declared, DocumentId};
use soviec_core::protocol::{Answer, ChangeState, Point, PushedBatch, Request, RowHeader, RowKind};
use soviec_core::replica::{Place, Replica, SyncReport};
use tempfile::TempDir;

/// An enrolled phone of two villages with two edits in the first and one in the second.
struct Phone {
    _folder: TempDir,
    relay: Arc<FakeRelay>,
    replica: Replica,
}

impl Phone {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let relay = FakeRelay::new(&[0, 1]);
        let place =
            Place { database: folder.path().join("so.db"), no_backup: folder.path().to_path_buf() };
        let environment = environment(Arc::clone(&relay));
        let replica = Replica::open(&place, &[5; 32], environment).unwrap();
        replica.enrol("https://relay.example", "CODE", None, &Cancel::default()).unwrap();
        let phone = Self { _folder: folder, relay, replica };
        phone.records(0, 0);
        phone.records(0, 1);
        phone.records(1, 0);
        phone
    }

    fn records(&self, village: u8, n: u32) {
        let (by, book) = (officer(1), book(village).id());
        let written = self.replica.set_status(by, book, task(n), Declared::Done, None, None);
        assert!(written.unwrap(), "recording goes on");
    }

    fn syncs(&self) -> SyncReport {
        self.replica.sync(&Cancel::default(), &mut |_| Ok(())).unwrap()
    }

    fn codes(&self) -> Vec<(DocumentId, String)> {
        self.replica.health().unwrap().stopped_documents
    }

    /// Every edit is still in its book's registers, and audit agrees.
    fn kept(&self, edits: usize) {
        let books = [book(0).id(), book(1).id()];
        let shown = books.map(|book| self.replica.everything(book).unwrap().len());
        assert_eq!(shown.iter().sum::<usize>(), edits, "something was dropped");
        for book in books {
            assert!(self.replica.audit(book).unwrap().is_empty());
        }
    }

    /// The first book is stopped with `code` and one more exchange sends nothing of it; the
    /// second goes on.
    fn stopped_one(&self, code: &str) {
        assert_eq!(self.codes(), [(book(0).id(), code.to_owned())]);
        self.records(0, 2);
        self.records(1, 2);
        self.relay.says(stored);
        let asked = self.relay.asked();
        let report = self.syncs();
        assert_eq!(self.relay.asked(), asked + 1, "one request was enough");
        assert_eq!(report.stopped, [], "it was said once");
        assert_eq!(sent(&self.last_request()), [book(1).id()]);
        assert_eq!(self.codes(), [(book(0).id(), code.to_owned())]);
        self.kept(5);
    }

    /// Nothing at all is sent, and the phone records on.
    fn stopped_all(&self, code: &str) {
        assert_eq!(self.replica.health().unwrap().stopped.as_deref(), Some(code));
        self.records(0, 2);
        let asked = self.relay.asked();
        self.syncs();
        assert_eq!(self.relay.asked(), asked + 1, "one request was enough");
        assert_eq!(sent(&self.last_request()), []);
        assert_eq!(self.replica.health().unwrap().stopped.as_deref(), Some(code));
        self.kept(4);
    }

    fn last_request(&self) -> Request {
        self.relay.requests.lock().unwrap().last().unwrap().clone()
    }
}

fn stored(request: &Request) -> soviec_core::protocol::Reply {
    Said::answered(request, |_| (Answer::State(ChangeState::Stored), Some(1_000))).reply()
}

/// The documents of a request's changes.
fn sent(request: &Request) -> Vec<DocumentId> {
    let batches = request.batches.iter().filter_map(PushedBatch::sealed);
    batches.flat_map(|sealed| sealed.unverified().items).map(|item| item.document).collect()
}

/// The first change gets the answer, the others are stored.
fn first(phone: &Phone, answer: Answer) -> SyncReport {
    phone.relay.says(move |request| {
        let stored = Answer::State(ChangeState::Stored);
        Said::answered(request, |at| (if at == 0 { answer.clone() } else { stored.clone() }, None))
            .reply()
    });
    phone.syncs()
}

#[test]
fn a_dead_change_stops_its_document() {
    let other = ChangeHash([9; 32]);
    for (state, code) in [
        (ChangeState::Refused(7), "refused"),
        (ChangeState::Rebase, "rebase"),
        (ChangeState::Forked, "forked"),
        (ChangeState::Returned, "returned"),
        (ChangeState::Expelled, "expelled"),
        (ChangeState::Moved(DocumentId([3; 16])), "moved"),
        (ChangeState::Already(other), "rebase"),
    ] {
        let phone = Phone::new();
        let report = first(&phone, Answer::State(state));
        assert_eq!(report.stopped, [(Some(book(0).id()), code.to_owned())]);
        assert_eq!((report.requests, report.acknowledged), (1, 3), "{code}");
        phone.stopped_one(code);
    }
}

#[test]
fn the_first_reason_stays_and_is_said_once() {
    let phone = Phone::new();
    phone.relay.says(|request| {
        let states = [ChangeState::Refused(7), ChangeState::Rebase, ChangeState::Stored];
        Said::answered(request, |at| (Answer::State(states[at]), None)).reply()
    });
    let report = phone.syncs();
    assert_eq!(report.stopped, [(Some(book(0).id()), "refused".to_owned())]);
    phone.stopped_one("refused");
}

#[test]
fn held_and_parked_are_acknowledged_and_stop_nothing() {
    let phone = Phone::new();
    phone.relay.says(|request| {
        let states = [ChangeState::Held, ChangeState::Parked, ChangeState::Stored];
        Said::answered(request, |at| (Answer::State(states[at]), Some(7))).reply()
    });
    let report = phone.syncs();
    assert_eq!((report.acknowledged, report.waiting, report.stopped), (3, 0, vec![]));
    phone.records(0, 2);
    phone.relay.says(stored);
    assert_eq!(phone.syncs().acknowledged, 1);
    assert_eq!(sent(&phone.last_request()), [book(0).id()]);
    phone.kept(4);
}

#[test]
fn regressed_stops_everything() {
    let phone = Phone::new();
    let report = first(&phone, Answer::Regressed);
    assert_eq!(report.stopped, [(None, "regressed".to_owned())]);
    assert_eq!(report.requests, 1);
    phone.stopped_all("regressed");
}

#[test]
fn rewound_stops_everything() {
    let phone = Phone::new();
    phone
        .relay
        .says(|request| Said { rewound: Some(Point::start()), ..Said::nothing(request) }.reply());
    let report = phone.syncs();
    assert_eq!(report.stopped, [(None, "rewound".to_owned())]);
    assert_eq!(report.waiting, 3, "nothing was acknowledged");
    phone.stopped_all("rewound");
}

#[test]
fn a_change_that_the_phone_never_had_stops_its_document_at_once() {
    let phone = Phone::new();
    let report = first(&phone, Answer::Missing(vec![ChangeHash([8; 32])]));
    assert_eq!(report.stopped, [(Some(book(0).id()), "missing".to_owned())]);
    assert_eq!(report.waiting, 1, "the edit itself waits");
    phone.stopped_one("missing");
}

/// A batch is sealed once and sent whole, so it goes out for the sake of another document; the
/// relay judges each change by itself.
#[test]
fn a_batch_that_was_sealed_before_still_brings_the_other_document() {
    let phone = Phone::new();
    phone.relay.says(|request| {
        let mut said = Said::answered(request, |_| (Answer::State(ChangeState::Rebase), None));
        said.acks.truncate(1);
        said.reply()
    });
    phone.syncs();
    phone.relay.says(stored);
    let report = phone.syncs();
    assert_eq!((report.acknowledged, report.waiting), (3, 0));
    assert_eq!(phone.codes(), [(book(0).id(), "rebase".to_owned())]);
    phone.stopped_one("rebase");
}

#[test]
fn what_was_acknowledged_and_is_missing_is_sent_again_and_then_stops() {
    let phone = Phone::new();
    phone.relay.says(stored);
    phone.syncs();
    let first = phone.relay.requests.lock().unwrap()[0].batches[0].sealed().unwrap();
    let lost = first.unverified().items[0].change;
    phone.records(0, 2);
    // The relay lost the first change: it asks for it once, gets it, and still says so.
    phone.relay.says(move |request| {
        let mut said = Said::answered(request, |_| (Answer::State(ChangeState::Stored), None));
        for ack in said.acks.iter_mut().filter(|ack| ack.client_seq == 4) {
            ack.answer = Answer::Missing(vec![lost]);
        }
        said.reply()
    });
    assert_eq!(phone.syncs().stopped, []);
    assert_eq!(phone.replica.health().unwrap().waiting, 2);
    let report = phone.syncs();
    assert_eq!(sent(&phone.last_request()).len(), 4, "its batch was sent again");
    assert_eq!(report.stopped, [(Some(book(0).id()), "missing".to_owned())]);
    phone.relay.says(stored);
    phone.syncs();
    assert_eq!(sent(&phone.last_request()), []);
    phone.kept(4);
}

/// A row about a change, as the office's decision brings it after the change was stored.
fn verdict(document: DocumentId, change: ChangeHash, state: ChangeState) -> RowHeader {
    let mut header = RowHeader::new(RowKind::VERDICT, document, noon());
    (header.change, header.state) = (Some(change), Some(state));
    header
}

#[test]
fn a_verdict_that_comes_later_as_a_row_stops_its_document_too() {
    let phone = Phone::new();
    phone.relay.says(stored);
    phone.syncs();
    let sealed = phone.last_request().batches[0].sealed().unwrap();
    let own = sealed.unverified().items[0].change;
    phone.relay.says(move |request| {
        let said = Said::nothing(request);
        if request.cursor.cursor.seq > 0 {
            return said.reply();
        }
        let said = Said { next: Point { seq: 2_000, ..said.next }, ..said };
        said.row(verdict(book(0).id(), own, ChangeState::Expelled), None).reply()
    });
    let report = phone.syncs();
    assert_eq!(report.stopped, [(Some(book(0).id()), "expelled".to_owned())]);
    phone.stopped_one("expelled");
}

/// The relay has a row of this phone's present epoch that the phone does not have: it is a
/// copy of that phone. What comes after it is taken only when that can be handled.
#[test]
fn an_own_row_that_the_phone_does_not_have_stops_everything_and_keeps_the_cursor() {
    let phone = Phone::new();
    phone.relay.says(|request| {
        let mut header = RowHeader::new(RowKind::CHANGE, book(0).id(), noon());
        header.change = Some(ChangeHash([4; 32]));
        header.device = Some(soviec_core::model::DeviceId([1; 16]));
        header.epoch = Some(request.hello.epoch);
        let from = request.cursor.cursor.seq;
        let said = Said::answered(request, |_| (Answer::State(ChangeState::Stored), None));
        let said = if from == 0 {
            said.changes(directory().id(), &directory_pen(2).changes)
        } else {
            said
        };
        said.row(header, None).changes(plan().id(), &plan_pen(3).changes).reply()
    });
    let report = phone.syncs();
    assert_eq!(report.stopped, [(None, "regressed".to_owned())]);
    assert_eq!(report.requests, 1);
    let before = phone.last_request().cursor;
    phone.stopped_all("regressed");
    assert_eq!(phone.last_request().cursor, before, "the row can still be asked for");
}

/// A foreign row that does not pass admission is kept with its head, for a newer app to read.
#[test]
fn a_row_that_cannot_be_read_here_stops_sending_its_document() {
    let phone = Phone::new();
    let mut strange = Pen::new(book(0));
    strange.put(vec![(status_key(0), b"no act".to_vec())]);
    phone.relay.says(move |request| {
        let said = Said::answered(request, |_| (Answer::State(ChangeState::Stored), None));
        match request.cursor.cursor.seq {
            0 => said.changes(book(0).id(), &strange.changes).reply(),
            _ => said.reply(),
        }
    });
    let report = phone.syncs();
    assert_eq!(report.stopped, [(Some(book(0).id()), "unreadable".to_owned())]);
    phone.stopped_one("unreadable");
}

/// Else a phone with more to send than one request holds would send the same for ever.
#[test]
fn a_relay_that_answers_nothing_is_not_asked_again_in_the_same_exchange() {
    let phone = Phone::new();
    phone.relay.says(|request| Said::nothing(request).reply());
    let error = phone.replica.sync(&Cancel::default(), &mut |_| Ok(())).unwrap_err();
    assert_eq!((error.code(), phone.relay.asked()), ("bad_reply", 1));
    assert!(error.sentence().contains("3 mục"));
    phone.relay.says(stored);
    assert_eq!(phone.syncs().acknowledged, 3);
}
