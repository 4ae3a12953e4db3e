//! The command `soviec`: relay and office console in one binary.

fn main() {}
