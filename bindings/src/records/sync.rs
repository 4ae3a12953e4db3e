//! Exchanges, changes and health.

use soviec_core::model::DocumentId;
use soviec_core::replica::log::LogLevel;
use soviec_core::replica::{Changes, Health, Progress, SyncReport};

use super::task::same_cases;

/// How far an exchange is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ProgressRecord {
    /// Requests that were answered.
    pub requests: u32,
    /// Own edits acknowledged in this exchange.
    pub acknowledged: u64,
    /// Changes of others received in this exchange.
    pub received: u64,
    /// Edits that still wait.
    pub waiting: u64,
}

impl From<Progress> for ProgressRecord {
    fn from(progress: Progress) -> Self {
        Self {
            requests: progress.requests,
            acknowledged: progress.acknowledged as u64,
            received: progress.received as u64,
            waiting: progress.waiting,
        }
    }
}

/// What is not sent any more.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct StoppedRecord {
    /// The book; none means nothing at all is sent.
    pub book: Option<String>,
    /// The code of the reason.
    pub code: String,
}

impl From<(Option<DocumentId>, String)> for StoppedRecord {
    fn from((book, code): (Option<DocumentId>, String)) -> Self {
        Self { book: book.map(|book| book.to_string()), code }
    }
}

/// What an exchange did.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncReportRecord {
    /// Requests: round trips.
    pub requests: u32,
    /// Bytes of the requests' bodies.
    pub bytes_up: u64,
    /// Bytes of the answers' bodies.
    pub bytes_down: u64,
    /// Own edits acknowledged.
    pub acknowledged: u64,
    /// Changes of others received.
    pub received: u64,
    /// Own edits that the office holds or decides on first.
    pub held: u64,
    /// Edits that still wait.
    pub waiting: u64,
    /// Notices that are new to an officer of this phone.
    pub ringing: u64,
    /// What is not sent any more.
    pub stopped: Vec<StoppedRecord>,
}

impl From<SyncReport> for SyncReportRecord {
    fn from(report: SyncReport) -> Self {
        Self {
            requests: report.requests,
            bytes_up: report.bytes_up as u64,
            bytes_down: report.bytes_down as u64,
            acknowledged: report.acknowledged as u64,
            received: report.received as u64,
            held: report.held as u64,
            waiting: report.waiting,
            ringing: report.ringing as u64,
            stopped: report.stopped.into_iter().map(Into::into).collect(),
        }
    }
}

/// A row that looks different now.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RowRecord {
    /// The book.
    pub book: String,
    /// The task.
    pub task: String,
}

/// What changed: ids only.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChangesRecord {
    /// Rows that look different now.
    pub rows: Vec<RowRecord>,
    /// The list of replaced values may be another.
    pub notices: bool,
    /// What waits, or the last contact, is another.
    pub sync: bool,
}

impl From<&Changes> for ChangesRecord {
    fn from(changes: &Changes) -> Self {
        let rows = changes.rows.iter();
        let row = |(book, task): &(_, _)| RowRecord {
            book: ToString::to_string(book),
            task: ToString::to_string(task),
        };
        Self { rows: rows.map(row).collect(), notices: changes.notices, sync: changes.sync }
    }
}

/// Versions, counts and codes, without content.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HealthRecord {
    /// Protocol version.
    pub protocol: u8,
    /// Schema of documents.
    pub schema: u64,
    /// Own edits that are not acknowledged.
    pub waiting: u64,
    /// Own edits that are.
    pub sent: u64,
    /// Among them those that are not in their book for everyone.
    pub held: u64,
    /// The last exchange that succeeded, by this phone's clock.
    pub last_contact: Option<i64>,
    /// The code of the reason why nothing is sent.
    pub stopped: Option<String>,
    /// Books that are not sent, with the codes of the reasons.
    pub stopped_books: Vec<StoppedRecord>,
    /// The file under which a damaged database was set aside when this one was opened.
    pub set_aside: Option<String>,
    /// How often a listener threw.
    pub listener_failures: u64,
    /// How often the log sink threw, and lines that it was too slow for.
    pub log_failures: u64,
}

impl From<Health> for HealthRecord {
    fn from(health: Health) -> Self {
        let stopped = |(book, code)| StoppedRecord::from((Some(book), code));
        Self {
            protocol: health.protocol,
            schema: health.schema,
            waiting: health.waiting,
            sent: health.sent,
            held: health.held,
            last_contact: health.last_contact.map(|moment| moment.0),
            stopped: health.stopped,
            stopped_books: health.stopped_documents.into_iter().map(stopped).collect(),
            set_aside: health.set_aside,
            listener_failures: health.listener_failures,
            log_failures: health.log_failures,
        }
    }
}

/// How much a log line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevelCode {
    /// Something failed.
    Error,
    /// Something is not as it should be, and work goes on.
    Warn,
    /// What a support desk wants to know.
    Info,
    /// What a developer wants to know.
    Debug,
}

same_cases!(LogLevelCode, LogLevel, Error = Error, Warn = Warn, Info = Info, Debug = Debug);
