//! A disk: files by name, power cuts, copies.

use std::{
    collections::BTreeMap,
    ffi::c_int,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::ffi;

use super::{
    content::SECTOR,
    fault::{Call, Fault, Points},
    node::Node,
    registered,
};
use crate::Chance;

/// All files of a disk by their names inside its folder.
pub type Image = BTreeMap<PathBuf, Vec<u8>>;

/// What a crash takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The process is killed: what it wrote reaches the disk.
    Nothing,
    /// The power fails: everything that was not flushed is gone.
    Unflushed,
    /// The power fails: of what was not flushed some sectors arrived, by this seed.
    Some(u64),
}

/// A folder whose database files live in memory.
pub struct Disk {
    folder: PathBuf,
    files: Mutex<Files>,
}

/// Everything behind the lock of a disk.
#[derive(Default)]
pub(super) struct Files {
    names: BTreeMap<PathBuf, u64>,
    /// Names that were taken away, which a power cut may bring back.
    removed: BTreeMap<PathBuf, u64>,
    nodes: BTreeMap<u64, Node>,
    next: u64,
    points: Points,
}

impl std::fmt::Debug for Disk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Disk").field(&self.folder).finish()
    }
}

impl Disk {
    /// Takes over a folder for as long as the disk, or a file of it, is held. Names below it
    /// are compared as they are given: the folder should be absolute, without links.
    pub fn at(folder: &Path) -> Arc<Self> {
        let disk = Arc::new(Self { folder: folder.to_owned(), files: Mutex::default() });
        registered::add(&disk);
        disk
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The fault strikes at the first I/O point from the `at`th on that can meet it. Points are
    /// counted from now.
    pub fn fail_at(&self, at: u64, fault: Fault) {
        self.files().points.arm(at, fault);
    }

    /// No fault strikes any more, and one that stays is over.
    pub fn mend(&self) {
        self.files().points.mend();
    }

    /// The I/O points that were passed since the last call of [`Self::fail_at`].
    pub fn points(&self) -> u64 {
        self.files().points.passed
    }

    /// The point at which the fault first struck.
    pub fn struck(&self) -> Option<u64> {
        self.files().points.struck
    }

    /// Takes the time of calls that write or flush, from now on.
    pub fn watch_writing(&self) {
        self.files().points.writing = Some(None);
    }

    /// From the first such call to the last one since [`Self::watch_writing`]: for a transaction
    /// that fits into SQLite's cache, its commit.
    pub fn writing(&self) -> Duration {
        let writing = self.files().points.writing.flatten();
        writing.map_or(Duration::ZERO, |(first, last)| last - first)
    }

    /// The process dies: every open file is dead, and whoever still holds one hears only errors.
    /// What is there afterwards is what `lost` left, and all of it is on the disk for sure.
    pub fn crash(&self, lost: Lost) {
        let mut files = self.files();
        let left = files.after(lost);
        files.replace(left);
        files.points.mend();
    }

    /// All files as processes see them now.
    pub fn image(&self) -> Image {
        let files = self.files();
        let bytes = |node: &u64| files.nodes[node].content.bytes().to_vec();
        files.names.iter().map(|(name, node)| (self.within(name), bytes(node))).collect()
    }

    /// Replaces all files. Every open file is dead afterwards.
    pub fn put(&self, image: &Image) {
        let full = |(name, bytes): (&PathBuf, &Vec<u8>)| (self.folder.join(name), bytes.clone());
        self.files().replace(image.iter().map(full).collect());
    }

    /// Copies all files to another disk: a backup, a restored or a cloned phone.
    pub fn copy_to(&self, other: &Self) {
        other.put(&self.image());
    }

    /// The bytes of a file, if it is there.
    pub fn bytes(&self, name: &Path) -> Option<Vec<u8>> {
        let files = self.files();
        let node = files.names.get(&self.folder.join(name))?;
        Some(files.nodes[node].content.bytes().to_vec())
    }

    /// Changes the bytes of a file behind SQLite's back, as a bad disk does.
    pub fn damage(&self, name: &Path, change: impl FnOnce(&mut Vec<u8>)) {
        let mut image = self.image();
        change(image.get_mut(name).expect("only a file that is there can be damaged"));
        self.put(&image);
    }

    fn within(&self, name: &Path) -> PathBuf {
        name.strip_prefix(&self.folder).unwrap_or(name).to_owned()
    }

    pub(super) fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files {
    /// Passes an I/O point; an error if a fault strikes that does nothing but fail.
    pub(super) fn pass(&mut self, call: Call) -> Result<(), c_int> {
        self.points.pass(call).map_or(Ok(()), |fault| Err(fault.code(call)))
    }

    /// The node of an open file; an error after a crash.
    pub(super) fn node(&mut self, node: u64) -> Result<&mut Node, c_int> {
        self.nodes.get_mut(&node).ok_or(ffi::SQLITE_IOERR)
    }

    pub(super) fn is_here(&self, name: &Path) -> bool {
        self.names.contains_key(name)
    }

    /// Opens a file, or makes it: its node, and whether it can only be read.
    pub(super) fn open(&mut self, name: &Path, flags: c_int) -> Result<(u64, bool), c_int> {
        let make = flags & ffi::SQLITE_OPEN_CREATE != 0;
        let found = self.names.get(name).copied();
        if found.is_none() && !make {
            return Err(ffi::SQLITE_CANTOPEN);
        }
        self.pass(if found.is_some() { Call::Open } else { Call::Make })?;
        let node = found.unwrap_or_else(|| self.add(name.to_owned(), Node::default()));
        self.node(node)?.opens += 1;
        let only_read = flags & ffi::SQLITE_OPEN_READONLY != 0 || self.points.only_reads();
        Ok((node, only_read))
    }

    pub(super) fn close(&mut self, node: u64) {
        if let Ok(found) = self.node(node) {
            found.opens -= 1;
        }
        self.sweep(node);
    }

    pub(super) fn write(&mut self, node: u64, at: usize, bytes: &[u8]) -> Result<(), c_int> {
        let fault = self.points.pass(Call::Write);
        let content = &mut self.node(node)?.content;
        match fault {
            None => content.write(at, bytes),
            Some(fault) => {
                if fault == Fault::Torn {
                    let sectors = bytes.chunks(SECTOR).enumerate().step_by(2);
                    sectors.for_each(|(n, part)| content.write(at + n * SECTOR, part));
                }
                return Err(fault.code(Call::Write));
            }
        }
        Ok(())
    }

    pub(super) fn flush(&mut self, node: u64) -> Result<(), c_int> {
        let fault = self.points.pass(Call::Flush);
        let content = &mut self.node(node)?.content;
        if let Some(fault) = fault {
            content.fail_to_flush();
            return Err(fault.code(Call::Flush));
        }
        let new_name = !content.linked;
        content.flush();
        if new_name {
            // SQLite flushes the folder with a new file, and so what was removed from it.
            self.forget_removed();
        }
        Ok(())
    }

    pub(super) fn delete(&mut self, name: &Path, for_sure: bool) -> Result<(), c_int> {
        if !self.names.contains_key(name) {
            return Err(ffi::SQLITE_IOERR_DELETE_NOENT);
        }
        self.pass(Call::Delete)?;
        if let Some(node) = self.names.remove(name) {
            self.removed.insert(name.to_owned(), node);
        }
        if for_sure {
            self.forget_removed();
        }
        Ok(())
    }

    fn add(&mut self, name: PathBuf, node: Node) -> u64 {
        self.next += 1;
        self.nodes.insert(self.next, node);
        self.names.insert(name, self.next);
        self.next
    }

    fn forget_removed(&mut self) {
        for node in std::mem::take(&mut self.removed).into_values() {
            self.sweep(node);
        }
    }

    /// Takes away a node that nobody can reach.
    fn sweep(&mut self, node: u64) {
        let open = self.nodes.get(&node).is_some_and(|found| found.opens > 0);
        let mut named = self.names.values().chain(self.removed.values());
        if !open && !named.any(|named| *named == node) {
            self.nodes.remove(&node);
        }
    }

    /// What a crash leaves, by full names.
    fn after(&self, lost: Lost) -> BTreeMap<PathBuf, Vec<u8>> {
        let chance = match lost {
            Lost::Some(seed) => Some(Chance::new(seed)),
            _ => None,
        };
        let arrives = || match &chance {
            Some(chance) => chance.once_in(2),
            None => lost == Lost::Nothing,
        };
        let mut left = BTreeMap::new();
        let removed = self.removed.iter().filter(|(name, _)| !self.names.contains_key(*name));
        for (name, node) in removed {
            if !arrives() {
                left.insert(name.clone(), self.nodes[node].content.after_power_cut(|_| arrives()));
            }
        }
        for (name, node) in &self.names {
            let content = &self.nodes[node].content;
            if content.linked || arrives() {
                left.insert(name.clone(), content.after_power_cut(|_| arrives()));
            }
        }
        left
    }

    fn replace(&mut self, files: BTreeMap<PathBuf, Vec<u8>>) {
        self.names.clear();
        self.removed.clear();
        self.nodes.clear();
        for (name, bytes) in files {
            self.add(name, Node::whole(bytes));
        }
    }
}
