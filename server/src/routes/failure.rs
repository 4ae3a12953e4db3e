//! Answers that did nothing.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{auth::AuthError, relay::RelayError};
use soviec_core::protocol::{BodyError, Failure, FailureCode};

/// The type of every body of the protocol.
pub(super) const CONTENT_TYPE: &str = "application/vnd.soviec";

/// A failure on its way out.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    failure: Failure,
    retry_after: Option<&'static str>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: FailureCode, detail: impl Into<String>) -> Self {
        Self { status, failure: Failure { code, detail: detail.into() }, retry_after: None }
    }

    pub(super) fn malformed(detail: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, FailureCode::Malformed, detail)
    }

    pub(super) fn too_large(limit: usize) -> Self {
        let detail = format!("the body is larger than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, FailureCode::TooLarge, detail)
    }

    /// Come again: there is no room now.
    pub(super) fn busy() -> Self {
        let detail = "the relay has no room for another request now";
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Self::new(status, FailureCode::Unavailable, detail).later("5")
    }

    /// Something of the relay's own failed. The reason is for its operator.
    pub(super) fn failed(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed");
        let detail = "the relay could not do it now";
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Self::new(status, FailureCode::Unavailable, detail).later("30")
    }

    fn later(self, seconds: &'static str) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let kind = [(header::CONTENT_TYPE, CONTENT_TYPE)];
        let later = self.retry_after.map(|seconds| [(header::RETRY_AFTER, seconds)]);
        let body = self.failure.to_body();
        match later {
            Some(later) => (self.status, kind, later, body).into_response(),
            None => (self.status, kind, body).into_response(),
        }
    }
}

impl From<BodyError> for Refusal {
    fn from(error: BodyError) -> Self {
        let (status, code) = match error {
            BodyError::Version(_) => (StatusCode::UPGRADE_REQUIRED, FailureCode::Version),
            BodyError::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, FailureCode::TooLarge),
            BodyError::Foreign | BodyError::Damaged => {
                (StatusCode::BAD_REQUEST, FailureCode::Malformed)
            }
        };
        Self::new(status, code, error.to_string())
    }
}

impl From<AuthError> for Refusal {
    fn from(error: AuthError) -> Self {
        let (status, code) = match &error {
            AuthError::Unauthorised => (StatusCode::UNAUTHORIZED, FailureCode::Unauthorised),
            AuthError::Replayed => (StatusCode::CONFLICT, FailureCode::Replayed),
            AuthError::BadCode => (StatusCode::UNAUTHORIZED, FailureCode::BadCode),
            AuthError::Throttled => {
                let status = StatusCode::TOO_MANY_REQUESTS;
                return Self::new(status, FailureCode::Unavailable, error.to_string())
                    .later("3600");
            }
            AuthError::Unreadable | AuthError::Open(_) | AuthError::Database(_) => {
                return Self::failed(&error);
            }
        };
        Self::new(status, code, error.to_string())
    }
}

impl From<RelayError> for Refusal {
    fn from(error: RelayError) -> Self {
        let (status, code) = match &error {
            RelayError::Malformed(_) => (StatusCode::BAD_REQUEST, FailureCode::Malformed),
            RelayError::Unauthorised => (StatusCode::UNAUTHORIZED, FailureCode::Unauthorised),
            RelayError::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, FailureCode::TooLarge),
            RelayError::Log(_) => return Self::failed(&error),
        };
        Self::new(status, code, error.to_string())
    }
}
