//! Who is there when a world begins.

use super::script::small;
use crate::Chance;

/// The villages and phones of a world.
#[derive(Debug, Clone)]
pub(super) struct Founding {
    pub(super) villages: u8,
    pub(super) phones: Vec<Founder>,
}

/// One phone at the beginning.
#[derive(Debug, Clone)]
pub(super) struct Founder {
    /// The officers who use it.
    pub(super) officers: Vec<u8>,
    /// The villages whose books it writes.
    pub(super) villages: Vec<u8>,
    /// It has never heard of the plan when the world begins.
    pub(super) unheard: bool,
}

impl Founding {
    pub(super) fn draw(chance: &Chance) -> Self {
        let villages = 1 + small(chance, 3);
        let count = 2 + small(chance, 3);
        let phones = (0..count).map(|n| {
            let mut officers = vec![n];
            if chance.once_in(5) {
                // A second profile, whom no other phone has.
                officers.push(count + n);
            }
            let mut own: Vec<u8> = (0..villages).filter(|_| chance.once_in(2)).collect();
            if own.is_empty() {
                own.push(0);
            }
            Founder { officers, villages: own, unheard: chance.once_in(5) }
        });
        Self { villages, phones: phones.collect() }
    }
}
