//! The phone's half of the exchange, without I/O, clock or randomness.
//!
//! A request is built from what the store holds; a reply becomes a list of [`Effect`]s that the
//! store carries out in one transaction. A crash before or after it loses nothing: the batches
//! are sealed and the cursor moves with the rows.

mod effect;
mod fault;
mod outgoing;

#[cfg(feature = "phone")]
pub(crate) use effect::living;
pub use effect::{Effect, Heard, ListedRow, Stop, effects};
pub use fault::Fault;
pub use outgoing::{Outgoing, choose, go_on};
