//! What a device may read and write: its certificate, and the rights that came after it.
//! A change outside of them is held, never refused: it may have been made under an older right,
//! and a person at the office decides.

use std::collections::BTreeMap;

use crate::{
    auth::DeviceRecord,
    log::{LogError, View},
};
use soviec_core::{
    admission::Put,
    change::Value,
    model::{DocumentId, DocumentKind, author_of},
    protocol::{Attaching, Grant},
};

/// A device with its present grants in place of those of its certificate.
///
/// `since` holds the seq of the row from which a document can be read, for those younger than the
/// certificate: a phone whose cursor lies below it has not heard of the document yet. A row that
/// changes only what may be written withholds nothing, since the phone goes on reading.
pub(super) struct Rights {
    pub(super) device: DeviceRecord,
    pub(super) since: BTreeMap<DocumentId, u64>,
}

impl Rights {
    pub(super) fn of(log: &View<'_>, device: &DeviceRecord) -> Result<Self, LogError> {
        let (mut device, mut since) = (device.clone(), BTreeMap::new());
        let grants = &mut device.certificate.grants;
        for (seq, right) in log.rights(&device.device)? {
            let id = right.document.id();
            let read_before = grants.iter().any(|grant| grant.document.id() == id);
            grants.retain(|grant| grant.document.id() != id);
            if right.read {
                grants.push(Grant { document: right.document, write: right.write });
                if !read_before {
                    since.insert(id, seq);
                }
            }
        }
        Ok(Self { device, since })
    }

    /// The documents whose rows belong into the page of a phone at `cursor`.
    pub(super) fn paged(&self, cursor: u64, attaching: &[Attaching]) -> Vec<DocumentId> {
        let grants = self.device.certificate.grants.iter().map(|grant| grant.document.id());
        let heard = |id: &DocumentId| self.since.get(id).is_none_or(|since| *since <= cursor);
        let early = |id: &DocumentId| attaching.iter().any(|a| a.document == *id);
        grants.filter(|id| heard(id) && !early(id)).collect()
    }
}

/// Whether the device may write in the document, and the acts are its officers' own.
pub(super) fn may_write(device: &DeviceRecord, document: &DocumentId, puts: &[Put]) -> bool {
    let granted = device.certificate.grant(document).is_some_and(|grant| grant.write);
    granted && puts.iter().all(|put| is_own(device, &put.value))
}

fn is_own(device: &DeviceRecord, value: &Value) -> bool {
    let Value::Bytes(act) = value else { return true };
    author_of(act).is_none_or(|by| device.certificate.officers.contains(&by))
}

/// As what kind of document a change is judged. Outside of its grants a device gets the same
/// verdicts whether the document exists or not, so the kind without known fields is taken; the
/// one who accepts a held change judges it again.
pub(super) fn kind_for(device: &DeviceRecord, document: &DocumentId) -> DocumentKind {
    let grant = device.certificate.grant(document);
    grant.map_or(DocumentKind::Review, |grant| grant.document.kind)
}
