//! What a database that was set aside still tells of its officers' own work.
//!
//! What others wrote comes back from the relay; what was written here and not yet sent exists
//! nowhere else. So typed edits with their changes, sealed batches, lanes and drafts are read
//! from the damaged file, table by table, from both ends as far as SQLite gets. A row counts only
//! when its own sum says that it is whole. The file itself is opened for reading alone.
//!
//! A rescued change stands outside of its document until what it stands on has come back from
//! the relay. It is sent meanwhile, in its old epoch and in the batch in which it was sealed.

use std::path::Path;

use rusqlite::{Connection, params, params_from_iter, types::Value};
use sha2::{Digest, Sha256};

use super::{SCHEMA_VERSION, Store, StoreError, meta};
use crate::change::{Change, Limits};
use crate::model::Edit;
use crate::protocol::Sealed;
use crate::store::cipher::open_to_read;

/// Under this name in `meta`: the last file from which was rescued what can be.
const DONE: &str = "rescued";

/// Rescued changes come before all others, and share no place with them.
const PLACES: i64 = 1 << 40;

/// What could be read from a database that was set aside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rescued {
    /// Own edits that were not acknowledged, and are here again.
    pub edits: u64,
    /// Drafts.
    pub drafts: u64,
    /// Rows that could be read and are not whole, or lack their other half.
    pub broken: u64,
    /// Whether every table could be read from end to end. If not, nobody knows what is missing.
    pub complete: bool,
}

/// A table, how its rows are read, and which rows are whole.
struct Source {
    table: &'static str,
    rows: &'static str,
    order: &'static str,
    whole: fn(&Row) -> bool,
}

/// One row: its columns by name.
struct Row(Vec<(String, Value)>);

impl Row {
    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(column, _)| column == name).map(|(_, value)| value)
    }

    fn bytes(&self, name: &str) -> &[u8] {
        match self.get(name) {
            Some(Value::Blob(bytes)) => bytes,
            _ => &[],
        }
    }

    fn put(&mut self, name: &str, value: i64) {
        self.0.retain(|(column, _)| column != name);
        self.0.push((name.to_owned(), Value::Integer(value)));
    }

    fn number(&self, name: &str) -> i64 {
        match self.get(name) {
            Some(Value::Integer(number)) => *number,
            _ => 0,
        }
    }
}

const SOURCES: [Source; 5] = [
    Source { table: "changes", rows: "own = 1", order: "place", whole: is_change },
    Source { table: "outbox", rows: "1", order: "epoch, client_seq", whole: is_edit },
    Source { table: "batches", rows: "1", order: "epoch, number", whole: is_batch },
    Source { table: "lanes", rows: "1", order: "actor", whole: |_| true },
    Source { table: "drafts", rows: "1", order: "officer, document, owner", whole: is_draft },
];

fn is_change(row: &Row) -> bool {
    let change = Change::parse(row.bytes("bytes"), &Limits::default());
    change.is_ok_and(|change| change.hash.as_slice() == row.bytes("hash"))
}

fn is_edit(row: &Row) -> bool {
    minicbor::decode::<Edit>(row.bytes("edit")).is_ok()
}

fn is_batch(row: &Row) -> bool {
    let sealed = Sealed::read(row.bytes("sealed"));
    sealed.is_some_and(|sealed| sealed.hash().as_slice() == row.bytes("hash"))
}

fn is_draft(row: &Row) -> bool {
    Sha256::digest(row.bytes("content"))[..] == *row.bytes("sum")
}

impl Store {
    /// Whether what can be rescued from a file that was set aside, by its name, is here.
    pub fn is_rescued(&self, name: &str) -> Result<bool, StoreError> {
        Ok(meta::get::<String>(&self.db, DONE)?.as_deref() == Some(name))
    }

    /// Takes over what a database that was set aside still tells, in one transaction. Doing it
    /// again changes nothing.
    pub fn rescue(&mut self, from: &Path, name: &str) -> Result<Rescued, StoreError> {
        self.twice(|store| store.try_rescue(from, name))
    }

