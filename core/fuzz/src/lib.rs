//! The targets of libFuzzer. See `core/docs/attacks.md`.

pub mod targets;
