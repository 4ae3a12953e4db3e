//! Which folders live in memory.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use super::{callbacks, disk::Disk};

static DISKS: Mutex<BTreeMap<PathBuf, Weak<Disk>>> = Mutex::new(BTreeMap::new());

/// Sends everything below the disk's folder to it from now on.
pub(super) fn add(disk: &Arc<Disk>) {
    callbacks::install();
    let mut disks = DISKS.lock().unwrap_or_else(PoisonError::into_inner);
    disks.retain(|_, disk| disk.strong_count() > 0);
    disks.insert(disk.folder().to_owned(), Arc::downgrade(disk));
}

/// The disk on which a path lies, if it lies on one.
pub(super) fn disk_of(path: &Path) -> Option<Arc<Disk>> {
    let disks = DISKS.lock().unwrap_or_else(PoisonError::into_inner);
    path.ancestors().skip(1).find_map(|folder| disks.get(folder)?.upgrade())
}
