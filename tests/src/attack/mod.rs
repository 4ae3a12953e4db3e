//! What an attacker has: a device of his own, a pen that writes any bytes, and a phone to hurt.

pub mod alter;
pub mod craft;
mod forger;
mod grown;
mod hand;
mod victim;

pub use forger::Forger;
pub use grown::Grown;
pub use hand::Hand;
pub use victim::Victim;
