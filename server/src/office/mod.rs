//! What the office sees: tables folded from the log, and the pages over them.

pub mod acts;
pub mod apart;
pub mod area;
pub mod history;
pub mod phones;
pub mod unit;

mod desk;
mod heard;
mod names;
mod replaced;
mod reviews;
mod rows;
mod said;
mod search;
mod subject;

pub mod fold;

pub mod import;

pub mod pages;

mod paths;

pub mod rights;

pub mod view;

pub mod console;

pub mod pen;

pub mod decide;

pub mod review;

pub mod flags;

pub use heard::Heard;
