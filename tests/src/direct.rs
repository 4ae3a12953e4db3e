//! The office, and the way to it that needs no socket.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex, PoisonError},
};

use soviec_core::{
    http::{Cancel, Response, Transport, TransportError},
    protocol::{ENROL_PATH, EnrolRequest, Failure, FailureCode, Request, SYNC_PATH},
};
use soviec_server::{
    Office,
    auth::{AuthError, SignedHeaders},
};

/// The office, which a test may close and open again under its phones.
#[derive(Default)]
pub struct House(Mutex<Option<Arc<Office>>>);

impl House {
    /// The office that is open now.
    pub fn office(&self) -> Option<Arc<Office>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn open(&self, office: Office) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(office));
    }

    pub(crate) fn close(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Hands requests to the office inside the process: the same checks as over HTTP, without HTTP.
pub struct Direct(pub Arc<House>);

impl Transport for Direct {
    fn post(
        &self,
        _: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
        cancel: &Cancel,
    ) -> Result<Response, TransportError> {
        if cancel.is_cancelled() {
            return Err(TransportError::Cancelled);
        }
        let office = self.0.office().ok_or(TransportError::Unreachable)?;
        let worked = match path {
            SYNC_PATH => sync(&office, headers, &body),
            ENROL_PATH => enrol(&office, &body),
            _ => Err(failure(FailureCode::Malformed, "there is no such path")),
        };
        Ok(match worked {
            Ok(body) => Response { status: 200, body },
            Err(failure) => Response { status: 400, body: failure.to_body() },
        })
    }
}

fn sync(office: &Office, headers: &[(&str, String)], body: &[u8]) -> Result<Vec<u8>, Failure> {
    let headers = signed(headers)
        .ok_or_else(|| failure(FailureCode::Unauthorised, "the request is not signed"))?;
    let device = office.auth().check(&headers, SYNC_PATH, body, office.now()).map_err(refused)?;
    let malformed = |error: &dyn std::fmt::Display| failure(FailureCode::Malformed, error);
    let request =
        Request::from_body(body, office.relay().wire_limits()).map_err(|e| malformed(&e))?;
    let reply = office.relay().exchange(&device, &request, office.now());
    reply.map(|reply| reply.to_body()).map_err(|e| malformed(&e))
}

fn enrol(office: &Office, body: &[u8]) -> Result<Vec<u8>, Failure> {
    let request = EnrolRequest::from_body(body, office.relay().wire_limits())
        .map_err(|e| failure(FailureCode::Malformed, e))?;
    let source = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let reply = office.auth().enrol(&request, source, office.now()).map_err(refused)?;
    Ok(reply.to_body())
}

fn refused(error: AuthError) -> Failure {
    let code = match error {
        AuthError::BadCode => FailureCode::BadCode,
        AuthError::Replayed => FailureCode::Replayed,
        _ => FailureCode::Unauthorised,
    };
    failure(code, &error)
}

fn failure(code: FailureCode, detail: impl std::fmt::Display) -> Failure {
    Failure { code, detail: detail.to_string() }
}

fn signed(headers: &[(&str, String)]) -> Option<SignedHeaders> {
    let value = |name: &str| headers.iter().find(|(found, _)| *found == name).map(|(_, v)| v);
    Some(SignedHeaders {
        device: value("soviec-device")?.parse().ok()?,
        relay_epoch: value("soviec-relay-epoch")?.parse().ok()?,
        nonce: from_hex(value("soviec-nonce")?)?,
        signature: from_hex(value("soviec-signature")?)?,
    })
}

fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
