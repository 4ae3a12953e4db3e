//! One CRDT document in memory. This module alone names the CRDT library.
//!
//! Law: no SQL, no clock, no network. Every call that sees bytes from outside comes after
//! admission and still runs under a catch of panics; after one, the document refuses every
//! further call and must be loaded again, because its memory can no longer be believed.

mod guard;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use automerge::{
    ActorId as LibraryActor, Automerge, Change as LibraryChange, ObjId, ROOT, ReadDoc, ScalarValue,
    Value as LibraryValue, transaction::CommitOptions, transaction::Transactable,
};

use crate::change::{
    Action, Change, Limits, MOST_AUTHORS, Message, NewChange, Operation, PutOver, Tips, Turn,
    Value, compose, encode,
    genesis::{BUCKETS, genesis},
    is_crowded,
};
use crate::model::{ActorId, ChangeHash, DocumentId, OpId, RegisterKey};
use guard::guarded;

/// Foreign changes are applied at most so many at a time, and the document is then copied: the
/// library otherwise keeps hundreds of megabytes of slack (measured: 551 MB after 1,000).
const APPLY_AT_ONCE: usize = 500;

/// Why a document could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The stored bytes are not a document, or not this one.
    #[error("the stored document cannot be read")]
    Unreadable,
    /// The library refused a change that had been admitted.
    #[error("the document does not take the change")]
    Refused,
    /// The library panicked, now or earlier: load the document again.
    #[error("the document must be loaded again")]
    Poisoned,
}

/// A loaded document.
pub struct Document {
    id: DocumentId,
    inner: Automerge,
    poisoned: bool,
    /// The bucket maps that were asked for: each edit asks for its own.
    buckets: Buckets,
    /// Where the next change of each author goes on; read when the first one is written.
    ends: OnceCell<Ends>,
}

/// The highest numbers in a document.
#[derive(Debug, Default)]
struct Ends {
    /// Of an operation.
    op: u64,
    /// Of each author's last change.
    seqs: BTreeMap<ActorId, u64>,
}

impl Ends {
    fn add(&mut self, actor: &LibraryActor, seq: u64, max_op: u64) {
        self.op = self.op.max(max_op);
        // An actor of another length writes no edits of ours.
        if let Ok(actor) = ActorId::from_slice(actor.to_bytes()) {
            let last = self.seqs.entry(actor).or_default();
            *last = seq.max(*last);
        }
    }
}

type Buckets = [OnceCell<ObjId>; BUCKETS as usize];

fn no_buckets() -> Buckets {
    std::array::from_fn(|_| OnceCell::new())
}

impl Document {
    /// The document as its genesis makes it.
    pub fn new(id: DocumentId, schema: u64) -> Result<Self, DocumentError> {
        Self::load(id, &[genesis(id, schema).bytes()])
    }

    /// Loads a snapshot and the changes after it in one call, which costs half of one by one.
    pub fn load<B: AsRef<[u8]>>(id: DocumentId, parts: &[B]) -> Result<Self, DocumentError> {
        let bytes: Vec<u8> = parts.iter().flat_map(|part| part.as_ref()).copied().collect();
        let inner = guarded(|| Automerge::load(&bytes).map_err(|_| DocumentError::Unreadable))??;
        let document = Self::over(id, inner);
        let whole = document.inner.get_missing_deps(&[]).is_empty() && document.bucket(0).is_some();
        if whole { Ok(document) } else { Err(DocumentError::Unreadable) }
    }

    fn over(id: DocumentId, inner: Automerge) -> Self {
        Self { id, inner, poisoned: false, buckets: no_buckets(), ends: OnceCell::new() }
    }

    /// The document's id.
    pub fn id(&self) -> DocumentId {
        self.id
    }

    /// The changes that nothing in the document stands on, sorted.
    pub fn heads(&self) -> Vec<ChangeHash> {
        let mut heads: Vec<_> = self.inner.get_heads().iter().map(|h| ChangeHash(h.0)).collect();
        heads.sort_unstable();
        heads
    }

