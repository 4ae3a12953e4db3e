//! Altered answers to a phone whose relay lies: with its own key it signs whatever it says.

use std::sync::{Arc, Mutex, PoisonError};

use soviec_core::{
    change::{Change, Limits},
    http::{Cancel, Response, Transport, TransportError},
    protocol::{Receipt, Reply, Row, RowHeader, WireLimits, open_body, write_body},
};
use soviec_tests::{
    Chance, Direct, Phone, TENANT, World,
    attack::{alter, craft},
    book, noon,
};

use crate::{messages::row_of, watch::Watch};

/// Turns of one phone; then another one is lied to.
const TURNS: u32 = 200;

/// A phone and what bends its answers.
pub(crate) struct Liar {
    n: u8,
    phone: Phone,
    way: Arc<Bent>,
    turns: u32,
}

/// The way of an answer on which the next one is altered.
struct Bent {
    way: Direct,
    next: Mutex<Option<Arc<Chance>>>,
}

impl Liar {
    /// A phone of officer `n` that has received everything.
    pub(crate) fn new(world: &World, n: u8) -> Self {
        let way = Arc::new(Bent { way: Direct(world.house()), next: Mutex::default() });
        let phone = world.phone_over(n, &[0, 1], Shared(Arc::clone(&way)));
        phone.sync().expect("the first exchange works");
        Self { n, phone, way, turns: 0 }
    }

    /// The number of the phone after this one.
    pub(crate) fn next(&self) -> u8 {
        if self.n < 40 { self.n.max(9) + 1 } else { 10 }
    }

    /// One exchange whose answer is altered; the phone works on, whatever it was told.
    pub(crate) fn turn(
        &mut self,
        name: &str,
        chance: &Arc<Chance>,
        watch: &Watch,
    ) -> Result<String, ()> {
        self.turns += 1;
        *self.way.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(chance));
        let (phone, done) = (&self.phone, self.turns.is_multiple_of(2));
        let worked = watch.over(name, &[], || {
            let said = phone.sync();
            phone.tick(0, 0, (self.turns % 3) as u8, done, 2);
            if self.turns.is_multiple_of(TURNS) {
                let odd = phone.replica().audit(book(0).id()).expect("the book loads");
                assert!(odd.is_empty(), "tables and document differ in {odd:?}");
            }
            match said {
                Ok(_) => "taken".to_owned(),
                Err(error) => format!("{:?}", error.kind()),
            }
        });
        self.way.next.lock().unwrap_or_else(PoisonError::into_inner).take();
        worked.map_err(drop)
    }
}

struct Shared(Arc<Bent>);

impl Transport for Shared {
    fn post(
        &self,
        address: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
        cancel: &Cancel,
    ) -> Result<Response, TransportError> {
        let mut answer = self.0.way.post(address, path, headers, body, cancel)?;
        let chance = self.0.next.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(chance) = chance {
            answer.body = self.0.bend(&chance, &answer.body);
        }
        Ok(answer)
    }
}

impl Bent {
    fn bend(&self, chance: &Chance, body: &[u8]) -> Vec<u8> {
        match (chance.below(4), Reply::from_body(body, &WireLimits::default())) {
            (0, _) | (_, Err(_)) => alter::noise(chance, body, body),
            (1, _) => self.frames(chance, body),
            (_, Ok(reply)) => self.lie(chance, reply).to_body(),
        }
    }

    fn frames(&self, chance: &Chance, body: &[u8]) -> Vec<u8> {
        let Ok(mut frames) = open_body(body, &WireLimits::default()) else { return body.to_vec() };
        let at = chance.below(frames.len());
        let other = chance.pick(&frames).payload.clone();
        frames[at].payload = alter::noise(chance, &frames[at].payload.clone(), &other);
        write_body(&frames)
    }

    /// More rows, under a receipt that holds.
    fn lie(&self, chance: &Chance, mut reply: Reply) -> Reply {
        let (id, mut next) = (book(0).id(), reply.page.next);
        let of_before = self.some_change(&reply);
        for _ in 0..1 + chance.below(3) {
            next.seq += 1;
            let lies = match &of_before {
                Some(change) if chance.once_in(2) => {
                    let kind = *chance.pick(&alter::Kind::ALL);
                    alter::change(chance, kind, &craft::content(change), change)
                }
                _ => craft::Head::empty(chance.next() as u8, 1, alter::edge(chance)).bytes(),
            };
            let head = row_of(id, next.seq, &lies, noon()).to_bytes().into();
            reply.rows.push(Row { seq: next.seq, header: head, payload: Some(lies.into()) });
        }
        if chance.once_in(3) {
            next.chain8[0] ^= 1;
        }
        let heads = reply.rows.iter().filter_map(|row| RowHeader::read(&row.header));
        let listed: Vec<_> =
            heads.map(|head| (head.seq, head.kind, head.document, head.change)).collect();
        let (from, epoch) = (reply.page.receipt.from, reply.page.receipt.relay_epoch);
        let office = self.way.0.office().expect("the office is open");
        let key = &office.relay().keys().relay;
        reply.page.receipt = Receipt::sign(TENANT, epoch, from, next, &listed, key);
        (reply.page.next, reply.page.horizon) = (next, next);
        reply
    }

    fn some_change(&self, reply: &Reply) -> Option<Change> {
        let payloads = reply.rows.iter().filter_map(|row| row.payload.as_ref());
        payloads.rev().find_map(|bytes| Change::parse(bytes, &Limits::default()).ok())
    }
}
