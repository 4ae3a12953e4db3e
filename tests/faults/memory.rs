//! Memory does not grow with the history that a phone receives.

use soviec_tests::measure::rss::{rss_after_in_test, run_if_child};

#[test]
fn child() {
    run_if_child();
}

/// A short one of the measurement that the program `rss` runs over 100,000 changes.
#[test]
fn three_times_the_history_takes_no_more_memory() {
    let of = |changes| rss_after_in_test(changes, "memory::child");
    let (short, long) = (of(2_000), of(6_000));
    assert!(long < 80.0 && long < short * 1.25, "{short} MB, then {long} MB");
}
