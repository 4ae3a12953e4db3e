//! One author of honest changes, whose document a test can look into.

use soviec_core::{
    change::{Change, Value},
    document::Document,
    model::{ActorId, DocumentId, DocumentName, OfficerId, RegisterKey, Tick, encode},
    protocol::SCHEMA,
};

use crate::{day, tick_key};

/// An officer's hand in one book, under one actor.
pub struct Hand {
    /// The book as he knows it.
    pub document: Document,
    /// His lane.
    pub actor: ActorId,
    officer: OfficerId,
}

impl Hand {
    /// A hand that knows the genesis alone.
    pub fn new(book: &DocumentName, actor: ActorId, officer: OfficerId) -> Self {
        let document = Document::new(book.id(), SCHEMA).expect("the genesis loads");
        Self { document, actor, officer }
    }

    /// The document.
    pub fn id(&self) -> DocumentId {
        self.document.id()
    }

    /// What a tick says.
    pub fn said(&self, done: bool) -> Value {
        Value::Bytes(encode(&Tick { by: self.officer, on: day(2), done }))
    }

    /// Ticks an item, over everything that he knows.
    pub fn tick(&mut self, n: u8, done: bool) -> Change {
        self.put(&[(tick_key(0, n), self.said(done))])
    }

    /// Puts what differs from what stands there.
    pub fn put(&mut self, puts: &[(RegisterKey, Value)]) -> Change {
        let change = self.document.write(self.actor, 1_686_000_000, puts, None);
        change.expect("an honest change").expect("it says something new")
    }

    /// Hears of a change of another.
    pub fn hear(&mut self, change: &Change) {
        self.document.apply(&[change.bytes()]).expect("an honest change");
    }
}
