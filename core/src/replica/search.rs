//! The search field: texts of tasks, items and notes, on this phone and without a network.

use super::{Hit, Replica, Window, read::MOST};
use crate::error::{Error, ErrorKind};
use crate::model::Query;
use crate::store::tables::{self, Scope};

impl Replica {
    /// Titles of tasks and items and notes that have a word for each word of the query, in any
    /// order; the beginning of a word is enough, and marks may be left out: "de an" finds "Đề án".
    /// What has the same marks stands first; at most 200 hits at once.
    ///
    /// # Errors
    ///
    /// `InvalidInput` for a query without a letter or digit, and for one of more than 200 bytes.
    pub fn search(&self, query: &str, window: Window) -> Result<Vec<Hit>, Error> {
        self.call("search", || {
            let query = Query::parse(query).map_err(|e| Error::new(ErrorKind::InvalidInput, e))?;
            let window = Window { limit: window.limit.min(MOST), ..window };
            self.with_reader(|db| Ok(tables::search(db, &query, Scope::All, window)?))
        })
    }
}
