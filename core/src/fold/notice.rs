//! Who has to be told that his value is not the one shown.
//!
//! A pure function of operations, kills and accepts. It goes edit by edit: the final state alone
//! cannot tell an author whose value was settled by a third person, and single events ring
//! twice after a re-issue.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kill, Operation, Register, shown};
use crate::change::Value;
use crate::model::{Accept, ChangeHash, OfficerId, OpId, decode, withdrawn_meaning};

/// What a notice says about an edit of mine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// My value was replaced by one of another meaning.
    Replaced,
    /// My value stands beside another officer's.
    TwoValues,
}

impl NoticeKind {
    /// A stable number, for stored rows.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The kind with that number.
    pub fn from_number(number: u8) -> Option<Self> {
        [Self::Replaced, Self::TwoValues].into_iter().find(|kind| kind.number() == number)
    }
}

/// One thing that the officer `me` has to know about one register.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// Whose edit it is.
    pub me: OfficerId,
    /// My edit.
    pub mine: ChangeHash,
    /// What became of it.
    pub kind: NoticeKind,
    /// The edits shown instead of it, or beside it, of another meaning.
    pub others: Vec<ChangeHash>,
}

/// All that is known of one register: superseded operations included.
#[derive(Debug, Default)]
pub struct History {
    /// Every operation ever seen in the register.
    pub operations: Vec<Operation>,
    /// Every kill in it.
    pub kills: Vec<Kill>,
    /// The shown accepts for it, of any officer.
    pub accepts: Vec<Value>,
}

/// What is to be told, once, by ring and badge; and what is thereby told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Telling {
    /// Edits that come new to an officer's notice.
    pub fresh: bool,
    /// Edits to remember as told.
    pub told: Vec<ChangeHash>,
}

struct Graph<'h> {
    /// Edit → edits that killed it.
    killers: BTreeMap<ChangeHash, BTreeSet<ChangeHash>>,
    by_edit: BTreeMap<ChangeHash, &'h Operation>,
    register: Register,
}

impl History {
    fn graph(&self) -> Graph<'_> {
        let edit_of: BTreeMap<OpId, ChangeHash> =
            self.operations.iter().map(|o| (o.op, o.edit)).collect();
        let mut killers: BTreeMap<ChangeHash, BTreeSet<ChangeHash>> = BTreeMap::new();
        for kill in &self.kills {
            if let Some(by) = edit_of.get(&kill.by) {
                killers.entry(kill.edit).or_default().insert(*by);
            }
        }
        let killed = self.kills.iter().map(|kill| kill.edit).collect();
        let register = shown(&self.operations, &killed);
        Graph { killers, by_edit: self.operations.iter().map(|o| (o.edit, o)).collect(), register }
    }

    /// The edits that an officer accepted as gone earlier.
    pub fn accepted_by(&self, me: OfficerId) -> Vec<ChangeHash> {
        self.accepted(me).into_iter().flat_map(|accept| accept.gone).collect()
    }

    fn accepted(&self, me: OfficerId) -> Vec<Accept> {
        let read = |value: &Value| match value {
            Value::Bytes(bytes) => decode::<Accept>(bytes).ok(),
            _ => None,
        };
        self.accepts.iter().filter_map(read).filter(|accept| accept.by == me).collect()
    }
}

