//! Cutting what is written at once into changes within the limits.

use std::collections::BTreeSet;

use super::Puts;
use soviec_core::{change::Value, model::RegisterKey};

/// Three quarters of what a change may have, so that actors and predecessors fit beside it.
const BYTES: usize = 48 << 10;
/// Registers of one change; half of the limit, since a put may supersede several.
const REGISTERS: usize = 2_500;
/// What a put costs beside its key and act, at most.
const OVERHEAD: usize = 24;

/// The edits in their order, cut into parts; an error names a register that stands twice.
pub(super) fn parts(edits: &[(RegisterKey, Vec<u8>)]) -> Result<Vec<Puts>, RegisterKey> {
    let (mut parts, mut part, mut bytes) = (Vec::new(), Puts::new(), 0);
    let mut seen = BTreeSet::new();
    for (key, act) in edits {
        if !seen.insert(key) {
            return Err(key.clone());
        }
        let size = key.as_str().len() + act.len() + OVERHEAD;
        if !part.is_empty() && (bytes + size > BYTES || part.len() == REGISTERS) {
            parts.push(std::mem::take(&mut part));
            bytes = 0;
        }
        bytes += size;
        part.push((key.clone(), Value::Bytes(act.clone())));
    }
    parts.push(part);
    parts.retain(|part| !part.is_empty());
    Ok(parts)
}
