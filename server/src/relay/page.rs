//! The end of every answer: rows, receipt, points.

use super::{Relay, RelayError, rights::Rights};
use crate::log::{LogError, LogRow, Reader, View};
use soviec_core::{
    model::{ChangeHash, DeviceId, DocumentId, Epoch, Moment},
    protocol::{Ack, Page, Part, Point, Receipt, Reply, Request, Row, RowKind, VERSION},
};

/// The smallest page that is worth a round trip, in bytes.
const SMALLEST: u64 = 4 << 10;

type Listed = (u64, u8, DocumentId, Option<ChangeHash>);

impl Relay {
    /// The phone's rows above its cursor, after everything that it sent is durable.
    pub(super) fn page(
        &self,
        rights: &Rights,
        request: &Request,
        acks: Vec<Ack>,
        now: Moment,
    ) -> Result<Reply, RelayError> {
        let device = &rights.device;
        let from = request.cursor.cursor.seq;
        let documents = rights.paged(from, &request.attaching);
        let reader = Reader { documents: &documents, device: device.device };
        let limit = usize::try_from(request.hello.page.max(SMALLEST)).unwrap_or(usize::MAX);
        let limit = limit.min(self.wire.page);
        let own = (device.device, request.hello.epoch);
        // One state of the log for page and parts, so that they meet.
        let (slice, parts) = self.log.read(|log| {
            let slice = log.rows_after(from, &reader, limit)?;
            let parts = self.parts(log, rights, request, slice.next, limit)?;
            Ok::<_, LogError>((slice, parts))
        })?;
        let listed: Vec<Listed> = slice.rows.iter().map(listed).collect();
        Ok(Reply {
            acks,
            rows: slice.rows.into_iter().map(|row| sent(row, own)).collect(),
            parts,
            page: Page { more: slice.more, ..self.end(from, slice.next, slice.head, &listed, now) },
        })
    }

    /// The phone knew another log: nothing is done, and it learns the last common point.
    pub(super) fn rewound(&self, common: Point, now: Moment) -> Result<Reply, RelayError> {
        let head = self.log.head()?;
        let end = self.end(common.seq, common, head, &[], now);
        Ok(Reply {
            acks: Vec::new(),
            rows: Vec::new(),
            parts: Vec::new(),
            page: Page { rewound: Some(common), ..end },
        })
    }

    /// Rows of documents that the phone is attaching, up to the page's end; what does not fit
    /// comes with the next request.
    fn parts(
        &self,
        log: &View<'_>,
        rights: &Rights,
        request: &Request,
        end: Point,
        limit: usize,
    ) -> Result<Vec<Part>, LogError> {
        let (mut parts, mut room) = (Vec::new(), limit);
        for attaching in &request.attaching {
            let granted = rights.device.certificate.may_read(&attaching.document);
            let heard = rights.since.get(&attaching.document).is_none_or(|s| *s <= end.seq);
            if !granted || !heard || room == 0 || attaching.have > end.seq {
                continue;
            }
            let (rows, have) = log.rows_of(&attaching.document, attaching.have, end.seq, room)?;
            let bytes: usize = rows.iter().map(|row| row.header.len() + row.payload.len()).sum();
            room = room.saturating_sub(bytes);
            let chain8 = log.chain8_at(have)?.ok_or(LogError::Unreadable(have))?;
            let next = Point { seq: have, chain8: chain8.into() };
            let listed: Vec<Listed> = rows.iter().map(listed).collect();
            let (keys, tenant) = (&self.keys, self.log.tenant());
            let epoch = keys.relay_epoch;
            let from = attaching.have;
            let own = (rights.device.device, request.hello.epoch);
            parts.push(Part {
                document: attaching.document,
                more: have < end.seq,
                receipt: Receipt::sign(tenant, epoch, from, next, &listed, &keys.relay),
                rows: rows.into_iter().map(|row| sent(row, own)).collect(),
            });
        }
        Ok(parts)
    }

    fn end(&self, from: u64, next: Point, horizon: Point, listed: &[Listed], time: Moment) -> Page {
        let keys = &self.keys;
        let tenant = self.log.tenant();
        let receipt = Receipt::sign(tenant, keys.relay_epoch, from, next, listed, &keys.relay);
        Page {
            next,
            more: false,
            receipt,
            // Until backups are verified here, phones forget nothing.
            safe_seq: 0,
            time,
            minimum: VERSION,
            rewound: None,
            horizon,
        }
    }
}

fn listed(row: &LogRow) -> Listed {
    let head = &row.head;
    (head.seq, head.kind, head.document, head.change)
}

/// Own rows travel without the bytes that the phone has. A verdict on another's change travels
/// without its bytes too: they are not in the document, and may be anything. What a clerk said
/// about a change is for its author.
fn sent(row: LogRow, (device, epoch): (DeviceId, Epoch)) -> Row {
    let head = &row.head;
    let (his, kind) = (head.device == Some(device), RowKind(head.kind));
    let goes = match kind {
        RowKind::DECISION => his,
        RowKind::VERDICT => his && head.epoch != Some(epoch),
        _ => !(his && head.epoch == Some(epoch)),
    };
    Row { seq: head.seq, header: row.header.into(), payload: goes.then(|| row.payload.into()) }
}
