//! What a relay can say of a phone's changes, through the door: nothing is dropped, nothing loops,
//! and what this build does not handle yet stops sending and says so with one code.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::sync::{Arc, Mutex};

use common::relay::{FakeRelay, Said, environment};
use common::*;
use soviec_core::change::{Change, Limits, genesis};
use soviec_core::http::Cancel;
use soviec_core::model::{ChangeHash, Declared, DocumentId, EntryId, Note, RegisterKey, encode};
use soviec_core::protocol::{
    Answer, ChangeState, Decision, Point, PushedBatch, Request, RowHeader, RowKind,
};
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

    /// So many edits are in their books' registers, and audit agrees.
    fn shown(&self, edits: usize) {
        let books = [book(0).id(), book(1).id()];
        let shown = books.map(|book| self.replica.everything(book).unwrap().len());
        assert_eq!(shown.iter().sum::<usize>(), edits, "something was dropped");
        for book in books {
            assert!(self.replica.audit(book).unwrap().is_empty());
        }
    }

    /// Nothing is stopped, nothing waits, and the next edit goes out.
    fn goes_on(&self) {
        assert_eq!((self.codes(), self.replica.health().unwrap().stopped), (vec![], None));
        assert_eq!(self.replica.health().unwrap().waiting, 0);
        self.records(0, 2);
        self.relay.says(stored);
        assert_eq!(self.syncs().acknowledged, 1);
    }

    /// The states of what is set apart, newest first.
    fn apart(&self) -> Vec<ChangeState> {
        self.replica.set_apart().unwrap().iter().map(|apart| apart.state).collect()
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
        self.shown(4);
    }

    fn last_request(&self) -> Request {
        self.relay.requests.lock().unwrap().last().unwrap().clone()
    }
}

fn stored(request: &Request) -> soviec_core::protocol::Reply {
    Said::answered(request, |_| (Answer::State(ChangeState::Stored), Some(1_000))).reply()
}

fn note_key() -> RegisterKey {
    RegisterKey::entry(task(0), "note", EntryId([3; 16]))
}

fn note() -> Note {
    Note { by: officer(1), on: day(2), text: "của bản sao".to_owned() }
}

/// The documents of a request's changes.
fn sent(request: &Request) -> Vec<DocumentId> {
    let batches = request.batches.iter().filter_map(PushedBatch::sealed);
    batches.flat_map(|sealed| sealed.unverified().items).map(|item| item.document).collect()
}

/// The changes that a request brings.
fn changes(request: &Request) -> Vec<Change> {
    let parse = |bytes: &[u8]| Change::parse(bytes, &Limits::default()).unwrap();
    let all = request.batches.iter().flat_map(|batch| &batch.changes);
    all.map(|bytes| parse(bytes)).collect()
}

/// The first request's changes get these answers; what comes later is stored.
fn answers(phone: &Phone, answers: Vec<Answer>) -> SyncReport {
    let mut asked = 0;
    phone.relay.says(move |request| {
        asked += 1;
        let stored = Answer::State(ChangeState::Stored);
        Said::answered(request, |at| match (asked, answers.get(at)) {
            (1, Some(answer)) => (answer.clone(), None),
            _ => (stored.clone(), None),
        })
        .reply()
    });
    phone.syncs()
}

/// What an officer built on a change that ended is written again at once, and sent in the same
/// exchange; other books notice nothing.
#[test]
fn a_change_that_ended_takes_nothing_else_with_it() {
    for state in [ChangeState::Refused(7), ChangeState::Returned, ChangeState::Expelled] {
        let phone = Phone::new();
        let first = phone.relay.asked();
        let report =
            answers(&phone, vec![Answer::State(state), Answer::State(ChangeState::Rebase)]);
        assert_eq!((report.requests, report.acknowledged, report.reissued), (2, 4, 1));
        assert_eq!(report.stopped, []);
        let requests = phone.relay.requests.lock().unwrap();
        let (before, after) = (changes(&requests[first]), changes(&requests[first + 1]));
        drop(requests);
        assert_eq!(after.len(), 1, "only what stood on it");
        assert_eq!((after[0].edit(), after[0].seq), (before[1].hash, 1), "in a lane of its own");
        assert_eq!(after[0].operations, before[1].operations);
        assert_eq!(phone.apart(), [state]);
        phone.shown(2);
        phone.goes_on();
    }
}

/// The edit stands nowhere, or somewhere else: nobody has to do anything.
#[test]
fn an_edit_that_has_to_be_written_again_is_pending_and_then_done() {
    for state in [ChangeState::Rebase, ChangeState::Forked] {
        let phone = Phone::new();
        let report =
            answers(&phone, vec![Answer::State(state), Answer::State(ChangeState::Rebase)]);
        assert_eq!((report.requests, report.reissued, report.waiting), (2, 2, 0));
        assert_eq!(phone.apart(), []);
        phone.shown(3);
        phone.goes_on();
    }
}

