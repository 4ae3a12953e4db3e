//! The end of every answer: rows, receipt, points.

use super::{Relay, RelayError};
use crate::{
    auth::DeviceRecord,
    log::{LogError, LogRow, Reader},
};
use soviec_core::{
    model::{ChangeHash, DeviceId, DocumentId, Epoch, Moment},
    protocol::{Ack, Page, Point, Receipt, Reply, Request, Row, RowKind, VERSION},
};

/// The smallest page that is worth a round trip, in bytes.
const SMALLEST: u64 = 4 << 10;

type Listed = (u64, u8, DocumentId, Option<ChangeHash>);

impl Relay {
    /// The phone's rows above its cursor, after everything that it sent is durable.
    pub(super) fn page(
        &self,
        device: &DeviceRecord,
        request: &Request,
        acks: Vec<Ack>,
        now: Moment,
    ) -> Result<Reply, RelayError> {
        let documents: Vec<DocumentId> =
            device.certificate.grants.iter().map(|grant| grant.document.id()).collect();
        let reader = Reader { documents: &documents, device: device.device };
        let from = request.cursor.cursor.seq;
        let limit = usize::try_from(request.hello.page.max(SMALLEST)).unwrap_or(usize::MAX);
        let slice: Result<_, LogError> =
            self.log.read(|log| log.rows_after(from, &reader, limit.min(self.wire.page)));
        let slice = slice?;
        let listed: Vec<Listed> = slice.rows.iter().map(listed).collect();
        let own = (device.device, request.hello.epoch);
        Ok(Reply {
            acks,
            rows: slice.rows.into_iter().map(|row| sent(row, own)).collect(),
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
            page: Page { rewound: Some(common), ..end },
        })
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
/// without its bytes too: they are not in the document, and may be anything.
fn sent(row: LogRow, (device, epoch): (DeviceId, Epoch)) -> Row {
    let head = &row.head;
    let own = head.device == Some(device) && head.epoch == Some(epoch);
    let foreign_verdict = head.kind == RowKind::VERDICT.0 && head.device != Some(device);
    let payload = (!own && !foreign_verdict).then(|| row.payload.into());
    Row { seq: head.seq, header: row.header.into(), payload }
}
