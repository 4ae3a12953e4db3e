//! From changes to what people see. Pure: no SQL, no clock; phone and office run the same code.
//!
//! [`step`] turns one admitted change into rows of operations and kills. A register's *live*
//! operations are exactly what the CRDT library lists; what people see, [`shown`], is the live
//! ones minus the edits that another put killed.

mod deadline;
mod notice;
mod register;
mod session;
mod status;
mod step;

pub use deadline::due;
pub use notice::{History, Notice, NoticeKind, Telling, notices, tellings};
pub use register::{Register, Shown, shown};
pub use session::{less_words, reason_words, session_words, tap_words};
pub use status::{Standing, Status, status};
pub use step::{Kill, Operation, Step, step};
