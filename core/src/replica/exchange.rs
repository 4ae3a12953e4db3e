//! One exchange: as many requests as it takes, each a round trip for any number of documents.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, TryLockError};

use super::enrol::accepted;
use super::open::fill;
use super::{CallbackFailed, Cancel, Changes, Identity, Replica};
use crate::error::{Error, ErrorKind};
use crate::model::{ChangeHash, DocumentId, Epoch};
use crate::protocol::{
    Cursor, Hello, Reply, Request, SCHEMA, SYNC_PATH, WireLimits, request_signing_bytes,
};
use crate::store::{Carried, Holder};
use crate::sync::{Heard, Outgoing, choose, effects, go_on};

/// How far an exchange is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Requests that were answered.
    pub requests: u32,
    /// Own edits acknowledged in this exchange.
    pub acknowledged: usize,
    /// Changes of others received in this exchange.
    pub received: usize,
    /// Edits that still wait.
    pub waiting: u64,
}

/// What an exchange did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Requests: round trips.
    pub requests: u32,
    /// Bytes of the requests' bodies.
    pub bytes_up: usize,
    /// Bytes of the answers' bodies.
    pub bytes_down: usize,
    /// Own edits acknowledged.
    pub acknowledged: usize,
    /// Changes of others received.
    pub received: usize,
    /// Own edits that the office holds, or decides on first: acknowledged, not yet in the book.
    pub held: usize,
    /// Edits that still wait.
    pub waiting: u64,
    /// Own edits that were written again, because their change could not stand.
    pub reissued: usize,
    /// Notices that are new to an officer of this phone.
    pub ringing: usize,
    /// What is not sent any more, with the code of the reason; no document means nothing at all.
    pub stopped: Vec<(Option<DocumentId>, String)>,
}

/// Hears after every page how far an exchange is. If it fails, the exchange ends there.
pub type OnProgress<'a> = &'a mut dyn FnMut(Progress) -> Result<(), CallbackFailed>;

/// How often one exchange goes on only because edits were written again. Two rounds are what
/// the worst honest case needs; the next exchange takes up what is left.
const MOST_ROUNDS: u32 = 4;

/// What an exchange is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Both,
    Receive,
}

/// One request on its way.
struct Asked {
    identity: Arc<Identity>,
    request: Request,
    heard: Heard,
    left: usize,
}

impl Replica {
    /// Exchanges with the relay until nothing waits on either side.
    ///
    /// `progress` is called on this thread after every page, and ends the exchange there if it
    /// fails (`callback_failed`); `cancel` ends it at its next step. Whatever happens, everything that was durable before stays durable, and every
    /// page that was carried out stays.
    pub fn sync(&self, cancel: &Cancel, progress: OnProgress<'_>) -> Result<SyncReport, Error> {
        self.call("sync", || self.take_turn(cancel, progress, Direction::Both))
    }

    /// Receives without sending, for a weak or dear connection: downloads never wait for
    /// uploads, and the office learns how many edits wait here.
    pub fn receive(&self, cancel: &Cancel, progress: OnProgress<'_>) -> Result<SyncReport, Error> {
        self.call("receive", || self.take_turn(cancel, progress, Direction::Receive))
    }

