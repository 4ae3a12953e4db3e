//! A timing loop and what the benchmarks print.

#![allow(dead_code, reason = "every benchmark uses its own part")]
#![allow(
    unreachable_pub,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "this is a benchmark"
)]

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Durations of one thing; read when they are sorted.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Times `run` once for each of `inputs`.
    pub fn of<I>(inputs: impl IntoIterator<Item = I>, mut run: impl FnMut(I)) -> Self {
        let mut times = Self::default();
        inputs.into_iter().for_each(|input| times.add(|| run(input)));
        times.sorted()
    }

    /// Times `run` once more.
    pub fn add(&mut self, run: impl FnOnce()) {
        let start = Instant::now();
        run();
        self.0.push(start.elapsed());
    }

    /// Takes a duration that was measured elsewhere.
    pub fn take(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self
    }

    pub fn median(&self) -> Duration {
        self.0[self.0.len() / 2]
    }

    pub fn p95(&self) -> Duration {
        self.0[self.0.len() * 95 / 100]
    }

    pub fn print(&self, what: &str) {
        println!("{what:<44} {:>9} {:>9}", micros(self.median()), micros(self.p95()));
    }
}

/// Measures on a real file system, and in memory where the system has such a folder.
pub fn on_disk_and_in_memory(target: &str, run: impl Fn(&str, &Path)) {
    let disk = tempfile::tempdir_in(target).unwrap();
    run("on the disk", disk.path());
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        let memory = tempfile::tempdir_in(memory).unwrap();
        run("in memory: a flush costs nothing", memory.path());
    }
}

pub fn heading(what: &str) {
    println!("\n{what:<44} {:>9} {:>9}", "median", "p95");
}

pub fn micros(time: Duration) -> String {
    format!("{} µs", time.as_micros())
}

/// What one flush of the file system under `folder` takes.
pub fn flush(folder: &Path) -> Times {
    let mut file = std::fs::File::create(folder.join("flush")).unwrap();
    Times::of(0..200, |_| {
        file.write_all(&[0; 4_096]).unwrap();
        file.sync_data().unwrap();
    })
}