    /// What the next change stands on.
    pub fn tips(&self) -> Result<Tips, DocumentError> {
        self.usable()?;
        let heads = self.inner.get_heads();
        let heads = heads.iter().map(|head| ChangeHash(head.0)).collect();
        Ok(Tips { heads, max_op: self.ends()?.op })
    }

    /// Writes one change with one put a register, on the document's heads; `None` when every
    /// value already stands there alone, so that there is no change.
    ///
    /// `time` is in seconds since 1970.
    pub fn write(
        &mut self,
        actor: ActorId,
        time: i64,
        puts: &[(RegisterKey, Value)],
        message: Option<&Message>,
    ) -> Result<Option<Change>, DocumentError> {
        let tips = self.tips()?;
        let standing = puts.iter().map(|(key, _)| self.values(key));
        let standing = standing.collect::<Result<Vec<_>, _>>()?;
        let puts = puts.iter().zip(&standing);
        let puts = puts.map(|((key, value), over)| PutOver { key, value, over });
        let puts: Vec<_> = puts.filter(|put| !put.is_said()).collect();
        if puts.is_empty() {
            return Ok(None);
        }
        let change = if is_crowded(&tips, &puts) {
            self.on_what_fits(actor, time, &puts, message)?
        } else {
            let seq = 1 + self.ends()?.seqs.get(&actor).copied().unwrap_or_default();
            compose(self.id, &tips, Turn { actor, seq, time }, &puts, message)
        };
        self.apply(&[change.bytes()])?;
        Ok(Some(change))
    }

    fn ends(&self) -> Result<&Ends, DocumentError> {
        if self.ends.get().is_none() {
            let ends = guarded(|| {
                let mut ends = Ends::default();
                for change in self.inner.get_changes_meta(&[]) {
                    ends.add(&change.actor, change.seq, change.max_op);
                }
                ends
            })?;
            return Ok(self.ends.get_or_init(|| ends));
        }
        self.ends.get().ok_or(DocumentError::Poisoned)
    }

    /// A change over no more than it may name, on some of the heads. The rest stays beside it, for
    /// the next edit. The library writes it in a copy, with other values in the place of those
    /// that are put: it would not put what it already shows.
    fn on_what_fits(
        &self,
        actor: ActorId,
        time: i64,
        puts: &[PutOver<'_>],
        message: Option<&Message>,
    ) -> Result<Change, DocumentError> {
        let trial = guarded(|| {
            let mut copy = Self::over(self.id, self.on_some_heads(actor)?);
            let stand_in = |put: &PutOver<'_>| {
                let free = |n: &i64| put.over.iter().all(|(_, value)| *value != Value::Int(*n));
                (put.key.clone(), Value::Int((0..).find(free).unwrap_or_default()))
            };
            let puts: Vec<_> = puts.iter().map(stand_in).collect();
            let targets = copy.targets(&puts)?;
            commit(&mut copy.inner, actor, time, &targets)
        })??;
        with_values(&trial.ok_or(DocumentError::Refused)?, puts, message)
    }

    /// A copy on as many heads as a change may name, with the author's last change below them.
    fn on_some_heads(&self, actor: ActorId) -> Result<Automerge, DocumentError> {
        let (heads, most) = (self.inner.get_heads(), Limits::default().dependencies);
        if heads.len() <= most {
            return Ok(self.inner.clone());
        }
        let is_own = |change: &LibraryChange| change.actor_id().to_bytes() == actor.as_slice();
        let own = self.inner.get_changes(&[]).into_iter().filter(|change| is_own(change));
        let last = own.max_by_key(|change| change.seq()).map(|change| change.hash());
        let holds = |some: &&[automerge::ChangeHash]| {
            let beside = self.inner.get_changes(some);
            last.is_none_or(|last| beside.iter().all(|change| change.hash() != last))
        };
        let some = heads.chunks(most).find(holds).ok_or(DocumentError::Refused)?;
        self.inner.fork_at(some).map_err(|_| DocumentError::Refused)
    }

