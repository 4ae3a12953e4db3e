//! From `tracing` events of this crate to lines.

use std::cell::Cell;
use std::fmt::{Debug, Write};

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, set_global_default};
use tracing::{Event, Level, Metadata, Subscriber};

use super::{LOG, Line, LogLevel};

/// Targets of the core begin so; what libraries say names hosts and paths, and stays out.
const OURS: &str = "soviec_core";

/// The longest line, in characters.
const LONGEST: usize = 500;

thread_local! {
    /// On the thread that calls sinks nothing is logged.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` on this thread without a line from it.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> T {
    QUIET.set(true);
    work()
}

pub(super) fn install() {
    // A process with a subscriber of its own keeps it.
    let _ = set_global_default(Lines);
}

/// Hears events and no spans.
struct Lines;

impl Subscriber for Lines {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        // Not "always": there may be a sink later.
        if is_ours(metadata) { Interest::sometimes() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_ours(metadata) && LOG.is_heard() && !QUIET.get()
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::DEBUG)
    }

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut text = Text::default();
        event.record(&mut text);
        LOG.push(Line {
            level: level(*metadata.level()),
            target: metadata.target(),
            text: text.0.chars().map(plain).take(LONGEST).collect(),
        });
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.is_event() && metadata.target().starts_with(OURS)
}

fn level(level: Level) -> LogLevel {
    match level {
        Level::ERROR => LogLevel::Error,
        Level::WARN => LogLevel::Warn,
        Level::INFO => LogLevel::Info,
        _ => LogLevel::Debug,
    }
}

/// A line stays one line.
fn plain(letter: char) -> char {
    if letter.is_control() { ' ' } else { letter }
}

/// The message and the fields behind it.
#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let written = match field.name() {
            "message" => write!(self.0, "{value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
        written.expect("a String takes every letter");
    }
}
