//! Ways to alter what was valid.

use soviec_core::{
    change::{Action, Change, NewChange, ObjectId, Value, encode},
    model::{ActorId, OpId},
};

use super::craft::{self, Head, PLAIN};
use crate::Chance;

/// Numbers at which programs break.
const EDGES: [u64; 14] = [
    0,
    1,
    0x7f,
    0x80,
    0xffff,
    1 << 31,
    (1 << 31) - 1,
    u32::MAX as u64 - 1,
    u32::MAX as u64,
    u32::MAX as u64 + 1,
    1 << 40,
    i64::MAX as u64,
    u64::MAX - 1,
    u64::MAX,
];

/// How a change was altered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One byte of the body, behind a right checksum.
    OneByte,
    /// Several bytes, behind a right checksum.
    ManyBytes,
    /// Any byte of the chunk, its checksum left as it was.
    Unrepaired,
    /// The beginning of one change and the end of another.
    Splice,
    /// What the change says.
    Said,
    /// A head written by hand, with any numbers and lengths.
    Head,
    /// A chunk that announces another type or length.
    Frame,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::OneByte,
        Self::ManyBytes,
        Self::Unrepaired,
        Self::Splice,
        Self::Said,
        Self::Head,
        Self::Frame,
    ];
}

/// A number at which programs break, or any.
pub fn edge(chance: &Chance) -> u64 {
    if chance.once_in(4) { chance.next() } else { *chance.pick(&EDGES) }
}

/// A valid change, altered; `other` is another valid one.
pub fn change(chance: &Chance, kind: Kind, valid: &NewChange, other: &Change) -> Vec<u8> {
    let bytes = || encode(valid).bytes().to_vec();
    match kind {
        Kind::OneByte => {
            let mut body = craft::body_of(&bytes()).to_vec();
            one_byte(chance, &mut body);
            craft::chunk(PLAIN, &body)
        }
        Kind::ManyBytes => {
            let mut body = craft::body_of(&bytes()).to_vec();
            (0..2 + chance.below(9)).for_each(|_| one_byte(chance, &mut body));
            craft::chunk(PLAIN, &body)
        }
        Kind::Unrepaired => noise(chance, &bytes(), other.bytes()),
        Kind::Splice => {
            let bytes = bytes();
            craft::chunk(
                PLAIN,
                &splice(chance, craft::body_of(&bytes), craft::body_of(other.bytes())),
            )
        }
        Kind::Said => {
            let mut new = valid.clone();
            (0..1 + chance.below(3)).for_each(|_| say(chance, &mut new, other));
            encode(&new).bytes().to_vec()
        }
        Kind::Head => head(chance, valid).bytes(),
        Kind::Frame => {
            let bytes = bytes();
            let body = craft::body_of(&bytes);
            let kind = if chance.once_in(2) { PLAIN } else { chance.next() as u8 };
            let length = if chance.once_in(2) { edge(chance) } else { body.len() as u64 };
            craft::chunk_of(kind, length, body)
        }
    }
}

/// Any bytes, altered: a few replaced, taken out or put in, cut off, or spliced with others.
pub fn noise(chance: &Chance, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut altered = bytes.to_vec();
    match chance.below(8) {
        0 => altered = splice(chance, bytes, other),
        1 => altered.truncate(chance.below(bytes.len() + 1)),
        2 => altered.extend_from_slice(&other[..chance.below(other.len() + 1)]),
        3 => {
            let at = chance.below(altered.len() + 1);
            altered.splice(at..at, craft::leb(edge(chance)));
        }
        _ => (0..1 + chance.below(4)).for_each(|_| one_byte(chance, &mut altered)),
    }
    altered
}