impl Graph<'_> {
    /// The edits that can be reached from `edit` along kills, without itself.
    fn reachable(&self, edit: ChangeHash) -> BTreeSet<ChangeHash> {
        let mut seen = BTreeSet::new();
        let mut open = vec![edit];
        while let Some(next) = open.pop() {
            for killer in self.killers.get(&next).into_iter().flatten() {
                if seen.insert(*killer) {
                    open.push(*killer);
                }
            }
        }
        seen.remove(&edit);
        seen
    }

    /// The edits of an officer that claim something. Nobody is told what became of a withdrawal.
    fn mine(&self, me: OfficerId) -> impl Iterator<Item = &Operation> {
        let withdrawn = withdrawn_meaning();
        let claims = move |o: &&Operation| o.officer == Some(me) && o.meaning != withdrawn;
        self.by_edit.values().copied().filter(claims)
    }

    fn replaced(&self, a: &Operation, accepts: &[Accept]) -> Option<Notice> {
        let me = a.officer?;
        let is_shown = self.register.values.iter().any(|v| v.edit == a.edit);
        if is_shown || accepts.iter().any(|accept| accept.gone.contains(&a.edit)) {
            return None;
        }
        let reached = self.reachable(a.edit);
        if reached.iter().any(|edit| self.by_edit.get(edit).is_some_and(|o| o.officer == Some(me)))
        {
            return None;
        }
        let differs = |v: &&super::Shown| reached.contains(&v.edit) && v.meaning != a.meaning;
        let others: Vec<_> = self.register.values.iter().filter(differs).map(|v| v.edit).collect();
        let notice = Notice { me, mine: a.edit, kind: NoticeKind::Replaced, others };
        (!notice.others.is_empty()).then_some(notice)
    }

    fn two_values(&self, a: &Operation, accepts: &[Accept]) -> Option<Notice> {
        let me = a.officer?;
        self.register.values.iter().find(|v| v.edit == a.edit)?;
        let accepted = |b: &ChangeHash| {
            accepts.iter().any(|accept| accept.two.contains(&a.edit) && accept.two.contains(b))
        };
        let others: Vec<_> = self
            .register
            .claims()
            .filter(|b| b.officer != a.officer && b.meaning != a.meaning && !accepted(&b.edit))
            .map(|b| b.edit)
            .collect();
        let notice = Notice { me, mine: a.edit, kind: NoticeKind::TwoValues, others };
        (!notice.others.is_empty()).then_some(notice)
    }

    /// The nearest killers of another meaning, sought through killers of the same meaning,
    /// without those that kill another candidate.
    fn candidates(&self, a: &Operation) -> BTreeSet<ChangeHash> {
        let (mut found, mut open, mut seen) = (BTreeSet::new(), vec![a.edit], BTreeSet::new());
        while let Some(next) = open.pop() {
            for killer in self.killers.get(&next).into_iter().flatten() {
                if !seen.insert(*killer) {
                    continue;
                }
                match self.by_edit.get(killer) {
                    Some(o) if o.meaning != a.meaning => drop(found.insert(*killer)),
                    _ => open.push(*killer),
                }
            }
        }
        let kills_another = |edit: &ChangeHash| {
            found.iter().any(|other| other != edit && self.reachable(*other).contains(edit))
        };
        found.iter().copied().filter(|edit| !kills_another(edit)).collect()
    }
}

/// The notices of one register for the officers of this phone, sorted.
pub fn notices(history: &History, officers: &[OfficerId]) -> Vec<Notice> {
    let graph = history.graph();
    let mut all = Vec::new();
    for me in officers {
        let accepts = history.accepted(*me);
        for a in graph.mine(*me) {
            all.extend(graph.replaced(a, &accepts));
            all.extend(graph.two_values(a, &accepts));
        }
    }
    all.sort_unstable();
    all
}

/// Whether a notice rings, given the edits already told for it.
pub fn tellings(history: &History, notice: &Notice, told: &BTreeSet<ChangeHash>) -> Telling {
    let graph = history.graph();
    let Some(a) = graph.by_edit.get(&notice.mine) else { return Telling::default() };
    let candidates = match notice.kind {
        NoticeKind::Replaced => graph.candidates(a),
        NoticeKind::TwoValues => notice.others.iter().copied().collect(),
    };
    let new: Vec<_> = candidates.iter().filter(|edit| !told.contains(edit)).copied().collect();
    let mut remember: BTreeSet<ChangeHash> = candidates;
    for edit in &new {
        remember.extend(graph.reachable(*edit));
    }
    Telling { fresh: !new.is_empty(), told: remember.into_iter().collect() }
}
