//! Where pages stand, for links between them. [`super::pages`] reads the same paths.

use super::console::{APART_PATH, AREA_PATH, PHONES_PATH};
use soviec_core::model::{ChangeHash, DocumentId, RegisterKey, UnitId};

/// Before a unit's id.
pub(super) const UNIT: &str = "/don-vi/";
/// Before a unit and the key of a register.
pub(super) const HISTORY: &str = "/lich-su/";

/// The page of a unit.
pub(super) fn unit_path(unit: UnitId) -> String {
    format!("{UNIT}{unit}")
}

/// The table of a commune's villages.
pub(super) fn table_path(commune: UnitId) -> String {
    format!("{AREA_PATH}?xa={commune}")
}

/// The history of one register in a unit's book.
pub(super) fn history_path(unit: UnitId, key: &RegisterKey) -> String {
    format!("{HISTORY}{unit}/{}", key.as_str())
}

/// A phone's row in the list.
pub(super) fn phone_path(mark: &str) -> String {
    format!("{PHONES_PATH}#may-{mark}")
}

/// The page of one edit that is not in its document for everyone.
pub(super) fn entry_path(document: DocumentId, change: ChangeHash) -> String {
    format!("{APART_PATH}/{document}/{change}")
}
