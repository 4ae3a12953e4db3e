//! Enrolment, and who this phone is afterwards.

use std::sync::Arc;

use minicbor::{Decode, Encode, bytes::ByteVec};

use super::failure::refusal;
use super::open::source;
use super::{Replica, Writer};
use crate::error::{Error, ErrorKind};
use crate::http::{Cancel, Response};
use crate::model::{DeviceId, DocumentName, OfficerId, UnitId};
use crate::protocol::{
    Certificate, ENROL_PATH, EnrolReply, EnrolRequest, Failure, SigningKey, WireLimits, fingerprint,
};
use crate::store::vault::DeviceSecret;

/// HTTP 426: this side's protocol version is not spoken there.
const UPGRADE_REQUIRED: u16 = 426;

/// What the vault keeps of an enrolment.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Enrolled {
    #[n(0)]
    address: String,
    #[n(1)]
    reply: ByteVec,
}

/// Who this phone is, proved by its certificate.
pub(super) struct Identity {
    pub(super) address: String,
    pub(super) certificate: Certificate,
    pub(super) key: SigningKey,
}

/// What an app may show of who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The phone.
    pub device: DeviceId,
    /// The officers who may use it.
    pub officers: Vec<OfficerId>,
    /// The units that it works for, by its present rights.
    pub units: Vec<UnitId>,
    /// The work books that it writes in, by its present rights.
    pub books: Vec<DocumentName>,
    /// The office's key, to be compared by voice: four groups.
    pub office_fingerprint: String,
    /// The relay's address.
    pub relay: String,
}

impl Identity {
    /// Reads what the vault keeps; nothing before enrolment.
    pub(super) fn read(secret: &DeviceSecret) -> Result<Option<Self>, Error> {
        if secret.certificate.is_empty() {
            return Ok(None);
        }
        let damaged = || Error::new(ErrorKind::Damaged, "the stored enrolment cannot be read");
        let kept: Enrolled = minicbor::decode(&secret.certificate).map_err(|_| damaged())?;
        let reply: EnrolReply = minicbor::decode(&kept.reply).map_err(|_| damaged())?;
        let certificate = reply.certificate.open(&reply.office_key)?;
        let key = SigningKey::from_seed(&secret.seed);
        Ok(Some(Self { address: kept.address, certificate, key }))
    }
}

impl Writer {
    pub(super) fn identity(&self) -> Result<Arc<Identity>, Error> {
        let not_enrolled = || Error::new(ErrorKind::NotEnrolled, "the phone is not enrolled");
        self.identity.clone().ok_or_else(not_enrolled)
    }

    fn refuse_if_enrolled(&self) -> Result<(), Error> {
        match self.identity {
            Some(_) => Err(Error::new(ErrorKind::NotAllowed, "the phone is enrolled already")),
            None => Ok(()),
        }
    }
}

impl Replica {
    /// Enrols this phone at a relay with a single-use code. With `office_fingerprint`, as the
    /// office read it out, an office with another key is refused. `cancel` ends the waiting for an
    /// answer; the code may then be used up, and the same phone may use it again.
    pub fn enrol(
        &self,
        address: &str,
        code: &str,
        office_fingerprint: Option<&str>,
        cancel: &Cancel,
    ) -> Result<Profile, Error> {
        self.call("enrol", || {
            let request = self.with_writer(|writer| {
                writer.refuse_if_enrolled()?;
                Ok(EnrolRequest::new(code, &SigningKey::from_seed(&writer.secret.seed)))
            })?;
            let body = request.to_body();
            let response =
                self.environment.transport.post(address, ENROL_PATH, &[], body, cancel)?;
            let reply = EnrolReply::from_body(&accepted(&response)?, &WireLimits::default())?;
            self.with_writer(|writer| {
                self.take_up(writer, address, &request, &reply, office_fingerprint)
            })?;
            self.profile()
        })
    }

    fn take_up(
        &self,
        writer: &mut Writer,
        address: &str,
        request: &EnrolRequest,
        reply: &EnrolReply,
        expected: Option<&str>,
    ) -> Result<(), Error> {
        // Another call may have been quicker while this one waited for its answer.
        writer.refuse_if_enrolled()?;
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let seen = fingerprint(&reply.office_key);
        if expected.is_some_and(|expected| plain(&expected.to_uppercase()) != plain(&seen)) {
            return Err(Error::new(ErrorKind::WrongOffice, "the office's fingerprint differs"));
        }
        let certificate = reply.certificate.open(&reply.office_key)?;
        if certificate.device_key != request.device_key {
            return Err(Error::new(ErrorKind::BadReply, "the certificate is for another phone"));
        }
        let reply = minicbor::to_vec(reply).expect("a Vec takes every byte").into();
        let kept = Enrolled { address: address.to_owned(), reply };
        let mut secret = writer.secret.clone();
        secret.certificate = minicbor::to_vec(kept).expect("a Vec takes every byte");
        let mut random = source(&self.environment)?;
        writer.vault.reseal(writer.store.key(), &mut random, &secret)?;
        writer.secret = secret;
        writer.identity = Identity::read(&writer.secret)?.map(Arc::new);
        writer.store.attach(&certificate)?;
        Ok(())
    }

    /// Who this phone is.
    pub fn who_am_i(&self) -> Result<Profile, Error> {
        self.call("who_am_i", || self.profile())
    }

    fn profile(&self) -> Result<Profile, Error> {
        let (identity, books) =
            self.with_writer(|writer| Ok((writer.identity()?, writer.store.books()?)))?;
        let certificate = &identity.certificate;
        Ok(Profile {
            device: certificate.device,
            officers: certificate.officers.clone(),
            units: books.iter().map(|book| book.unit).collect(),
            books,
            office_fingerprint: fingerprint(&certificate.office_key),
            relay: identity.address.clone(),
        })
    }
}

/// The body of an answer that did something, or the refusal that it is.
pub(super) fn accepted(response: &Response) -> Result<Vec<u8>, Error> {
    if response.status == 200 {
        return Ok(response.body.clone());
    }
    // Another version's body cannot be read, its status can.
    if response.status == UPGRADE_REQUIRED {
        return Err(Error::new(ErrorKind::AppTooOld, "the relay speaks another protocol version"));
    }
    match Failure::from_body(&response.body, &WireLimits::default()) {
        Some(failure) => Err(refusal(failure.code, &failure.detail)),
        // A captive portal or a proxy answered, not the relay.
        None => Err(Error::new(
            ErrorKind::RelayUnavailable,
            format_args!("HTTP status {} from something that is not the relay", response.status),
        )),
    }
}
