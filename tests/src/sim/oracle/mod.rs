//! What must hold once everybody has heard everything.

mod agree;
mod bounds;
mod edits;
mod screens;

use soviec_core::protocol::ChangeState;

use super::{Held, carriers::Carriers, land::Land, must};

/// Everything that must hold.
pub(super) fn check(land: &Land) -> Held {
    let carriers = Carriers::read(&*land.office()?)?;
    bounds::check(land, &carriers)?;
    edits::check(land, &carriers)?;
    agree::check(land, &carriers)?;
    screens::check(land, &carriers)
}

/// Where a clerk has decided about everything, nothing waits for him, and nothing for that.
pub(super) fn nothing_is_open(land: &Land) -> Held {
    let carriers = Carriers::read(&*land.office()?)?;
    let open = carriers.in_state(|s| matches!(s, ChangeState::Held | ChangeState::Parked));
    must(open.is_empty(), || format!("all is decided, and still open are {open:?}"))
}

/// Puts what stands there into the trace.
pub(super) fn remember(land: &Land) -> Held {
    agree::remember(land)
}
