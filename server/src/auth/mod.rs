//! Who may speak to the relay: keys, enrolment codes, devices, signed requests.
//!
//! Nothing here prints a key, a code or a name.

mod check;
pub mod clerk;
mod code;
mod enrol;
mod error;
mod keys;
mod throttle;

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    config::Environment,
    database::{self, Durability, fixed},
};
use soviec_core::{
    model::DeviceId,
    protocol::{Certificate, PublicKey, SignedCertificate},
};

pub use check::SignedHeaders;
pub use code::EnrolCode;
pub use enrol::{NewDevice, Terms};
pub use error::AuthError;
pub use keys::{KeyError, Keys};
use throttle::Throttle;

const TABLES: &str = include_str!("../../migrations/auth.sql");

/// A phone as the relay enrolled it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRecord {
    /// Its id.
    pub device: DeviceId,
    /// Its key.
    pub key: PublicKey,
    /// What it may do.
    pub certificate: Certificate,
}

/// Devices, codes and the memory of requests.
pub struct Auth {
    db: Mutex<Connection>,
    requests: Mutex<Connection>,
    keys: Arc<Keys>,
    terms: Terms,
    environment: Environment,
    throttle: Mutex<Throttle>,
}

impl Auth {
    /// Opens the table of devices, or creates it.
    pub fn open(
        path: &Path,
        keys: Arc<Keys>,
        terms: Terms,
        environment: Environment,
    ) -> Result<Self, AuthError> {
        let db = Mutex::new(database::open(path, TABLES, Durability::Full)?);
        // A power cut may forget the last requests: heard again, they change nothing.
        let requests = Mutex::new(database::open(path, TABLES, Durability::Normal)?);
        Ok(Self { db, requests, keys, terms, environment, throttle: Mutex::default() })
    }

    /// An enrolled phone.
    pub fn device(&self, device: &DeviceId) -> Result<Option<DeviceRecord>, AuthError> {
        let signed = self
            .db()
            .prepare_cached("SELECT certificate, signature FROM devices WHERE device = ?1")?
            .query_row(params![device.as_slice()], signed_certificate)
            .optional()?;
        signed.map(|signed| self.record(&signed)).transpose()
    }

    /// All enrolled phones, by id.
    pub fn devices(&self) -> Result<Vec<DeviceRecord>, AuthError> {
        let db = self.db();
        let mut statement =
            db.prepare_cached("SELECT certificate, signature FROM devices ORDER BY device")?;
        let signed = statement.query_map([], signed_certificate)?;
        signed.map(|signed| self.record(&signed?)).collect()
    }

    fn record(&self, signed: &SignedCertificate) -> Result<DeviceRecord, AuthError> {
        let office = self.keys.office.public();
        let certificate = signed.open(&office).map_err(|_| AuthError::Unreadable)?;
        let (device, key) = (certificate.device, certificate.device_key);
        Ok(DeviceRecord { device, key, certificate })
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn requests(&self) -> MutexGuard<'_, Connection> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn throttle(&self) -> MutexGuard<'_, Throttle> {
        self.throttle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn signed_certificate(row: &rusqlite::Row<'_>) -> rusqlite::Result<SignedCertificate> {
    let body: Vec<u8> = row.get(0)?;
    Ok(SignedCertificate { body: body.into(), signature: fixed(row, 1)?.into() })
}
