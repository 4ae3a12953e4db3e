//! Re-issue: a change cannot be moved, edited or skipped; the edit that it carries can be
//! written again, at its original place, without what died below it.
//!
//! One procedure for every misfortune, used by the phone for its own edits and by the office's
//! pen for those that stood on an expelled change (rule M3 of the exchange). It is pure: what
//! the document consists of is asked of a [`Ground`], and actor, number and time of the new
//! change are the caller's.

mod over;

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::change::{Action, Change, Message, ObjectId, Operation, bucket_object, genesis::MAX_OP};
use crate::model::{ChangeHash, DocumentId, OpId, RegisterKey};

/// What became of a change that something stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// In the document, or its genesis.
    Here,
    /// Not in the document; this change, which is in it, carries the edit now.
    Successor(ChangeHash),
    /// Neither it nor a successor is in the document.
    Gone,
}

/// The document on which an edit is written again, and the bytes of what left it.
pub trait Ground {
    /// A change of which bytes are still held, those that left the document included.
    fn change(&self, hash: &ChangeHash) -> Option<Rc<Change>>;

    /// What became of a change.
    fn fate(&self, hash: &ChangeHash) -> Fate;

    /// Whether `ancestor` is one of `of` or below one of them. Asked of changes that left the
    /// document too, by the dependencies that they had.
    fn below(&self, ancestor: &ChangeHash, of: &[ChangeHash]) -> bool;

    /// The changes in the document with a put to a register.
    fn writers(&self, key: &RegisterKey) -> Vec<ChangeHash>;

    /// The edit that a change carries.
    fn edit_of(&self, change: &ChangeHash) -> Option<ChangeHash>;

    /// The number of a change's last operation.
    fn max_op(&self, change: &ChangeHash) -> Option<u64>;

    /// The document's genesis.
    fn genesis(&self) -> ChangeHash;
}

/// An edit, ready to be carried by a new change: the caller adds actor, seq and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// What the new change stands on, ascending.
    pub dependencies: Vec<ChangeHash>,
    /// The edit, and what each put replaces beside its predecessors.
    pub message: Message,
    /// The same puts, over what lives at the dependencies.
    pub operations: Vec<Operation>,
    /// The number of the first operation.
    pub start_op: u64,
}

/// Why an edit cannot be written again. Its bytes are kept whatever happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// It puts to something that is no register.
    #[error("the edit writes something else than registers")]
    Operation,
    /// A change that it would stand on is in the document and cannot be found there.
    #[error("a change that the edit would stand on is not in the document")]
    Ground,
}

/// Writes the edit of `original` again, for the same document or, moved, for another one: the
/// same id, the same puts, at its original place as far as that still stands.
///
/// `ground` is the document that it is written into. When the edit is moved, [`Ground::change`]
/// must know the changes of the document that it comes from, too.
///
/// # Errors
///
/// [`Unwritable`].
pub fn rewrite(
    original: &Change,
    moved_to: Option<DocumentId>,
    ground: &dyn Ground,
) -> Result<Rewritten, Unwritable> {
    let dependencies = match moved_to {
        // A moved edit stands on the genesis: its author may not have read the target's values,
        // so it must not supersede them unseen.
        Some(_) => vec![ground.genesis()],
        None => mapped(original, ground),
    };
    let rewriting = Rewriting { original, edit: original.edit(), moved_to, ground };
    match rewriting.at(dependencies)? {
        Outcome::Clean(rewritten) => Ok(rewritten),
        // A successor can have more below it than the author knew. What he did not know he did
        // not replace: the edit stands beside it, and its lists do the replacing.
        Outcome::Leak => match rewriting.at(vec![ground.genesis()])? {
            Outcome::Clean(rewritten) => Ok(rewritten),
            Outcome::Leak => Err(Unwritable::Ground),
        },
    }
}

/// The dependencies of a change as far as they or their successors are in the document, those
/// below others left out.
fn mapped(original: &Change, ground: &dyn Ground) -> Vec<ChangeHash> {
    #[cfg(feature = "planted")]
    if crate::planted::on(crate::planted::Fault::OldDependencies) {
        return original.dependencies.clone();
    }
    let (mut open, mut seen) = (original.dependencies.clone(), BTreeSet::new());
    let mut found = BTreeSet::new();
    while let Some(next) = open.pop() {
        if !seen.insert(next) {
            continue;
        }
        match ground.fate(&next) {
            Fate::Here => drop(found.insert(next)),
            Fate::Successor(hash) => drop(found.insert(hash)),
            Fate::Gone => {
                open.extend(ground.change(&next).iter().flat_map(|gone| &gone.dependencies));
            }
        }
    }
    tops(found, ground)
}

