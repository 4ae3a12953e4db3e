//! Pages of rows for one reader.

use rusqlite::{ToSql, params};

use super::{LogError, View};
use crate::database::{sql, unsigned};
use soviec_core::{
    model::{DeviceId, DocumentId},
    protocol::{Point, RowHeader},
};

/// Whose rows are read: those of the documents, and those that the device itself signed.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// Documents that the device may read.
    pub documents: &'a [DocumentId],
    /// The device.
    pub device: DeviceId,
}

/// One row.
#[derive(Clone, PartialEq, Eq)]
pub struct LogRow {
    /// Its seq.
    pub seq: u64,
    /// The head as written.
    pub head: RowHeader,
    /// The head's bytes, as they stand under the chain.
    pub header: Vec<u8>,
    /// What it carries.
    pub payload: Vec<u8>,
    group: u64,
}

/// A stretch of the log as one reader sees it.
pub struct Slice {
    /// The reader's rows, ascending.
    pub rows: Vec<LogRow>,
    /// Everything up to here is said; it is the end of a group.
    pub next: Point,
    /// Rows for this reader lie above `next`.
    pub more: bool,
    /// The last row of the log.
    pub head: Point,
}

impl LogRow {
    fn size(&self) -> usize {
        self.header.len() + self.payload.len()
    }
}

impl View<'_> {
    /// The reader's rows above `after`, whole groups up to `limit` bytes and at least one group.
    pub fn rows_after(
        &self,
        after: u64,
        reader: &Reader<'_>,
        limit: usize,
    ) -> Result<Slice, LogError> {
        let head = self.head()?;
        let (mut rows, mut ends, mut bytes) = (Vec::<LogRow>::new(), 0, 0);
        for seq in self.seqs_after(after, reader)? {
            let row = self.row(seq)?;
            bytes += row.size();
            let first_group = rows.first().is_none_or(|first| first.group == row.group);
            if rows.last().is_some_and(|last| last.group != row.group) {
                ends = rows.len();
            }
            if bytes > limit && !first_group {
                rows.truncate(ends);
                let next = self.end_of_group(&rows)?;
                return Ok(Slice { rows, next, more: true, head });
            }
            rows.push(row);
        }
        Ok(Slice { rows, next: head, more: false, head })
    }

    /// One document's rows above `after` up to `to`, until `limit` bytes are reached but at
    /// least one; the seq up to which they are said, `to` when they are all.
    pub fn rows_of(
        &self,
        document: &DocumentId,
        after: u64,
        to: u64,
        limit: usize,
    ) -> Result<(Vec<LogRow>, u64), LogError> {
        let seqs: Vec<u64> = self.all(
            "SELECT seq FROM log
             WHERE tenant = ?1 AND document = ?2 AND seq > ?3 AND seq <= ?4 ORDER BY seq",
            params![self.tenant().as_slice(), document.as_slice(), sql(after), sql(to)],
            |row| row.get(0).map(unsigned),
        )?;
        let (mut rows, mut bytes) = (Vec::<LogRow>::new(), 0);
        for seq in seqs {
            let row = self.row(seq)?;
            bytes += row.size();
            if bytes > limit && !rows.is_empty() {
                let have = rows.last().map_or(after, |last| last.seq);
                return Ok((rows, have));
            }
            rows.push(row);
        }
        Ok((rows, to))
    }

    /// Every row above `after`, whole groups, until `count` rows are reached; and the end of the
    /// last group. For whoever follows the whole log.
    pub fn rows_between(&self, after: u64, count: usize) -> Result<(Vec<LogRow>, Point), LogError> {
        let head = self.head()?;
        let mut rows = Vec::<LogRow>::new();
        for seq in after + 1..=head.seq {
            let row = self.row(seq)?;
            let begins = rows.last().is_some_and(|last| last.group != row.group);
            if begins && rows.len() >= count {
                break;
            }
            rows.push(row);
        }
        let next = if rows.is_empty() { head } else { self.end_of_group(&rows)? };
        Ok((rows, next))
    }

    fn seqs_after(&self, after: u64, reader: &Reader<'_>) -> Result<Vec<u64>, LogError> {
        let places = vec!["?"; reader.documents.len()].join(", ");
        let text = format!(
            "SELECT seq FROM log WHERE tenant = ?1 AND seq > ?2 AND device = ?3
             UNION
             SELECT seq FROM log WHERE tenant = ?1 AND seq > ?2 AND document IN ({places})
             ORDER BY seq"
        );
        let (tenant, after, device) =
            (self.tenant().as_slice(), sql(after), reader.device.as_slice());
        let documents: Vec<&[u8]> = reader.documents.iter().map(DocumentId::as_slice).collect();
        let mut values: Vec<&dyn ToSql> = vec![&tenant, &after, &device];
        values.extend(documents.iter().map(|document| document as &dyn ToSql));
        self.all(&text, values.as_slice(), |row| row.get(0).map(unsigned))
    }

    /// One row, whatever it is.
    pub fn row(&self, seq: u64) -> Result<LogRow, LogError> {
        let found = self.first(
            "SELECT grp, header, payload FROM log WHERE tenant = ?1 AND seq = ?2",
            params![self.tenant().as_slice(), sql(seq)],
            |row| Ok((unsigned(row.get(0)?), row.get::<_, Vec<u8>>(1)?, row.get(2)?)),
        )?;
        let (group, header, payload) = found.ok_or(LogError::Unreadable(seq))?;
        let head = RowHeader::read(&header).ok_or(LogError::Unreadable(seq))?;
        Ok(LogRow { seq, head, header, payload, group })
    }

    /// The last row of the group that the last of `rows` belongs to, whoever may read it.
    fn end_of_group(&self, rows: &[LogRow]) -> Result<Point, LogError> {
        let (seq, group) = rows.last().map_or((0, 0), |row| (row.seq, row.group));
        let follower = self.first(
            "SELECT seq FROM log WHERE tenant = ?1 AND seq > ?2 AND grp <> ?3 ORDER BY seq LIMIT 1",
            params![self.tenant().as_slice(), sql(seq), sql(group)],
            |row| row.get(0).map(unsigned),
        )?;
        let end = follower.map_or(self.head()?.seq, |seq| seq - 1);
        let chain8 = self.chain8_at(end)?.ok_or(LogError::Unreadable(end))?;
        Ok(Point { seq: end, chain8: chain8.into() })
    }
}
