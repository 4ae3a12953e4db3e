//! What pushed changes cost the relay.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use soviec_core::{
    admission::Verdict,
    http::{Cancel, Transport},
    protocol::{Answer, ChangeState, Request, SYNC_PATH},
};
use soviec_server::log::LogError;
use soviec_tests::{
    Chance, Direct, World,
    attack::{Forger, Grown},
    book, noon,
};

use crate::figure::{Figure, in_memory, micros};
use crate::shared::Times;

const HISTORY: usize = 2_000;
const PUSHES: usize = 300;
const FEW: usize = 5;

/// A relay whose book has a history, and a device that makes more of it.
struct Desk {
    world: World,
    forger: Forger,
    grown: Grown,
    chance: Chance,
}

impl Desk {
    fn in_folder(folder: &Path) -> Self {
        let world = World::in_folder(1, folder);
        let forger = Forger::enrol(&world, 5, &[0]);
        let (grown, chance) = (Grown::new(book(0)), Chance::new(7));
        let mut desk = Self { world, forger, grown, chance };
        for _ in 0..HISTORY / 200 {
            let request = desk.request(200);
            desk.exchange(&request);
        }
        desk
    }

    /// A request of so many changes, each on all that is known.
    fn request(&mut self, changes: usize) -> Request {
        let (id, actor) = (self.grown.book.id(), self.forger.actor(1));
        let next = |grown: &mut Grown, chance: &Chance| {
            let mut new = grown.next(chance, actor, 5);
            new.operations.truncate(1);
            new.message = None;
            let change = soviec_core::change::encode(&new);
            grown.add(&change);
            (id, change.bytes().to_vec())
        };
        let changes: Vec<_> = (0..changes).map(|_| next(&mut self.grown, &self.chance)).collect();
        let lane = self.forger.lane(1, id);
        let batch = self.forger.seal(vec![lane], &changes);
        self.forger.request(vec![batch])
    }

    fn exchange(&mut self, request: &Request) -> Duration {
        let office = self.world.office();
        let device = self.forger.device.certificate.device;
        let device = office.auth().device(&device).unwrap().expect("it is enrolled");
        let began = Instant::now();
        let reply = office.relay().exchange(&device, request, noon());
        let took = began.elapsed();
        let reply = reply.expect("the relay answers");
        let stored = Answer::State(ChangeState::Stored);
        assert!(reply.acks.iter().all(|ack| ack.answer == stored), "{:?}", reply.acks.first());
        self.forger.hear(&reply);
        took
    }

    fn push_few(&mut self) -> Times {
        let mut times = Times::default();
        for _ in 0..PUSHES {
            let request = self.request(FEW);
            times.take(self.exchange(&request));
        }
        times.sorted()
    }

    /// Parsing and judging alone, of the last changes on all before them, as the relay does it: by
    /// the indexes of its log.
    fn admission(&self) -> Times {
        let (office, name) = (self.world.office(), self.grown.book);
        let mut times = Times::default();
        let judged: Result<(), LogError> = office.log().read(|log| {
            let again = office.relay().again(log, &name);
            for change in &self.grown.changes[HISTORY..] {
                let judged =
                    || assert!(matches!(again.verdict(change.bytes()), Ok(Verdict::Admit(_))));
                times.add(judged);
            }
            Ok(())
        });
        judged.expect("the log can be read");
        times.sorted()
    }
}

/// Five changes onto a book of 2,000 edits, hot; the flush is what the disk adds to memory.
pub(crate) fn few(folder: &Path) -> Vec<Figure> {
    let mut on_disk = Desk::in_folder(folder);
    let with_flush = micros(on_disk.push_few().median());
    let admission = micros(on_disk.admission().median());
    let without =
        in_memory().map(|memory| micros(Desk::in_folder(memory.path()).push_few().median()));
    let without = without.unwrap_or(with_flush);
    eprintln!(
        "push of {FEW} changes: {without:.0} µs without the flush, {with_flush:.0} µs with it: \
         the commit waits {:.0} µs; parsing and judging one change {admission:.1} µs",
        with_flush - without
    );
    vec![
        Figure::at_most("admission_change_us", admission, "µs", 60.0),
        Figure::at_most("push_5_changes_us", without, "µs", 1_000.0),
    ]
}

/// Requests of five changes, one after the other: signature, judgement, commit, page, answer.
pub(crate) fn many(folder: &Path) -> Vec<Figure> {
    let mut desk = Desk::in_folder(folder);
    let way = Direct(desk.world.house());
    let mut waited = Duration::ZERO;
    for n in 0..PUSHES {
        let body = desk.request(FEW).to_body();
        let mut nonce = [0xee; 16];
        nonce[..8].copy_from_slice(&(n as u64).to_be_bytes());
        let headers = desk.forger.device.headers(&body, nonce);
        let headers: Vec<_> = headers.iter().map(|(name, v)| (name.as_str(), v.clone())).collect();
        let began = Instant::now();
        let answer = way.post("https://relay", SYNC_PATH, &headers, body, &Cancel::default());
        waited += began.elapsed();
        let reply = desk.forger.heard(&answer.expect("the office is open")).expect("it answers");
        assert_eq!(reply.acks.len(), FEW);
    }
    let each = micros(waited) / PUSHES as f64;
    eprintln!("one push of {FEW} changes after the other: {each:.0} µs each, commit included");
    vec![Figure::told("relay_pushes_per_s", 1e6 / each, "1/s")]
}