    fn targets<'p>(
        &self,
        puts: &'p [(RegisterKey, Value)],
    ) -> Result<Vec<Target<'p>>, DocumentError> {
        let target = |(key, value): &'p (RegisterKey, Value)| {
            Ok((self.bucket(key.bucket()).ok_or(DocumentError::Refused)?, key, value))
        };
        puts.iter().map(target).collect()
    }

    /// Applies admitted changes whose dependencies are in the document or among them.
    pub fn apply<B: AsRef<[u8]>>(&mut self, changes: &[B]) -> Result<(), DocumentError> {
        self.usable()?;
        for some in changes.chunks(APPLY_AT_ONCE) {
            let (inner, ends) = (&mut self.inner, &mut self.ends);
            let applied = guarded(|| {
                let parsed = some
                    .iter()
                    .map(|bytes| LibraryChange::from_bytes(bytes.as_ref().to_vec()))
                    .collect::<Result<Vec<_>, _>>()
                    .map_err(|_| DocumentError::Refused)?;
                if let Some(ends) = ends.get_mut() {
                    parsed.iter().for_each(|c| ends.add(c.actor_id(), c.seq(), c.max_op()));
                }
                inner.apply_changes(parsed).map_err(|_| DocumentError::Refused)?;
                // A change that waits for its dependency is Ok to the library and seen by nobody.
                let waits = !inner.get_missing_deps(&[]).is_empty();
                if waits { Err(DocumentError::Refused) } else { Ok(()) }
            });
            self.settle(applied)?;
            if some.len() > 1 {
                self.inner = self.inner.clone();
            }
        }
        Ok(())
    }

    /// All values of a register with their operations, as the library lists them.
    pub fn values(&self, key: &RegisterKey) -> Result<Vec<(OpId, Value)>, DocumentError> {
        self.usable()?;
        let Some(bucket) = self.bucket(key.bucket()) else { return Ok(Vec::new()) };
        let found = guarded(|| self.inner.get_all(&bucket, key.as_str()))?;
        let found = found.map_err(|_| DocumentError::Unreadable)?;
        Ok(found
            .into_iter()
            .filter_map(|(value, id)| Some((op_id(&id)?, from_library(&value)?)))
            .collect())
    }

    /// The keys of all registers, sorted.
    pub fn keys(&self) -> Result<Vec<RegisterKey>, DocumentError> {
        self.usable()?;
        let mut keys = Vec::new();
        for bucket in (0..64).filter_map(|number| self.bucket(number)) {
            let texts = guarded(|| self.inner.keys(&bucket).collect::<Vec<_>>())?;
            keys.extend(texts.iter().filter_map(|text| RegisterKey::parse(text).ok()));
        }
        keys.sort_unstable();
        Ok(keys)
    }

    /// The document as one snapshot.
    pub fn save(&self) -> Result<Vec<u8>, DocumentError> {
        self.usable()?;
        guarded(|| self.inner.save())
    }

    fn bucket(&self, number: u8) -> Option<ObjId> {
        let kept = self.buckets.get(usize::from(number))?;
        if kept.get().is_none()
            && let Ok(Some((LibraryValue::Object(_), id))) =
                self.inner.get(ROOT, format!("{number:02x}"))
        {
            return Some(kept.get_or_init(|| id).clone());
        }
        kept.get().cloned()
    }

    fn usable(&self) -> Result<(), DocumentError> {
        if self.poisoned { Err(DocumentError::Poisoned) } else { Ok(()) }
    }

    /// Remembers a panic or a refusal half-way: the memory may hold a part of what was tried.
    fn settle<T>(
        &mut self,
        result: Result<Result<T, DocumentError>, DocumentError>,
    ) -> Result<T, DocumentError> {
        let flat = result.flatten();
        self.poisoned = flat.is_err();
        flat
    }
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Document({})", self.id)
    }
}

