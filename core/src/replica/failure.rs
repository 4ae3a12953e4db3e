//! Errors of the inner modules, sorted by what the caller does next.

use crate::document::DocumentError;
use crate::error::{Error, ErrorKind};
use crate::http::TransportError;
use crate::protocol::{BodyError, CertificateError, FailureCode};
use crate::store::vault::VaultError;
use crate::store::{SqlError, StoreError};
use crate::sync::Fault;

impl From<StoreError> for Error {
    fn from(e: StoreError) -> Self {
        let kind = match &e {
            StoreError::Damaged => ErrorKind::Damaged,
            StoreError::Full => ErrorKind::StorageFull,
            StoreError::Storage(_) => ErrorKind::StorageFailed,
            StoreError::NotWritable => ErrorKind::NotAllowed,
            StoreError::Newer(_) => ErrorKind::AppTooOld,
            StoreError::NoRegister => ErrorKind::NotFound,
            StoreError::Document(DocumentError::Unreadable) => ErrorKind::Damaged,
            StoreError::Sqlite(_) | StoreError::Document(_) | StoreError::NotAdmitted(_) => {
                ErrorKind::Internal
            }
        };
        Self::new(kind, e)
    }
}

impl From<SqlError> for Error {
    fn from(e: SqlError) -> Self {
        StoreError::from(e).into()
    }
}

impl From<VaultError> for Error {
    fn from(e: VaultError) -> Self {
        let kind = match &e {
            VaultError::WrongKey => ErrorKind::WrongKey,
            VaultError::InUse => ErrorKind::InUse,
            // Nothing was set aside and opening again does not help: the file has to come back.
            VaultError::Missing | VaultError::Damaged => ErrorKind::DeviceFileMissing,
            VaultError::Newer(_) => ErrorKind::AppTooOld,
            VaultError::Absent | VaultError::Exists | VaultError::Stamp => ErrorKind::Internal,
            VaultError::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => {
                ErrorKind::StorageFull
            }
            VaultError::Io(_) => ErrorKind::StorageFailed,
        };
        Self::new(kind, e)
    }
}

impl From<TransportError> for Error {
    fn from(e: TransportError) -> Self {
        let kind = match e {
            TransportError::Address => ErrorKind::InvalidInput,
            TransportError::Unreachable => ErrorKind::Offline,
            TransportError::CutOff => ErrorKind::RelayUnavailable,
            TransportError::Untrusted => ErrorKind::RelayNotTrusted,
            TransportError::Root(_) => ErrorKind::InvalidInput,
            TransportError::TooLarge => ErrorKind::BadReply,
            TransportError::Cancelled => ErrorKind::Cancelled,
        };
        Self::new(kind, e)
    }
}

impl From<Fault> for Error {
    fn from(e: Fault) -> Self {
        let kind = match e {
            Fault::Body(BodyError::Version(_)) => ErrorKind::AppTooOld,
            _ => ErrorKind::BadReply,
        };
        Self::new(kind, e)
    }
}

impl From<BodyError> for Error {
    fn from(e: BodyError) -> Self {
        Fault::from(e).into()
    }
}

impl From<CertificateError> for Error {
    fn from(e: CertificateError) -> Self {
        Self::new(ErrorKind::BadReply, e)
    }
}

/// What a relay's refusal means for the caller.
pub(super) fn refusal(code: FailureCode, detail: &str) -> Error {
    let kind = match code {
        FailureCode::Version => ErrorKind::AppTooOld,
        FailureCode::Unauthorised => ErrorKind::RelayRefused,
        FailureCode::BadCode => ErrorKind::BadCode,
        FailureCode::Replayed | FailureCode::Unavailable => ErrorKind::RelayUnavailable,
        FailureCode::Malformed | FailureCode::TooLarge => ErrorKind::Internal,
    };
    Error::new(kind, format_args!("the relay refused: {detail}"))
}
