//! How much there is: for a screen of the exchange and for a support report, never content.

use rusqlite::Connection;

use super::{Store, StoreError};

/// What there is to say about a database without opening a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The version of SQLite.
    pub sqlite: String,
    /// The version of SQLCipher.
    pub cipher: String,
    /// The version of the tables.
    pub database: u32,
    /// Attached documents, and those that were.
    pub documents: u64,
    /// The tables with their rows, by name.
    pub tables: Vec<(String, u64)>,
}

impl About {
    /// Counts what is there.
    pub fn read(db: &Connection) -> Result<Self, StoreError> {
        let names: Vec<String> = db
            .prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table'
                 AND name NOT LIKE 'sqlite%' ORDER BY name",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let rows = |name: String| {
            // The names come from the database's own list, never from outside.
            let rows = count(db, &format!("SELECT count(*) FROM \"{name}\""))?;
            Ok((name, rows))
        };
        Ok(Self {
            sqlite: rusqlite::version().to_owned(),
            cipher: db.query_row("PRAGMA cipher_version", [], |row| row.get(0))?,
            database: db.query_row("PRAGMA user_version", [], |row| row.get(0))?,
            documents: count(db, "SELECT count(*) FROM documents")?,
            tables: names.into_iter().map(rows).collect::<rusqlite::Result<_>>()?,
        })
    }
}

impl Store {
    /// Own edits that are acknowledged.
    pub fn sent_count(&self) -> Result<u64, StoreError> {
        // The whole from the smallest index, less what waits from its own, and less one row for
        // each time that an edit was written again: no row is read.
        let rows = count(&self.db, "SELECT count(*) FROM outbox")?;
        let again = count(&self.db, "SELECT count(*) FROM outbox WHERE again IS NOT NULL")?;
        Ok(rows.saturating_sub(again).saturating_sub(self.waiting_count()?))
    }

    /// Own edits that the office holds, or decides on first: acknowledged, not yet in the book.
    pub fn held_count(&self) -> Result<u64, StoreError> {
        // The numbers of `Held` and `Parked`.
        let sql = "SELECT count(*) FROM changes WHERE own = 1 AND state > 1 AND state IN (2, 3)";
        Ok(count(&self.db, sql)?)
    }
}

fn count(db: &Connection, sql: &str) -> rusqlite::Result<u64> {
    db.prepare_cached(sql)?.query_row([], |row| row.get(0))
}
