//! Altered requests to a real relay, by a device that signs whatever it sends.
//!
//! An honest phone and another one work in the same book; every so often all of it must agree.

use soviec_core::{
    change::{Change, Limits, encode},
    model::{ChangeHash, DocumentId, Epoch},
    protocol::{
        Answer, Attaching, ChangeState, LaneUse, Point, Request, RowHeader, RowKind, WireLimits,
        open_body, write_body,
    },
};
use soviec_tests::{
    Chance, Phone, World,
    attack::{Forger, Grown, alter},
    book, check_agreement, until_quiet,
};

use crate::{Asked, chance, replies::Liar, tally::Tally, watch::Watch};

/// Messages to one office, before another one begins.
const AN_OFFICE: u64 = 1_000;
/// Messages between two looks at everything.
const A_LOOK: u64 = 250;
const PART: &str = "message";

#[derive(Debug, Clone, Copy)]
enum Kind {
    Body,
    Splice,
    Frames,
    Changes,
    Numbers,
    Twice,
    Reply,
}

const KINDS: [Kind; 7] = [
    Kind::Body,
    Kind::Splice,
    Kind::Frames,
    Kind::Changes,
    Kind::Numbers,
    Kind::Twice,
    Kind::Reply,
];

pub(crate) fn run(asked: &Asked, watch: &Watch, tally: &mut Tally) {
    let (mut left, mut number) = (asked.messages, 0);
    while left > 0 {
        let inputs = left.min(AN_OFFICE);
        let mut scene = Scene::open(asked.seed, number);
        for n in 0..inputs {
            scene.input(n, watch, tally);
            if n % A_LOOK == A_LOOK - 1 {
                scene.look(watch, tally);
            }
        }
        scene.look(watch, tally);
        (left, number) = (left - inputs, number + 1);
        if number % 5 == 0 {
            eprintln!("{} of {} messages", asked.messages - left, asked.messages);
        }
    }
}

struct Scene {
    number: u64,
    chance: std::sync::Arc<Chance>,
    world: World,
    phones: Vec<Phone>,
    liar: Liar,
    forger: Forger,
    grown: Grown,
    lanes: u64,
    before: Vec<u8>,
    broken: bool,
}

impl Scene {
    fn open(seed: u64, number: u64) -> Self {
        let world = World::new(seed ^ number);
        let phones = vec![world.phone(1, &[0]), world.phone(2, &[0, 1])];
        let liar = Liar::new(&world, 3);
        let forger = Forger::enrol(&world, 5, &[0, 1]);
        let (grown, chance) = (Grown::new(book(0)), chance(seed, 2, number));
        let (lanes, before, broken) = (0, Vec::new(), false);
        Self { number, chance, world, phones, liar, forger, grown, lanes, before, broken }
    }

    fn input(&mut self, n: u64, watch: &Watch, tally: &mut Tally) {
        if self.broken {
            return;
        }
        if n.is_multiple_of(8) {
            self.work(n);
        }
        let name = format!("message {}-{n}", self.number);
        let kind = *self.chance.pick(&KINDS);
        if let Kind::Reply = kind {
            return self.reply(&name, watch, tally);
        }
        let body = self.altered(kind);
        let sent = watch.over(&name, &body, || self.forger.send(body.clone()));
        let Ok(answer) = sent else { return self.harm(tally) };
        self.before = body;
        let Some(reply) = self.forger.heard(&answer) else {
            return tally.count(PART, format!("{kind:?}"), "turned away");
        };
        let states: std::collections::BTreeSet<_> =
            reply.acks.iter().map(|ack| said(&ack.answer)).collect();
        let outcome = if reply.page.rewound.is_some() {
            "rewound".to_owned()
        } else {
            states.into_iter().collect::<Vec<_>>().join("+")
        };
        tally.count(
            PART,
            format!("{kind:?}"),
            if outcome.is_empty() { "nothing".to_owned() } else { outcome },
        );
        self.hear();
    }

