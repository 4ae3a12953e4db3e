//! What can go wrong at an I/O point, and how SQLite hears of it.

use std::time::Instant;

use std::ffi::c_int;

use rusqlite::ffi;

/// A fault of the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No room is left, until the disk is mended: nothing can be written or made.
    Full,
    /// The file system has become read-only, until the disk is mended.
    ReadOnly,
    /// One call fails and does nothing.
    Io,
    /// One flush fails, and the system never tries again what it should have flushed.
    Fsync,
    /// One write fails half-way: every other sector of it has arrived.
    Torn,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 5] = [Self::Full, Self::ReadOnly, Self::Io, Self::Fsync, Self::Torn];

    /// Whether it stays until the disk is mended.
    pub(super) fn stays(self) -> bool {
        matches!(self, Self::Full | Self::ReadOnly)
    }

    /// Whether a call of this kind can meet the fault at all.
    pub(super) fn can_strike(self, call: Call) -> bool {
        match self {
            Self::Full => matches!(call, Call::Write | Call::Make | Call::Share),
            Self::ReadOnly => {
                matches!(call, Call::Write | Call::Truncate | Call::Make | Call::Delete)
            }
            Self::Io => call != Call::Flush,
            Self::Fsync => call == Call::Flush,
            Self::Torn => call == Call::Write,
        }
    }

    /// What the system's own file layer of SQLite answers then.
    pub(super) fn code(self, call: Call) -> c_int {
        match call {
            Call::Open | Call::Make => ffi::SQLITE_CANTOPEN,
            Call::Read => ffi::SQLITE_IOERR_READ,
            Call::Write if self == Self::Full => ffi::SQLITE_FULL,
            Call::Write => ffi::SQLITE_IOERR_WRITE,
            Call::Truncate => ffi::SQLITE_IOERR_TRUNCATE,
            Call::Delete => ffi::SQLITE_IOERR_DELETE,
            Call::Flush => ffi::SQLITE_IOERR_FSYNC,
            Call::Size => ffi::SQLITE_IOERR_FSTAT,
            Call::Share => ffi::SQLITE_IOERR_SHMSIZE,
        }
    }
}

/// A call of SQLite's to its file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// Opening a file that is there.
    Open,
    /// Making a file.
    Make,
    Read,
    Write,
    Truncate,
    Delete,
    Flush,
    Size,
    /// More shared memory.
    Share,
}

/// The counted I/O points of a disk, and the fault that waits for one of them.
#[derive(Debug, Default)]
pub(super) struct Points {
    pub(super) passed: u64,
    armed: Option<(u64, Fault)>,
    pub(super) struck: Option<u64>,
    /// The first and the last call that writes or flushes, where somebody asked for them.
    pub(super) writing: Option<Option<(Instant, Instant)>>,
}

impl Points {
    /// The fault strikes at the first fitting point from the `at`th on, counted from now.
    pub(super) fn arm(&mut self, at: u64, fault: Fault) {
        *self = Self { armed: Some((at, fault)), ..Self::default() };
    }

    pub(super) fn mend(&mut self) {
        self.armed = None;
    }

    /// Whether the file system has become read-only.
    pub(super) fn only_reads(&self) -> bool {
        self.struck.is_some() && self.armed.is_some_and(|(_, fault)| fault == Fault::ReadOnly)
    }

    /// Passes a point; the fault if it strikes here.
    pub(super) fn pass(&mut self, call: Call) -> Option<Fault> {
        let here = self.passed;
        self.passed += 1;
        if let Some(writing) = &mut self.writing
            && matches!(call, Call::Write | Call::Flush)
        {
            let now = Instant::now();
            *writing = Some((writing.map_or(now, |(first, _)| first), now));
        }
        let (at, fault) = self.armed?;
        if here < at || !fault.can_strike(call) {
            return None;
        }
        self.struck.get_or_insert(here);
        if !fault.stays() {
            self.armed = None;
        }
        Some(fault)
    }
}
