//! One figure, as it is printed.

use std::time::Duration;

/// A measured value and what it is held against.
pub(crate) struct Figure {
    /// Its name, which never changes its meaning.
    pub(crate) name: &'static str,
    /// What was measured.
    pub(crate) value: f64,
    /// Of what.
    pub(crate) unit: &'static str,
    /// It is not to be exceeded; none for a figure that only tells.
    pub(crate) limit: Option<f64>,
    /// Whether it is not.
    pub(crate) holds: bool,
}

impl Figure {
    /// A value that must not exceed its limit.
    pub(crate) fn at_most(name: &'static str, value: f64, unit: &'static str, limit: f64) -> Self {
        Self { name, value, unit, limit: Some(limit), holds: value <= limit }
    }

    /// A value that only tells.
    pub(crate) fn told(name: &'static str, value: f64, unit: &'static str) -> Self {
        Self { name, value, unit, limit: None, holds: true }
    }

    /// One line of JSON.
    pub(crate) fn json(&self) -> String {
        let limit = self.limit.map_or("null".to_owned(), |limit| format!("{limit}"));
        format!(
            r#"{{"name": "{}", "value": {:.2}, "unit": "{}", "limit": {limit}, "holds": {}}}"#,
            self.name, self.value, self.unit, self.holds
        )
    }

    /// One line of a table.
    pub(crate) fn line(&self) -> String {
        let limit = self.limit.map_or("as measured".to_owned(), |limit| format!("at most {limit}"));
        let holds = if self.holds { "holds" } else { "MISSED" };
        format!("{:<28} {:>10.2} {:<6} {limit:<14} {holds}", self.name, self.value, self.unit)
    }
}

pub(crate) fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

pub(crate) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A folder of a measurement's own, taken away afterwards.
pub(crate) fn scratch(folder: &std::path::Path) -> tempfile::TempDir {
    tempfile::Builder::new().prefix("figures-").tempdir_in(folder).expect("the folder is writable")
}

/// A folder in memory, in which a flush costs nothing, where the system has one.
pub(crate) fn in_memory() -> Option<tempfile::TempDir> {
    let memory = std::path::Path::new("/dev/shm");
    memory.is_dir().then(|| scratch(memory))
}
