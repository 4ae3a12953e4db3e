//! A small world for tests that cross the crates: a real office in a folder of its own, real
//! phones with their own files, and the way between them, on which requests and answers get
//! lost as the test says.
//!
//! Everything in it follows from a seed and from clocks that stand until a test sets them, so a
//! failure can be repeated. Two ways lead to the office: [`Direct`] calls it in the process,
//! [`Served`] puts it on a real socket.

#![allow(clippy::expect_used, reason = "a harness that fails has failed its test")]

mod agenda;
mod agree;
pub mod attack;
mod chance;
mod clock;
mod direct;
mod frame;
mod hand_made;
mod image;
mod listeners;
pub mod measure;
mod phone;
mod raw;
mod served;
pub mod sim;
pub mod vfs;
mod wire;
mod world;

pub use agenda::check_agenda;
pub use agree::{check_agreement, until_quiet};
pub use chance::Chance;
pub use clock::SetClock;
pub use direct::{Direct, House};
pub use frame::{
    CLERK, ITEMS, OFFICE, TASKS, TENANT, YEAR, book, day, directory, item, noon, officer, plan,
    status_key, task, tick_key, village,
};
pub use hand_made::HandMade;
pub use image::{Copied, Image};
pub use listeners::Ear;
pub use phone::{Edited, Phone};
pub use raw::{Answer, Scripted, http_answer, http_post, talk, talk_and_hang_up};
pub use served::Served;
pub use wire::{Fault, Wire};
pub use world::World;