/// The relay has the edit by another change that this phone will hear of.
#[test]
fn an_edit_that_another_change_carries_is_done() {
    let phone = Phone::new();
    let other = ChangeState::Already(ChangeHash([9; 32]));
    answers(&phone, vec![Answer::State(other), Answer::State(ChangeState::Rebase)]);
    assert_eq!(phone.apart(), []);
    phone.shown(2);
    phone.goes_on();
}

#[test]
fn a_move_into_a_book_without_a_name_waits_for_its_name() {
    let phone = Phone::new();
    let target = book(7);
    let moved = Answer::State(ChangeState::Moved(target.id()));
    answers(&phone, vec![moved]);
    assert_eq!(phone.apart(), [ChangeState::Moved(target.id())]);
    let carrier = changes(&phone.relay.requests.lock().unwrap()[0])[0].hash;
    let mut header = RowHeader::new(RowKind::DECISION, book(0).id(), noon());
    (header.change, header.state) = (Some(carrier), Some(ChangeState::Moved(target.id())));
    header.clerk = Some(CLERK);
    let said = Decision { reason: "Việc của thôn khác".to_owned(), target: Some(target) };
    phone.relay.says(move |request| match request.cursor.cursor.seq {
        0 => Said::nothing(request).row(header.clone(), Some(said.to_bytes())).reply(),
        _ => stored(request),
    });
    let report = phone.syncs();
    assert_eq!((report.reissued, report.acknowledged), (1, 1));
    let again = &changes(&phone.last_request())[0];
    assert_eq!((again.edit(), sent(&phone.last_request())), (carrier, vec![target.id()]));
    assert_eq!(again.dependencies, [genesis(target.id(), 1).hash]);
    let apart = phone.replica.set_apart().unwrap();
    let office = apart[0].office.as_ref().unwrap();
    assert_eq!((office.clerk, office.words.as_str()), (Some(CLERK), "Việc của thôn khác"));
    assert_eq!(apart[0].state, ChangeState::Moved(target.id()));
    assert!(phone.replica.dismiss(officer(1), &carrier).unwrap());
    assert_eq!(phone.apart(), []);
    assert_eq!(phone.replica.set_apart_history().unwrap().len(), 1);
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
    phone.shown(4);
    assert_eq!(phone.apart(), [ChangeState::Parked, ChangeState::Held]);
}

/// Another history of this phone is known to the relay: every edit without a verdict goes out
/// again, in a new epoch, once.
#[test]
fn regressed_begins_a_new_epoch_and_nothing_is_lost() {
    let phone = Phone::new();
    let regressed = vec![Answer::Regressed; 3];
    let report = answers(&phone, regressed);
    assert_eq!((report.requests, report.reissued, report.acknowledged), (2, 3, 3));
    let requests = phone.relay.requests.lock().unwrap();
    assert_ne!(requests[0].hello.epoch, requests[1].hello.epoch);
    let edits = |request: &Request| changes(request).iter().map(Change::edit).collect::<Vec<_>>();
    assert_eq!(edits(&requests[0]), edits(&requests[1]));
    drop(requests);
    phone.shown(3);
    phone.goes_on();
}

