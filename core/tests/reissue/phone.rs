//! A phone of one village, and a relay that says what a test wants.

use std::path::PathBuf;

use soviec_core::change::{Change, Limits};
use soviec_core::model::{ChangeHash, Declared, Edit, OfficerId, StatusAct, encode};
use soviec_core::protocol::{ChangeState, Decision};
use soviec_core::store::{Carried, SetApart, set_apart};
use soviec_core::sync::Effect;
use tempfile::TempDir;

use crate::common::{CLERK, Pen, World, book, day, declare, noon, officer, status_key};

/// The relay's rows about changes of the book begin above those of directory and plan.
const FIRST: u64 = 10_000;
/// The tasks of the plan.
pub(crate) const TASKS: u32 = 6;

pub(crate) struct Phone {
    _folder: TempDir,
    path: PathBuf,
    pub(crate) world: World,
    seq: u64,
}

impl Phone {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("a.db");
        let world = World::open(&path, 1, &[0], TASKS);
        Self { _folder: folder, path, world, seq: FIRST }
    }

    /// Declares a status; returns the edit.
    pub(crate) fn declares(&mut self, n: u32, status: Declared) -> ChangeHash {
        self.world.write(0, &declare(n, status)).unwrap().change
    }

    pub(crate) fn writes(&mut self, edit: &Edit) -> ChangeHash {
        self.world.write(0, edit).unwrap().change
    }

    fn changes(&self, which: &str) -> Vec<Change> {
        let sql = format!("SELECT bytes FROM changes WHERE own = 1 AND {which} ORDER BY place");
        let mut rows = self.world.reader.prepare(&sql).unwrap();
        let bytes = rows.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        bytes.map(|bytes| Change::parse(&bytes.unwrap(), &Limits::default()).unwrap()).collect()
    }

    /// Own changes that stand in the book and wait for a verdict, oldest first.
    pub(crate) fn pending(&self) -> Vec<Change> {
        self.changes("state = 0 AND present = 1")
    }

    /// The change that carries an edit now; it waits for a verdict.
    pub(crate) fn carrier(&self, edit: ChangeHash) -> Change {
        let mut found = self.pending().into_iter().filter(|change| change.edit() == edit);
        found.next().expect("the edit waits")
    }

    /// Whatever was written here, by its hash.
    pub(crate) fn own(&self, hash: ChangeHash) -> Change {
        self.changes("1 = 1").into_iter().find(|change| change.hash == hash).unwrap()
    }

    fn next_seq(&mut self) -> u64 {
        self.seq += 1;
        self.seq
    }

    /// The relay's answer to a change, with a row of its own.
    pub(crate) fn answer(&mut self, change: ChangeHash, state: ChangeState) -> Effect {
        Effect::Answered { change, state, seq: Some(self.next_seq()) }
    }

    pub(crate) fn verdict(&mut self, change: ChangeHash, state: ChangeState) -> Effect {
        Effect::Verdict { seq: self.next_seq(), document: book(0).id(), change, state }
    }

    pub(crate) fn decision(
        &mut self,
        change: ChangeHash,
        state: ChangeState,
        decision: Decision,
    ) -> Effect {
        let (seq, document, said) = (self.next_seq(), book(0).id(), Some(decision));
        Effect::Decision { seq, document, change, state, clerk: Some(CLERK), at: noon(), said }
    }

    /// A row that stores a change of someone else, or of an earlier epoch.
    pub(crate) fn row(&mut self, change: &Change) -> Effect {
        let (seq, document) = (self.next_seq(), book(0).id());
        let bytes = Some(change.bytes().to_vec());
        Effect::Change { seq, document, change: change.hash, bytes, own: false }
    }

    pub(crate) fn hears(&mut self, effects: &[Effect]) -> Carried {
        let carried = self.world.take(effects);
        self.is_whole();
        carried
    }

    /// Every own change that waits gets the same answer.
    pub(crate) fn all(&mut self, state: ChangeState) -> Carried {
        let pending = self.pending();
        let effects: Vec<_> = pending.iter().map(|c| self.answer(c.hash, state)).collect();
        self.hears(&effects)
    }

    /// Closes the book and opens it again.
    pub(crate) fn reopens(&mut self) {
        let again = World::bare(&self.path, 1, &[0], vec![officer(1)]);
        let before = std::mem::replace(&mut self.world, again);
        self.world.epochs = before.epochs;
        drop(before);
        self.is_whole();
    }

    /// The statuses that people see for a task, sorted.
    pub(crate) fn shown(&self, n: u32) -> Vec<Declared> {
        let register = self.world.register(0, &status_key(n));
        let mut all: Vec<_> =
            register.values.iter().map(|v| v.act::<StatusAct>().unwrap().status).collect();
        all.sort_unstable();
        all
    }

    pub(crate) fn apart(&self) -> Vec<SetApart> {
        set_apart(&self.world.reader, 100, false).unwrap()
    }

    pub(crate) fn count(&self, sql: &str) -> u64 {
        self.world.reader.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// What always holds: nothing dead in the book, one present carrier for each edit, tables as
    /// the library reads them, a row of screens as it is folded anew, and nothing left to do.
    pub(crate) fn is_whole(&mut self) {
        assert!(self.world.agrees(0), "tables and library differ");
        let dead = "SELECT count(*) FROM changes WHERE present = 1 AND state > 3";
        assert_eq!(self.count(dead), 0);
        let carriers = "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE superseded = 0
                        GROUP BY coalesce(again, change) HAVING count(*) <> 1)";
        assert_eq!(self.count(carriers), 0, "an edit has two carriers");
        let lost = "SELECT count(DISTINCT coalesce(again, change))
                    - (SELECT count(*) FROM outbox WHERE superseded = 0) FROM outbox";
        assert_eq!(self.count(lost), 0, "an edit has no carrier");
        let again = self.world.make_whole();
        assert_eq!((again.reissued, again.rows.len()), (0, 0), "a second run finds nothing");
    }
}

/// Somebody else who writes the book, by an actor of his own.
pub(crate) fn other(actor: u8, known: &[Change]) -> Pen {
    let mut pen = Pen::of(book(0), actor);
    pen.hear(known);
    pen
}

/// Another officer declares a status on what his pen knows.
pub(crate) fn by_other(pen: &mut Pen, n: u32, status: Declared) -> Change {
    let act = StatusAct { by: OfficerId([90; 16]), on: day(4), status, result: None };
    pen.put(vec![(status_key(n), encode(&act))]);
    pen.changes.last().unwrap().clone()
}
