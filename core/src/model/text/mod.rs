//! Vietnamese text: what may be stored, how it is searched and sorted.

mod clean;
mod fold;
mod order;
mod query;
#[cfg(test)]
mod tests;

pub use clean::{Field, MAX_TEXT, NotClean, Unclean, clean, hides_nothing};
pub use fold::{composed, fold, placed};
pub use order::{by_given_name, by_unit_name, compare};
pub use query::{Found, MAX_QUERY, Query, QueryError, Rank, WordForms, words};
