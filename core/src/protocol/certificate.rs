//! The certificate that an office signs for a phone.

use minicbor::{
    Decode, Encode,
    bytes::{ByteArray, ByteVec},
};

use super::{PublicKey, SigningKey, digest, to_cbor};
use crate::model::{
    DeviceId, DocumentId, DocumentName, Epoch, Moment, OfficerId, TenantId, UnitId,
};

/// Why a certificate does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Not one at all.
    #[error("the certificate is malformed")]
    Malformed,
    /// Signed by another key than the office's.
    #[error("the certificate is not signed by this office")]
    Signature,
}

/// One document that the phone may read, or read and write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Grant {
    /// The document, named in full so that the phone can compute its genesis.
    #[n(0)]
    pub document: DocumentName,
    /// Whether the phone's officers may write in it.
    #[n(1)]
    pub write: bool,
}

/// What the office says about a phone.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Certificate {
    /// The province.
    #[n(0)]
    pub tenant: TenantId,
    /// The phone.
    #[n(1)]
    pub device: DeviceId,
    /// The phone's key.
    #[n(2)]
    pub device_key: PublicKey,
    /// Its profiles: the officers who may use it.
    #[n(3)]
    pub officers: Vec<OfficerId>,
    /// The units that it works for.
    #[n(4)]
    pub units: Vec<UnitId>,
    /// Documents.
    #[n(5)]
    pub grants: Vec<Grant>,
    /// The version of these grants, 0; later rights have the seq of their row.
    #[n(6)]
    pub grant_version: u64,
    /// Valid from.
    #[n(7)]
    pub not_before: Moment,
    /// Valid to; afterwards the phone records on and asks for renewal.
    #[n(8)]
    pub not_after: Moment,
    /// Days without contact after which the phone becomes write-only.
    #[n(9)]
    pub lease_days: u32,
    /// The relay's key, which signs receipts.
    #[n(10)]
    pub relay_key: PublicKey,
    /// The relay's epoch.
    #[n(11)]
    pub relay_epoch: Epoch,
    /// The office's key, which signs this.
    #[n(12)]
    pub office_key: PublicKey,
}

impl Certificate {
    /// Signs with the office's key.
    pub fn sign(&self, key: &SigningKey) -> SignedCertificate {
        let body = to_cbor(self);
        let signature = key.sign(&digest("soviec-certificate", &[&body])).into();
        SignedCertificate { body: body.into(), signature }
    }

    /// Whether the certificate lets its phone read a document.
    pub fn may_read(&self, document: &DocumentId) -> bool {
        self.grants.iter().any(|grant| grant.document.id() == *document)
    }

    /// The grant for a document.
    pub fn grant(&self, document: &DocumentId) -> Option<&Grant> {
        self.grants.iter().find(|grant| grant.document.id() == *document)
    }
}

/// A certificate and the office's signature over its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SignedCertificate {
    /// [`Certificate`] in CBOR.
    #[n(0)]
    pub body: ByteVec,
    /// The office's signature.
    #[n(1)]
    pub signature: ByteArray<64>,
}

impl SignedCertificate {
    /// What it says, if `office` signed it.
    pub fn open(&self, office: &PublicKey) -> Result<Certificate, CertificateError> {
        let signed = digest("soviec-certificate", &[&self.body]);
        office.verify(&signed, &self.signature).map_err(|_| CertificateError::Signature)?;
        minicbor::decode(&self.body).map_err(|_| CertificateError::Malformed)
    }
}
