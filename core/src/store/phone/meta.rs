//! Single values by name.

use minicbor::{Decode, Encode};
use rusqlite::{Connection, OptionalExtension, params};

use crate::model::Moment;
use crate::protocol::Point;

/// Where the phone stands with its relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncState {
    /// Everything up to here is stored.
    #[n(0)]
    pub cursor: Point,
    /// The highest point ever seen.
    #[n(1)]
    pub horizon: Point,
    /// The last exchange that succeeded, by this phone's clock.
    #[n(2)]
    pub last_contact: Option<Moment>,
    /// The relay's clock then.
    #[n(3)]
    pub relay_time: Option<Moment>,
}

impl Default for SyncState {
    fn default() -> Self {
        let (cursor, horizon) = (Point::start(), Point::start());
        Self { cursor, horizon, last_contact: None, relay_time: None }
    }
}

pub(super) fn get<T: for<'b> Decode<'b, ()>>(
    db: &Connection,
    name: &str,
) -> rusqlite::Result<Option<T>> {
    let bytes: Option<Vec<u8>> = db
        .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(bytes.and_then(|bytes| minicbor::decode(&bytes).ok()))
}

pub(super) fn put<T: Encode<()>>(db: &Connection, name: &str, value: &T) -> rusqlite::Result<()> {
    let bytes = minicbor::to_vec(value).expect("a Vec takes every byte");
    db.prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")?
        .execute(params![name, bytes])
        .map(drop)
}

pub(super) fn remove(db: &Connection, name: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM meta WHERE name = ?1", [name]).map(drop)
}
