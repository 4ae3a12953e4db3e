//! Chance that can be repeated.

use std::sync::{Mutex, PoisonError};

/// A stream of numbers that follows from its seed (SplitMix64). It decides what happens in a
/// test and stands in for the randomness of office and phones, so that a run can be repeated.
#[derive(Debug)]
pub struct Chance(Mutex<u64>);

impl Chance {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }

    /// The next number.
    pub fn next(&self) -> u64 {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&self, end: usize) -> usize {
        let end = u64::try_from(end).expect("a test chooses among few things");
        usize::try_from(self.next() % end).expect("it is below a usize")
    }

    /// True once in `times` on average.
    pub fn once_in(&self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of the things; there is at least one.
    pub fn pick<'a, T>(&self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }

    fn draw(&self, buffer: &mut [u8]) {
        for part in buffer.chunks_mut(8) {
            part.copy_from_slice(&self.next().to_be_bytes()[..part.len()]);
        }
    }
}

impl soviec_core::replica::Random for Chance {
    fn fill(&self, buffer: &mut [u8]) -> bool {
        self.draw(buffer);
        true
    }
}

impl soviec_server::Random for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        self.draw(bytes);
    }
}
