//! What is measured on the product's own path, by programs and by tests.

pub mod rss;
mod stream;
