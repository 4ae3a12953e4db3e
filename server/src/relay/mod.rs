//! The relay's half of the exchange: what becomes of each change, and which rows a phone gets.
//!
//! Law: no HTTP. A request is judged and recorded in one transaction of the log; the answer is
//! made only after its commit.

mod contacts;
mod error;
pub(crate) mod fate;
mod incoming;
mod known;
mod page;
mod place;
pub(crate) mod quill;
mod rights;

use std::{collections::BTreeSet, path::Path, sync::Arc};

use crate::{
    auth::{DeviceRecord, Keys},
    config::{Config, Random},
    log::{Log, LogError, View},
};
use incoming::Incoming;
use place::{Halt, Placing};
use quill::Quill;
use rights::Rights;
use soviec_core::{
    admission::{Verdict, judge},
    change::{Change, Limits, genesis},
    model::{ChangeHash, DocumentId, DocumentKind, DocumentName, Moment},
    protocol::{
        Ack, Answer, ChangeState, Cursor, Grant, Point, Reply, Request, SCHEMA, WireLimits,
    },
};

pub use contacts::{Contact, Contacts, ContactsError};
pub use error::RelayError;
pub(crate) use known::InLog;

/// The change is by an actor that is no lane of the device that signed its batch. Codes of
/// admission lie below 1000, the relay's own above.
pub const NO_LANE: u16 = 1000;

/// The change carries an edit again and says something else than another carrier of it does.
pub const IDENTITY: u16 = 1001;

/// Whether a refusal is about who brought a change, not about the edit: another carrier of the
/// edit is judged as if this one had not come.
fn says_nothing(code: u16) -> bool {
    code == NO_LANE || code == IDENTITY
}

/// Judges the changes of a document again that are in the log.
#[derive(Clone, Copy)]
pub struct Again<'a> {
    log: &'a View<'a>,
    document: DocumentId,
    kind: DocumentKind,
    genesis: ChangeHash,
    limits: &'a Limits,
}

impl std::fmt::Debug for Again<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Again({})", self.document)
    }
}

impl Again<'_> {
    /// What admission says of a change's bytes, by what was known before it came.
    ///
    /// # Errors
    ///
    /// [`LogError`] when the log cannot be read.
    pub fn verdict(&self, bytes: &[u8]) -> Result<Verdict, LogError> {
        let change = match Change::parse(bytes, self.limits) {
            Ok(change) => change,
            Err(malformed) => return Ok(Verdict::Refused(malformed.into())),
        };
        let known = InLog::again(self.log, self.document, self.genesis, &change);
        let verdict = judge(&change, self.document, self.kind, &known, self.limits);
        known.finish().map(|()| verdict)
    }
}

/// The rules of the exchange over one tenant's log.
pub struct Relay {
    log: Arc<Log>,
    keys: Arc<Keys>,
    contacts: Contacts,
    wire: WireLimits,
    change: Limits,
    quill: Quill,
}

impl Relay {
    /// A relay over a log. `contacts` is the file of what was last heard of each phone.
    pub fn open(
        log: Arc<Log>,
        keys: Arc<Keys>,
        contacts: &Path,
        config: &Config,
        random: Arc<dyn Random>,
    ) -> Result<Self, ContactsError> {
        let contacts = Contacts::open(contacts)?;
        let quill = Quill::new(Arc::clone(&keys), config.change, random);
        Ok(Self { log, keys, contacts, wire: config.wire, change: config.change, quill })
    }

    /// What writes for the office.
    pub(crate) fn quill(&self) -> &Quill {
        &self.quill
    }

    /// The log.
    pub fn log(&self) -> &Arc<Log> {
        &self.log
    }

    /// The keys that sign for this relay.
    pub fn keys(&self) -> &Arc<Keys> {
        &self.keys
    }

    /// Bounds of requests and pages.
    pub fn wire_limits(&self) -> &WireLimits {
        &self.wire
    }

    /// Bounds of one change.
    pub fn change_limits(&self) -> &Limits {
        &self.change
    }

