//! The attacks on a relay of CRDT documents that others have measured, one test for each, named by
//! its row in `core/docs/attacks.md`: made by hand, offered to the relay by an enrolled device and
//! to a phone by a relay that does not judge. Afterwards an honest officer goes on.

mod bytes;
mod crowds;
mod histories;
mod values;

use soviec_core::{
    admission::Code,
    change::{Change, NewChange, encode},
    model::{DocumentId, DocumentName},
    protocol::ChangeState,
};
use soviec_tests::{
    Phone, World,
    attack::{Forger, Hand, Victim, craft},
    book, officer,
};

/// A relay, an honest phone, an attacker's device that writes the same book, and a phone's store
/// that believes any relay.
struct Stage {
    world: World,
    phone: Phone,
    forger: Forger,
    victim: Victim,
    book: DocumentName,
}

impl Stage {
    fn new(seed: u64) -> Self {
        let world = World::new(seed);
        let phone = world.phone(1, &[0]);
        let forger = Forger::enrol(&world, 5, &[0, 1]);
        let victim = Victim::new(1, &[book(0), book(1)]);
        Self { world, phone, forger, victim, book: book(0) }
    }

    fn id(&self) -> DocumentId {
        self.book.id()
    }

    /// An honest hand that writes under the attacker's first lane.
    fn hand(&self) -> Hand {
        Hand::new(&self.book, self.forger.actor(1), officer(5))
    }

    /// What the relay records of bytes in the attacker's first lane.
    fn relay(&mut self, bytes: &[u8]) -> Option<ChangeState> {
        let lane = self.forger.lane(1, self.id());
        self.forger.state_of(vec![lane], self.id(), bytes)
    }

    /// Whether a phone takes a row of these bytes.
    fn phone_takes(&mut self, bytes: &[u8]) -> bool {
        self.victim.offer(&[(self.book.id(), bytes.to_vec())])[0]
    }

    /// Refused by both, with the code that the relay records.
    fn refused(&mut self, bytes: &[u8], code: Code) {
        assert_eq!(self.relay(bytes), Some(ChangeState::Refused(code.number())));
        assert!(!self.phone_takes(bytes));
    }

    /// So badly formed that the relay turns the whole request away; no phone takes it.
    fn turned_away(&mut self, bytes: &[u8]) {
        let (rows, lane) = (self.world.log().len(), self.forger.lane(1, self.id()));
        assert_eq!(self.forger.push(vec![lane], &[(self.id(), bytes.to_vec())]), None);
        assert_eq!(self.world.log().len(), rows);
        assert!(!self.phone_takes(bytes));
    }

    /// The officer ticks, sends, and finds everything in order; so does the phone that was told
    /// everything.
    fn honest_work_goes_on(&mut self) {
        self.phone.tick(0, 0, 0, true, 2);
        self.phone.sync().expect("the exchange works");
        assert_eq!(self.phone.waiting(), 0);
        assert_eq!(self.phone.replica().audit(self.id()), Ok(vec![]));
        self.victim.tick(&self.book, 0, true);
        self.victim.tick(&self.book, 0, false);
        self.victim.assert_sound(&self.book);
    }
}

/// A change said differently.
fn spoilt(change: &Change, spoil: impl FnOnce(&mut NewChange)) -> Vec<u8> {
    let mut new = craft::content(change);
    spoil(&mut new);
    encode(&new).bytes().to_vec()
}
