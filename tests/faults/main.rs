//! The phone's database on a disk that fails: what returned is there, what failed left nothing
//! by half, and the same open replica goes on once the disk is well again.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod compaction;
mod disk;
mod edit;
mod memory;
mod opening;
mod page;
mod plaintext;
mod rekey;
mod rescue;
mod stage;
