//! The locks of one file: SQLite's five levels, and the slots of a log's index.

use std::{collections::BTreeSet, ffi::c_int};

use rusqlite::ffi;

/// Slots of a write-ahead log's index.
const SLOTS: usize = 8;

/// Who holds what, by the number of the open file.
#[derive(Debug, Default)]
pub(super) struct Locks {
    shared: BTreeSet<u64>,
    reserved: Option<u64>,
    pending: Option<u64>,
    exclusive: Option<u64>,
    slots: [Slot; SLOTS],
}

#[derive(Debug, Default)]
struct Slot {
    shared: BTreeSet<u64>,
    exclusive: Option<u64>,
}

fn others(holder: Option<u64>, who: u64) -> bool {
    holder.is_some_and(|holder| holder != who)
}

impl Locks {
    /// Raises a lock to `level`; false if another holds what stands against it.
    pub(super) fn raise(&mut self, who: u64, level: c_int) -> bool {
        if others(self.exclusive, who) {
            return false;
        }
        match level {
            ffi::SQLITE_LOCK_SHARED => {
                let free = !others(self.pending, who);
                free && {
                    self.shared.insert(who);
                    true
                }
            }
            ffi::SQLITE_LOCK_RESERVED => {
                let free = !others(self.reserved, who) && !others(self.pending, who);
                free && {
                    self.reserved = Some(who);
                    true
                }
            }
            ffi::SQLITE_LOCK_EXCLUSIVE => self.raise_to_exclusive(who),
            _ => true,
        }
    }

    fn raise_to_exclusive(&mut self, who: u64) -> bool {
        if others(self.reserved, who) || others(self.pending, who) {
            return false;
        }
        // Nobody new may begin to read from here on.
        self.pending = Some(who);
        let alone = self.shared.iter().all(|reader| *reader == who);
        if alone {
            self.exclusive = Some(who);
        }
        alone
    }

    /// Lowers a lock to `level`, shared or none.
    pub(super) fn lower(&mut self, who: u64, level: c_int) {
        for held in [&mut self.reserved, &mut self.pending, &mut self.exclusive] {
            if *held == Some(who) {
                *held = None;
            }
        }
        if level == ffi::SQLITE_LOCK_NONE {
            self.shared.remove(&who);
        }
    }

    /// Whether anybody is about to write.
    pub(super) fn is_reserved(&self) -> bool {
        self.reserved.or(self.pending).or(self.exclusive).is_some()
    }

    /// Takes slots; false if another holds what stands against it.
    pub(super) fn take(&mut self, who: u64, from: usize, count: usize, exclusive: bool) -> bool {
        let slots = &mut self.slots[from..from + count];
        let free = |slot: &Slot| {
            let readers = exclusive && slot.shared.iter().any(|reader| *reader != who);
            !others(slot.exclusive, who) && !readers
        };
        if !slots.iter().all(free) {
            return false;
        }
        for slot in slots {
            if exclusive {
                slot.exclusive = Some(who);
            } else {
                slot.shared.insert(who);
            }
        }
        true
    }

    /// Gives slots back.
    pub(super) fn give_back(&mut self, who: u64, from: usize, count: usize) {
        for slot in &mut self.slots[from..from + count] {
            slot.shared.remove(&who);
            slot.exclusive = slot.exclusive.filter(|holder| *holder != who);
        }
    }

    /// Gives everything back.
    pub(super) fn forget(&mut self, who: u64) {
        self.lower(who, ffi::SQLITE_LOCK_NONE);
        self.give_back(who, 0, SLOTS);
    }
}
