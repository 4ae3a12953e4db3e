//! A batch: sealed once over hashes, signed, stored, sent again verbatim.

use minicbor::{Decode, Encode, bytes::ByteArray};
use sha2::{Digest, Sha256};

use super::{BadSignature, PublicKey, SigningKey, digest, to_cbor};
use crate::model::{ActorId, ChangeHash, DocumentId, Epoch};

/// The first use of a lane in an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct LaneUse {
    /// The lane's actor.
    #[n(0)]
    pub actor: ActorId,
    /// Its number, unique in the epoch.
    #[n(1)]
    pub number: u64,
    /// The document it writes in.
    #[n(2)]
    pub document: DocumentId,
}

/// One change of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct BatchItem {
    /// The phone's own number, gapless in an epoch, from 1.
    #[n(0)]
    pub client_seq: u64,
    /// The document.
    #[n(1)]
    pub document: DocumentId,
    /// The change.
    #[n(2)]
    pub change: ChangeHash,
    /// Under which version of its grants the edit was made: the seq of the last right row, or 0.
    #[n(3)]
    pub grant_version: u64,
}

/// What a batch says, before its signature.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Batch {
    /// Hash of the batch before it in this epoch; zeros for the first. Evidence, never a gate.
    #[n(0)]
    pub previous: ByteArray<32>,
    /// The epoch of the phone's database.
    #[n(1)]
    pub epoch: Epoch,
    /// Lanes that this batch uses for the first time.
    #[n(2)]
    pub lanes: Vec<LaneUse>,
    /// The changes, by client_seq.
    #[n(3)]
    pub items: Vec<BatchItem>,
}

/// A signed batch: `[previous, epoch, lanes, items, signature]` in canonical CBOR.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Sealed {
    #[n(0)]
    previous: ByteArray<32>,
    #[n(1)]
    epoch: Epoch,
    #[n(2)]
    lanes: Vec<LaneUse>,
    #[n(3)]
    items: Vec<BatchItem>,
    #[n(4)]
    signature: ByteArray<64>,
}

impl Batch {
    /// Signs the batch with the device's key.
    pub fn seal(self, key: &SigningKey) -> Sealed {
        let signature = key.sign(&self.signing_digest()).into();
        let Self { previous, epoch, lanes, items } = self;
        Sealed { previous, epoch, lanes, items, signature }
    }

    fn signing_digest(&self) -> [u8; 32] {
        digest("soviec-batch", &[&to_cbor(self)])
    }
}

impl Sealed {
    /// The bytes that are stored and sent.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Hash of [`Self::to_bytes`], which the next batch names.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.to_bytes()).into()
    }

    /// Reads stored or received bytes; `None` if they are not one canonical batch.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let sealed: Self = minicbor::decode(bytes).ok()?;
        (sealed.to_bytes() == bytes).then_some(sealed)
    }

    /// What the batch says, if the key signed it.
    pub fn open(&self, key: &PublicKey) -> Result<Batch, BadSignature> {
        let batch = self.unverified();
        key.verify(&batch.signing_digest(), &self.signature)?;
        Ok(batch)
    }

    /// What the batch says, for its own author.
    pub fn unverified(&self) -> Batch {
        let Self { previous, epoch, lanes, items, .. } = self.clone();
        Batch { previous, epoch, lanes, items }
    }
}

/// The actor of a lane: the first 16 bytes of SHA-256(device key ‖ epoch ‖ number as u64, big
/// endian).
pub fn actor_of_lane(device: &PublicKey, epoch: &Epoch, number: u64) -> ActorId {
    first_16(&[&device.0, epoch.as_slice(), &number.to_be_bytes()])
}

/// The actor of an office's pen: the first 16 bytes of SHA-256(office key ‖ relay epoch ‖ the
/// process's random 16 bytes).
pub fn actor_of_pen(office: &PublicKey, relay_epoch: &Epoch, nonce: &[u8; 16]) -> ActorId {
    first_16(&[&office.0, relay_epoch.as_slice(), nonce])
}

fn first_16(parts: &[&[u8]]) -> ActorId {
    let full = digest("", parts);
    let mut actor = [0; 16];
    actor.copy_from_slice(&full[..16]);
    ActorId(actor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_sealed_over_everything_it_says() {
        let key = SigningKey::from_seed(&[1; 32]);
        let item = BatchItem {
            client_seq: 1,
            document: DocumentId([2; 16]),
            change: ChangeHash([3; 32]),
            grant_version: 0,
        };
        let batch = Batch {
            previous: [0; 32].into(),
            epoch: Epoch([4; 16]),
            lanes: vec![],
            items: vec![item],
        };
        let sealed = batch.clone().seal(&key);
        let bytes = sealed.to_bytes();
        assert_eq!(Sealed::read(&bytes).unwrap().open(&key.public()), Ok(batch));
        for i in 0..bytes.len() {
            let mut other = bytes.clone();
            other[i] ^= 1;
            let opened = Sealed::read(&other).map(|s| s.open(&key.public()));
            assert!(!matches!(opened, Some(Ok(_))), "byte {i} is not under the signature");
        }
    }
}
