//! The device file's bytes: a CBOR map.
//!
//! | key | value |
//! |---|---|
//! | 0 | version, 1 |
//! | 1 | database id, 16 bytes |
//! | 2 | check value of the database key, 16 bytes |
//! | 3 | nonce of the seal, 12 bytes |
//! | 4 | sealed: a CBOR map of seed (0), certificate (1), the store's own bytes (2) and the remembered nonce (3) |
//! | 5 | only while the database gets another key: check value (0), nonce (1) and seal (2) of the same content under that key |
//!
//! The seal is AES-256-GCM-SIV (RFC 8452), with the label below and the database id as
//! associated data. It is the AEAD that forgives a repeated nonce, which a restored
//! phone image may well produce. Seal and check value have subkeys of their own, so
//! neither says anything about the database key.

use aes_gcm_siv::{
    Aes256GcmSiv,
    aead::{AeadInOut, KeyInit},
};
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use super::{DatabaseId, DatabaseKey, DeviceSecret, ID_LEN, Random, VaultError};

const VERSION: u32 = 1;
const SEAL: &str = "soviec device seal 1";
const CHECK: &str = "soviec device check 1";
const SEAL_NONCE_LEN: usize = 12;
const TAG_LEN: usize = 16;
const CHECK_LEN: usize = 16;

/// More than the CBOR around the sealed fields can take.
const ROOM: usize = 64;

/// Read first and alone: a later version may look otherwise in everything else.
#[derive(Decode)]
#[cbor(map)]
struct Header {
    #[n(0)]
    version: u32,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Outer<'a> {
    #[n(0)]
    version: u32,
    #[cbor(n(1), with = "minicbor::bytes")]
    id: [u8; ID_LEN],
    #[cbor(n(2), with = "minicbor::bytes")]
    check: [u8; CHECK_LEN],
    #[cbor(n(3), with = "minicbor::bytes")]
    nonce: [u8; SEAL_NONCE_LEN],
    #[cbor(b(4), with = "minicbor::bytes")]
    sealed: &'a [u8],
    #[b(5)]
    next: Option<Next<'a>>,
}

/// The content once more, under the key that the database is about to get.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Next<'a> {
    #[cbor(n(0), with = "minicbor::bytes")]
    check: [u8; CHECK_LEN],
    #[cbor(n(1), with = "minicbor::bytes")]
    nonce: [u8; SEAL_NONCE_LEN],
    #[cbor(b(2), with = "minicbor::bytes")]
    sealed: &'a [u8],
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Inner<'a> {
    #[cbor(b(0), with = "minicbor::bytes")]
    seed: &'a [u8],
    #[cbor(b(1), with = "minicbor::bytes")]
    certificate: &'a [u8],
    #[cbor(b(2), with = "minicbor::bytes")]
    rest: &'a [u8],
    #[cbor(n(3), with = "minicbor::bytes")]
    nonce: [u8; ID_LEN],
}

/// What the seal protects.
pub(super) struct Content {
    pub(super) secret: DeviceSecret,
    pub(super) nonce: [u8; ID_LEN],
    /// Whether the file has a second seal under another key.
    pub(super) two_keys: bool,
}

/// The bytes of a device file; with `next`, sealed under that key too.
pub(super) fn seal(
    id: DatabaseId,
    remembered: [u8; ID_LEN],
    key: &DatabaseKey,
    next: Option<&DatabaseKey>,
    random: Random<'_>,
    secret: &DeviceSecret,
) -> Vec<u8> {
    let mut under = |key| sealed(id, remembered, key, random, secret);
    let ((nonce, first), next_seal) = (under(key), next.map(under));
    let next = next.zip(next_seal.as_ref()).map(|(key, (nonce, sealed))| Next {
        check: check(key),
        nonce: *nonce,
        sealed,
    });
    let check = check(key);
    let outer = Outer { version: VERSION, id: id.0, check, nonce, sealed: &first, next };
    encoded(&outer, Vec::new())
}

