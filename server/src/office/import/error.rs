//! Why nothing, or not everything, was written.

use super::Doubt;
use crate::{log::LogError, office::pen::PenError};
use soviec_core::document::DocumentError;

/// Why a file is not written. Its words are in the messages.
#[derive(Debug)]
pub enum ImportError {
    /// The file is wrong against what the office's book already holds; nothing is written.
    Doubts(Vec<Doubt>),
    /// The pen failed; the documents before stay written, and the next run writes the rest.
    Pen(PenError),
    /// The log failed.
    Log(LogError),
    /// A stored document cannot be read.
    Document(DocumentError),
}

impl From<PenError> for ImportError {
    fn from(error: PenError) -> Self {
        Self::Pen(error)
    }
}

impl From<LogError> for ImportError {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

impl From<DocumentError> for ImportError {
    fn from(error: DocumentError) -> Self {
        Self::Document(error)
    }
}
