//! The core's log lines for an app: one sink for the process, called on a thread of its own.
//!
//! A line says what the core did and which code went wrong. It holds no content: no text of an
//! officer, no name, no id of a person, no key.

mod lines;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, Once, PoisonError};

use super::{CallbackFailed, lock};

/// Lines that may wait; what comes while so many do is dropped and counted.
const MOST: usize = 1_000;

/// How much a line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogLevel {
    /// A fault of this program, or damage.
    Error,
    /// Something that should not be so.
    Warn,
    /// A call that failed, as calls do.
    Info,
    /// What an exchange did.
    Debug,
}

/// Takes log lines.
pub trait LogSink: Send + Sync {
    /// One line. Called on the thread `soviec-log`, one line at a time, while no lock of the core
    /// is held. A sink that fails or panics stays: the failure is counted in
    /// [`Health`](super::Health). What the core logs for a call that a sink makes in here is
    /// dropped, so that no line begets lines.
    fn line(&self, level: LogLevel, target: &str, text: &str) -> Result<(), CallbackFailed>;
}

/// Lets the whole process log into `sink`, or nowhere. One line may still be on its way to the
/// sink before. Where the process has set a `tracing` subscriber of its own, that one gets the
/// lines and no sink does.
pub fn set_log_sink(sink: Option<Arc<dyn LogSink>>) {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(lines::install);
    LOG.open(sink);
}

/// Lines that no sink took.
pub(super) fn failures() -> u64 {
    LOG.failures.load(Ordering::Relaxed)
}

/// Lines that were dropped because too many waited.
pub(super) fn dropped() -> u64 {
    LOG.dropped.load(Ordering::Relaxed)
}

static LOG: Log = Log {
    state: Mutex::new(State { waiting: VecDeque::new(), sink: None, running: false }),
    told: Condvar::new(),
    heard: AtomicBool::new(false),
    failures: AtomicU64::new(0),
    dropped: AtomicU64::new(0),
};

struct Log {
    state: Mutex<State>,
    told: Condvar,
    /// Whether there is a sink: asked for every line, so without the lock.
    heard: AtomicBool,
    failures: AtomicU64,
    dropped: AtomicU64,
}

struct State {
    waiting: VecDeque<Line>,
    sink: Option<Arc<dyn LogSink>>,
    running: bool,
}

struct Line {
    level: LogLevel,
    target: &'static str,
    text: String,
}

impl Log {
    fn open(&'static self, sink: Option<Arc<dyn LogSink>>) {
        self.heard.store(sink.is_some(), Ordering::Relaxed);
        let mut state = lock(&self.state);
        if sink.is_none() {
            state.waiting.clear();
        }
        let before = std::mem::replace(&mut state.sink, sink);
        drop(state);
        // The app's own code may run here, so it runs without the lock.
        drop(before);
    }

    fn is_heard(&self) -> bool {
        self.heard.load(Ordering::Relaxed)
    }

    fn push(&'static self, line: Line) {
        let mut state = lock(&self.state);
        if state.sink.is_none() {
            return;
        }
        if state.waiting.len() >= MOST {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        state.waiting.push_back(line);
        // Where the system gives no thread, the lines wait and the next one asks again.
        if !state.running {
            state.running = self.start();
        }
        drop(state);
        self.told.notify_one();
    }

    fn start(&'static self) -> bool {
        let thread = std::thread::Builder::new().name("soviec-log".to_owned());
        thread.spawn(move || lines::quietly(|| self.run())).is_ok()
    }

    /// The thread lives as long as the process: sinks come and go.
    fn run(&self) -> ! {
        loop {
            let (line, sink) = self.next();
            let told = || sink.line(line.level, line.target, &line.text);
            if !matches!(catch_unwind(AssertUnwindSafe(told)), Ok(Ok(()))) {
                self.failures.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    fn next(&self) -> (Line, Arc<dyn LogSink>) {
        let mut state = lock(&self.state);
        loop {
            if let (Some(sink), false) = (state.sink.clone(), state.waiting.is_empty()) {
                let line =
                    state.waiting.pop_front().expect("it is not empty, and the lock is held");
                return (line, sink);
            }
            state = self.told.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