    /// What was last heard of each phone, by device.
    pub fn contacts(&self) -> Result<Vec<Contact>, ContactsError> {
        self.contacts.all()
    }

    /// What a phone may read and write at present.
    ///
    /// # Errors
    ///
    /// [`LogError`] when the log cannot be read.
    pub fn grants_of(&self, log: &View<'_>, device: &DeviceRecord) -> Result<Vec<Grant>, LogError> {
        Ok(Rights::of(log, device)?.device.certificate.grants)
    }

    /// Judges changes of a document again that are in the log.
    pub fn again<'a>(&'a self, log: &'a View<'a>, name: &DocumentName) -> Again<'a> {
        let (document, limits) = (name.id(), &self.change);
        let genesis = genesis(document, SCHEMA).hash;
        Again { log, document, kind: name.kind, genesis, limits }
    }

    /// One exchange with an enrolled phone whose signature was checked.
    ///
    /// # Errors
    ///
    /// [`RelayError`]; nothing of the request is recorded then.
    pub fn exchange(
        &self,
        device: &DeviceRecord,
        request: &Request,
        now: Moment,
    ) -> Result<Reply, RelayError> {
        let rights = self.log.read(|log| Rights::of(log, device))?;
        let device = &rights.device;
        let incoming = Incoming::open(request, device, &self.wire, &self.change)?;
        let common = self.common_point(&request.cursor)?;
        let reply = match common {
            Some(common) => self.rewound(common, now)?,
            None => {
                let acks = self.judge(device, request, &incoming, now)?;
                self.page(&rights, request, acks, now)?
            }
        };
        self.hear(device, request, &reply, now);
        Ok(reply)
    }

    /// None when cursor and horizon are points of this log; else the last point that this log
    /// and the phone are known to share.
    fn common_point(&self, known: &Cursor) -> Result<Option<Point>, LogError> {
        self.log.read(|log| {
            let cursor = log.has(&known.cursor)?;
            let same = known.relay_epoch == self.keys.relay_epoch;
            Ok(match cursor && same && log.has(&known.horizon)? {
                true => None,
                false if cursor => Some(known.cursor),
                false => Some(Point::start()),
            })
        })
    }

    fn judge(
        &self,
        device: &DeviceRecord,
        request: &Request,
        incoming: &Incoming,
        now: Moment,
    ) -> Result<Vec<Ack>, RelayError> {
        if incoming.items.is_empty() {
            return Ok(Vec::new());
        }
        let mut closed = BTreeSet::new();
        loop {
            let judged = self.log.write(|group| {
                let placing = Placing::new(group, device, incoming, &self.change, now);
                placing.run(&request.hello, &self.quill, &closed)
            });
            match judged {
                Ok(acks) => return Ok(acks),
                // One epoch of the phone is another history: the others are judged without it.
                Err(Halt::Regressed(epoch)) if closed.insert(epoch) => {}
                Err(Halt::Regressed(_)) => return Ok(incoming.answer_all(&Answer::Regressed)),
                Err(Halt::Log(error)) => return Err(error.into()),
            }
        }
    }

    /// A list that cannot be kept must not undo an exchange that is already durable.
    fn hear(&self, device: &DeviceRecord, request: &Request, reply: &Reply, now: Moment) {
        let answered = reply.acks.iter().filter(|ack| matches!(ack.answer, Answer::State(_)));
        let contact = Contact {
            device: device.device,
            last: now,
            waiting: request.hello.waiting.saturating_sub(answered.count() as u64),
            app: request.hello.app.chars().take(64).collect(),
            drift_ms: request.hello.clock.0.saturating_sub(now.0),
            last_client_seq: request.hello.next_client_seq.saturating_sub(1),
        };
        if let Err(error) = self.contacts.put(&contact) {
            tracing::warn!(%error, "a phone's contact was not noted");
        }
    }
}

/// Whether a change in this state is in its document, or may still come to be.
pub(crate) fn living(state: ChangeState) -> bool {
    matches!(state, ChangeState::Stored | ChangeState::Held | ChangeState::Parked)
}
