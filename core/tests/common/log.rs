//! An append-only list of changes, each after its dependencies: what a relay keeps, as far as
//! two stores need one to meet.

use soviec_core::model::{ChangeHash, DocumentId};
use soviec_core::protocol::ChangeState;
use soviec_core::store::Carried;
use soviec_core::sync::Effect;

use super::World;

/// The seq of the first row: the rows of directory and plan lie before it.
pub const FIRST: u64 = 10_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub document: DocumentId,
    pub change: ChangeHash,
    pub bytes: Vec<u8>,
}

#[derive(Default)]
pub struct Log {
    pub rows: Vec<Row>,
}

impl Log {
    /// Sends what waits and takes what is new, as one exchange does.
    pub fn exchange(&mut self, world: &mut World) -> Carried {
        let answers = self.push(world);
        let rows = self.rows_from(world, world.heard);
        world.heard = self.rows.len();
        carry_out(world, &[answers, rows].concat())
    }

    /// Takes up what a phone wrote; returns the answers, which may still be lost.
    pub fn push(&mut self, world: &World) -> Vec<Effect> {
        let waiting = waiting(world);
        for row in &waiting {
            if !self.rows.contains(row) {
                self.rows.push(row.clone());
            }
        }
        waiting.iter().map(|row| self.answer(row)).collect()
    }

    fn answer(&self, row: &Row) -> Effect {
        let at = self.rows.iter().position(|other| other == row).unwrap();
        let (change, seq) = (row.change, Some(FIRST + at as u64));
        Effect::Answered { change, state: ChangeState::Stored, seq }
    }

    /// The rows from a place on, as a page brings them to a phone.
    pub fn rows_from(&self, world: &World, from: usize) -> Vec<Effect> {
        let own = own(world);
        let effect = |(at, row): (usize, &Row)| {
            let own = own.contains(&row.change);
            Effect::Change {
                seq: FIRST + at as u64,
                document: row.document,
                change: row.change,
                bytes: (!own).then(|| row.bytes.clone()),
                own,
            }
        };
        self.rows.iter().enumerate().skip(from).map(effect).collect()
    }
}

pub fn carry_out(world: &mut World, effects: &[Effect]) -> Carried {
    world.take(effects)
}

/// Own changes without an answer, in the order in which they were made.
pub fn waiting(world: &World) -> Vec<Row> {
    let sql = "SELECT document, hash, bytes FROM changes WHERE own = 1 AND state = 0 AND present = 1 ORDER BY place";
    let mut rows = world.reader.prepare_cached(sql).unwrap();
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Row {
            document: DocumentId::from_slice(&row.get::<_, Vec<u8>>(0)?).unwrap(),
            change: ChangeHash::from_slice(&row.get::<_, Vec<u8>>(1)?).unwrap(),
            bytes: row.get(2)?,
        })
    };
    rows.query_map([], read).unwrap().map(Result::unwrap).collect()
}

fn own(world: &World) -> Vec<ChangeHash> {
    let mut hashes = world.reader.prepare_cached("SELECT hash FROM changes WHERE own = 1").unwrap();
    let read = |row: &rusqlite::Row<'_>| row.get::<_, Vec<u8>>(0);
    let found = hashes.query_map([], read).unwrap();
    found.map(|hash| ChangeHash::from_slice(&hash.unwrap()).unwrap()).collect()
}
