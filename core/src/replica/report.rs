//! The support report: what a support desk asks, without content.

use std::collections::BTreeMap;
use std::path::Path;

use super::guard::Failed;
use super::words::fill;
use super::{Health, Replica, Rescued, log};
use crate::error::Error;
use crate::model::Moment;
use crate::store::{About, cipher::sibling};

/// The report's text; `{…}` is filled in here.
const TEXT: &str = include_str!("../../messages/report-vi.txt");

/// What stands where there is nothing to tell.
const NOTHING: &str = "-";

impl Replica {
    /// A plain text for a support desk: versions, counts, codes and the last calls that failed.
    /// It holds no content, no name and no id of a person.
    pub fn support_report(&self) -> Result<String, Error> {
        self.call("support_report", || {
            let about = self.with_reader(|db| Ok(About::read(db)?))?;
            Ok(self.written(&self.how()?, &about))
        })
    }

    fn written(&self, health: &Health, about: &About) -> String {
        let now = self.environment.clock.now();
        let mut blanks: Vec<(&str, String)> = vec![("now", time(now))];
        blanks.extend(versions(health, about));
        blanks.extend(state(health));
        blanks.extend([
            ("documents", about.documents.to_string()),
            ("tables", listed(about.tables.iter().map(|(name, rows)| format!("{name} {rows}")))),
            ("files", sizes(&self.database)),
            ("listener_failures", health.listener_failures.to_string()),
            ("log_failures", health.log_failures.to_string()),
            ("log_dropped", log::dropped().to_string()),
            ("errors", errors(&self.failures.all())),
        ]);
        let blanks: Vec<_> = blanks.iter().map(|(name, text)| (*name, text.as_str())).collect();
        fill(TEXT, &blanks)
    }
}

fn versions(health: &Health, about: &About) -> [(&'static str, String); 7] {
    [
        ("core", env!("CARGO_PKG_VERSION").to_owned()),
        ("protocol", health.protocol.to_string()),
        ("schema", health.schema.to_string()),
        ("database", about.database.to_string()),
        ("sqlite", about.sqlite.clone()),
        ("cipher", about.cipher.clone()),
        ("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)),
    ]
}

fn state(health: &Health) -> [(&'static str, String); 8] {
    // Books are told by how many there are of each code: an id says which unit it is.
    let mut books = BTreeMap::<&str, u32>::new();
    for (_, code) in &health.stopped_documents {
        *books.entry(code).or_default() += 1;
    }
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_else(|| NOTHING.to_owned());
    [
        ("waiting", health.waiting.to_string()),
        ("sent", health.sent.to_string()),
        ("held", health.held.to_string()),
        ("last_contact", health.last_contact.map_or_else(|| NOTHING.to_owned(), time)),
        ("stopped", or_nothing(&health.stopped)),
        ("stopped_books", listed(books.iter().map(|(code, n)| format!("{code} {n}")))),
        ("set_aside", or_nothing(&health.set_aside)),
        ("rescued", health.rescued.map_or_else(|| NOTHING.to_owned(), rescued)),
    ]
}

/// In numbers, which an officer's desk reads without words.
fn rescued(found: Rescued) -> String {
    let Rescued { edits, drafts, broken, complete } = found;
    format!("{edits} / {drafts} / {broken} / {}", u8::from(complete))
}

/// The bytes of the files of one database, as far as they are there.
fn sizes(database: &Path) -> String {
    let size = |name: &str| {
        let file = std::fs::metadata(sibling(database, name)).ok()?;
        Some(format!("db{name} {}", file.len()))
    };
    listed(["", "-wal", ".device", ".damage"].into_iter().filter_map(size))
}

fn errors(all: &[Failed]) -> String {
    let line = |failed: &Failed| {
        let at = failed.at.map_or_else(|| NOTHING.to_owned(), time);
        format!("{at} {} {}", failed.call, failed.kind.code())
    };
    let lines: Vec<_> = all.iter().map(line).collect();
    if lines.is_empty() { NOTHING.to_owned() } else { lines.join("\n") }
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() { NOTHING.to_owned() } else { parts.join(", ") }
}

fn time(moment: Moment) -> String {
    moment.local().format("%Y-%m-%d %H:%M:%S").to_string()
}
