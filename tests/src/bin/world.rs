//! Plays simulated worlds on all cores and says which failed.
//!
//! `world --seeds 10000` plays seeds from 0 on, `--from K` from another; `--seed S` plays one
//! world, twice, and with `-v` says what happened in it, without the steps that its failure does
//! not need. `--planted`, in a build with the feature of that name, shows for each fault that is
//! built in on purpose how many worlds it took to find it.

#![allow(clippy::print_stdout, reason = "a program that reports")]

use std::{
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use soviec_tests::sim::{Ended, Script, play, run, shrink};

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    match Asked::read() {
        Some(Asked { planted: true, seeds, .. }) => planted(seeds),
        Some(Asked { seed: Some(seed), verbose, .. }) => one(seed, verbose),
        Some(asked) => many(asked.from, asked.seeds),
        None => {
            println!("world [--seeds N] [--from K] [--seed S [-v]] [--planted]");
            ExitCode::from(2)
        }
    }
}

/// What the command line asks for.
#[derive(Default)]
struct Asked {
    seeds: u64,
    from: u64,
    seed: Option<u64>,
    verbose: bool,
    planted: bool,
}

impl Asked {
    fn read() -> Option<Self> {
        let mut asked = Self { seeds: 100, ..Self::default() };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut number = || words.next()?.parse::<u64>().ok();
            match word.as_str() {
                "--seeds" => asked.seeds = number()?,
                "--from" => asked.from = number()?,
                "--seed" => asked.seed = Some(number()?),
                "-v" => asked.verbose = true,
                "--planted" => asked.planted = true,
                _ => return None,
            }
        }
        Some(asked)
    }
}

fn code(good: bool) -> ExitCode {
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One world, twice: a seed must replay exactly.
fn one(seed: u64, verbose: bool) -> ExitCode {
    let (ended, again) = (run(seed, false), run(seed, false));
    say(&ended);
    if ended.hash != again.hash {
        println!("seed {seed} does not replay: {:016x}, {:016x}", ended.hash, again.hash);
    }
    if verbose {
        let script = Script::of(seed);
        let script = if ended.wrong.is_some() { shrink(&script) } else { script };
        let played = play(&script, true);
        println!("{} of {} steps:", script.steps.len(), Script::of(seed).steps.len());
        played.lines.iter().for_each(|line| println!("{line}"));
        say(&played);
    }
    code(ended.wrong.is_none() && ended.hash == again.hash)
}

fn say(ended: &Ended) {
    let Ended { seed, hash, wrong, edits, rows, .. } = ended;
    println!("seed {seed}: {edits} edits, {rows} rows, {hash:016x}");
    if let Some(wrong) = wrong {
        println!("seed {seed} failed: {}", wrong.0);
    }
}

fn many(from: u64, seeds: u64) -> ExitCode {
    let (next, began) = (AtomicU64::new(from), Instant::now());
    let (failed, edits) = (Mutex::new(Vec::new()), AtomicU64::new(0));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || loop {
        let seed = next.fetch_add(1, Ordering::SeqCst);
        if seed >= from + seeds {
            return;
        }
        let ended = run(seed, false);
        edits.fetch_add(ended.edits as u64, Ordering::SeqCst);
        if ended.wrong.is_some() {
            say(&ended);
            failed.lock().expect("no holder panics").push(seed);
        }
    };
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    let seconds = began.elapsed().as_secs_f64().max(0.001);
    let mut failed = failed.into_inner().expect("no holder panics");
    failed.sort_unstable();
    println!(
        "{seeds} worlds with {} edits in {seconds:.1} s: {:.0} worlds a minute on {cores} cores, \
         {:.3} s a world and core; {} failed {failed:?}",
        edits.into_inner(),
        seeds as f64 * 60.0 / seconds,
        seconds * cores as f64 / seeds.max(1) as f64,
        failed.len(),
    );
    code(failed.is_empty())
}

/// Each planted fault is found within so many worlds.
#[cfg(feature = "planted")]
fn planted(seeds: u64) -> ExitCode {
    use soviec_core::planted::{Fault, plant};
    let mut all = true;
    for fault in Fault::ALL {
        plant(Some(fault));
        let found = first_failing(seeds);
        plant(None);
        // A world that fails by itself shows nothing.
        let found = found.filter(|ended| run(ended.seed, false).wrong.is_none());
        match found.and_then(|ended| Some((ended.seed, ended.wrong?.0))) {
            Some((seed, words)) => {
                let words: String = words.chars().take(120).collect();
                println!("{fault:?}: found after {} worlds: {words}", seed + 1);
            }
            None => {
                println!("{fault:?}: not found in {seeds} worlds");
                all = false;
            }
        }
    }
    code(all)
}

/// The first world that fails, played on all cores: those before it were played too.
#[cfg(feature = "planted")]
fn first_failing(seeds: u64) -> Option<Ended> {
    let (next, first) = (AtomicU64::new(0), AtomicU64::new(seeds));
    let found = Mutex::new(None);
    let work = || loop {
        let seed = next.fetch_add(1, Ordering::SeqCst);
        if seed >= first.load(Ordering::SeqCst) {
            return;
        }
        let ended = run(seed, false);
        let mut found = found.lock().expect("no holder panics");
        if ended.wrong.is_some() && first.fetch_min(seed, Ordering::SeqCst) > seed {
            *found = Some(ended);
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    found.into_inner().expect("no holder panics")
}

#[cfg(not(feature = "planted"))]
fn planted(_: u64) -> ExitCode {
    println!("this build has no planted faults: build it with --features planted");
    ExitCode::from(2)
}
