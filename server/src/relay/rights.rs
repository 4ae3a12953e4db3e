//! What a device may write. A change outside of it is held, never refused: it may have been made
//! under an older right, and a person at the office decides.

use crate::auth::DeviceRecord;
use soviec_core::{
    admission::Put,
    change::Value,
    model::{DocumentId, DocumentKind, author_of},
};

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
