//! Bytes made by hand: numbers, chunks, headers, bombs.

use sha2::{Digest, Sha256};
use soviec_core::{
    change::{Change, NewChange},
    model::{ActorId, ChangeHash},
};

/// The type of a plain change.
pub const PLAIN: u8 = 1;

/// A number as changes write it (LEB128).
pub fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// The bytes of a number.
pub fn leb(value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    number(&mut out, value);
    out
}

/// A chunk with a right checksum.
pub fn chunk(kind: u8, body: &[u8]) -> Vec<u8> {
    chunk_of(kind, body.len() as u64, body)
}

/// A chunk that announces another length than it has, with the checksum of what it has.
pub fn chunk_of(kind: u8, length: u64, body: &[u8]) -> Vec<u8> {
    let hashed = [&[kind][..], &leb(length), body].concat();
    let sum = Sha256::digest(&hashed);
    [&[0x85, 0x6f, 0x4a, 0x83], &sum[..4], &hashed].concat()
}

/// What stands behind magic, checksum, type and length; nothing when the bytes are shorter.
pub fn body_of(bytes: &[u8]) -> &[u8] {
    let rest = bytes.get(9..).unwrap_or_default();
    let length = rest.iter().take_while(|byte| **byte >= 0x80).count() + 1;
    rest.get(length..).unwrap_or_default()
}

/// What the head of a change says; anything may stand in it.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// What it builds on.
    pub dependencies: Vec<[u8; 32]>,
    /// How many dependencies it announces, if not as many as it has.
    pub announced: Option<u64>,
    /// Its author.
    pub actor: Vec<u8>,
    /// Its place in the author's lane.
    pub seq: u64,
    /// The number of its first operation.
    pub start_op: u64,
    /// The author's time, as its bytes.
    pub time: Vec<u8>,
    /// Its message.
    pub message: Vec<u8>,
    /// The other actors.
    pub others: Vec<Vec<u8>>,
    /// Columns: specification, announced length, bytes.
    pub columns: Vec<(u64, u64, Vec<u8>)>,
}

impl Head {
    /// The head of a change without operations by an actor of 16 equal bytes.
    pub fn empty(actor: u8, seq: u64, start_op: u64) -> Self {
        Self { actor: vec![actor; 16], seq, start_op, time: vec![0], ..Self::default() }
    }

    /// The plain chunk of it.
    pub fn bytes(&self) -> Vec<u8> {
        chunk(PLAIN, &self.body())
    }

    fn body(&self) -> Vec<u8> {
        let mut out = leb(self.announced.unwrap_or(self.dependencies.len() as u64));
        self.dependencies.iter().for_each(|hash| out.extend(hash));
        prefixed(&mut out, &self.actor);
        number(&mut out, self.seq);
        number(&mut out, self.start_op);
        out.extend(&self.time);
        prefixed(&mut out, &self.message);
        number(&mut out, self.others.len() as u64);
        self.others.iter().for_each(|actor| prefixed(&mut out, actor));
        number(&mut out, self.columns.len() as u64);
        for (specification, length, _) in &self.columns {
            number(&mut out, *specification);
            number(&mut out, *length);
        }
        self.columns.iter().for_each(|(.., bytes)| out.extend(bytes));
        out
    }
}

fn prefixed(out: &mut Vec<u8>, bytes: &[u8]) {
    number(out, bytes.len() as u64);
    out.extend(bytes);
}

/// Raw DEFLATE that becomes 258 zero bytes for every 13 bits: one literal, then copies of it.
pub fn bomb(size: usize) -> Vec<u8> {
    // A last block with fixed codes; the literal 0 is 00110000.
    let mut bits: Vec<bool> = vec![true, true, false];
    bits.extend([false, false, true, true, false, false, false, false]);
    while bits.len() < size * 8 {
        // Length 258 is the code 11000101, distance 1 is 00000.
        bits.extend([true, true, false, false, false, true, false, true]);
        bits.extend([false; 5]);
    }
    bits.extend([false; 7]);
    bits.chunks(8)
        .map(|eight| eight.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit)))
        .collect()
}

/// What a change says, to be said differently.
pub fn content(change: &Change) -> NewChange {
    NewChange {
        dependencies: change.dependencies.clone(),
        actor: change.actor,
        seq: change.seq,
        start_op: change.start_op,
        time: change.time,
        message: change.message.clone(),
        operations: change.operations.clone(),
    }
}

/// An actor that follows from a number.
pub fn actor(number: u64) -> ActorId {
    let mut bytes = [0xac; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    ActorId(bytes)
}

/// A hash that follows from a number and is that of no change.
pub fn no_change(number: u64) -> ChangeHash {
    ChangeHash(Sha256::digest(number.to_be_bytes()).into())
}
