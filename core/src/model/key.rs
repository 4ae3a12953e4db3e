//! Keys of registers: `owner.field` or `owner.field.entry`, and the bucket each lives in.

use std::fmt;

use sha2::{Digest, Sha256};

use super::identity::{IdError, ItemId, TaskId};

/// Longest key: 26 characters of owner, a field, 26 of entry, two dots.
const MAX_LEN: usize = 26 + 1 + 32 + 1 + 26;

/// Why a text is not the key of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Longer than any key may be.
    #[error("the key is longer than {MAX_LEN} bytes")]
    TooLong,
    /// Not `owner.field` or `owner.field.entry`.
    #[error("the key is not owner.field or owner.field.entry")]
    Form,
}

/// What a register is about: a task, item, unit, officer, device or plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner(pub [u8; 16]);

impl From<ItemId> for Owner {
    fn from(item: ItemId) -> Self {
        Self(item.0)
    }
}

impl From<TaskId> for Owner {
    fn from(task: TaskId) -> Self {
        Self(task.0)
    }
}

/// The key of one multi-value register.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegisterKey(String);

impl RegisterKey {
    /// The register `field` of `owner`.
    pub fn new(owner: impl fmt::Display, field: &str) -> Self {
        Self(format!("{owner}.{field}"))
    }

    /// The register of one entry (a note, an accept) under `field` of `owner`.
    pub fn entry(owner: impl fmt::Display, field: &str, entry: impl fmt::Display) -> Self {
        Self(format!("{owner}.{field}.{entry}"))
    }

    /// Reads a key and checks its form; says nothing about whether the field is known.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.len() > MAX_LEN {
            return Err(KeyError::TooLong);
        }
        let parts: Vec<&str> = text.split('.').collect();
        let form = match parts.as_slice() {
            [owner, field] => is_id(owner) && is_field(field),
            [owner, field, entry] => is_id(owner) && is_field(field) && is_id(entry),
            _ => false,
        };
        if form { Ok(Self(text.to_owned())) } else { Err(KeyError::Form) }
    }

    /// The text as it stands in the document.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The owner's part.
    pub fn owner_text(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }

    /// The owner, when the key has the form that [`Self::parse`] checks.
    pub fn owner(&self) -> Result<Owner, IdError> {
        self.owner_text().parse::<TaskId>().map(|id| Owner(id.0))
    }

    /// The field's part.
    pub fn field(&self) -> &str {
        self.0.split('.').nth(1).unwrap_or_default()
    }

    /// The entry's part, if there is one.
    pub fn entry_text(&self) -> Option<&str> {
        self.0.split('.').nth(2)
    }

    /// The bucket of the register: first byte of the hash of the owner's text, and 63.
    pub fn bucket(&self) -> u8 {
        Sha256::digest(self.owner_text().as_bytes())[0] & 63
    }
}

fn is_id(text: &str) -> bool {
    text.parse::<TaskId>().is_ok()
}

fn is_field(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

impl fmt::Display for RegisterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RegisterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_one_form() {
        let task = TaskId([7; 16]);
        let key = RegisterKey::entry(task, "note", task);
        assert_eq!(RegisterKey::parse(key.as_str()), Ok(key.clone()));
        assert_eq!((key.field(), key.entry_text()), ("note", Some(task.to_string().as_str())));
        for bad in
            ["", "x", "x.y", &format!("{task}"), &format!("{task}.Tick"), &format!("{task}.a.b")]
        {
            assert!(RegisterKey::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(RegisterKey::parse(&"x".repeat(200)), Err(KeyError::TooLong));
    }

    #[test]
    fn all_registers_of_an_owner_share_a_bucket() {
        let task = TaskId([9; 16]);
        let bucket = RegisterKey::new(task, "status").bucket();
        assert_eq!(RegisterKey::entry(task, "note", task).bucket(), bucket);
        assert!(bucket < 64);
    }
}
