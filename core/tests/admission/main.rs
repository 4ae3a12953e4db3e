//! Whatever admission lets through, the CRDT library must bear: apply, save and load again.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod attacks;
mod limits;
mod mutations;
#[path = "../support/mod.rs"]
mod support;
mod world;

use std::time::Instant;

use soviec_core::change::encode;
use world::{World, at_the_door};

#[test]
#[ignore = "a measurement; run it with --release --nocapture"]
#[allow(clippy::print_stdout, reason = "a measurement is for reading")]
fn microseconds_for_parsing_and_judging_one_change() {
    let world = World::new();
    let bytes: Vec<_> = (0..4).map(|seed| encode(&world.next(seed)).bytes().to_vec()).collect();
    let rounds = 50_000;
    let start = Instant::now();
    for round in 0..rounds {
        assert_eq!(at_the_door(&world, &bytes[round % 4]), Ok(()));
    }
    let all = start.elapsed();
    println!("{:.1} µs a change", all.as_secs_f64() * 1e6 / rounds as f64);
}
