//! The signature of a request.

use rusqlite::{TransactionBehavior, params};

use super::{Auth, AuthError, DeviceRecord};
use soviec_core::{
    model::{DeviceId, Epoch, Moment},
    protocol::request_signing_bytes,
};

const DAY: i64 = 24 * 3_600_000;

/// What a signed request says in its headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedHeaders {
    /// The phone.
    pub device: DeviceId,
    /// The relay's epoch as the phone knows it.
    pub relay_epoch: Epoch,
    /// Random bytes, never used twice.
    pub nonce: [u8; 16],
    /// The device key's signature.
    pub signature: [u8; 64],
}

impl Auth {
    /// The phone that signed a request, if it is enrolled and the request is new.
    ///
    /// The epoch is taken as the phone knows it: a phone that knows an older one still has to be
    /// heard, to be told that the log was begun again.
    pub fn check(
        &self,
        headers: &SignedHeaders,
        path: &str,
        body: &[u8],
        now: Moment,
    ) -> Result<DeviceRecord, AuthError> {
        let record = self.device(&headers.device)?.ok_or(AuthError::Unauthorised)?;
        let signed = request_signing_bytes(path, body, &headers.relay_epoch, &headers.nonce);
        record.key.verify(&signed, &headers.signature).map_err(|_| AuthError::Unauthorised)?;
        // Only after the signature: strangers must not fill the memory.
        self.remember(&headers.nonce, now)?;
        Ok(record)
    }

    /// The memory is a table, so that a restart does not open a window for old requests.
    fn remember(&self, nonce: &[u8; 16], now: Moment) -> Result<(), AuthError> {
        let mut db = self.requests();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.prepare_cached("DELETE FROM nonces WHERE seen < ?1")?
            .execute([now.0.saturating_sub(DAY)])?;
        let added = tx
            .prepare_cached("INSERT OR IGNORE INTO nonces (nonce, seen) VALUES (?1, ?2)")?
            .execute(params![nonce, now.0])?;
        tx.commit()?;
        if added == 1 { Ok(()) } else { Err(AuthError::Replayed) }
    }
}
