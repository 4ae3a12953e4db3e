//! Alters valid changes and messages and offers them to relay and phone.
//!
//! `cargo run -p soviec-tests --release --bin mutate -- --changes N --messages M [--seed S]
//! [--crashes FOLDER]` ends with 0 when nothing panicked or hung, no document that accepted
//! anything became unloadable, and no two replicas differ. An input that does harm is written into
//! the folder and named.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what it prints is the result")]
#![allow(clippy::expect_used, reason = "a harness that fails has failed its run")]

mod changes;
mod messages;
mod replies;
mod tally;
mod watch;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use soviec_tests::Chance;
use tally::Tally;
use watch::Watch;

/// What was asked for.
struct Asked {
    changes: u64,
    messages: u64,
    seed: u64,
    crashes: PathBuf,
}

fn asked() -> Result<Asked, String> {
    let mut asked =
        Asked { changes: 2_000, messages: 500, seed: 1, crashes: PathBuf::from("mutate-crashes") };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        let number = || value.parse().map_err(|_| format!("{word}: {value} is no number"));
        match word.as_str() {
            "--changes" => asked.changes = number()?,
            "--messages" => asked.messages = number()?,
            "--seed" => asked.seed = number()?,
            "--crashes" => asked.crashes = PathBuf::from(value),
            _ => return Err(format!("{word} is unknown")),
        }
    }
    Ok(asked)
}

fn main() -> ExitCode {
    let asked = match asked() {
        Ok(asked) => asked,
        Err(said) => {
            eprintln!("{said}\nmutate [--changes N] [--messages M] [--seed S] [--crashes FOLDER]");
            return ExitCode::from(2);
        }
    };
    let watch = Watch::start(asked.crashes.clone());
    let (mut tally, began) = (Tally::default(), std::time::Instant::now());
    changes::run(&asked, &watch, &mut tally);
    messages::run(&asked, &watch, &mut tally);
    watch.end();
    tally.print();
    println!("{:.0} s, seed {}", began.elapsed().as_secs_f64(), asked.seed);
    match tally.harm() {
        0 => ExitCode::SUCCESS,
        harm => {
            println!("{harm} inputs did harm; they lie in {}", asked.crashes.display());
            ExitCode::FAILURE
        }
    }
}

/// A stream of chance for one part of a run: parts can be repeated alone.
fn chance(seed: u64, part: u64, number: u64) -> Arc<Chance> {
    Arc::new(Chance::new(seed ^ part.rotate_left(32) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}
