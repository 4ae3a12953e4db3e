//! A disk that lives in memory and fails when it is told to, underneath the real SQLite.
//!
//! [`Disk::at`] takes over a folder: every database file below it then exists only here, while
//! files of other folders go on lying on the system's disk. What was written and not flushed is
//! kept apart by sectors of 512 bytes, so that a power cut can lose any part of it. A write-ahead
//! log works as on a phone: its index is shared by all connections of the process.
//!
//! A fault strikes at an I/O point, which is one call of SQLite's to its file system; they are
//! counted. [`every_point`] runs a piece of work once for each of them.
//!
//! The vault's own small files (`.device`, `.nonce`, `.lock`, `.damage`) are no database files:
//! they stay on the system's disk, in the same folder.

mod callbacks;
mod content;
mod disk;
mod fault;
mod locks;
mod methods;
mod node;
mod points;
mod registered;
mod shared;

pub use disk::{Disk, Image, Lost};
pub use fault::Fault;
pub use points::every_point;
