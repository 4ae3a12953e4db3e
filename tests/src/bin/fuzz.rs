//! Fuzzes without libFuzzer: alters seeds, and what came of them, for so many minutes.
//!
//! `cargo run -p soviec-tests --release --bin fuzz -- [--minutes N] [--target NAME] [--seed S]`.
//! An input that panics is kept in `core/fuzz/crashes`, where the tests find it.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what it prints is the result")]
#![allow(clippy::expect_used, reason = "a harness that fails has failed its run")]

#[path = "../../../core/fuzz/src/targets.rs"]
mod targets;

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    panic::catch_unwind,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use soviec_tests::{Chance, attack::alter};

/// Altered inputs that are altered further.
const MOST: usize = 2_000;

struct Asked {
    minutes: f64,
    target: Option<String>,
    seed: u64,
}

fn asked() -> Option<Asked> {
    let mut asked = Asked { minutes: 1.0, target: None, seed: 1 };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next()?;
        match word.as_str() {
            "--minutes" => asked.minutes = value.parse().ok()?,
            "--target" => asked.target = Some(value),
            "--seed" => asked.seed = value.parse().ok()?,
            _ => return None,
        }
    }
    Some(asked)
}

fn main() -> ExitCode {
    let Some(asked) = asked() else {
        eprintln!("fuzz [--minutes N] [--target NAME] [--seed S]");
        return ExitCode::from(2);
    };
    std::panic::set_hook(Box::new(|_| {}));
    let wanted = |(name, _): &&targets::Target| asked.target.as_deref().is_none_or(|t| t == *name);
    let harm: u64 = targets::ALL.iter().filter(wanted).map(|target| fuzz(&asked, target)).sum();
    if harm == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn fuzz(asked: &Asked, (name, target): &targets::Target) -> u64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/fuzz");
    let (mut pool, chance) = (seeds(&folder.join("corpus").join(name)), Chance::new(asked.seed));
    let (began, end) = (Instant::now(), Duration::from_secs_f64(asked.minutes * 60.0));
    let (mut inputs, mut harm, seeds) = (0u64, 0u64, pool.len());
    while began.elapsed() < end {
        let (one, other): (&Vec<u8>, &Vec<u8>) = (chance.pick(&pool), chance.pick(&pool));
        let mut input = alter::noise(&chance, one, other);
        if chance.once_in(2) {
            input = repaired(&input);
        }
        if catch_unwind(|| target(&input)).is_err() {
            harm += 1;
            keep(&folder.join("crashes").join(name), &input);
        }
        inputs += 1;
        // Without feedback: now and then an altered input is altered further.
        if inputs.is_multiple_of(50) && input.len() < 64 << 10 {
            if pool.len() < MOST {
                pool.push(input)
            } else {
                pool[seeds + chance.below(MOST - seeds)] = input
            }
        }
    }
    println!(
        "{name:<14} {inputs:>10} inputs in {:.0} s, {harm} did harm",
        began.elapsed().as_secs_f64()
    );
    harm
}

/// The first chunk in the input with a right checksum, so that what is behind it is reached.
fn repaired(input: &[u8]) -> Vec<u8> {
    match input {
        [0x85, 0x6f, 0x4a, 0x83, _, _, _, _, kind, ..] => alter::repaired(*kind, input),
        _ => input.to_vec(),
    }
}

fn seeds(folder: &Path) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("every target has its folder")
        .map(|file| file.expect("it can be listed").path())
        .collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).expect("it can be read")).collect()
}

fn keep(folder: &Path, input: &[u8]) {
    let mut hash = DefaultHasher::new();
    input.hash(&mut hash);
    let file = folder.join(format!("{:016x}", hash.finish()));
    eprintln!("HARM: {}", file.display());
    std::fs::write(&file, input).expect("the folder is writable");
}
