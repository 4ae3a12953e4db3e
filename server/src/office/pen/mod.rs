//! The office's pen: how plans, directories and reviews come to be written, and how an edit that
//! was refused comes to be written again by a clerk.
//!
//! What it writes is judged like every change, signed by the office's key, and names the clerk.

mod again;
mod parts;

use std::sync::Arc;

use crate::{
    log::{Group, LogError},
    relay::{
        Relay,
        quill::{Hand, QuillError},
    },
};
use parts::parts;
use soviec_core::{
    admission::Code,
    change::{Value, genesis},
    document::{Document, DocumentError},
    model::{ChangeHash, DocumentName, Moment, OfficerId, RegisterKey},
    protocol::SCHEMA,
};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum PenError {
    /// The document belongs to another province.
    #[error("the document belongs to another tenant")]
    Tenant,
    /// One register stands twice among the edits.
    #[error("the register {0} is written twice")]
    Twice(RegisterKey),
    /// Admission would refuse it.
    #[error("the change would be refused: {0}")]
    Refused(Code),
    /// What is to be written stands there already, alone.
    #[error("the value stands in its register already")]
    Stands,
    /// The document cannot be loaded or written.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The log failed.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl From<QuillError> for PenError {
    fn from(error: QuillError) -> Self {
        match error {
            QuillError::Refused(code) => Self::Refused(code),
            QuillError::Log(error) => Self::Log(error),
        }
    }
}

/// One process's pen.
pub struct Pen {
    relay: Arc<Relay>,
}

impl Pen {
    /// A pen over a relay, whose actors no other process has.
    pub(crate) fn new(relay: Arc<Relay>) -> Self {
        Self { relay }
    }

    /// Puts acts into registers on the document's heads, as `clerk`. An act that stands in its
    /// register already, alone, is not written again.
    ///
    /// Returns the changes, in their order; none when everything stood there. All of them are
    /// durable, or none is.
    ///
    /// # Errors
    ///
    /// [`PenError`]; nothing is written then.
    pub fn write(
        &self,
        name: &DocumentName,
        edits: &[(RegisterKey, Vec<u8>)],
        clerk: OfficerId,
        now: Moment,
    ) -> Result<Vec<ChangeHash>, PenError> {
        if name.tenant != self.relay.log().tenant() {
            return Err(PenError::Tenant);
        }
        let parts = parts(edits).map_err(PenError::Twice)?;
        let (quill, hand) = (self.relay.quill(), Hand { clerk: Some(clerk), now });
        self.relay.log().write(|group| {
            let mut document = load(group, name)?;
            let mut written = Vec::new();
            for part in &parts {
                let heads = document.heads();
                let (actor, _) = quill.place(group, &name.id(), &heads, &|_| false)?;
                if let Some(change) = document.write(actor, now.seconds(), part, None)? {
                    quill.record(group, name, &change, hand)?;
                    written.push(change.hash);
                }
            }
            Ok(written)
        })
    }
}

/// The document from its genesis and everything stored.
fn load(group: &Group<'_>, name: &DocumentName) -> Result<Document, PenError> {
    let stored = group.changes_of(&name.id(), 0)?;
    let genesis = genesis(name.id(), SCHEMA);
    let mut bytes = vec![genesis.bytes().to_vec()];
    bytes.extend(stored.into_iter().map(|change| change.bytes));
    Ok(Document::load(name.id(), &bytes)?)
}

/// What a part writes.
type Puts = Vec<(RegisterKey, Value)>;
