//! How much there is: for a screen of the exchange and for a support report, never content.

use rusqlite::Connection;

use super::{Store, StoreError};

impl Store {
    /// Own edits that are acknowledged.
    pub fn sent_count(&self) -> Result<u64, StoreError> {
        // The whole from the smallest index, less what waits from its own: no row is read.
        Ok(count(&self.db, "SELECT count(*) FROM outbox")?.saturating_sub(self.waiting_count()?))
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
