//! Faults built in on purpose, one at a time, so that the simulated world can show that it would
//! find them. They exist only under the feature `planted`, which no other build turns on.

use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering};

/// A fault by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Fault {
    /// The relay answers before its transaction is durable, and now and then it never is.
    AckBeforeCommit = 1,
    /// A put does not kill the edits that its message names.
    OverIgnored,
    /// A superseded operation stays live.
    SupersededLive,
    /// The folding of single ticks into rows is forgotten.
    RowNotSettled,
    /// A phone that meets another history of itself goes on in its old epoch.
    EpochKept,
    /// Transactions of a phone are not flushed.
    FlushForgotten,
    /// Notices are not folded.
    NoticesSkipped,
    /// A re-issue stands on what its edit stood on, dead or not.
    OldDependencies,
    /// A snapshot takes what the relay has not acknowledged.
    SnapshotTakesAll,
    /// A re-issue does not say what it replaces.
    OverForgotten,
    /// The relay lets two changes carry one edit.
    DoubledCarrier,
    /// What waits above a dead change is not told.
    DescendantsForgotten,
    /// A lane goes on after its last change has left the document.
    ClosedLaneReused,
    /// An edit that another change carries already is not followed there.
    AlreadyNotFollowed,
    /// The cursor goes on although a row was not carried out.
    CursorBeforeRows,
    /// What stands on a dead change stays in the document.
    OrphansStay,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 16] = [
        Self::AckBeforeCommit,
        Self::OverIgnored,
        Self::SupersededLive,
        Self::RowNotSettled,
        Self::EpochKept,
        Self::FlushForgotten,
        Self::NoticesSkipped,
        Self::OldDependencies,
        Self::SnapshotTakesAll,
        Self::OverForgotten,
        Self::DoubledCarrier,
        Self::DescendantsForgotten,
        Self::ClosedLaneReused,
        Self::AlreadyNotFollowed,
        Self::CursorBeforeRows,
        Self::OrphansStay,
    ];
}

static PRESENT: AtomicU8 = AtomicU8::new(0);

thread_local! {
    /// A world is played on one thread: its faults show at the same times whenever it is.
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

/// A world begins on this thread.
pub fn begin() {
    ASKED.set(0);
}

/// Plants a fault in this process, or none.
pub fn plant(fault: Option<Fault>) {
    PRESENT.store(fault.map_or(0, |fault| fault as u8), Ordering::SeqCst);
}

/// Whether the fault is planted.
pub fn on(fault: Fault) -> bool {
    PRESENT.load(Ordering::Relaxed) == fault as u8
}

/// Whether the fault is planted and this is one of the times at which it shows.
pub fn now_and_then(fault: Fault) -> bool {
    on(fault) && ASKED.replace(ASKED.get() + 1) % 7 == 6
}

/// Does something wrong if the fault is planted.
pub fn when(fault: Fault, work: impl FnOnce()) {
    if on(fault) {
        work();
    }
}