/// A relay that says so for ever is not asked for ever, and the phone keeps what it has.
#[test]
fn a_relay_that_always_says_regressed_is_given_up_until_the_next_exchange() {
    let phone = Phone::new();
    phone.relay.says(|request| Said::answered(request, |_| (Answer::Regressed, None)).reply());
    let report = phone.syncs();
    assert_eq!((report.requests, report.waiting), (5, 3));
    phone.shown(3);
    phone.relay.says(stored);
    assert_eq!(phone.syncs().acknowledged, 3);
    phone.goes_on();
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

/// D18: what nobody can give the relay is left below, and the edit stands on what is known.
#[test]
fn d18_a_change_that_the_phone_never_had_is_done_without() {
    let phone = Phone::new();
    let unknown = ChangeHash([8; 32]);
    let report =
        answers(&phone, vec![Answer::Missing(vec![unknown]), Answer::Missing(vec![unknown])]);
    assert_eq!((report.requests, report.reissued, report.waiting), (2, 2, 0));
    phone.shown(3);
    phone.goes_on();
}

#[test]
fn what_was_acknowledged_and_is_missing_is_sent_again() {
    let phone = Phone::new();
    phone.relay.says(stored);
    phone.syncs();
    let lost = changes(&phone.last_request())[0].hash;
    phone.records(0, 2);
    // The relay lost the first change: it asks for it once, and gets it with its batch.
    let mut asked = 0;
    phone.relay.says(move |request| {
        asked += 1;
        let mut said = Said::answered(request, |_| (Answer::State(ChangeState::Stored), None));
        for ack in said.acks.iter_mut().filter(|ack| asked == 1 && ack.client_seq == 4) {
            ack.answer = Answer::Missing(vec![lost]);
        }
        said.reply()
    });
    phone.syncs();
    assert_eq!(phone.replica.health().unwrap().waiting, 2);
    phone.syncs();
    assert_eq!(sent(&phone.last_request()).len(), 4, "its batch was sent again");
    phone.shown(4);
    assert_eq!(phone.replica.health().unwrap().waiting, 0);
}

/// Sent in vain: the edit above it is written again, and the exchange ends.
#[test]
fn a_relay_that_always_lacks_what_it_was_just_sent_makes_no_loop() {
    let phone = Phone::new();
    phone.relay.says(|request| {
        let all = changes(request);
        let lost = all.first().map(|change| change.hash).into_iter().collect::<Vec<_>>();
        Said::answered(request, |_| (Answer::Missing(lost.clone()), None)).reply()
    });
    let report = phone.syncs();
    assert_eq!((report.requests, report.waiting), (5, 3));
    phone.shown(3);
    phone.relay.says(stored);
    assert_eq!(phone.syncs().waiting, 0);
}

/// A row about a change, as the office's decision brings it after the change was stored.
fn verdict(document: DocumentId, change: ChangeHash, state: ChangeState) -> RowHeader {
    let mut header = RowHeader::new(RowKind::VERDICT, document, noon());
    (header.change, header.state) = (Some(change), Some(state));
    header
}

#[test]
fn a_verdict_that_comes_later_as_a_row_takes_the_change_out() {
    let phone = Phone::new();
    phone.relay.says(stored);
    phone.syncs();
    let own: Vec<_> = changes(&phone.last_request()).iter().map(|change| change.hash).collect();
    phone.relay.says(move |request| {
        let said = Said::nothing(request);
        if request.cursor.cursor.seq > 0 {
            return stored(request);
        }
        let said = Said { next: Point { seq: 2_000, ..said.next }, ..said };
        let again = ChangeState::Rebased(ChangeHash([6; 32]));
        said.row(verdict(book(0).id(), own[0], ChangeState::Expelled), None)
            .row(verdict(book(0).id(), own[1], again), None)
            .reply()
    });
    assert_eq!(phone.syncs().reissued, 0, "the office's pen has written the second one again");
    assert_eq!(phone.apart(), [ChangeState::Expelled]);
    phone.shown(1);
    phone.goes_on();
}

/// The relay has a row of this phone's present epoch that the phone does not have: it is a
/// copy of that phone. Under a new epoch the row comes with its bytes.
#[test]
fn an_own_row_that_the_phone_does_not_have_begins_a_new_epoch() {
    let phone = Phone::new();
    let mut copy = Pen::new(book(0));
    copy.put(vec![(note_key(), encode(&note()))]);
    let (theirs, first_epoch) = (copy.changes.remove(0), Arc::new(Mutex::new(None)));
    let (change, epoch) = (theirs.hash, Arc::clone(&first_epoch));
    phone.relay.says(move |request| {
        let first = *epoch.lock().unwrap().get_or_insert(request.hello.epoch);
        if request.cursor.cursor.seq > 0 {
            return stored(request);
        }
        let mut header = RowHeader::new(RowKind::CHANGE, book(0).id(), noon());
        (header.change, header.epoch) = (Some(theirs.hash), Some(first));
        header.device = Some(soviec_core::model::DeviceId([1; 16]));
        let bytes = (request.hello.epoch != first).then(|| theirs.bytes().to_vec());
        let said = Said::answered(request, |_| (Answer::State(ChangeState::Stored), None));
        said.row(header, bytes).changes(plan().id(), &plan_pen(3).changes).reply()
    });
    let report = phone.syncs();
    assert_eq!((report.requests, report.stopped, report.waiting), (2, vec![], 0));
    let epoch = phone.last_request().hello.epoch;
    assert_ne!(Some(epoch), *first_epoch.lock().unwrap());
    let all = phone.replica.everything(book(0).id()).unwrap();
    assert!(all.iter().any(|(_, register)| register.values[0].edit == change));
    phone.shown(4);
    phone.goes_on();
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
    phone.records(0, 2);
    phone.records(1, 2);
    phone.relay.says(stored);
    let asked = phone.relay.asked();
    let report = phone.syncs();
    assert_eq!(phone.relay.asked(), asked + 1, "one request was enough");
    assert_eq!(report.stopped, [], "it was said once");
    assert_eq!(sent(&phone.last_request()), [book(1).id()]);
    assert_eq!(phone.codes(), [(book(0).id(), "unreadable".to_owned())]);
    phone.shown(5);
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
