//! One change becomes rows.

use crate::change::{Change, Put, Value};
use crate::model::{ChangeHash, OfficerId, OpId, RegisterKey, author_of, meaning_of};
#[cfg(feature = "planted")]
use crate::planted::{Fault as Planted, when};

/// One operation of a register. A superseded one keeps everything but its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its id.
    pub op: OpId,
    /// The register.
    pub key: RegisterKey,
    /// The edit it belongs to.
    pub edit: ChangeHash,
    /// The change that carries it.
    pub change: ChangeHash,
    /// The officer whose act it is; none when the value is no act.
    pub officer: Option<OfficerId>,
    /// The act's meaning without who and when.
    pub meaning: [u8; 8],
    /// Whether nothing in the document superseded it.
    pub live: bool,
    /// The value, while it is live.
    pub value: Option<Value>,
}

/// A put ended the life of an edit in one register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kill {
    /// The register.
    pub key: RegisterKey,
    /// The edit that is no longer shown there.
    pub edit: ChangeHash,
    /// The put that killed it.
    pub by: OpId,
}

/// What one change does to the tables.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Step {
    /// Operations to insert, all live.
    pub inserted: Vec<Operation>,
    /// Operations that are no longer live and lose their value.
    pub superseded: Vec<OpId>,
    /// Kills to insert.
    pub kills: Vec<Kill>,
}

/// The rows of one admitted change. `edit_of` tells the edit of a known operation.
pub fn step(change: &Change, puts: &[Put], edit_of: impl Fn(&OpId) -> Option<ChangeHash>) -> Step {
    let edit = change.edit();
    let mut rows = Step::default();
    for put in puts {
        rows.inserted.push(operation(change.hash, edit, put));
        rows.superseded.extend(&put.predecessors);
        #[cfg(feature = "planted")]
        when(Planted::SupersededLive, || rows.superseded.clear());
        let mut killed: Vec<ChangeHash> = put.predecessors.iter().filter_map(&edit_of).collect();
        killed.extend(&put.over);
        #[cfg(feature = "planted")]
        when(Planted::OverIgnored, || killed.retain(|edit| !put.over.contains(edit)));
        killed.sort_unstable();
        killed.dedup();
        killed.retain(|other| *other != edit);
        let kill = |edit| Kill { key: put.key.clone(), edit, by: put.op };
        rows.kills.extend(killed.into_iter().map(kill));
    }
    rows
}

fn operation(change: ChangeHash, edit: ChangeHash, put: &Put) -> Operation {
    let (officer, meaning) = match &put.value {
        Value::Bytes(act) => (author_of(act), meaning_of(act)),
        // A scalar that is no act means itself.
        Value::Str(text) => (None, meaning_of(text.as_bytes())),
        Value::Int(number) => (None, meaning_of(&number.to_be_bytes())),
        Value::Uint(number) => (None, meaning_of(&number.to_be_bytes())),
        Value::Bool(yes) => (None, meaning_of(&[u8::from(*yes)])),
        Value::Null => (None, meaning_of(&[])),
    };
    Operation {
        op: put.op,
        key: put.key.clone(),
        edit,
        change,
        officer,
        meaning,
        live: true,
        value: Some(put.value.clone()),
    }
}
