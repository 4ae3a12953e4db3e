//! Prints the memory of a phone that receives a long history, at several lengths of it.

#![allow(clippy::print_stdout, reason = "this is a program for a terminal")]

use soviec_tests::measure::rss::{rss_after, run_if_child};

fn main() {
    run_if_child();
    for changes in [1_000, 10_000, 100_000] {
        println!("{changes} changes applied: {:.1} MB at most", rss_after(changes));
    }
}
