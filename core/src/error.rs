//! The one error of the door: a few kinds, each with what the caller does next.

use std::fmt;

/// The officer's sentences, one line each.
const MESSAGES: &str = include_str!("../messages/vi.txt");

/// What happened, as far as a caller can tell cases apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// Ask for the key again; nothing was touched.
    WrongKey,
    /// Another connection has this database open.
    InUse,
    /// The device file beside the database is gone or damaged: restore it.
    DeviceFileMissing,
    /// A file is damaged; it is set aside, never deleted.
    Damaged,
    /// Make room and save again.
    StorageFull,
    /// The phone's storage does not read or write: save again, or restart the phone.
    StorageFailed,
    /// Enrol first.
    NotEnrolled,
    /// Ask for another enrolment code.
    BadCode,
    /// The office's key is not the one that was read out.
    WrongOffice,
    /// Wait for a network; everything is safe.
    Offline,
    /// The relay does not answer; try later.
    RelayUnavailable,
    /// Whoever answered is not the relay: a captive portal, or a clock that is years ahead.
    RelayNotTrusted,
    /// The relay does not take this phone: go to the office.
    RelayRefused,
    /// Update the app.
    AppTooOld,
    /// The reply was not believed; try later.
    BadReply,
    /// The caller cancelled.
    Cancelled,
    /// A progress callback failed: the exchange ended at a page, nothing is lost.
    CallbackFailed,
    /// Let the officer correct what was typed.
    InvalidInput,
    /// This phone may not write there.
    NotAllowed,
    /// A newer app wrote it: offer a note.
    Newer,
    /// There is no such thing here.
    NotFound,
    /// Open it again.
    Closed,
    /// A fault of this program: offer the support report.
    Internal,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 23] = [
        Self::WrongKey,
        Self::InUse,
        Self::DeviceFileMissing,
        Self::Damaged,
        Self::StorageFull,
        Self::StorageFailed,
        Self::NotEnrolled,
        Self::BadCode,
        Self::WrongOffice,
        Self::Offline,
        Self::RelayUnavailable,
        Self::RelayNotTrusted,
        Self::RelayRefused,
        Self::AppTooOld,
        Self::BadReply,
        Self::Cancelled,
        Self::CallbackFailed,
        Self::InvalidInput,
        Self::NotAllowed,
        Self::Newer,
        Self::NotFound,
        Self::Closed,
        Self::Internal,
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::WrongKey => "wrong_key",
            Self::InUse => "in_use",
            Self::DeviceFileMissing => "device_file_missing",
            Self::Damaged => "damaged",
            Self::StorageFull => "storage_full",
            Self::StorageFailed => "storage_failed",
            Self::NotEnrolled => "not_enrolled",
            Self::BadCode => "bad_code",
            Self::WrongOffice => "wrong_office",
            Self::Offline => "offline",
            Self::RelayUnavailable => "relay_unavailable",
            Self::RelayNotTrusted => "relay_not_trusted",
            Self::RelayRefused => "relay_refused",
            Self::AppTooOld => "app_too_old",
            Self::BadReply => "bad_reply",
            Self::Cancelled => "cancelled",
            Self::CallbackFailed => "callback_failed",
            Self::InvalidInput => "invalid_input",
            Self::NotAllowed => "not_allowed",
            Self::Newer => "newer",
            Self::NotFound => "not_found",
            Self::Closed => "closed",
            Self::Internal => "internal",
        }
    }

    /// What the caller does next.
    pub fn next(self) -> NextStep {
        match self {
            Self::WrongKey => NextStep::AskForKey,
            Self::NotEnrolled | Self::BadCode | Self::WrongOffice => NextStep::Enrol,
            Self::Offline
            | Self::RelayUnavailable
            | Self::RelayNotTrusted
            | Self::BadReply
            | Self::Cancelled => NextStep::TryLater,
            Self::InvalidInput | Self::NotFound | Self::Newer => NextStep::CorrectInput,
            Self::Closed | Self::InUse | Self::Damaged => NextStep::Reopen,
            Self::RelayRefused | Self::DeviceFileMissing | Self::NotAllowed => NextStep::AskOffice,
            Self::StorageFull | Self::StorageFailed | Self::AppTooOld => NextStep::FixPhone,
            Self::Internal | Self::CallbackFailed => NextStep::ReportFault,
        }
    }

    /// The officer's sentence in Vietnamese; `waiting` edits are not acknowledged.
    pub fn sentence(self, waiting: u64) -> String {
        let found = MESSAGES.lines().find_map(|line| {
            let (code, text) = line.split_once(" = ")?;
            (code == self.code()).then_some(text)
        });
        found.unwrap_or_default().replace("{n}", &waiting.to_string())
    }
}

/// What the caller does next: an app's branches, one for several kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// Ask for the key again.
    AskForKey,
    /// Show the enrolment screen.
    Enrol,
    /// Wait; the next attempt may work, and everything is safe meanwhile.
    TryLater,
    /// Let the officer correct what was typed or chosen.
    CorrectInput,
    /// Open the replica again.
    Reopen,
    /// Only the office can help.
    AskOffice,
    /// The officer makes room, restarts the phone, or updates the app.
    FixPhone,
    /// Offer the support report.
    ReportFault,
}

/// An error of the door: a kind, and one line for the log without content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    detail: String,
    waiting: u64,
}

impl Error {
    /// An error with its line for the log.
    pub fn new(kind: ErrorKind, detail: impl fmt::Display) -> Self {
        Self { kind, detail: detail.to_string(), waiting: 0 }
    }

    /// The same error, with how many edits wait on the phone for its sentence.
    pub fn with_waiting(self, waiting: u64) -> Self {
        Self { waiting, ..self }
    }

    /// What happened.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What the caller does next.
    pub fn next(&self) -> NextStep {
        self.kind.next()
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// One English line for the log; no content of any document is in it.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The officer's sentence in Vietnamese.
    pub fn sentence(&self) -> String {
        self.kind.sentence(self.waiting)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.detail)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_the_next_of_some_kind() {
        let steps: std::collections::HashSet<_> =
            ErrorKind::ALL.iter().map(|kind| kind.next()).collect();
        assert_eq!(steps.len(), 8, "an app has a branch for each");
    }

    #[test]
    fn every_kind_has_its_sentence_and_every_sentence_its_kind() {
        for kind in ErrorKind::ALL {
            assert!(
                kind.sentence(3).contains(". "),
                "{} has no sentence of three parts",
                kind.code()
            );
        }
        let codes = MESSAGES.lines().filter(|line| line.contains(" = ") && !line.starts_with('#'));
        assert_eq!(codes.count(), ErrorKind::ALL.len());
        assert!(ErrorKind::Offline.sentence(3).contains("3 mục"));
    }
}
