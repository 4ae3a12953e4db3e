//! A device without a replica: it signs whatever a test gives it.

use std::net::{IpAddr, Ipv4Addr};

use soviec_core::{
    model::Epoch,
    protocol::{
        Certificate, Cursor, EnrolRequest, Hello, Point, Request, SCHEMA, SYNC_PATH, SigningKey,
        request_signing_bytes,
    },
};

use crate::{World, frame::noon};

/// An enrolled device whose key the test holds.
pub struct HandMade {
    /// Its key.
    pub key: SigningKey,
    /// What the office says about it.
    pub certificate: Certificate,
}

impl HandMade {
    /// Enrols a device of officer `n` for the villages.
    pub fn enrol(world: &World, n: u8, villages: &[u8]) -> Self {
        let key = SigningKey::from_seed(&[200 + n; 32]);
        let request = EnrolRequest::new(world.code(n, villages).as_str(), &key);
        let (office, source) = (world.office(), IpAddr::V4(Ipv4Addr::LOCALHOST));
        let reply = office.auth().enrol(&request, source, noon()).expect("the code is good");
        let certificate = reply.certificate.open(&reply.office_key).expect("the office signed it");
        Self { key, certificate }
    }

    /// The headers of a request with this body.
    pub fn headers(&self, body: &[u8], nonce: [u8; 16]) -> Vec<(String, String)> {
        let epoch = &self.certificate.relay_epoch;
        let signed = request_signing_bytes(SYNC_PATH, body, epoch, &nonce);
        vec![
            ("soviec-device".to_owned(), self.certificate.device.to_string()),
            ("soviec-relay-epoch".to_owned(), epoch.to_string()),
            ("soviec-nonce".to_owned(), hex(&nonce)),
            ("soviec-signature".to_owned(), hex(&self.key.sign(&signed))),
        ]
    }

    /// A request that says nothing new and asks for everything.
    pub fn request(&self) -> Request {
        let (start, relay_epoch) = (Point::start(), self.certificate.relay_epoch);
        let hello = Hello {
            schema: SCHEMA,
            epoch: Epoch([1; 16]),
            next_client_seq: 1,
            waiting: 0,
            clock: noon(),
            app: "test".to_owned(),
            page: 1 << 20,
        };
        let cursor = Cursor { relay_epoch, cursor: start, horizon: start };
        Request { hello, cursor, batches: Vec::new(), attaching: Vec::new() }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