/// A bucket, and what is put there.
type Target<'p> = (ObjId, &'p RegisterKey, &'p Value);

/// Commits one transaction and returns its change, if it changed anything.
fn commit(
    inner: &mut Automerge,
    actor: ActorId,
    time: i64,
    targets: &[Target<'_>],
) -> Result<Option<Vec<u8>>, DocumentError> {
    inner.set_actor(LibraryActor::from(actor.as_slice()));
    let mut transaction = inner.transaction();
    for (bucket, key, value) in targets {
        transaction
            .put(bucket, key.as_str(), to_library(value))
            .map_err(|_| DocumentError::Refused)?;
    }
    let (hash, _) = transaction.commit_with(CommitOptions::default().with_time(time));
    let change = hash.and_then(|hash| inner.get_change_by_hash(&hash));
    Ok(change.map(|change| change.raw_bytes().to_vec()))
}

/// Keeps, of the operations that a change supersedes, the highest of as many authors as it may
/// name. What is shown is the highest of all.
fn supersede_what_fits(operations: &mut [Operation]) {
    let (mut authors, mut left) = (BTreeSet::new(), Limits::default().predecessors);
    for operation in operations {
        let mut kept: Vec<_> = std::mem::take(&mut operation.predecessors);
        kept.reverse();
        kept.retain(|op| {
            let named = authors.contains(&op.actor) || authors.len() < MOST_AUTHORS;
            let fits = named && left > 0;
            if fits {
                authors.insert(op.actor);
                left -= 1;
            }
            fits
        });
        kept.reverse();
        operation.predecessors = kept;
    }
}

/// The change with the puts' own values, and with its message.
fn with_values(
    bytes: &[u8],
    puts: &[PutOver<'_>],
    message: Option<&Message>,
) -> Result<Change, DocumentError> {
    let change = Change::parse(bytes, &Limits::unlimited()).map_err(|_| DocumentError::Refused)?;
    let mut operations = change.operations.clone();
    supersede_what_fits(&mut operations);
    for operation in &mut operations {
        let put = puts.iter().find(|put| put.key.as_str() == operation.key);
        operation.action = Action::Put(put.ok_or(DocumentError::Refused)?.value.clone());
    }
    let Change { dependencies, actor, seq, start_op, time, .. } = change;
    let message = message.cloned();
    Ok(encode(&NewChange { dependencies, actor, seq, start_op, time, message, operations }))
}

fn to_library(value: &Value) -> ScalarValue {
    match value {
        Value::Null => ScalarValue::Null,
        Value::Bool(value) => ScalarValue::Boolean(*value),
        Value::Int(value) => ScalarValue::Int(*value),
        Value::Uint(value) => ScalarValue::Uint(*value),
        Value::Str(text) => ScalarValue::Str(text.as_str().into()),
        Value::Bytes(bytes) => ScalarValue::Bytes(bytes.clone()),
    }
}

fn from_library(value: &LibraryValue<'_>) -> Option<Value> {
    let LibraryValue::Scalar(scalar) = value else { return None };
    match scalar.as_ref() {
        ScalarValue::Null => Some(Value::Null),
        ScalarValue::Boolean(value) => Some(Value::Bool(*value)),
        ScalarValue::Int(value) => Some(Value::Int(*value)),
        ScalarValue::Uint(value) => Some(Value::Uint(*value)),
        ScalarValue::Str(text) => Some(Value::Str(text.to_string())),
        ScalarValue::Bytes(bytes) => Some(Value::Bytes(bytes.clone())),
        _ => None,
    }
}

fn op_id(id: &ObjId) -> Option<OpId> {
    match id {
        ObjId::Id(counter, actor, _) => {
            Some(OpId { counter: *counter, actor: ActorId::from_slice(actor.to_bytes()).ok()? })
        }
        ObjId::Root => None,
    }
}
