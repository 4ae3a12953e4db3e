//! What a document of the log holds, read before it is written.

use std::collections::BTreeMap;

use super::ImportError;
use crate::log::Log;
use soviec_core::{
    change::{Value, genesis},
    document::Document,
    model::{Act, DocumentName, RegisterKey, decode, meaning_of},
    protocol::SCHEMA,
};

/// The registers of one document, each with the acts that stand there.
#[derive(Default)]
pub(super) struct Stored(BTreeMap<RegisterKey, Vec<Vec<u8>>>);

/// How an act compares with what stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Against {
    New,
    Other,
    Same,
}

impl Stored {
    /// Reads a document; one that was never written is empty.
    pub(super) fn read(log: &Log, name: &DocumentName) -> Result<Self, ImportError> {
        let changes = log.read(|view| view.changes_of(&name.id(), 0))?;
        if changes.is_empty() {
            return Ok(Self::default());
        }
        let mut parts = vec![genesis(name.id(), SCHEMA).bytes().to_vec()];
        parts.extend(changes.into_iter().map(|change| change.bytes));
        let document = Document::load(name.id(), &parts)?;
        let acts = |key: RegisterKey| {
            let values = document.values(&key)?.into_iter();
            let acts = values.filter_map(|(_, value)| match value {
                Value::Bytes(bytes) => Some(bytes),
                _ => None,
            });
            Ok((key, acts.collect()))
        };
        document.keys()?.into_iter().map(acts).collect::<Result<_, _>>().map(Self)
    }

    /// The keys of all registers, sorted.
    pub(super) fn keys(&self) -> impl Iterator<Item = &RegisterKey> {
        self.0.keys()
    }

    pub(super) fn has(&self, key: &RegisterKey) -> bool {
        self.0.contains_key(key)
    }

    /// The first act of a register that this build understands.
    pub(super) fn act<A: Act>(&self, key: &RegisterKey) -> Option<A> {
        self.0.get(key)?.iter().find_map(|bytes| decode(bytes).ok())
    }

    /// Who wrote an act and when is no reason to write it again.
    pub(super) fn against(&self, key: &RegisterKey, act: &[u8]) -> Against {
        match self.0.get(key).map(Vec::as_slice) {
            None => Against::New,
            Some([one]) if meaning_of(one) == meaning_of(act) => Against::Same,
            Some(_) => Against::Other,
        }
    }
}
