//! The memory of a write-ahead log's index, which all connections to one database share.

use std::{
    cell::UnsafeCell,
    ffi::c_void,
    sync::{Mutex, PoisonError},
};

/// Bytes of a region as SQLite asks for them.
pub(super) const REGION: usize = 32 * 1024;

/// One region. SQLite orders its own accesses, by the locks of the index and by barriers.
struct Region(UnsafeCell<[u64; REGION / 8]>);

// SAFETY: Rust code never looks into a region; it only hands its address to SQLite, which was
// made to share it between threads and processes.
unsafe impl Sync for Region {}

/// The regions of one database. They stay where they are until the last connection that mapped
/// them is gone, also over a power cut, because a connection may still look at them then.
#[derive(Default)]
pub(super) struct Shared(Mutex<Vec<Box<Region>>>);

impl Shared {
    /// How many regions there are.
    pub(super) fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The address of a region, which with `extend` is made if it is not there.
    pub(super) fn region(&self, at: usize, extend: bool) -> Option<*mut c_void> {
        let mut regions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while extend && regions.len() <= at {
            regions.push(Box::new(Region(UnsafeCell::new([0; REGION / 8]))));
        }
        regions.get(at).map(|region| region.0.get().cast())
    }
}
