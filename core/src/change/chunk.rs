//! The frame of a change: magic, checksum, type, length, body.

use sha2::{Digest, Sha256};

use super::{Malformed, leb};
use crate::model::ChangeHash;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
/// A plain change. Compressed ones are never taken: they are inflated before the checksum
/// can be looked at, and 64 kB inflate to 64 MB.
const PLAIN: u8 = 1;

/// The hash and the body of a framed change.
pub(super) fn open(bytes: &[u8]) -> Result<(ChangeHash, &[u8]), Malformed> {
    let mut reader = leb::Reader::new(bytes);
    if reader.array()? != MAGIC {
        return Err(Malformed::Magic);
    }
    let checksum: [u8; 4] = reader.array()?;
    let hashed = reader.rest();
    match reader.byte()? {
        PLAIN => {}
        other => return Err(Malformed::ChunkType(other)),
    }
    let len = reader.unsigned()?;
    let body = reader.take(len)?;
    if !reader.is_empty() {
        return Err(Malformed::Extra);
    }
    let hash = ChangeHash(Sha256::digest(hashed).into());
    if hash.0[..4] == checksum { Ok((hash, body)) } else { Err(Malformed::Checksum) }
}

/// Frames a body.
pub(super) fn seal(body: &[u8]) -> (ChangeHash, Vec<u8>) {
    let mut hashed = vec![PLAIN];
    leb::put_bytes(&mut hashed, body);
    let hash = ChangeHash(Sha256::digest(&hashed).into());
    let bytes = [&MAGIC, &hash.0[..4], &hashed].concat();
    (hash, bytes)
}

/// The hash of a framed change, its content unread; the frame is checked.
pub fn hash_of(bytes: &[u8]) -> Result<ChangeHash, Malformed> {
    open(bytes).map(|(hash, _)| hash)
}
