//! One file of a disk, with or without a name.

use std::sync::Arc;

use super::{content::Content, locks::Locks, shared::Shared};

/// A file: its bytes, its locks, and how many have it open.
#[derive(Default)]
pub(super) struct Node {
    pub(super) content: Content,
    pub(super) locks: Locks,
    pub(super) shared: Option<Arc<Shared>>,
    /// Open files with shared memory.
    pub(super) mapped: usize,
    pub(super) opens: usize,
}

impl Node {
    pub(super) fn whole(bytes: Vec<u8>) -> Self {
        Self { content: Content::whole(bytes), ..Self::default() }
    }
}
