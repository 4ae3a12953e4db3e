//! What the world remembers of every edit that returned: what it must find again at the end.

use std::collections::{BTreeMap, BTreeSet};

use soviec_core::{
    change::Value,
    model::{ChangeHash, DocumentId, RegisterKey},
};

/// An edit that a phone reported as durable.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The book in which it was made.
    pub(super) book: DocumentId,
    /// The register.
    pub(super) key: RegisterKey,
    /// What it says.
    pub(super) value: Value,
    /// Every edit of the register that its author's phone had heard of.
    pub(super) known: BTreeSet<ChangeHash>,
    /// The phones on which it was made and whose files still have it.
    pub(super) holders: BTreeSet<usize>,
}

/// All of them by their ids.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    all: BTreeMap<ChangeHash, Entry>,
    /// A disk fails at present: whoever writes may be told so.
    pub(super) broken: bool,
    /// Edits that failed while a disk did: such an edit may have become durable.
    pub(super) doubts: usize,
    /// A phone's files were copied so that it could not know: two histories may be going on.
    pub(super) copied: bool,
}

impl Ledger {
    /// Two clones that write the same bytes make one edit. Who knew an edit knew what its author
    /// knew: it may be the only one that says so, when it has left the document.
    pub(super) fn add(&mut self, edit: ChangeHash, mut entry: Entry) {
        let before = entry.known.iter().filter_map(|known| self.all.get(known));
        let before: Vec<ChangeHash> = before.flat_map(|entry| &entry.known).copied().collect();
        entry.known.extend(before);
        let there = self.all.entry(edit).or_insert_with(|| entry.clone());
        there.holders.extend(entry.holders);
        there.known.extend(entry.known);
    }

    pub(super) fn get(&self, edit: &ChangeHash) -> Option<&Entry> {
        self.all.get(edit)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&ChangeHash, &Entry)> {
        self.all.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// A phone's files now have these edits and no others.
    pub(super) fn hold(&mut self, phone: usize, edits: &BTreeSet<ChangeHash>) {
        for (edit, entry) in &mut self.all {
            if edits.contains(edit) {
                entry.holders.insert(phone);
            } else {
                entry.holders.remove(&phone);
            }
        }
    }
}
