//! The simulated world: the real replicas, store, admission, relay and log, on one thread, with
//! everything accidental drawn from a seed. A script of steps is drawn first and then played, so
//! that a failing world can be played again without some of its steps.
//!
//! What must hold stands in `oracle`; it is asked when everybody has heard everything.

mod air;
mod carriers;
mod deed;
mod files;
mod founding;
mod land;
mod ledger;
mod office;
mod oracle;
mod phone;
mod quiet;
mod run;
mod script;
mod shrink;
mod trace;

pub use run::{Ended, play, run};
pub use script::{Script, Step};
pub use shrink::shrink;

/// Why a world is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong(pub String);

/// Something that must hold, and says which when it does not.
pub(crate) type Held<T = ()> = Result<T, Wrong>;

/// Fails with the words unless the condition holds.
pub(crate) fn must(holds: bool, words: impl FnOnce() -> String) -> Held {
    if holds { Ok(()) } else { Err(Wrong(words())) }
}

/// An error that a world has no room for.
pub(crate) fn wrong(what: &str) -> impl Fn(&dyn std::fmt::Display) -> Wrong + '_ {
    move |error| Wrong(format!("{what}: {error}"))
}
