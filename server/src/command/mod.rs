//! The subcommands beside `serve` and `demo`.

pub(crate) mod clerk;
