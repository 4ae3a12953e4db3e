//! Callbacks into the app: changes, progress, log lines. None is called while a database lock
//! is held.

use std::sync::Arc;

use soviec_core::replica::{CallbackFailed, Changes, Listener, Progress, log};

use crate::{CallbackFailure, ChangesRecord, LogLevelCode, ProgressRecord};

/// Hears what changed, one batch at a time, on a thread of the core. One that throws stays
/// subscribed; its failures are counted in the health record.
#[uniffi::export(with_foreign)]
pub trait ChangeListener: Send + Sync {
    /// Something changed: ids only, read what the screen shows.
    fn changed(&self, changes: ChangesRecord) -> Result<(), CallbackFailure>;
}

/// Hears how far an exchange is, on the thread of its call. One that throws ends the exchange.
#[uniffi::export(with_foreign)]
pub trait ProgressListener: Send + Sync {
    /// A page was carried out.
    fn advanced(&self, progress: ProgressRecord) -> Result<(), CallbackFailure>;
}

/// Takes the core's log lines, without content of any document, on a thread of their own.
#[uniffi::export(with_foreign)]
pub trait LogSink: Send + Sync {
    /// One line.
    fn line(
        &self,
        level: LogLevelCode,
        target: String,
        text: String,
    ) -> Result<(), CallbackFailure>;
}

/// Sends the log lines of the whole process to a sink from now on; none ends it.
#[uniffi::export]
pub fn set_log_sink(sink: Option<Arc<dyn LogSink>>) {
    log::set_log_sink(sink.map(|sink| Arc::new(Forwarded(sink)) as Arc<dyn log::LogSink>));
}

/// A callback of the app, as the core calls it.
pub(crate) struct Forwarded<T: ?Sized>(pub(crate) Arc<T>);

impl Listener for Forwarded<dyn ChangeListener> {
    fn changed(&self, changes: &Changes) -> Result<(), CallbackFailed> {
        Ok(self.0.changed(changes.into())?)
    }
}

impl log::LogSink for Forwarded<dyn LogSink> {
    fn line(&self, level: log::LogLevel, target: &str, text: &str) -> Result<(), CallbackFailed> {
        Ok(self.0.line(level.into(), target.to_owned(), text.to_owned())?)
    }
}

/// Progress for the app's listener, if it brought one.
pub(crate) fn progress(
    listener: Option<Arc<dyn ProgressListener>>,
) -> impl FnMut(Progress) -> Result<(), CallbackFailed> {
    move |progress| {
        let told = listener.as_ref().map(|listener| listener.advanced(progress.into()));
        Ok(told.transpose().map(drop)?)
    }
}
