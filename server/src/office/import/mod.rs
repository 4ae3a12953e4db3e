//! What an office writes in files: its units and people, its plans.
//!
//! A file is read with the place of every value, checked as a whole, and written through the pen.
//! Every doubt is named with its line; nothing is repaired, no date is invented. The forms stand
//! in the server's `docs` folder: office-file.md and plan-file.md.
//!
//! What is written again only changes: ids are written in the file, known by their alias, or
//! follow from the tenant and the key, so the second run means what the first one meant.

mod deadline;
mod doubt;
mod due;
mod error;
mod fields;
mod ids;
mod known;
mod messages;
mod office_file;
mod office_parts;
mod outcome;
mod plan_check;
mod plan_file;
mod plan_parts;
mod select;
mod source;
mod span;
mod stored;
#[cfg(test)]
mod tests;
mod write;

pub use doubt::{Doubt, Place, Weight, What};
pub use error::ImportError;
pub use known::{Known, KnownOfficer, KnownPlan, KnownRole, KnownUnit};
pub use office_file::OfficeFile;
pub use outcome::{Left, Outcome, Tally, Thing};
pub use plan_check::{Context, PlanParts, check_plan};
pub use plan_file::PlanFile;
pub use select::kind_word;
pub use source::{Source, SourceError};
pub use write::{end_role, write_office, write_plan, write_role};
