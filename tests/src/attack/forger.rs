//! A device whose holder writes requests and changes by hand.

use soviec_core::{
    http::{Cancel, Response, Transport},
    model::{ActorId, ChangeHash, DocumentId, Epoch},
    protocol::{
        Answer, Batch, BatchItem, ChangeState, Cursor, LaneUse, Point, PushedBatch, Reply, Request,
        SYNC_PATH, WireLimits, actor_of_lane,
    },
};

use crate::{Direct, HandMade, World};

/// An enrolled device that signs whatever its holder wants.
pub struct Forger {
    /// Its key and its certificate.
    pub device: HandMade,
    /// The epoch that it claims.
    pub epoch: Epoch,
    /// The number of its next change.
    pub next: u64,
    cursor: Point,
    previous: [u8; 32],
    nonce: u128,
    way: Direct,
}

impl Forger {
    /// Enrols it for an officer and his villages.
    pub fn enrol(world: &World, n: u8, villages: &[u8]) -> Self {
        let device = HandMade::enrol(world, n, villages);
        let (epoch, way) = (Epoch([n; 16]), Direct(world.house()));
        let (cursor, previous) = (Point::start(), [0; 32]);
        Self { device, epoch, next: 1, cursor, previous, nonce: u128::from(n) << 64, way }
    }

    /// The actor of one of its lanes.
    pub fn actor(&self, lane: u64) -> ActorId {
        actor_of_lane(&self.device.key.public(), &self.epoch, lane)
    }

    /// One of its lanes, as a batch announces it.
    pub fn lane(&self, number: u64, document: DocumentId) -> LaneUse {
        LaneUse { actor: self.actor(number), number, document }
    }

    /// A batch of changes, sealed; a change that is none stands under the hash zero.
    pub fn seal(&mut self, lanes: Vec<LaneUse>, changes: &[(DocumentId, Vec<u8>)]) -> PushedBatch {
        let items = changes.iter().map(|(document, bytes)| {
            let change = soviec_core::change::hash_of(bytes).unwrap_or(ChangeHash([0; 32]));
            self.next += 1;
            BatchItem { client_seq: self.next - 1, document: *document, change, grant_version: 0 }
        });
        let (items, previous) = (items.collect(), self.previous.into());
        let sealed = Batch { previous, epoch: self.epoch, lanes, items }.seal(&self.device.key);
        self.previous = sealed.hash();
        let changes = changes.iter().map(|(_, bytes)| bytes.clone().into()).collect();
        PushedBatch { sealed: sealed.to_bytes().into(), changes }
    }

    /// A request with these batches.
    pub fn request(&self, batches: Vec<PushedBatch>) -> Request {
        let mut request = self.device.request();
        request.hello.epoch = self.epoch;
        request.hello.next_client_seq = self.next;
        let relay_epoch = self.device.certificate.relay_epoch;
        request.cursor = Cursor { relay_epoch, cursor: self.cursor, horizon: self.cursor };
        Request { batches, ..request }
    }

    /// Sends a body, signed.
    pub fn send(&mut self, body: Vec<u8>) -> Response {
        self.nonce += 1;
        let headers = self.device.headers(&body, self.nonce.to_be_bytes());
        let headers: Vec<_> = headers.iter().map(|(name, v)| (name.as_str(), v.clone())).collect();
        let sent = self.way.post("https://relay", SYNC_PATH, &headers, body, &Cancel::default());
        sent.expect("the office is open")
    }

    /// The reply in an answer; none when the request was turned away.
    pub fn heard(&mut self, answer: &Response) -> Option<Reply> {
        if answer.status != 200 {
            return None;
        }
        let reply = Reply::from_body(&answer.body, &WireLimits::default());
        let reply = reply.expect("the office answers in its own words");
        self.hear(&reply);
        Some(reply)
    }

    /// The next request asks for what comes after this reply.
    pub fn hear(&mut self, reply: &Reply) {
        if reply.page.rewound.is_none() {
            self.cursor = reply.page.next;
        }
    }

    /// Pushes changes in one batch; none when the whole request was turned away.
    pub fn push(
        &mut self,
        lanes: Vec<LaneUse>,
        changes: &[(DocumentId, Vec<u8>)],
    ) -> Option<Vec<Answer>> {
        let batch = self.seal(lanes, changes);
        let answer = self.send(self.request(vec![batch]).to_body());
        self.heard(&answer).map(|reply| reply.acks.into_iter().map(|ack| ack.answer).collect())
    }

    /// The recorded state of the one change that is pushed.
    pub fn state_of(
        &mut self,
        lanes: Vec<LaneUse>,
        document: DocumentId,
        bytes: &[u8],
    ) -> Option<ChangeState> {
        match self.push(lanes, &[(document, bytes.to_vec())])?.pop()? {
            Answer::State(state) => Some(state),
            _ => None,
        }
    }
}
