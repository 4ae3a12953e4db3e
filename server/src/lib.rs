//! The relay and the office console of Sổ Việc.

pub mod office;
