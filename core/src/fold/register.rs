//! What people see in one register.

use std::collections::BTreeSet;

use super::Operation;
use crate::change::Value;
use crate::model::{Act, ActError, ChangeHash, OfficerId, OpId, decode, withdrawn_meaning};

/// One value that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The operation that carries it.
    pub op: OpId,
    /// The edit.
    pub edit: ChangeHash,
    /// The officer whose act it is.
    pub officer: Option<OfficerId>,
    /// The act's meaning without who and when.
    pub meaning: [u8; 8],
    /// The value.
    pub value: Value,
}

/// Live operations minus killed edits, one for each edit, in the library's order: highest
/// first. The order says nothing about time.
pub fn shown(operations: &[Operation], killed: &BTreeSet<ChangeHash>) -> Register {
    let mut values: Vec<Shown> = operations
        .iter()
        .filter(|o| o.live && !killed.contains(&o.edit))
        .filter_map(|o| {
            let value = o.value.clone()?;
            let (op, edit, officer, meaning) = (o.op, o.edit, o.officer, o.meaning);
            Some(Shown { op, edit, officer, meaning, value })
        })
        .collect();
    values.sort_by_key(|value| std::cmp::Reverse(value.op));
    let mut seen = BTreeSet::new();
    values.retain(|value| seen.insert(value.edit));
    Register { values }
}

/// The shown values of one register.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Register {
    /// Highest operation first.
    pub values: Vec<Shown>,
}

impl Register {
    /// Two values of different meaning from different officers: a person has to pick, and until
    /// then every figure counts the task as not done. A withdrawal claims nothing, so it does
    /// not stand against another's value.
    pub fn is_open(&self) -> bool {
        let claims: Vec<&Shown> = self.claims().collect();
        claims.iter().enumerate().any(|(i, a)| {
            claims[i + 1..].iter().any(|b| a.meaning != b.meaning && a.officer != b.officer)
        })
    }

    /// The shown values that claim something: all but withdrawals.
    pub fn claims(&self) -> impl Iterator<Item = &Shown> {
        let withdrawn = withdrawn_meaning();
        self.values.iter().filter(move |value| value.meaning != withdrawn)
    }

    /// The first shown value that claims something, read as an act.
    pub fn act<A: Act>(&self) -> Option<Result<A, ActError>> {
        self.claims().next().map(Shown::act)
    }
}

impl Shown {
    /// The value, read as an act.
    pub fn act<A: Act>(&self) -> Result<A, ActError> {
        match &self.value {
            Value::Bytes(bytes) => decode(bytes),
            _ => Err(ActError::Malformed),
        }
    }
}
