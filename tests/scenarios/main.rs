//! Stories over the real code of both sides: what happens to people's edits when the way, the
//! clocks, the rights or the files are not as they should be.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod agenda;
mod attacks;
mod backups;
mod bad_answers;
mod bad_requests;
mod clocks;
mod conflicts;
mod console;
mod copies;
mod decisions;
mod demo;
mod drafts;
mod files;
mod local_tasks;
mod long;
mod lost_reply;
mod observe;
mod restored;
mod reviews;
mod rewritten;
mod rights;
mod strangers;
mod threads;
mod undo;