    /// An honest officer works and exchanges.
    fn work(&mut self, n: u64) {
        let phone = self.chance.pick(&self.phones);
        let (of, item) = (self.chance.below(3) as u8, self.chance.below(3) as u8);
        phone.tick(0, of, item, n.is_multiple_of(16), 2);
        phone.sync().expect("an honest exchange works");
        self.hear();
    }

    /// What was stored meanwhile, by whomever.
    fn hear(&mut self) {
        let id = self.grown.book.id();
        let office = self.world.office();
        let after = self.grown.changes.len();
        let stored =
            office.log().read(|view| view.changes_of(&id, 0)).expect("the log can be read");
        for stored in stored.into_iter().skip(after) {
            let change = Change::parse(&stored.bytes, &Limits::default());
            self.grown.add(&change.expect("what is stored was admitted"));
        }
    }

    fn altered(&mut self, kind: Kind) -> Vec<u8> {
        let chance = std::sync::Arc::clone(&self.chance);
        let mut request = self.valid(matches!(kind, Kind::Changes));
        match kind {
            Kind::Body => alter::noise(&chance, &request.to_body(), &self.before),
            Kind::Splice => {
                let other = self.valid(false).to_body();
                let at = chance.below(other.len());
                [&request.to_body()[..at.min(request.to_body().len())], &other[at..]].concat()
            }
            Kind::Frames => frames(&chance, &request.to_body()),
            Kind::Numbers => {
                (0..1 + chance.below(3)).for_each(|_| numbers(&chance, &mut request));
                request.to_body()
            }
            Kind::Twice if chance.once_in(2) => self.before.clone(),
            Kind::Twice => {
                let again = request.batches.clone();
                request.batches.extend(again);
                request.to_body()
            }
            Kind::Changes | Kind::Reply => request.to_body(),
        }
    }

    /// A request of a few changes, each on what is known; `spoilt` alters the changes themselves,
    /// and their hashes with them.
    fn valid(&mut self, spoilt: bool) -> Request {
        let chance = std::sync::Arc::clone(&self.chance);
        if self.lanes == 0 || chance.once_in(50) {
            self.lanes += 1;
        }
        let (id, number) = (self.grown.book.id(), 1 + chance.next() % self.lanes);
        let mut lanes = vec![self.forger.lane(number, id)];
        let mut changes = Vec::new();
        let mut valid = self.grown.next(&chance, self.forger.actor(number), 5);
        for _ in 0..1 + chance.below(3) {
            let change = encode(&valid);
            let kind = *chance.pick(&alter::Kind::ALL);
            let bytes = match spoilt {
                true => alter::change(&chance, kind, &valid, self.other(&change)),
                false => change.bytes().to_vec(),
            };
            changes.push((document(&chance, spoilt, id), bytes));
            // The next one stands on this one.
            valid.dependencies = vec![change.hash];
            (valid.seq, valid.start_op) = (change.seq + 1, change.max_op() + 1);
            valid.operations.iter_mut().for_each(|op| op.predecessors.clear());
            valid.message = None;
        }
        if spoilt && chance.once_in(5) {
            lane(&chance, &mut lanes[0]);
        }
        let batch = self.forger.seal(lanes, &changes);
        self.forger.request(vec![batch])
    }

    fn other<'c>(&'c self, change: &'c Change) -> &'c Change {
        if self.grown.changes.is_empty() { change } else { self.chance.pick(&self.grown.changes) }
    }

    fn reply(&mut self, name: &str, watch: &Watch, tally: &mut Tally) {
        match self.liar.turn(name, &self.chance, watch) {
            Ok(outcome) => tally.count("reply", "Reply", outcome),
            Err(()) => {
                tally.add_harm();
                self.liar = Liar::new(&self.world, self.liar.next());
            }
        }
    }

