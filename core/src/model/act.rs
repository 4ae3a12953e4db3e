//! Acts: what an officer declares in one register, complete in itself.
//!
//! One byte of version, then a CBOR map with numbered keys. Keys 0 and 1 are *who* and *when*;
//! key 2 makes the act a withdrawal, key 3 holds a restored act as stored; content begins at
//! key 4. No code decodes an act,
//! changes it and encodes it again: a write is always a whole new act, so the fields that an
//! older version does not know survive it byte for byte.

use minicbor::{Decode, Decoder, Encode, data::Type};
use sha2::{Digest, Sha256};

use super::{ChangeHash, Day, OfficerId, withdrawal};

/// The version that this build writes.
pub(super) const VERSION: u8 = 1;
const WHO: u8 = 0;
const WHEN: u8 = 1;
pub(super) const WITHDRAWN: u8 = 2;
const RESTORED: u8 = 3;

/// Why bytes are not an act that this build understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// A newer app wrote it: show it as newer, offer a note, never overwrite it unseen.
    #[error("the act has version {0}; this build reads version {VERSION}")]
    Newer(u8),
    /// Not a version byte and a well-formed map with the fields that the register needs.
    #[error("the act is malformed")]
    Malformed,
    /// Its author took back what he said: read it as if nothing were declared.
    #[error("the act is withdrawn")]
    Withdrawn,
}

/// What can stand in a register as an act of this version.
pub trait Act: Encode<()> + for<'b> Decode<'b, ()> {}

/// A tick or its withdrawal on a checklist item.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Tick {
    /// The officer who says so.
    #[n(0)]
    pub by: OfficerId,
    /// The day that the officer declares.
    #[n(1)]
    pub on: Day,
    /// Done, or not (any more).
    #[n(4)]
    pub done: bool,
}

/// A status as an officer declares it; overdue and late are computed, never typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Declared {
    /// *Chưa thực hiện*.
    #[n(0)]
    NotStarted,
    /// *Đang thực hiện*.
    #[n(1)]
    InProgress,
    /// *Hoàn thành*.
    #[n(2)]
    Done,
    /// *Thường xuyên, có hiệu quả*: for an ongoing task, per period.
    #[n(3)]
    Effective,
    /// *Thường xuyên, chưa hiệu quả*: for an ongoing task, per period.
    #[n(4)]
    Weak,
}

impl Declared {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 5] =
        [Self::NotStarted, Self::InProgress, Self::Done, Self::Effective, Self::Weak];

    /// The number on the wire and in stored rows.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The status with that number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.number() == number)
    }
}

/// The status of a task as a unit declares it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct StatusAct {
    /// The officer who says so.
    #[n(0)]
    pub by: OfficerId,
    /// The day that the officer declares.
    #[n(1)]
    pub on: Day,
    /// The status.
    #[n(4)]
    pub status: Declared,
    /// The result in a few words.
    #[n(5)]
    pub result: Option<String>,
}

/// A note on a task.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Note {
    /// The officer who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The day that the officer declares.
    #[n(1)]
    pub on: Day,
    /// The text, already clean. See [`super::clean`].
    #[n(4)]
    pub text: String,
}

impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A note may hold anything an officer typed: its text stays out of logs.
        write!(f, "Note({} bytes)", self.text.len())
    }
}

/// An officer has seen that his edits were replaced, or that two values stand.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Accept {
    /// The officer whose edits they are.
    #[n(0)]
    pub by: OfficerId,
    /// All his edits of that register that are replaced, those accepted earlier included.
    #[n(4)]
    pub gone: Vec<ChangeHash>,
    /// All edits that were shown.
    #[n(5)]
    pub two: Vec<ChangeHash>,
}

impl Act for Tick {}
impl Act for StatusAct {}
impl Act for Note {}
impl Act for Accept {}

/// The act as it stands in a register.
pub fn encode<A: Act>(act: &A) -> Vec<u8> {
    to_bytes(act)
}

pub(super) fn to_bytes<A: Encode<()>>(act: &A) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    minicbor::encode(act, &mut bytes).expect("a Vec takes every byte");
    bytes
}

