//! The core of Sổ Việc for Kotlin and Swift.
//!
//! This is the frame that a later version fills: records in and out, one named error type,
//! one observer. It converts and decides nothing, so that an app in Kotlin, an app in Swift
//! and the demo in Rust behave alike.