    /// Everybody exchanges until it is quiet; phones, tables, documents and office agree.
    fn look(&mut self, watch: &Watch, tally: &mut Tally) {
        if self.broken {
            return;
        }
        let name = format!("message {} look", self.number);
        let looked = watch.over(&name, &self.before.clone(), || {
            until_quiet(&self.phones);
            check_agreement(&self.world, &self.phones);
        });
        match looked {
            Ok(()) => tally.count(PART, "offices", "agree"),
            Err(_) => self.harm(tally),
        }
    }

    fn harm(&mut self, tally: &mut Tally) {
        self.broken = true;
        tally.add_harm();
    }
}

fn said(answer: &Answer) -> String {
    match answer {
        Answer::State(ChangeState::Refused(code)) => format!("refused {code}"),
        Answer::State(ChangeState::Stored) => "stored".to_owned(),
        Answer::State(ChangeState::Already(_)) => "already".to_owned(),
        Answer::State(ChangeState::Held) => "held".to_owned(),
        Answer::State(ChangeState::Parked) => "parked".to_owned(),
        Answer::State(_) => "another state".to_owned(),
        Answer::Regressed => "regressed".to_owned(),
        Answer::Missing(_) => "missing".to_owned(),
        Answer::SendRaw => "send raw".to_owned(),
    }
}

fn document(chance: &Chance, spoilt: bool, id: DocumentId) -> DocumentId {
    match (spoilt, chance.below(12)) {
        (true, 0) => book(1).id(),
        (true, 1) => DocumentId([chance.next() as u8; 16]),
        _ => id,
    }
}

fn lane(chance: &Chance, lane: &mut LaneUse) {
    match chance.below(3) {
        0 => lane.number = alter::edge(chance),
        1 => lane.document = book(1).id(),
        _ => lane.actor.0[0] ^= 1,
    }
}

/// Frames altered inside a body that is whole.
fn frames(chance: &Chance, body: &[u8]) -> Vec<u8> {
    let mut frames = open_body(body, &WireLimits::default()).expect("the body is valid");
    for _ in 0..1 + chance.below(2) {
        let at = chance.below(frames.len());
        let other = chance.pick(&frames).payload.clone();
        match chance.below(5) {
            0 => frames[at].kind = chance.next() as u8,
            1 => frames.swap(0, at),
            2 => frames.push(frames[at].clone()),
            _ => frames[at].payload = alter::noise(chance, &frames[at].payload.clone(), &other),
        }
    }
    write_body(&frames)
}

fn numbers(chance: &Chance, request: &mut Request) {
    let point = |chance: &Chance| Point {
        seq: alter::edge(chance),
        chain8: [chance.next() as u8; 8].into(),
    };
    match chance.below(10) {
        0 => request.hello.next_client_seq = alter::edge(chance),
        1 => request.hello.epoch = Epoch([chance.next() as u8; 16]),
        2 => request.hello.page = alter::edge(chance),
        3 => request.hello.waiting = alter::edge(chance),
        4 => request.hello.schema = alter::edge(chance),
        5 => request.hello.clock.0 = alter::edge(chance) as i64,
        6 => request.cursor.cursor = point(chance),
        7 => request.cursor.horizon = point(chance),
        8 => {
            let document = *chance.pick(&[book(0).id(), book(1).id(), DocumentId([9; 16])]);
            request.attaching.push(Attaching { document, have: alter::edge(chance) });
        }
        _ => request.cursor.relay_epoch.0[0] ^= 1,
    }
}

/// A row that a relay which does not judge could give, over any bytes.
pub(crate) fn row_of(
    document: DocumentId,
    seq: u64,
    bytes: &[u8],
    now: soviec_core::model::Moment,
) -> RowHeader {
    let change = soviec_core::change::hash_of(bytes).unwrap_or(ChangeHash([0; 32]));
    let mut head = RowHeader::new(RowKind::CHANGE, document, now);
    (head.seq, head.change) = (seq, Some(change));
    head
}
