//! Why a request is not carried out.

use crate::log::LogError;

/// A request of which nothing is recorded.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// It contradicts itself; the line says where.
    #[error("the request is malformed: {0}")]
    Malformed(&'static str),
    /// A batch is signed by another key than the device's.
    #[error("a batch is not signed by the device")]
    Unauthorised,
    /// More than the limits allow; the line says of what.
    #[error("the request has more {0} than allowed")]
    TooLarge(&'static str),
    /// The log failed; the request can be sent again.
    #[error(transparent)]
    Log(#[from] LogError),
}