/// Reads an act; a restored one is read as what it restores.
pub fn decode<A: Act>(bytes: &[u8]) -> Result<A, ActError> {
    let inner = inner_of(bytes);
    let (&version, map) = inner.split_first().ok_or(ActError::Malformed)?;
    if version > VERSION {
        return Err(ActError::Newer(version));
    }
    if value_of(inner, WITHDRAWN).is_some() {
        let formed = withdrawal::is_formed(inner);
        return Err(if formed { ActError::Withdrawn } else { ActError::Malformed });
    }
    let mut d = Decoder::new(map);
    let act = d.decode().map_err(|_| ActError::Malformed)?;
    if d.position() == map.len() { Ok(act) } else { Err(ActError::Malformed) }
}

/// The version byte, if the rest is one well-formed CBOR map with ascending number keys.
pub fn version_of(bytes: &[u8]) -> Option<u8> {
    let pairs = Pairs::of(bytes)?;
    let whole = pairs.clone().all(|pair| pair.is_some());
    whole.then_some(bytes[0])
}

/// The officer under key 0; of a restored act, who restored it.
pub fn author_of(bytes: &[u8]) -> Option<OfficerId> {
    minicbor::decode(value_of(bytes, WHO)?).ok()
}

/// The day under key 1: the one that the officer declared. Of a restored act the restored one's.
pub fn declared_day(bytes: &[u8]) -> Option<Day> {
    minicbor::decode(value_of(inner_of(bytes), WHEN)?).ok()
}

/// The stored act inside a restored one, else the act itself.
pub fn inner_of(bytes: &[u8]) -> &[u8] {
    let inner = value_of(bytes, RESTORED).and_then(|raw| Decoder::new(raw).bytes().ok());
    inner.unwrap_or(bytes)
}

/// An act that restores `stored`, copied byte for byte; a restored one is not wrapped again.
pub fn restored(stored: &[u8], by: OfficerId) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    let mut e = minicbor::Encoder::new(&mut bytes);
    (|| {
        e.map(2)?.u8(WHO)?.bytes(by.as_slice())?;
        e.u8(RESTORED)?.bytes(inner_of(stored))?.ok()
    })()
    .expect("a Vec takes every byte");
    bytes
}

/// The bytes that carry the meaning: the version and every pair but who and when. A withdrawal
/// means that and nothing else, whatever its reason.
pub fn content_of(bytes: &[u8]) -> Vec<u8> {
    let inner = inner_of(bytes);
    if value_of(inner, WITHDRAWN).is_some() {
        return vec![inner[0], WITHDRAWN];
    }
    let Some(pairs) = Pairs::of(inner) else { return inner.to_vec() };
    let mut content = vec![inner[0]];
    for (key, raw) in pairs.flatten() {
        if key != WHO && key != WHEN {
            content.push(key);
            content.extend_from_slice(raw);
        }
    }
    content
}

/// First 8 bytes of the hash of [`content_of`]: acts that differ only in who and when agree.
pub fn meaning_of(bytes: &[u8]) -> [u8; 8] {
    meaning_of_content(&content_of(bytes))
}

pub(super) fn meaning_of_content(content: &[u8]) -> [u8; 8] {
    let digest = Sha256::digest(content);
    let mut meaning = [0; 8];
    meaning.copy_from_slice(&digest[..8]);
    meaning
}

fn value_of(bytes: &[u8], wanted: u8) -> Option<&[u8]> {
    Pairs::of(bytes)?.flatten().find(|(key, _)| *key == wanted).map(|(_, raw)| raw)
}

/// The pairs of an act's map as (key, raw value); `None` once where the bytes stop making sense.
#[derive(Clone)]
struct Pairs<'b> {
    map: &'b [u8],
    at: usize,
    left: u64,
    last_key: Option<u8>,
}

impl<'b> Pairs<'b> {
    fn of(bytes: &'b [u8]) -> Option<Self> {
        let map = bytes.get(1..)?;
        let mut d = Decoder::new(map);
        let left = d.map().ok()??;
        Some(Self { map, at: d.position(), left, last_key: None })
    }

