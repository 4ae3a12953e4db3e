//! Walking the whole log: whether it is what its chain says.

use super::{LogError, View};
use crate::database::{fixed, sql, unsigned};
use rusqlite::params;
use soviec_core::protocol::{Chain, Point, RowHeader};

/// How often a long walk says how far it is, in rows.
const TELL_EVERY: u64 = 10_000;

impl View<'_> {
    /// Computes the chain anew from every header and payload, from the first row to the last;
    /// tells `progress` the seq now and then. Costs as much as reading the log.
    ///
    /// # Errors
    ///
    /// [`LogError::Unreadable`] names the first row that is missing, out of place or altered.
    pub fn verify(&self, progress: &mut dyn FnMut(u64)) -> Result<Point, LogError> {
        let mut rows = self.db().prepare(
            "SELECT seq, header, payload, chain FROM log WHERE tenant = ?1 AND seq > ?2 ORDER BY seq",
        )?;
        let mut rows = rows.query(params![self.tenant().as_slice(), sql(0)])?;
        let (mut last, mut chain) = (0, Chain::START);
        while let Some(row) = rows.next()? {
            let (seq, header): (u64, Vec<u8>) = (unsigned(row.get(0)?), row.get(1)?);
            chain = chain.next(&header, &row.get::<_, Vec<u8>>(2)?);
            let placed = RowHeader::read(&header).is_some_and(|head| head.seq == seq);
            if seq != last + 1 || !placed || chain.0 != fixed::<32>(row, 3)? {
                return Err(LogError::Unreadable(last + 1));
            }
            last = seq;
            if last.is_multiple_of(TELL_EVERY) {
                progress(last);
            }
        }
        Ok(Point { seq: last, chain8: chain.short().into() })
    }
}
