//! The one error type of the foreign languages: what the caller does next.

use soviec_core::error::{Error, NextStep};
use soviec_core::replica::CallbackFailed;

/// Why a call did not do what was asked, sorted by what the caller does next. Every case has a
/// stable `code`, a `sentence` for the officer in Vietnamese, and a `detail` for the log, which
/// holds no content of any document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[allow(missing_docs, reason = "every case has the three fields that are explained above")]
pub enum Failure {
    /// Ask for the key again; nothing was touched.
    #[error("{code}: {detail}")]
    AskForKey { code: String, sentence: String, detail: String },
    /// Enrol the phone, or enrol it with another code.
    #[error("{code}: {detail}")]
    Enrol { code: String, sentence: String, detail: String },
    /// Nothing is lost and nothing has to be done: try again later.
    #[error("{code}: {detail}")]
    TryLater { code: String, sentence: String, detail: String },
    /// Let the officer correct what was given.
    #[error("{code}: {detail}")]
    CorrectInput { code: String, sentence: String, detail: String },
    /// Open the task book again.
    #[error("{code}: {detail}")]
    Reopen { code: String, sentence: String, detail: String },
    /// Only the office can help.
    #[error("{code}: {detail}")]
    AskOffice { code: String, sentence: String, detail: String },
    /// Put the phone right: make room, or update the app.
    #[error("{code}: {detail}")]
    FixPhone { code: String, sentence: String, detail: String },
    /// A fault of this program or of the app: offer the support report.
    #[error("{code}: {detail}")]
    ReportFault { code: String, sentence: String, detail: String },
}

impl From<Error> for Failure {
    fn from(e: Error) -> Self {
        let (code, sentence) = (e.code().to_owned(), e.sentence());
        let detail = e.detail().to_owned();
        match e.kind().next() {
            NextStep::AskForKey => Self::AskForKey { code, sentence, detail },
            NextStep::Enrol => Self::Enrol { code, sentence, detail },
            NextStep::TryLater => Self::TryLater { code, sentence, detail },
            NextStep::CorrectInput => Self::CorrectInput { code, sentence, detail },
            NextStep::Reopen => Self::Reopen { code, sentence, detail },
            NextStep::AskOffice => Self::AskOffice { code, sentence, detail },
            NextStep::FixPhone => Self::FixPhone { code, sentence, detail },
            NextStep::ReportFault => Self::ReportFault { code, sentence, detail },
        }
    }
}

/// A callback of the app failed. Whatever it throws arrives as this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum CallbackFailure {
    /// It threw; the reason stays in the app.
    #[error("a callback failed")]
    Failed {
        /// What the app said.
        reason: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for CallbackFailure {
    fn from(e: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { reason: e.reason }
    }
}

impl From<CallbackFailure> for CallbackFailed {
    // The reason may hold anything that the app threw: it goes no further.
    fn from(_: CallbackFailure) -> Self {
        Self
    }
}
