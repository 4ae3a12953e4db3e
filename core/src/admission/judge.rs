//! The rules, in the order in which they are asked: what the change alone shows, its place in
//! its author's lane, its dependencies, and at last its predecessors.

use std::collections::BTreeSet;

use super::{Code, Known, Put, Verdict, field::may_hold};
use crate::{
    change::{Action, Change, Limits, Operation, Value, bucket_object},
    model::{ActorId, DocumentId, DocumentKind, RegisterKey},
};

/// Judges a change of `document`.
///
/// The bytes were parsed or encoded by [`crate::change`], so their form is canonical. The
/// verdict depends on nothing but the arguments.
pub fn judge(
    change: &Change,
    document: DocumentId,
    kind: DocumentKind,
    known: &dyn Known,
    limits: &Limits,
) -> Verdict {
    let case = Case { change, document, kind, known };
    match case.decide(limits) {
        Ok(puts) => Verdict::Admit(puts),
        Err(verdict) => verdict,
    }
}

/// What a change of `document` puts, by the rules that the change alone can show.
///
/// For a reader of a log in which everything was admitted; [`judge`] asks for more.
///
/// # Errors
///
/// The [`Code`] of the first operation that breaks the profile.
pub fn puts(change: &Change, document: DocumentId, kind: DocumentKind) -> Result<Vec<Put>, Code> {
    let operations = change.operations.iter().enumerate();
    let puts = operations.map(|(index, operation)| {
        let (key, value) = profile(operation, document, kind)?;
        let message = change.message.as_ref();
        let over = message.and_then(|message| message.overs.get(index)).cloned();
        Ok(Put {
            key,
            op: change.op_id(index),
            value,
            predecessors: operation.predecessors.clone(),
            over: over.unwrap_or_default(),
        })
    });
    let puts = puts.collect::<Result<Vec<_>, Code>>()?;
    let keys: BTreeSet<_> = puts.iter().map(|put| &put.key).collect();
    rule(keys.len() == puts.len(), Code::Twice)?;
    Ok(puts)
}

fn profile(
    operation: &Operation,
    document: DocumentId,
    kind: DocumentKind,
) -> Result<(RegisterKey, Value), Code> {
    let Action::Put(value) = &operation.action else { return Err(Code::Action) };
    rule(!operation.insert, Code::Action)?;
    let key = RegisterKey::parse(&operation.key).map_err(|_| Code::Key)?;
    rule(operation.object == bucket_object(document, key.bucket()), Code::Bucket)?;
    rule(may_hold(kind, &key, value), Code::Act)?;
    Ok((key, value.clone()))
}

impl From<Code> for Verdict {
    fn from(code: Code) -> Self {
        Self::Refused(code)
    }
}

fn rule(kept: bool, code: Code) -> Result<(), Code> {
    if kept { Ok(()) } else { Err(code) }
}

struct Case<'a> {
    change: &'a Change,
    document: DocumentId,
    kind: DocumentKind,
    known: &'a dyn Known,
}

impl Case<'_> {
    fn decide(&self, limits: &Limits) -> Result<Vec<Put>, Verdict> {
        limits.check(self.change).map_err(Code::from)?;
        self.header()?;
        let puts = puts(self.change, self.document, self.kind)?;
        self.place()?;
        self.predecessors(&puts)?;
        Ok(puts)
    }

    fn header(&self) -> Result<(), Code> {
        let change = self.change;
        rule(change.actor != ActorId(self.document.0), Code::Actor)?;
        rule(!change.dependencies.is_empty(), Code::Dependencies)?;
        rule(!change.operations.is_empty(), Code::Empty)?;
        let Some(message) = &change.message else { return Ok(()) };
        message.check().map_err(Code::from)?;
        rule(message.overs.len() == change.operations.len(), Code::Message)
    }

    /// Lane and dependencies. A taken place is said before missing dependencies, since asking
    /// for them would not help; absent places only after, since what fills them may be missing.
    fn place(&self) -> Result<(), Verdict> {
        let change = self.change;
        let tip = self.known.lane_tip(&change.actor);
        let last = tip.map_or(0, |tip| tip.seq);
        if change.seq <= last {
            return Err(Verdict::Regressed);
        }
        let highest = self.highest()?;
        if change.seq != last + 1 {
            return Err(Verdict::Regressed);
        }
        let builds_on = tip.is_none_or(|tip| self.known.below(&tip.hash, &change.dependencies));
        rule(builds_on, Code::Lane)?;
        rule(change.start_op == highest + 1, Code::StartOp)?;
        Ok(())
    }

    /// The highest operation number of the dependencies.
    fn highest(&self) -> Result<u64, Verdict> {
        let (mut highest, mut missing) = (0, Vec::new());
        for dependency in &self.change.dependencies {
            match self.known.max_op(dependency) {
                Some(max_op) => highest = highest.max(max_op),
                None => missing.push(*dependency),
            }
        }
        if missing.is_empty() { Ok(highest) } else { Err(Verdict::Missing(missing)) }
    }

    /// Every predecessor is an operation of the same register in a change below this one. One
    /// beside it would be known here by chance of arrival and absent elsewhere.
    fn predecessors(&self, puts: &[Put]) -> Result<(), Code> {
        let mut authors = BTreeSet::new();
        for put in puts {
            for op in &put.predecessors {
                let operation = self.known.operation(op).ok_or(Code::Predecessor)?;
                rule(operation.key == put.key.as_str(), Code::Predecessor)?;
                authors.insert(operation.change);
            }
        }
        let below = |change| self.known.below(change, &self.change.dependencies);
        rule(authors.iter().all(below), Code::Predecessor)
    }
}
