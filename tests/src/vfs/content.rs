//! The bytes of one file, and what a power cut would leave of them.

use std::collections::BTreeMap;

/// What a disk writes as a whole or not at all.
pub(super) const SECTOR: usize = 512;

/// The old bytes of sectors, by their number; shorter than a sector at the file's old end.
type Old = BTreeMap<usize, Vec<u8>>;

/// One file's bytes as processes see them, with the way back to what is on the disk for sure.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    bytes: Vec<u8>,
    /// The length that the last flush made durable.
    flushed: usize,
    /// Sectors that were written since the last flush.
    dirty: Old,
    /// Sectors whose flush failed. The system takes them for clean afterwards, so only writing
    /// them again brings them to the disk.
    dropped: Old,
    /// Whether the file's name is in its folder for sure.
    pub(super) linked: bool,
}

impl Content {
    /// A file that is on the disk as a whole.
    pub(super) fn whole(bytes: Vec<u8>) -> Self {
        Self { flushed: bytes.len(), bytes, linked: true, ..Self::default() }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Copies from `at` on and says how many bytes there were; the rest becomes zero.
    pub(super) fn read(&self, at: usize, into: &mut [u8]) -> usize {
        let there = self.bytes.get(at..).unwrap_or_default();
        let len = there.len().min(into.len());
        into[..len].copy_from_slice(&there[..len]);
        into[len..].fill(0);
        len
    }

    pub(super) fn write(&mut self, at: usize, bytes: &[u8]) {
        let end = at + bytes.len();
        self.remember(at / SECTOR, end.div_ceil(SECTOR));
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        self.bytes[at..end].copy_from_slice(bytes);
    }

    pub(super) fn truncate(&mut self, len: usize) {
        self.remember(len / SECTOR, self.bytes.len().div_ceil(SECTOR));
        self.bytes.resize(len, 0);
    }

    pub(super) fn flush(&mut self) {
        self.dirty.clear();
        (self.flushed, self.linked) = (self.bytes.len(), true);
    }

    /// The flush fails, and what it should have flushed is never tried again.
    pub(super) fn fail_to_flush(&mut self) {
        for (sector, old) in std::mem::take(&mut self.dirty) {
            self.dropped.entry(sector).or_insert(old);
        }
    }

    fn remember(&mut self, from: usize, to: usize) {
        for sector in from..to {
            if let Some(old) = self.dropped.remove(&sector) {
                self.dirty.insert(sector, old);
            } else if !self.dirty.contains_key(&sector) {
                let start = (sector * SECTOR).min(self.bytes.len());
                let end = (start + SECTOR).min(self.bytes.len());
                self.dirty.insert(sector, self.bytes[start..end].to_vec());
            }
        }
    }

    /// What a power cut leaves. `arrives` is asked for every sector that is not flushed, and
    /// once more with `usize::MAX` for a file that became shorter.
    pub(super) fn after_power_cut(&self, mut arrives: impl FnMut(usize) -> bool) -> Vec<u8> {
        let mut left = self.bytes.clone();
        let unsure = self.dirty.iter().chain(&self.dropped);
        left.resize(left.len().max(self.flushed), 0);
        let mut end = self.flushed;
        for (&sector, old) in unsure {
            let range = sector * SECTOR..left.len().min((sector + 1) * SECTOR);
            if range.start < self.bytes.len() && arrives(sector) {
                end = end.max(range.end);
            } else if range.start < range.end {
                left[range.clone()].fill(0);
                let len = old.len().min(range.len());
                left[range.start..range.start + len].copy_from_slice(&old[..len]);
            }
        }
        if self.bytes.len() < self.flushed && arrives(usize::MAX) {
            end = self.bytes.len();
        }
        left.truncate(end);
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(byte: u8) -> Vec<u8> {
        vec![byte; 4 * SECTOR]
    }

    #[test]
    fn what_was_flushed_stays_and_the_rest_is_lost() {
        let mut file = Content::default();
        file.write(0, &page(1));
        file.flush();
        file.write(SECTOR, &page(2));
        assert_eq!(file.after_power_cut(|_| false), page(1));
        assert_eq!(file.after_power_cut(|_| true), file.bytes());
        let torn = file.after_power_cut(|sector| sector == 2);
        assert_eq!((torn[SECTOR], torn[2 * SECTOR], torn.len()), (1, 2, 4 * SECTOR));
    }

    #[test]
    fn a_file_that_became_shorter_is_long_again() {
        let mut file = Content::whole(page(1));
        file.truncate(0);
        assert_eq!(file.after_power_cut(|_| false), page(1));
        assert!(file.after_power_cut(|_| true).is_empty());
        file.write(0, &[3; 10]);
        // The sector arrives as processes saw it last; behind it lies what was there before.
        let torn = file.after_power_cut(|sector| sector == 0);
        assert_eq!((torn[9], torn[10], torn[SECTOR], torn.len()), (3, 0, 1, 4 * SECTOR));
    }

    #[test]
    fn what_a_failed_flush_dropped_only_comes_back_by_writing() {
        let mut file = Content::whole(page(1));
        file.write(0, &page(2));
        file.fail_to_flush();
        file.write(SECTOR, &[3; SECTOR]);
        file.flush();
        let left = file.after_power_cut(|_| false);
        assert_eq!((left[0], left[SECTOR], left[2 * SECTOR]), (1, 3, 1));
    }
}