    fn read(&mut self) -> Option<(u8, &'b [u8])> {
        let mut d = Decoder::new(self.map);
        d.set_position(self.at);
        if !matches!(d.datatype().ok()?, Type::U8) {
            return None;
        }
        let key = d.u8().ok()?;
        let start = d.position();
        d.skip().ok()?;
        let ascending = self.last_key.is_none_or(|last| last < key);
        self.last_key = Some(key);
        self.at = d.position();
        self.left -= 1;
        let whole = self.left > 0 || self.at == self.map.len();
        (ascending && whole).then(|| (key, &self.map[start..self.at]))
    }
}

impl<'b> Iterator for Pairs<'b> {
    type Item = Option<(u8, &'b [u8])>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 {
            return None;
        }
        let pair = self.read();
        if pair.is_none() {
            self.left = 0;
        }
        Some(pair)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{withdrawal, withdrawn_meaning};

    fn tick(by: u8, day: u32) -> Vec<u8> {
        encode(&Tick { by: OfficerId([by; 16]), on: Day::new(2023, 6, day).unwrap(), done: true })
    }

    #[test]
    fn who_and_when_do_not_change_the_meaning() {
        assert_eq!(meaning_of(&tick(1, 1)), meaning_of(&tick(2, 9)));
        let not_done = Tick { done: false, ..decode(&tick(1, 1)).unwrap() };
        assert_ne!(meaning_of(&tick(1, 1)), meaning_of(&encode(&not_done)));
    }

    #[test]
    fn a_restored_act_keeps_its_bytes_its_meaning_and_says_who_restored() {
        let stored = tick(1, 1);
        let again = restored(&stored, OfficerId([2; 16]));
        assert_eq!(inner_of(&again), stored);
        assert_eq!(meaning_of(&again), meaning_of(&stored));
        assert_eq!(author_of(&again), Some(OfficerId([2; 16])));
        assert_eq!(inner_of(&restored(&again, OfficerId([3; 16]))), stored);
        assert_eq!(decode::<Tick>(&again), decode::<Tick>(&stored));
    }

    #[test]
    fn a_withdrawal_reads_as_nothing_whatever_its_reason() {
        let on = Day::new(2023, 6, 1).unwrap();
        let mut act = withdrawal(OfficerId([1; 16]), on);
        let meaning = withdrawn_meaning();
        assert_eq!(decode::<Tick>(&act), Err(ActError::Withdrawn));
        assert_eq!(decode::<Note>(&restored(&act, OfficerId([2; 16]))), Err(ActError::Withdrawn));
        assert_eq!((meaning_of(&act), declared_day(&act)), (meaning, Some(on)));
        let reason = act.len() - 1;
        act[reason] = 9;
        assert_eq!(decode::<Tick>(&act), Err(ActError::Withdrawn));
        assert_eq!(meaning_of(&act), meaning);
        act[reason] = 0xf6; // null is no reason
        assert_eq!(decode::<Tick>(&act), Err(ActError::Malformed));
    }

    #[test]
    fn unknown_fields_are_skipped_and_a_newer_version_is_named() {
        let mut newer = tick(1, 1);
        newer[1] += 1; // one more pair in the map
        newer.extend([0x18, 0x63, 0x61, b'x']); // 99: "x"
        assert!(decode::<Tick>(&newer).is_ok());
        assert_ne!(meaning_of(&newer), meaning_of(&tick(1, 1)));
        newer[0] = 2;
        assert_eq!(decode::<Tick>(&newer), Err(ActError::Newer(2)));
        assert_eq!(version_of(&newer), Some(2));
    }

    #[test]
    fn noise_is_malformed_not_a_panic() {
        let whole = tick(1, 1);
        for end in 0..whole.len() {
            assert!(decode::<Tick>(&whole[..end]).is_err());
            assert_eq!(version_of(&whole[..end]), None);
        }
        for noise in [&[][..], &[1], &[1, 0xbf], &[1, 0xa1, 0xff], &[1, 0xa2, 0, 0, 0, 0]] {
            assert_eq!(version_of(noise), None, "{noise:?}");
            let _ = (author_of(noise), meaning_of(noise), inner_of(noise));
        }
    }
}
