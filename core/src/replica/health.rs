//! How the replica is: versions, counts and codes, without content.

use super::{Replica, Rescued, log};
use crate::error::Error;
use crate::model::{DocumentId, Moment, RegisterKey};
use crate::protocol::{SCHEMA, VERSION};
use crate::store::stopped_documents;

/// Counts and codes for a support report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Protocol version.
    pub protocol: u8,
    /// Schema of documents.
    pub schema: u64,
    /// Edits that are not acknowledged.
    pub waiting: u64,
    /// Own edits that are acknowledged.
    pub sent: u64,
    /// Among them those that the office holds, or decides on first.
    pub held: u64,
    /// The last exchange that succeeded, by this phone's clock.
    pub last_contact: Option<Moment>,
    /// The code of the reason why nothing is sent.
    pub stopped: Option<String>,
    /// Documents that are not sent, with the codes of the reasons.
    pub stopped_documents: Vec<(DocumentId, String)>,
    /// The file under which a damaged database was set aside when this replica opened.
    pub set_aside: Option<String>,
    /// What was rescued from it when this replica opened.
    pub rescued: Option<Rescued>,
    /// How often a listener failed since this replica opened.
    pub listener_failures: u64,
    /// How often a log sink failed in this process.
    pub log_failures: u64,
}

impl Replica {
    /// How the replica is.
    pub fn health(&self) -> Result<Health, Error> {
        self.call("health", || self.how())
    }

    pub(super) fn how(&self) -> Result<Health, Error> {
        let mut health = self.with_writer(|writer| {
            let store = &writer.store;
            Ok(Health {
                protocol: VERSION,
                schema: SCHEMA,
                waiting: store.waiting_count()?,
                sent: store.sent_count()?,
                held: store.held_count()?,
                last_contact: store.sync_state()?.last_contact,
                stopped: store.stopped()?,
                stopped_documents: Vec::new(),
                set_aside: writer.set_aside.clone(),
                rescued: writer.rescued,
                listener_failures: self.observers.failures(),
                log_failures: log::failures(),
            })
        })?;
        health.stopped_documents = self.with_reader(|db| Ok(stopped_documents(db)?))?;
        Ok(health)
    }

    /// The registers of a document in which the tables and the CRDT library differ. Always
    /// empty, or a fault of this program; costs a load of the document.
    pub fn audit(&self, document: DocumentId) -> Result<Vec<RegisterKey>, Error> {
        self.call("audit", || self.with_writer(|writer| Ok(writer.store.audit(document)?)))
    }

    /// Sends again what was stopped, once the reason is gone.
    pub fn resume(&self) -> Result<(), Error> {
        self.call("resume", || self.with_writer(|writer| Ok(writer.store.resume()?)))
    }
}
