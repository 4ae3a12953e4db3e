//! A round from house to house: taps, each durable when the call returns.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use rusqlite::Connection;

use super::{Found, Kind, Place, Settle, Told, find, put, remove};
use crate::model::TaskId;
use crate::model::{
    DocumentId, DocumentName, Edit, EntryId, Moment, OfficerId, Owner, RegisterKey,
};
use crate::store::phone::{Author, Store, StoreError, Written};

/// Taps that can be taken back one after the other.
const STEPS: usize = 100;

/// One tap of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tap {
    /// One more is done.
    Plus,
    /// One that was counted as done was not.
    Minus,
    /// One is left out, for the reason of this code.
    Excluded(u16),
    /// The last tap was wrong.
    Undo,
}

/// The tap that an undo takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastTap {
    /// The household of this number was done.
    Done(u64),
    /// The household of this number was left out, for the reason of this code.
    Excluded(u64, u16),
    /// One was taken away.
    Less,
}

/// What a round has counted so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountDraft {
    /// Those that were done.
    pub counted: u64,
    /// Those that were left out, by the code of the reason.
    pub excluded: BTreeMap<u16, u64>,
    /// The first tap, by the phone's clock.
    pub began: Moment,
    /// The last tap, by the phone's clock.
    pub last: Moment,
    /// What an undo would take back.
    pub undo: Option<LastTap>,
}

impl CountDraft {
    /// All households of the round.
    pub fn visited(&self) -> u64 {
        self.excluded.values().fold(self.counted, |all, many| all.saturating_add(*many))
    }
}

/// The content of a row. `entry` is what the session's register will be called: it is drawn with
/// the first tap, so that no kill and no second try can make two sessions of one round.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Round {
    #[n(0)]
    entry: EntryId,
    #[n(1)]
    began: Moment,
    #[n(2)]
    last: Moment,
    #[n(3)]
    counted: u64,
    #[n(4)]
    excluded: BTreeMap<u16, u64>,
    #[n(5)]
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Encode, Decode)]
enum Step {
    #[n(0)]
    Plus,
    #[n(1)]
    Minus,
    #[n(2)]
    Excluded(#[n(0)] u16),
}

impl Round {
    fn new(entry: EntryId, now: Moment) -> Self {
        let (counted, excluded, steps) = Default::default();
        Self { entry, began: now, last: now, counted, excluded, steps }
    }

    /// Whether the tap changed anything.
    fn tap(&mut self, tap: Tap) -> bool {
        let step = match tap {
            Tap::Plus => Step::Plus,
            Tap::Minus if self.counted == 0 => return false,
            Tap::Minus => Step::Minus,
            Tap::Excluded(reason) => Step::Excluded(reason),
            Tap::Undo => return self.undo(),
        };
        match step {
            Step::Plus => self.counted += 1,
            Step::Minus => self.counted -= 1,
            Step::Excluded(reason) => *self.excluded.entry(reason).or_default() += 1,
        }
        if self.steps.len() == STEPS {
            self.steps.remove(0);
        }
        self.steps.push(step);
        true
    }

    fn undo(&mut self) -> bool {
        match self.steps.pop() {
            None => return false,
            Some(Step::Plus) => self.counted = self.counted.saturating_sub(1),
            Some(Step::Minus) => self.counted += 1,
            Some(Step::Excluded(reason)) => {
                let many = self.excluded.entry(reason).or_default();
                *many = many.saturating_sub(1);
            }
        }
        self.excluded.retain(|_, many| *many > 0);
        true
    }

    fn draft(self) -> CountDraft {
        let Self { began, last, counted, excluded, steps, .. } = self;
        let mut draft = CountDraft { counted, excluded, began, last, undo: None };
        let visited = draft.visited();
        draft.undo = steps.last().map(|step| match step {
            Step::Plus => LastTap::Done(visited),
            Step::Minus => LastTap::Less,
            Step::Excluded(reason) => LastTap::Excluded(visited, *reason),
        });
        draft
    }

    fn is_empty(&self) -> bool {
        self.counted == 0 && self.excluded.is_empty()
    }
}

/// The officer's open round about an item or task.
pub fn count_draft(
    db: &Connection,
    officer: OfficerId,
    document: DocumentId,
    owner: Owner,
) -> Result<Option<CountDraft>, StoreError> {
    let found = find::<Round>(db, &place(officer, document, owner))?;
    Ok(found.map(|found| found.content.draft()))
}

fn place(officer: OfficerId, document: DocumentId, owner: Owner) -> Place {
    Place { officer, document, owner, kind: Kind::Count }
}

impl Store {
    /// One tap, durable when this returns. A round belongs to one day: a tap on another day ends
    /// the old round and begins one whose register is `fresh`. Returns what the old one became.
    pub fn tap(
        &mut self,
        author: &Author<'_>,
        document: &DocumentName,
        owner: Owner,
        tap: Tap,
        fresh: EntryId,
    ) -> Result<(CountDraft, Option<Written>), StoreError> {
        let place = place(author.officer, document.id(), owner);
        let open = find::<Round>(&self.db, &place)?;
        let old = open.is_some_and(|open| open.content.began.day() != author.now.day());
        let ended = if old { self.end_round(author, place)? } else { None };
        let now = author.now;
        let draft = self.draft(|db| {
            let Found { content: mut round, told } = match find(db, &place)? {
                Some(open) => open,
                None => {
                    Self::may_begin(db, document)?;
                    Found { content: Round::new(fresh, now), told: Told::Nothing }
                }
            };
            if round.tap(tap) {
                round.last = now;
                put(db, &place, &round, told.after_more())?;
            }
            Ok(round.draft())
        })?;
        Ok((draft, ended))
    }

    /// Ends a round: one session. None when there is no round, or one in which nothing stands.
    pub fn finish_count(
        &mut self,
        author: &Author<'_>,
        document: DocumentId,
        owner: Owner,
    ) -> Result<Option<Written>, StoreError> {
        self.end_round(author, place(author.officer, document, owner))
    }

    /// An empty round that no session says anything of leaves nothing behind: zero would claim
    /// that somebody counted.
    fn end_round(
        &mut self,
        author: &Author<'_>,
        place: Place,
    ) -> Result<Option<Written>, StoreError> {
        match edit_of(&self.db, &place)? {
            Some(_) => self.settle(author, place, Settle::Remove),
            None => self.draft(|db| Ok(remove(db, &place)?)).map(|()| None),
        }
    }
}

pub(super) fn edit_of(db: &Connection, place: &Place) -> Result<Option<Edit>, StoreError> {
    let Some(Found { content: round, told }) = find::<Round>(db, place)? else { return Ok(None) };
    if round.is_empty() && told == Told::Nothing {
        return Ok(None);
    }
    let key = RegisterKey::entry(TaskId(place.owner.0), "session", round.entry).to_string();
    let Round { began, last, counted, excluded, .. } = round;
    let (on, began, ended) = (began.day(), Some(began), last);
    Ok(Some(Edit::Session { key, on, counted, excluded, began, ended }))
}
