//! Search over tasks, items and notes: an index that follows the registers in the same
//! transaction, and one reading of it for phone and office ([`crate::model::Query`] says what a
//! text answers). Why an index and which: `core/docs/adr/0034-search.md`.

mod follow;
mod hits;
mod index;

pub(super) use follow::settle;
pub use hits::{Hit, HitKind, Scope, search};
