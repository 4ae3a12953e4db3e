//! How every database file of the relay is opened.

use std::{fs::OpenOptions, io, path::Path, time::Duration};

use rusqlite::{Connection, Transaction, TransactionBehavior, config::DbConfig};

/// How long one connection waits for another's transaction; the writers here are quick.
const BUSY: Duration = Duration::from_secs(10);

/// Why a database file is not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// SQLite could not open, read or create it.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] rusqlite::Error),
    /// The file could not be made or opened.
    #[error("the database cannot be opened: {0}")]
    File(io::Error),
    /// A newer build wrote it.
    #[error("the database has version {0}, which is newer than this build reads")]
    Newer(i64),
}

/// What survives a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Every committed transaction.
    Full,
    /// A consistent file; the last transactions may be gone.
    Normal,
}

/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 128;

/// Opens a database in WAL mode; a new file gets the tables of `schema`, as version 1, and is
/// its owner's alone.
pub(crate) fn open(
    path: &Path,
    schema: &str,
    durability: Durability,
) -> Result<Connection, OpenError> {
    make_private(path).map_err(OpenError::File)?;
    let mut db = Connection::open(path)?;
    db.busy_timeout(BUSY)?;
    // A request runs more statements than the sixteen that are kept without being told; and
    // SQLite may prepare one anew for every value that is bound to it.
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Normal => "NORMAL",
    };
    db.pragma_update(None, "synchronous", synchronous)?;
    // Only a new file needs the write lock: a reader must not wait for the writer here.
    if version(&db)? == 0 {
        create(db.transaction_with_behavior(TransactionBehavior::Immediate)?, schema)?;
    }
    match version(&db)? {
        1 => Ok(db),
        newer => Err(OpenError::Newer(newer)),
    }
}

/// SQLite gives the files beside the database the mode of the database itself.
fn make_private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn create(tx: Transaction<'_>, schema: &str) -> rusqlite::Result<()> {
    // Another process may have been first.
    if version(&tx)? == 0 {
        tx.execute_batch(schema)?;
        tx.pragma_update(None, "user_version", 1)?;
    }
    tx.commit()
}

/// A number for SQLite, which stops at 2⁶³; what lies above is found nowhere.
pub(crate) fn sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number from SQLite; nothing here writes a negative one.
pub(crate) fn unsigned(number: i64) -> u64 {
    number.unsigned_abs()
}

/// Bytes of a column as an id or a hash of fixed length.
pub(crate) fn fixed<const N: usize>(
    row: &rusqlite::Row<'_>,
    column: usize,
) -> rusqlite::Result<[u8; N]> {
    row.get(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_newer_build_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.db");
        let schema = "CREATE TABLE a (b INTEGER);";
        open(&path, schema, Durability::Full)
            .unwrap()
            .pragma_update(None, "user_version", 2)
            .unwrap();
        let again = open(&path, schema, Durability::Full);
        assert!(matches!(again, Err(OpenError::Newer(2))));
    }
}
