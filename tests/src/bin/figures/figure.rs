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
    /// What it is held against; none for a figure that only tells.
    pub(crate) limit: Option<Limit>,
    /// Whether it keeps to that.
    pub(crate) holds: bool,
}

/// What a value is held against.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    /// It is not to be exceeded.
    AtMost(f64),
    /// It has to be reached.
    AtLeast(f64),
}

impl Limit {
    fn value(self) -> f64 {
        match self {
            Self::AtMost(value) | Self::AtLeast(value) => value,
        }
    }
}

impl Figure {
    /// A value that must not exceed its limit.
    pub(crate) fn at_most(name: &'static str, value: f64, unit: &'static str, limit: f64) -> Self {
        Self { name, value, unit, limit: Some(Limit::AtMost(limit)), holds: value <= limit }
    }

    /// A value that must reach its limit.
    pub(crate) fn at_least(name: &'static str, value: f64, unit: &'static str, limit: f64) -> Self {
        Self { name, value, unit, limit: Some(Limit::AtLeast(limit)), holds: value >= limit }
    }

    /// A value that only tells.
    pub(crate) fn told(name: &'static str, value: f64, unit: &'static str) -> Self {
        Self { name, value, unit, limit: None, holds: true }
    }

    /// One line of JSON.
    pub(crate) fn json(&self) -> String {
        let limit = self.limit.map_or("null".to_owned(), |limit| limit.value().to_string());
        format!(
            r#"{{"name": "{}", "value": {:.2}, "unit": "{}", "limit": {limit}, "holds": {}}}"#,
            self.name, self.value, self.unit, self.holds
        )
    }

    /// One line of a table.
    pub(crate) fn line(&self) -> String {
        let limit = match self.limit {
            Some(Limit::AtMost(most)) => format!("at most {most}"),
            Some(Limit::AtLeast(least)) => format!("at least {least}"),
            None => "as measured".to_owned(),
        };
        let holds = if self.holds { "holds" } else { "MISSED" };
        format!("{:<28} {:>10.2} {:<6} {limit:<16} {holds}", self.name, self.value, self.unit)
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
