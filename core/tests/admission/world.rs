//! A document in use, as the judge and as the library know it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{ActorId as LibraryActor, Automerge};
use soviec_core::{
    admission::{Code, History, Verdict, judge},
    change::{
        Action, Change, Limits, Message, NewChange, Operation, Value, bucket_object, encode,
        genesis,
    },
    model::{ActorId, ChangeHash, DocumentKind, OpId, RegisterKey, TaskId},
};

use crate::support::{self, DOCUMENT, library_change, library_document};

pub(crate) const PHONES: u8 = 3;

/// A document as the judge and as the library know it.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) history: History,
    pub(crate) library: Automerge,
    /// The last change of each phone, oldest first.
    pub(crate) last: Vec<Change>,
}

impl World {
    /// A document in which three phones have written beside each other and over each other.
    pub(crate) fn new() -> Self {
        let genesis = genesis(DOCUMENT, 1);
        let mut world =
            Self { history: History::new(&genesis), library: library_document(), last: vec![] };
        let first: Vec<_> = (1..=PHONES)
            .map(|phone| encode(&new_change(phone, 1, 67, &[genesis.hash], &[("a", &[])])))
            .collect();
        first.iter().for_each(|change| world.take(change));
        for phone in 1..=PHONES {
            let all: Vec<_> = world.last.iter().map(|change| change.hash).collect();
            let highest = world.last.iter().map(Change::max_op).max().unwrap();
            let over: Vec<_> = match phone {
                1 => first.iter().map(|change| change.op_id(0)).collect(),
                _ => vec![world.last[usize::from(phone) - 2].op_id(0)],
            };
            let puts = [("a", &over[..]), ("b", &[])];
            let next = encode(&new_change(phone, 2, highest + 1, &all, &puts));
            world.take(&next);
        }
        world
    }

    pub(crate) fn take(&mut self, change: &Change) {
        assert!(matches!(self.judge(change), Verdict::Admit(_)), "{:?}", self.judge(change));
        self.library.apply_changes([library_change(change)]).unwrap();
        self.history.add(change);
        self.last.retain(|last| last.actor != change.actor);
        self.last.push(change.clone());
    }

    pub(crate) fn judge(&self, change: &Change) -> Verdict {
        judge(change, DOCUMENT, DocumentKind::WorkBook, &self.history, &Limits::default())
    }

    /// A valid change of several puts, with a message now and then.
    pub(crate) fn next(&self, seed: u64) -> NewChange {
        let phone = 1 + (seed % u64::from(PHONES)) as u8;
        let all: Vec<_> = self.last.iter().map(|change| change.hash).collect();
        let highest = self.last.iter().map(Change::max_op).max().unwrap();
        let over: Vec<_> = vec![self.last[2].op_id(0)];
        let puts = [("a", &over[..]), ("b", &[]), ("c", &[]), ("d", &[])];
        let puts = &puts[..1 + seed as usize % 4];
        let mut new = new_change(phone, 3, highest + 1, &all, puts);
        new.time = seed as i64;
        if seed.is_multiple_of(5) {
            let overs = vec![vec![ChangeHash([3; 32])]; puts.len()];
            new.message = Some(Message { edit: Some(ChangeHash([4; 32])), overs });
        }
        new
    }

    /// Whether the library takes the change, goes on working, and reads its own save.
    pub(crate) fn survives(&self, change: &Change) -> Result<(), String> {
        let said = catch_unwind(AssertUnwindSafe(|| self.try_in_library(change)));
        said.unwrap_or_else(|_| Err("the library panicked".to_owned()))
    }

    pub(crate) fn try_in_library(&self, change: &Change) -> Result<(), String> {
        let mut document = self.library.clone();
        let read = automerge::Change::from_bytes(change.bytes().to_vec());
        let read = read.map_err(|e| e.to_string())?;
        let hash = read.hash();
        document.apply_changes([read]).map_err(|e| e.to_string())?;
        if !document.get_heads().contains(&hash) {
            return Err("the change waits".to_owned());
        }
        write_once_more(&mut document)?;
        let saved = document.save();
        let again = Automerge::load(&saved).map_err(|e| e.to_string())?;
        if again.get_heads() == document.get_heads() { Ok(()) } else { Err("other heads".into()) }
    }
}

/// An honest phone writes after the change: a poisoned document fails only here.
pub(crate) fn write_once_more(document: &mut Automerge) -> Result<(), String> {
    use automerge::transaction::Transactable;
    let map = support::bucket(document, bucket());
    document.set_actor(LibraryActor::from(vec![9; 16]));
    let mut transaction = document.transaction();
    transaction.put(&map, key("a").as_str(), true).map_err(|e| e.to_string())?;
    transaction.commit();
    Ok(())
}

pub(crate) fn key(field: &str) -> RegisterKey {
    RegisterKey::new(TaskId([7; 16]), field)
}

pub(crate) fn bucket() -> u8 {
    key("a").bucket()
}

pub(crate) fn put(field: &str, predecessors: &[OpId]) -> Operation {
    Operation {
        object: bucket_object(DOCUMENT, bucket()),
        key: key(field).as_str().to_owned(),
        insert: false,
        action: Action::Put(Value::Bytes(vec![7; 12])),
        predecessors: predecessors.to_vec(),
    }
}

pub(crate) fn new_change(
    phone: u8,
    seq: u64,
    start_op: u64,
    dependencies: &[ChangeHash],
    puts: &[(&str, &[OpId])],
) -> NewChange {
    NewChange {
        dependencies: dependencies.to_vec(),
        actor: ActorId([phone; 16]),
        seq,
        start_op,
        time: 0,
        message: None,
        operations: puts.iter().map(|(field, over)| put(field, over)).collect(),
    }
}

/// The verdict on hand-made bytes, through parser and judge as at the relay.
pub(crate) fn at_the_door(world: &World, bytes: &[u8]) -> Result<(), Code> {
    let change = Change::parse(bytes, &Limits::default())?;
    match world.judge(&change) {
        Verdict::Admit(_) => Ok(()),
        Verdict::Refused(code) => Err(code),
        other => panic!("neither admitted nor refused: {other:?}"),
    }
}