/// A nonce, and the content sealed with it.
fn sealed(
    id: DatabaseId,
    remembered: [u8; ID_LEN],
    key: &DatabaseKey,
    random: Random<'_>,
    secret: &DeviceSecret,
) -> ([u8; SEAL_NONCE_LEN], Zeroizing<Vec<u8>>) {
    let mut nonce = [0; SEAL_NONCE_LEN];
    random(&mut nonce);
    let mut sealed = plain(remembered, secret);
    cipher(key)
        .encrypt_in_place(&nonce.into(), &associated(id), &mut *sealed)
        .expect("the file is far shorter than the 64 GiB that AES-GCM-SIV can seal");
    (nonce, sealed)
}

/// The fields to be sealed, in a buffer that never grows: growing would leave a copy of
/// the seed behind.
fn plain(nonce: [u8; ID_LEN], secret: &DeviceSecret) -> Zeroizing<Vec<u8>> {
    let DeviceSecret { seed, certificate, rest } = secret;
    let fields = seed.len() + certificate.len() + rest.len() + nonce.len();
    let buffer = Vec::with_capacity(fields + ROOM + TAG_LEN);
    let inner = Inner { seed: seed.as_slice(), certificate, rest, nonce };
    Zeroizing::new(encoded(&inner, buffer))
}

/// Reads the bytes of a device file.
///
/// The seal decides whether the key is right. The check value only names the reason when
/// the seal does not open.
pub(super) fn open(bytes: &[u8], key: &DatabaseKey) -> Result<(DatabaseId, Content), VaultError> {
    let Header { version } = decoded(bytes)?;
    if version != VERSION {
        return Err(VaultError::Newer(version));
    }
    let outer: Outer<'_> = decoded(bytes)?;
    let id = DatabaseId(outer.id);
    let next = outer.next.as_ref();
    let seals = [Some((outer.nonce, outer.sealed)), next.map(|next| (next.nonce, next.sealed))];
    let plain = seals.into_iter().flatten().find_map(|(nonce, sealed)| {
        let mut plain = Zeroizing::new(sealed.to_vec());
        let opened = cipher(key).decrypt_in_place(&nonce.into(), &associated(id), &mut *plain);
        opened.ok().map(|()| plain)
    });
    let two_keys = next.is_some();
    let Some(plain) = plain else {
        let checks = [Some(outer.check), next.map(|next| next.check)];
        let known = checks.contains(&Some(check(key)));
        return Err(if known { VaultError::Damaged } else { VaultError::WrongKey });
    };
    Ok((id, content(&plain, two_keys)?))
}

fn content(plain: &[u8], two_keys: bool) -> Result<Content, VaultError> {
    let inner: Inner<'_> = decoded(plain)?;
    let mut seed = Box::new(Zeroizing::new([0; 32]));
    let fits = inner.seed.len() == seed.len();
    seed.copy_from_slice(fits.then_some(inner.seed).ok_or(VaultError::Damaged)?);
    let certificate = inner.certificate.to_vec();
    let secret = DeviceSecret { seed, certificate, rest: Zeroizing::new(inner.rest.to_vec()) };
    Ok(Content { secret, nonce: inner.nonce, two_keys })
}

fn cipher(key: &DatabaseKey) -> Aes256GcmSiv {
    Aes256GcmSiv::new((&*key.subkey(SEAL)).into())
}

fn check(key: &DatabaseKey) -> [u8; CHECK_LEN] {
    std::array::from_fn(|at| key.subkey(CHECK)[at])
}

fn associated(id: DatabaseId) -> Vec<u8> {
    [SEAL.as_bytes(), &id.0].concat()
}

fn encoded<T: Encode<()>>(value: &T, mut buffer: Vec<u8>) -> Vec<u8> {
    minicbor::encode(value, &mut buffer).expect("a vector takes every byte that is written");
    buffer
}

fn decoded<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, VaultError> {
    minicbor::decode(bytes).map_err(|_| VaultError::Damaged)
}
