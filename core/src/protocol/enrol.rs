//! Enrolment: a single-use code and a key made on the phone become a certificate.

use minicbor::{Decode, Encode, bytes::ByteArray};

use super::{
    BadSignature, BodyError, Frame, PublicKey, SignedCertificate, SigningKey, WireLimits, digest,
    open_body, request::read, to_cbor, write_body,
};

const ENROL: u8 = 32;
const ENROLLED: u8 = 33;

/// What a phone asks for.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EnrolRequest {
    /// The code as the office gave it, in its normal form. See [`code_of`].
    #[n(0)]
    pub code: String,
    /// The phone's new public key.
    #[n(1)]
    pub device_key: PublicKey,
    /// That key's signature over the code: the phone holds the private half.
    #[n(2)]
    pub proof: ByteArray<64>,
}

impl std::fmt::Debug for EnrolRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnrolRequest(..)")
    }
}

impl EnrolRequest {
    /// A request with its proof.
    pub fn new(code: &str, key: &SigningKey) -> Self {
        let code = code_of(code);
        let proof = key.sign(&digest("soviec-enrol", &[code.as_bytes()])).into();
        Self { code, device_key: key.public(), proof }
    }

    /// Whether the sender holds the private key.
    pub fn verify(&self) -> Result<(), BadSignature> {
        let signed = digest("soviec-enrol", &[self.code.as_bytes()]);
        self.device_key.verify(&signed, &self.proof)
    }

    /// The body that travels.
    pub fn to_body(&self) -> Vec<u8> {
        write_body(&[Frame { kind: ENROL, payload: to_cbor(self) }])
    }

    /// Reads a body.
    pub fn from_body(body: &[u8], limits: &WireLimits) -> Result<Self, BodyError> {
        find(body, ENROL, limits)
    }
}

/// What a relay answers.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EnrolReply {
    /// The certificate, signed by the office.
    #[n(0)]
    pub certificate: SignedCertificate,
    /// The office's key; a person compares its fingerprint.
    #[n(1)]
    pub office_key: PublicKey,
}

impl EnrolReply {
    /// The body that travels.
    pub fn to_body(&self) -> Vec<u8> {
        write_body(&[Frame { kind: ENROLLED, payload: to_cbor(self) }])
    }

    /// Reads a body.
    pub fn from_body(body: &[u8], limits: &WireLimits) -> Result<Self, BodyError> {
        find(body, ENROLLED, limits)
    }
}

fn find<T: for<'b> Decode<'b, ()>>(
    body: &[u8],
    kind: u8,
    limits: &WireLimits,
) -> Result<T, BodyError> {
    let frames = open_body(body, limits)?;
    read(frames.iter().find(|frame| frame.kind == kind).ok_or(BodyError::Damaged)?)
}

/// The normal form of a code as people type it: capitals, without blanks and dashes.
pub fn code_of(typed: &str) -> String {
    let kept = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    kept.flat_map(char::to_uppercase).collect()
}
