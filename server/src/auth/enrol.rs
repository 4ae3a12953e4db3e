//! A code is made at the office; a phone turns it into a certificate, once.

use std::net::IpAddr;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::{Auth, AuthError, EnrolCode, code, signed_certificate};
use crate::{config::random, database::fixed};
use soviec_core::{
    model::{DeviceId, Moment, OfficerId, TenantId, UnitId},
    protocol::{Certificate, EnrolReply, EnrolRequest, Grant, PublicKey, SignedCertificate},
};

const DAY: i64 = 24 * 3_600_000;

/// What certificates say beside the device.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// The province.
    pub tenant: TenantId,
    /// How long a certificate is valid, in days.
    pub certificate_days: u32,
    /// Days without contact after which a phone becomes write-only.
    pub lease_days: u32,
}

/// A phone that the office expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDevice {
    /// The officers who may use it.
    pub officers: Vec<OfficerId>,
    /// The units that it works for.
    pub units: Vec<UnitId>,
    /// The documents that it may read, or read and write.
    pub grants: Vec<Grant>,
}

impl Auth {
    /// A single-use code for a phone, valid for a day.
    pub fn add_code(&self, new: &NewDevice, now: Moment) -> Result<EnrolCode, AuthError> {
        let code = EnrolCode::new(&*self.environment.random);
        self.db()
            .prepare_cached(
                "INSERT INTO codes (code, expires, officers, units, grants)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                code::hash(&self.keys.code_secret, code.as_str()),
                now.0.saturating_add(DAY),
                cbor(&new.officers),
                cbor(&new.units),
                cbor(&new.grants)
            ])?;
        Ok(code)
    }

    /// Turns a code and a phone's key into a certificate. The same phone may ask again with the
    /// same code, because its first reply may be lost; for every other phone the code is used.
    pub fn enrol(
        &self,
        request: &EnrolRequest,
        source: IpAddr,
        now: Moment,
    ) -> Result<EnrolReply, AuthError> {
        if !self.throttle().hears(source, now) {
            return Err(AuthError::Throttled);
        }
        request.verify().map_err(|_| AuthError::Unauthorised)?;
        let outcome = self.exchange_code(request, now);
        if matches!(outcome, Err(AuthError::BadCode)) {
            self.throttle().failed(source, now);
        }
        let certificate = outcome?;
        Ok(EnrolReply { certificate, office_key: self.keys.office_public() })
    }

    fn exchange_code(
        &self,
        request: &EnrolRequest,
        now: Moment,
    ) -> Result<SignedCertificate, AuthError> {
        let hash = code::hash(&self.keys.code_secret, &request.code);
        let mut db = self.db();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (new, used) = expected(&tx, &hash, now)?.ok_or(AuthError::BadCode)?;
        let known = known(&tx, &request.device_key)?;
        let certificate = match (used, known) {
            (None, None) => self.add_device(&tx, &hash, &new, request.device_key, now)?,
            (Some(device), Some((own, certificate))) if device == own => certificate,
            _ => return Err(AuthError::BadCode),
        };
        tx.commit()?;
        Ok(certificate)
    }

    fn add_device(
        &self,
        tx: &Transaction<'_>,
        code: &[u8; 32],
        new: &NewDevice,
        key: PublicKey,
        now: Moment,
    ) -> Result<SignedCertificate, AuthError> {
        let device = DeviceId(random(&*self.environment.random));
        let certificate = self.certificate(device, key, new, now).sign(&self.keys.office);
        tx.execute(
            "INSERT INTO devices (device, key, certificate, signature, enrolled)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                device.as_slice(),
                key.0,
                &certificate.body[..],
                &certificate.signature[..],
                now.0
            ],
        )?;
        tx.execute(
            "UPDATE codes SET device = ?2 WHERE code = ?1",
            params![code, device.as_slice()],
        )?;
        Ok(certificate)
    }

    fn certificate(
        &self,
        device: DeviceId,
        device_key: PublicKey,
        new: &NewDevice,
        now: Moment,
    ) -> Certificate {
        let Terms { tenant, certificate_days, lease_days } = self.terms;
        Certificate {
            tenant,
            device,
            device_key,
            officers: new.officers.clone(),
            units: new.units.clone(),
            grants: new.grants.clone(),
            grant_version: 0,
            not_before: now,
            not_after: Moment(now.0.saturating_add(i64::from(certificate_days) * DAY)),
            lease_days,
            relay_key: self.keys.relay.public(),
            relay_epoch: self.keys.relay_epoch,
            office_key: self.keys.office_public(),
        }
    }
}

/// What a code stands for and the device that used it; none when it is unknown or over.
fn expected(
    db: &Connection,
    code: &[u8; 32],
    now: Moment,
) -> Result<Option<(NewDevice, Option<DeviceId>)>, AuthError> {
    let found = db
        .query_row(
            "SELECT officers, units, grants, device FROM codes WHERE code = ?1 AND expires > ?2",
            params![code, now.0],
            |row| {
                let (officers, units): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
                let grants: Vec<u8> = row.get(2)?;
                let device: Option<[u8; 16]> = row.get(3)?;
                Ok((officers, units, grants, device.map(DeviceId)))
            },
        )
        .optional()?;
    let Some((officers, units, grants, device)) = found else { return Ok(None) };
    let officers = minicbor::decode(&officers).map_err(|_| AuthError::Unreadable)?;
    let units = minicbor::decode(&units).map_err(|_| AuthError::Unreadable)?;
    let grants = minicbor::decode(&grants).map_err(|_| AuthError::Unreadable)?;
    Ok(Some((NewDevice { officers, units, grants }, device)))
}

fn known(
    db: &Connection,
    key: &PublicKey,
) -> Result<Option<(DeviceId, SignedCertificate)>, AuthError> {
    let found = db.query_row(
        "SELECT certificate, signature, device FROM devices WHERE key = ?1",
        params![key.0],
        |row| Ok((DeviceId(fixed(row, 2)?), signed_certificate(row)?)),
    );
    Ok(found.optional()?)
}

fn cbor<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("a Vec takes every byte")
}
