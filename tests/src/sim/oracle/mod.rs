//! What must hold once everybody has heard everything.

mod agree;
mod bounds;
mod edits;
mod screens;

use super::{Held, carriers::Carriers, land::Land};

/// Everything that must hold.
pub(super) fn check(land: &Land) -> Held {
    let carriers = Carriers::read(&*land.office()?)?;
    bounds::check(land, &carriers)?;
    edits::check(land, &carriers)?;
    agree::check(land, &carriers)?;
    screens::check(land, &carriers)
}

/// Puts what stands there into the trace.
pub(super) fn remember(land: &Land) -> Held {
    agree::remember(land)
}