fn tops(mut found: BTreeSet<ChangeHash>, ground: &dyn Ground) -> Vec<ChangeHash> {
    found.remove(&ground.genesis());
    let all: Vec<ChangeHash> = found.iter().copied().collect();
    let covered = |hash: &ChangeHash| {
        all.iter().any(|other| other != hash && ground.below(hash, std::slice::from_ref(other)))
    };
    found.retain(|hash| !covered(hash));
    if found.is_empty() { vec![ground.genesis()] } else { found.into_iter().collect() }
}

enum Outcome {
    Clean(Rewritten),
    /// A value that the author did not know would be superseded.
    Leak,
}

struct Rewriting<'a> {
    original: &'a Change,
    edit: ChangeHash,
    moved_to: Option<DocumentId>,
    ground: &'a dyn Ground,
}

impl Rewriting<'_> {
    fn at(&self, dependencies: Vec<ChangeHash>) -> Result<Outcome, Unwritable> {
        let highest = dependencies.iter().map(|hash| self.max_op(hash));
        let highest = highest.collect::<Option<Vec<_>>>().ok_or(Unwritable::Ground)?;
        let start_op = 1 + highest.into_iter().max().ok_or(Unwritable::Ground)?;
        let mut overs = self.overs(&dependencies);
        let mut operations = Vec::with_capacity(self.original.operations.len());
        for (operation, over) in self.original.operations.iter().zip(&overs) {
            let key = RegisterKey::parse(&operation.key).map_err(|_| Unwritable::Operation)?;
            let Action::Put(_) = operation.action else { return Err(Unwritable::Operation) };
            let live = self.live(&key, &dependencies);
            let unknown = |edit: &ChangeHash| *edit != self.edit && !over.contains(edit);
            if live.iter().any(|(_, edit)| unknown(edit)) {
                return Ok(Outcome::Leak);
            }
            operations.push(Operation {
                object: self.object(operation.object, &key),
                predecessors: live.iter().map(|(op, _)| *op).collect(),
                ..operation.clone()
            });
        }
        over::shorten(&mut overs);
        #[cfg(feature = "planted")]
        crate::planted::when(crate::planted::Fault::OverForgotten, || {
            overs.iter_mut().for_each(Vec::clear)
        });
        let overs = overs.into_iter().map(over::sorted).collect();
        let message = Message { edit: Some(self.edit), overs };
        Ok(Outcome::Clean(Rewritten { dependencies, message, operations, start_op }))
    }

    fn max_op(&self, change: &ChangeHash) -> Option<u64> {
        if *change == self.ground.genesis() { Some(MAX_OP) } else { self.ground.max_op(change) }
    }

    fn object(&self, original: ObjectId, key: &RegisterKey) -> ObjectId {
        self.moved_to.map_or(original, |target| bucket_object(target, key.bucket()))
    }

    /// For each put the edits that it replaces, the nearest first.
    fn overs(&self, dependencies: &[ChangeHash]) -> Vec<Vec<ChangeHash>> {
        let lists = self.original.message.as_ref().map(|message| message.overs.as_slice());
        let told = |place: usize| lists.and_then(|lists| lists.get(place));
        let puts = self.original.operations.iter().enumerate();
        puts.map(|(place, operation)| {
            let old = told(place).map(Vec::as_slice).unwrap_or_default();
            over::of_put(self.ground, self.original, operation, old, dependencies)
        })
        .collect()
    }

    /// The operations of a register that live at the dependencies, with their edits, ascending.
    fn live(&self, key: &RegisterKey, dependencies: &[ChangeHash]) -> Vec<(OpId, ChangeHash)> {
        let (mut live, mut superseded) = (Vec::new(), BTreeSet::new());
        let writers = self.ground.writers(key).into_iter();
        for hash in writers.filter(|hash| self.ground.below(hash, dependencies)) {
            let Some(change) = self.ground.change(&hash) else { continue };
            let edit = self.ground.edit_of(&hash).unwrap_or_else(|| change.edit());
            for (index, operation) in change.operations.iter().enumerate() {
                if operation.key == key.as_str() {
                    live.push((change.op_id(index), edit));
                    superseded.extend(operation.predecessors.iter().copied());
                }
            }
        }
        live.retain(|(op, _)| !superseded.contains(op));
        live.sort_unstable();
        live
    }
}
