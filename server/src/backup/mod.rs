//! Taking the office's data away and putting it back.
//!
//! A backup is a folder: one whole copy of each database as it stood between two transactions,
//! and a manifest with their sums. The secrets (`office.key`, `relay.key`, `codes.key`) are not
//! in it: whoever finds a backup must not be able to sign as the office. The operator keeps
//! them apart. What can be folded from the log is not in it either.
//!
//! A restored log is another log: phones may know rows that came after the backup. It gets a new
//! relay epoch and a row that says so, and phones are told that it is not the one they knew.

mod error;
mod manifest;
mod restore;
mod take;

pub use error::BackupError;
pub use manifest::{Copied, Manifest};
pub use restore::{Restored, restore};
pub use take::{Progress, backup, verify};

/// What a backup holds, in the order in which it is copied: the log first, so that the devices
/// that are copied later know at least everybody whose rows stand in it.
const FILES: [&str; 4] = ["log.db", "auth.db", crate::CLERKS, "contacts.db"];
/// The file that names the tenant.
const TENANT: &str = "tenant";
/// The manifest's file.
const MANIFEST: &str = "manifest.toml";
/// The secrets, which stand beside the data and never in a backup.
const SECRETS: [&str; 3] = ["office.key", "relay.key", "codes.key"];
/// The relay's epoch: new after every restore.
const EPOCH: &str = "relay.epoch";
