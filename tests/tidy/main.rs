//! The rules of the house, held by tests: who may import whom, what documents may name,
//! what stands at the root, and what never stands in product code.
//!
//! Every rule is a function from a source to its breaches, so each is also tried on an
//! invented bad snippet: a rule that cannot fail would hold nothing.

mod breach;
mod paths;
mod repository;
mod scan;

mod bindings;
mod documents;
mod door;
mod edges;
mod marks;
mod only;
mod planted;
mod relay;
mod root;
mod size;
mod sql;
