//! A failing world with as few steps as it still fails with.

use super::{Script, play};

/// Plays that are spent on one world.
const PLAYS: usize = 200;

/// The script without the steps that its failure does not need.
pub fn shrink(script: &Script) -> Script {
    let mut best = script.clone();
    let (mut size, mut plays) = (best.steps.len().div_ceil(2), 0);
    while size > 0 && plays < PLAYS {
        let (mut at, mut smaller) = (0, false);
        while at < best.steps.len() && plays < PLAYS {
            let mut less = best.clone();
            less.steps.drain(at..(at + size).min(less.steps.len()));
            plays += 1;
            if play(&less, false).wrong.is_some() {
                (best, smaller) = (less, true);
            } else {
                at += size;
            }
        }
        if size == 1 && !smaller {
            break;
        }
        size = if size == 1 { 1 } else { size / 2 };
    }
    best
}
