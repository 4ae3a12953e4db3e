//! What the office sees: tables folded from the log, and the pages over them.

pub mod area;
pub mod history;
pub mod phones;
pub mod unit;

mod heard;
mod names;
mod rows;

pub mod fold;

pub mod import;

pub mod pages;

mod paths;

pub mod rights;

pub mod view;

pub mod console;

pub mod pen;

pub mod decide;

pub use heard::Heard;