    fn take_turn(
        &self,
        cancel: &Cancel,
        progress: OnProgress<'_>,
        direction: Direction,
    ) -> Result<SyncReport, Error> {
        let _turn = match self.exchanging.try_lock() {
            Ok(turn) => turn,
            // An exchange that panicked is not under way any more.
            Err(TryLockError::Poisoned(turn)) => turn.into_inner(),
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new(ErrorKind::InUse, "an exchange is under way"));
            }
        };
        if direction == Direction::Both {
            self.write_down_before_sending();
        }
        let result = self.exchange(cancel, progress, direction);
        self.observers.tell(Changes { sync: true, ..Changes::default() });
        let waiting = || self.with_writer(|writer| Ok(writer.store.waiting_count()?)).unwrap_or(0);
        result.map_err(|e| e.with_waiting(waiting()))
    }

    fn exchange(
        &self,
        cancel: &Cancel,
        progress: OnProgress<'_>,
        direction: Direction,
    ) -> Result<SyncReport, Error> {
        let (mut report, mut rounds) = (SyncReport::default(), 0);
        loop {
            if cancel.is_cancelled() {
                return Err(Error::new(ErrorKind::Cancelled, "the exchange was cancelled"));
            }
            let asked = self.ask(direction)?;
            let (reply, up, down) = self.post(&asked, cancel)?;
            let carried = self.carry_out(&asked, &reply)?;
            let parts = reply.parts.iter().any(|part| part.more) || carried.rights > 0;
            let more = reply.page.more || parts;
            self.count(&mut report, &carried, up, down)?;
            tell(progress, &report)?;
            // What was written again is sent at once, as far as a relay that finds something new
            // each time can make it go on.
            let again =
                carried.epoch.is_some() || direction == Direction::Both && carried.reissued > 0;
            rounds += u32::from(again);
            let again = again && rounds <= MOST_ROUNDS;
            if carried.stopped.iter().any(|(document, _)| document.is_none())
                || !(again || go_on(more, asked.left))
            {
                log(&report);
                return Ok(report);
            }
        }
    }

    /// Builds a request from what the store holds now.
    fn ask(&self, direction: Direction) -> Result<Asked, Error> {
        let clock = self.environment.clock.now();
        self.with_writer(|writer| {
            let identity = writer.identity()?;
            let limits = WireLimits::default();
            let waiting = match direction {
                Direction::Both => writer.store.outgoing(&identity.key, &limits)?,
                Direction::Receive => Vec::new(),
            };
            let state = writer.store.sync_state()?;
            let attaching = writer.store.attaching()?;
            let chosen = choose(&waiting, &limits);
            let left = waiting.len() - chosen;
            let hello = Hello {
                schema: SCHEMA,
                epoch: writer.store.epoch(),
                next_client_seq: writer.store.next_client_seq()?,
                waiting: writer.store.waiting_count()?,
                clock,
                app: env!("CARGO_PKG_VERSION").to_owned(),
                page: limits.page as u64,
            };
            let certificate = &identity.certificate;
            let heard = Heard {
                tenant: certificate.tenant,
                device: certificate.device,
                epoch: hello.epoch,
                relay_key: certificate.relay_key,
                relay_epoch: certificate.relay_epoch,
                cursor: state.cursor,
                horizon: state.horizon,
                sent: sent(&waiting[..chosen]),
                attaching: attaching.iter().map(|a| (a.document, a.have)).collect(),
            };
            let cursor = Cursor {
                relay_epoch: certificate.relay_epoch,
                cursor: state.cursor,
                horizon: state.horizon,
            };
            let batches = waiting.into_iter().take(chosen).map(|out| out.batch).collect();
            Ok(Asked {
                identity,
                request: Request { hello, cursor, batches, attaching },
                heard,
                left,
            })
        })
    }

    /// Sends a request, signed, without holding any lock.
    fn post(&self, asked: &Asked, cancel: &Cancel) -> Result<(Reply, usize, usize), Error> {
        let body = asked.request.to_body();
        let mut nonce = [0; 16];
        fill(&self.environment, &mut nonce)?;
        let relay = asked.heard.relay_epoch;
        let digest = request_signing_bytes(SYNC_PATH, &body, &relay, &nonce);
        let headers = [
            ("soviec-device", asked.heard.device.to_string()),
            ("soviec-relay-epoch", relay.to_string()),
            ("soviec-nonce", hex(&nonce)),
            ("soviec-signature", hex(&asked.identity.key.sign(&digest))),
        ];
        let (up, address) = (body.len(), &asked.identity.address);
        let response =
            self.environment.transport.post(address, SYNC_PATH, &headers, body, cancel)?;
        let bytes = accepted(&response)?;
        Ok((Reply::from_body(&bytes, &WireLimits::default())?, up, bytes.len()))
    }

    fn carry_out(&self, asked: &Asked, reply: &Reply) -> Result<Carried, Error> {
        let effects = effects(reply, &asked.heard)?;
        let now = self.environment.clock.now();
        let mut fresh_epoch = Epoch([0; 16]);
        fill(&self.environment, &mut fresh_epoch.0)?;
        let (officers, device) =
            (&asked.identity.certificate.officers[..], asked.identity.key.public());
        let holder = Holder { officers, device, now, fresh_epoch };
        let carried =
            self.with_writer(|writer| Ok(writer.store.carry_out(&effects, &holder)?))?;
        self.environment.transport.heard(reply.page.time);
        let notices = !carried.rows.is_empty() || !carried.ringing.is_empty();
        self.observers.tell(Changes { rows: carried.rows.clone(), notices, sync: true });
        Ok(carried)
    }

    fn count(
        &self,
        report: &mut SyncReport,
        carried: &Carried,
        up: usize,
        down: usize,
    ) -> Result<(), Error> {
        report.requests += 1;
        report.bytes_up += up;
        report.bytes_down += down;
        report.acknowledged += carried.acknowledged;
        report.received += carried.received();
        report.held += carried.held;
        report.reissued += carried.reissued;
        report.ringing += carried.ringing.len();
        report.waiting = self.with_writer(|writer| Ok(writer.store.waiting_count()?))?;
        let code = |(document, reason): &(Option<DocumentId>, crate::sync::Stop)| {
            (*document, reason.code().to_owned())
        };
        report.stopped.extend(carried.stopped.iter().map(code));
        Ok(())
    }
}

fn log(report: &SyncReport) {
    let SyncReport { requests, bytes_up, bytes_down, acknowledged, received, held, .. } = report;
    tracing::debug!(
        "an exchange ended: {requests} requests, {bytes_up} bytes up, {bytes_down} down, \
         {acknowledged} acknowledged, {held} of them held, {received} received"
    );
}

/// Tells how far the exchange is. The page before it is carried out and stays.
fn tell(progress: OnProgress<'_>, report: &SyncReport) -> Result<(), Error> {
    let told = Progress {
        requests: report.requests,
        acknowledged: report.acknowledged,
        received: report.received,
        waiting: report.waiting,
    };
    match catch_unwind(AssertUnwindSafe(|| progress(told))) {
        Ok(Ok(())) => Ok(()),
        _ => Err(Error::new(ErrorKind::CallbackFailed, "the progress callback failed")),
    }
}

fn sent(chosen: &[Outgoing]) -> BTreeMap<ChangeHash, (u64, DocumentId)> {
    let batches = chosen.iter().filter_map(|out| out.batch.sealed());
    let items = batches.flat_map(|sealed| sealed.unverified().items);
    items.map(|item| (item.change, (item.client_seq, item.document))).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
