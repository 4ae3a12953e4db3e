//! Ids that follow from what a file says, so that a second run means the same things.

use sha2::{Digest, Sha256};
use soviec_core::model::{EntryId, OfficerId, PlanId, TenantId, UnitId};

/// The first 16 bytes of SHA-256 over `soviec-file`, then each part with its length before it.
fn derived(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Sha256::new_with_prefix(b"soviec-file");
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finalize()[..16]);
    id
}

pub(super) fn unit(tenant: TenantId, key: &str) -> UnitId {
    UnitId(derived(&[b"unit", tenant.as_slice(), key.as_bytes()]))
}

pub(super) fn officer(tenant: TenantId, key: &str) -> OfficerId {
    OfficerId(derived(&[b"officer", tenant.as_slice(), key.as_bytes()]))
}

pub(super) fn plan(tenant: TenantId, issuer: UnitId, key: &str) -> PlanId {
    PlanId(derived(&[b"plan", tenant.as_slice(), issuer.as_slice(), key.as_bytes()]))
}

/// An officer has one role in a unit: another term is another state of the same entry.
pub(super) fn role(officer: OfficerId, unit: UnitId) -> EntryId {
    EntryId(derived(&[b"role", officer.as_slice(), unit.as_slice()]))
}

/// The id of a set, group, task or item: `kind` is its word in the file, `above` the id of the
/// plan, for an item that of its task.
pub(super) fn inside(kind: &str, above: &[u8; 16], key: &str) -> [u8; 16] {
    derived(&[kind.as_bytes(), above, key.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_follows_from_everything_it_is_made_of() {
        let tenant = TenantId([1; 16]);
        assert_eq!(unit(tenant, "a"), unit(tenant, "a"));
        assert_eq!(unit(tenant, "a").to_string(), "5MGDWP98FD2QJR2AQ69FV1EEQT");
        assert_ne!(unit(tenant, "a"), unit(TenantId([2; 16]), "a"));
        assert_ne!(unit(tenant, "a").0, officer(tenant, "a").0);
        assert_ne!(inside("task", &[1; 16], "ab"), inside("task", &[1; 16], "a"));
    }
}