    fn try_rescue(&mut self, from: &Path, name: &str) -> Result<Rescued, StoreError> {
        let mut rescued = Rescued { complete: true, ..Rescued::default() };
        let tx = self.db.unchecked_transaction()?;
        for source in &SOURCES {
            for backwards in [false, true] {
                // A connection that has met a broken page reads nothing more.
                let scan = Scan { source, backwards };
                if scan.run(&tx, from, &self.key, &mut rescued)? {
                    break;
                }
                rescued.complete = false;
            }
        }
        rescued.broken += halves(&tx)?;
        rescued.edits = count(&tx, "SELECT count(*) FROM outbox WHERE waiting = 1 AND place < 0")?;
        rescued.drafts = count(&tx, "SELECT count(*) FROM drafts")?;
        meta::put(&tx, DONE, &name.to_owned())?;
        tx.commit()?;
        Ok(rescued)
    }
}

/// One reading of one table.
struct Scan<'a> {
    source: &'a Source,
    backwards: bool,
}

impl Scan<'_> {
    /// True if the table was read to its end. Errors are those of the new database alone.
    fn run(
        &self,
        into: &Connection,
        from: &Path,
        key: &crate::store::cipher::DatabaseKey,
        rescued: &mut Rescued,
    ) -> Result<bool, StoreError> {
        let Ok(old) = open_to_read(from, key) else { return Ok(false) };
        let version = old.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0));
        let Source { table, rows, order, whole } = self.source;
        let order: Vec<_> = order.split(", ").map(|column| self.ordered(column)).collect();
        let sql = format!("SELECT * FROM {table} WHERE {rows} ORDER BY {}", order.join(", "));
        let (Ok(SCHEMA_VERSION), Ok(mut found)) = (version, old.prepare(&sql)) else {
            return Ok(false);
        };
        let names: Vec<String> = found.column_names().map(str::to_owned).collect();
        let Ok(mut found) = found.query([]) else { return Ok(false) };
        loop {
            let row = match found.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(true),
                Err(_) => return Ok(false),
            };
            let values =
                names.iter().enumerate().map(|(at, name)| Ok((name.clone(), row.get(at)?)));
            match values.collect::<rusqlite::Result<Vec<_>>>().map(Row) {
                Ok(row) if whole(&row) => add(into, table, row)?,
                _ => rescued.broken += u64::from(!self.backwards),
            }
        }
    }

    fn ordered(&self, column: &str) -> String {
        format!("{column}{}", if self.backwards { " DESC" } else { "" })
    }
}

fn add(into: &Connection, table: &str, mut row: Row) -> Result<(), StoreError> {
    if row.get("place").is_some() {
        row.put("place", row.number("place") - PLACES);
    }
    if table == "changes" {
        let pending = row.number("state") == 0 && row.number("present") == 1;
        row.put("present", 0);
        row.put("in_snapshot", 0);
        if pending {
            into.prepare_cached("INSERT OR IGNORE INTO rescued (change) VALUES (?1)")?
                .execute(params![row.bytes("hash")])?;
        }
    }
    let names: Vec<_> = row.0.iter().map(|(name, _)| name.as_str()).collect();
    let places = vec!["?"; names.len()].join(", ");
    let sql = format!("INSERT OR IGNORE INTO {table} ({}) VALUES ({places})", names.join(", "));
    into.prepare_cached(&sql)?.execute(params_from_iter(row.0.into_iter().map(|(_, v)| v)))?;
    Ok(())
}

/// Takes out what has lost its other half, and says how many. An edit whose batch is gone is
/// sealed again.
fn halves(db: &Connection) -> Result<u64, StoreError> {
    let edits = db.execute(
        "DELETE FROM outbox WHERE place < 0 AND change NOT IN (SELECT hash FROM changes)",
        [],
    )?;
    let changes = db.execute(
        "DELETE FROM changes WHERE own = 1 AND place < 0 AND hash NOT IN (SELECT change FROM outbox)",
        [],
    )?;
    db.execute("DELETE FROM rescued WHERE change NOT IN (SELECT hash FROM changes)", [])?;
    db.execute(
        "UPDATE outbox SET batch = NULL WHERE place < 0 AND NOT EXISTS
             (SELECT 1 FROM batches b WHERE b.epoch = outbox.epoch AND b.number = outbox.batch)",
        [],
    )?;
    Ok((edits + changes) as u64)
}

fn count(db: &Connection, sql: &str) -> Result<u64, StoreError> {
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}