fn one_byte(chance: &Chance, bytes: &mut Vec<u8>) {
    if bytes.is_empty() {
        return bytes.push(chance.next() as u8);
    }
    let at = chance.below(bytes.len());
    match chance.below(10) {
        0 => drop(bytes.remove(at)),
        1 => bytes.insert(at, chance.next() as u8),
        2 => bytes[at] ^= 1 << chance.below(8),
        3 => bytes[at] = *chance.pick(&[0, 1, 0x7f, 0x80, 0xff]),
        _ => bytes[at] = chance.next() as u8,
    }
}

fn splice(chance: &Chance, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let begin = chance.below(bytes.len() + 1);
    let end =
        if chance.once_in(2) { begin.min(other.len()) } else { chance.below(other.len() + 1) };
    [&bytes[..begin], &other[end..]].concat()
}

fn say(chance: &Chance, new: &mut NewChange, other: &Change) {
    let place = chance.below(new.operations.len().max(1));
    match (chance.below(16), new.operations.get_mut(place)) {
        (0, _) => new.seq = edge(chance),
        (1, _) => new.seq = new.seq.wrapping_add(chance.next() % 3).wrapping_sub(1),
        (2, _) => new.start_op = edge(chance).max(1),
        (3, _) => {
            new.start_op = new.start_op.wrapping_add(chance.next() % 3).wrapping_sub(1).max(1)
        }
        (4, _) => new.time = edge(chance) as i64,
        (5, _) => {
            new.actor =
                if chance.once_in(2) { other.actor } else { craft::actor(chance.next() % 9) }
        }
        (6, _) => drop(new.dependencies.pop()),
        (7, _) => new.dependencies.push(craft::no_change(chance.next())),
        (8, _) => new.dependencies.extend(&other.dependencies),
        (9, Some(op)) => op.predecessors.push(other.op_id(chance.below(3))),
        (10, Some(op)) => op.predecessors.clear(),
        (11, Some(op)) => {
            let foreign = OpId { counter: edge(chance), actor: ActorId([chance.next() as u8; 16]) };
            if chance.once_in(2) {
                op.predecessors.push(foreign)
            } else {
                op.object = ObjectId::Op(foreign)
            }
        }
        (12, Some(op)) => op.action = Action::Other(edge(chance).max(2)),
        (13, Some(op)) => {
            op.action = Action::Put(Value::Bytes(vec![chance.next() as u8; chance.below(9_000)]))
        }
        (14, _) => {
            let more = new.operations.clone();
            (0..chance.below(3)).for_each(|_| new.operations.extend_from_slice(&more));
        }
        _ => new.message = other.message.clone(),
    }
}

fn head(chance: &Chance, valid: &NewChange) -> Head {
    let mut head = Head {
        dependencies: valid.dependencies.iter().map(|hash| hash.0).collect(),
        announced: chance.once_in(3).then(|| edge(chance)),
        actor: valid.actor.0.to_vec(),
        seq: if chance.once_in(2) { valid.seq } else { edge(chance) },
        start_op: if chance.once_in(2) { valid.start_op } else { edge(chance) },
        time: craft::leb(edge(chance)),
        message: Vec::new(),
        others: (0..chance.below(3)).map(|_| vec![chance.next() as u8; 16]).collect(),
        columns: Vec::new(),
    };
    if chance.once_in(4) {
        head.actor.resize(chance.below(70), 7);
    }
    if chance.once_in(4) {
        head.message = vec![chance.next() as u8; chance.below(40)];
    }
    for _ in 0..chance.below(5) {
        let bytes: Vec<u8> = (0..chance.below(12)).map(|_| chance.next() as u8).collect();
        let specification = if chance.once_in(3) { edge(chance) } else { chance.next() % 200 };
        let length = if chance.once_in(3) { edge(chance) } else { bytes.len() as u64 };
        head.columns.push((specification, length, bytes));
    }
    head
}

/// The input with the right length and checksum for its first chunk, if the input is one chunk.
pub fn repaired(kind: u8, input: &[u8]) -> Vec<u8> {
    craft::chunk(kind, craft::body_of(input))
}
