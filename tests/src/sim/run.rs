//! Playing a script to its end.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{Held, Script, Wrong, land::Land, oracle};

/// How a world ended.
#[derive(Debug, Clone)]
pub struct Ended {
    /// Its seed.
    pub seed: u64,
    /// The hash of everything that happened and of what stood there at the end.
    pub hash: u64,
    /// What was not as it must be.
    pub wrong: Option<Wrong>,
    /// What happened, line by line, if that was asked for.
    pub lines: Vec<String>,
    /// Edits that returned.
    pub edits: usize,
    /// Rows of the log.
    pub rows: u64,
}

/// Rounds in which a clerk can have decided about everything.
const ROUNDS: usize = 4;

/// Plays the world of a seed.
pub fn run(seed: u64, keep: bool) -> Ended {
    play(&Script::of(seed), keep)
}

/// Plays a script; the lines are kept if `keep`.
pub fn play(script: &Script, keep: bool) -> Ended {
    let mut ended =
        Ended { seed: script.seed, hash: 0, wrong: None, lines: Vec::new(), edits: 0, rows: 0 };
    #[cfg(feature = "planted")]
    soviec_core::planted::begin();
    let played = catch_unwind(AssertUnwindSafe(|| {
        let land = Land::found(script, keep)?;
        let lived = live(&land, script);
        ended.edits = land.ledger().len();
        ended.rows = land.head().unwrap_or_default();
        ended.lines = land.trace().lines();
        ended.hash = land.trace().hash();
        land.phones().iter().for_each(|phone| phone.end());
        lived
    }));
    let words = |panic: Box<dyn std::any::Any + Send>| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
    };
    ended.wrong = match played {
        Ok(lived) => lived.err(),
        Err(panic) => Some(Wrong(format!("a panic: {}", words(panic).unwrap_or_default()))),
    };
    ended
}

fn live(land: &Arc<Land>, script: &Script) -> Held {
    for step in &script.steps {
        land.step(step)?;
    }
    land.quiet()?;
    oracle::check(land)?;
    // A clerk decides about everything that waits for him, what waited for that follows, and
    // what was moved may wait again where it came to.
    for round in 0..ROUNDS {
        if land.desks.decide_all(round == 0)? == 0 {
            break;
        }
        land.quiet()?;
        oracle::check(land)?;
    }
    oracle::nothing_is_open(land)?;
    // What was folded step by step is what the files say, and what the log says, folded anew.
    for phone in land.phones() {
        phone.restart()?;
    }
    land.desks.refold()?;
    oracle::check(land)?;
    oracle::remember(land)
}
