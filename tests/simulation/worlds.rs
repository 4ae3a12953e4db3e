//! A fixed set of simulated worlds; `cargo run -p soviec-tests --release --bin world` plays more.
//!
//! `SOVIEC_SEEDS=500 cargo test -p soviec-tests --test simulation` plays more here,
//! `SOVIEC_SEEDS=17..18` one of them.

use std::ops::Range;

use soviec_tests::sim::{self, Ended};

/// What two cores play in less than three minutes without optimisation, beside other tests.
const WORLDS: u64 = 60;

/// The seeds to play: a count or a range, from the environment.
fn seeds() -> Range<u64> {
    let Ok(text) = std::env::var("SOVIEC_SEEDS") else { return 0..WORLDS };
    let number = |text: &str| text.parse().expect("SOVIEC_SEEDS is a count or a range like 5..9");
    match text.split_once("..") {
        Some((from, to)) => number(from)..number(to),
        None => 0..number(&text),
    }
}

fn play(seeds: impl Iterator<Item = u64>) -> Vec<Ended> {
    let ended = seeds.map(|seed| {
        let ended = sim::run(seed, false);
        assert_eq!(ended.wrong, None, "world {seed}; more with the binary world --seed {seed} -v");
        ended
    });
    ended.collect()
}

/// Two tests, so that two cores share the worlds.
#[test]
fn even_worlds_lose_nothing_double_nothing_and_agree() {
    let ended = play(seeds().filter(|seed| seed % 2 == 0));
    // Worlds in which nothing happens would agree too.
    let edits: usize = ended.iter().map(|ended| ended.edits).sum();
    assert!(edits > 8 * ended.len(), "{edits} edits in {} worlds", ended.len());
}

#[test]
fn odd_worlds_lose_nothing_double_nothing_and_agree() {
    play(seeds().filter(|seed| seed % 2 == 1));
}

#[test]
fn a_seed_replays_exactly_and_another_is_another_world() {
    let [first, again] = [sim::run(3, true), sim::run(3, true)];
    assert_eq!(first.lines, again.lines);
    assert_eq!(first.hash, again.hash);
    assert_ne!(sim::run(4, false).hash, first.hash);
}
