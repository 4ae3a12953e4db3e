//! The message of a change: which edit it carries again, and which edits each put replaces.
//!
//! `soviec1:` + unpadded base64url of the CBOR `[e, overs]`.

use minicbor::{Decoder, Encoder, data::Type, decode};

use super::Malformed;
use crate::model::ChangeHash;

const PREFIX: &str = "soviec1:";
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What a re-issue or *write it again* says beside its puts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The edit that a re-issue carries again. None in *write it again*: it is a new edit.
    pub edit: Option<ChangeHash>,
    /// For each put, in their order, the edits that it replaces beside its predecessors.
    pub overs: Vec<Vec<ChangeHash>>,
}

impl Message {
    /// The text as it stands in the change.
    pub fn text(&self) -> String {
        format!("{PREFIX}{}", to_base64(&self.to_cbor()))
    }

    /// Reads the text.
    ///
    /// # Errors
    ///
    /// [`Malformed::Message`] for anything but the one form of a message that passes
    /// [`Self::check`].
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let coded = text.strip_prefix(PREFIX).ok_or(Malformed::Message)?;
        let cbor = from_base64(coded).ok_or(Malformed::Message)?;
        let message = Self::from_cbor(&cbor).map_err(|_| Malformed::Message)?;
        message.check()?;
        // Writing it again finds long forms of CBOR and stray bits of base64 alike.
        if message.text() == text { Ok(message) } else { Err(Malformed::Message) }
    }

    /// Whether the lists are ascending, do not name the edit itself and, without an edit, are
    /// not empty.
    pub fn check(&self) -> Result<(), Malformed> {
        let sorted = self.overs.iter().all(|over| over.is_sorted_by(|a, b| a < b));
        let foreign = !self.overs.iter().flatten().any(|over| Some(*over) == self.edit);
        let filled = self.edit.is_some() || self.overs.iter().all(|over| !over.is_empty());
        if sorted && foreign && filled { Ok(()) } else { Err(Malformed::Message) }
    }

    fn to_cbor(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut e = Encoder::new(&mut bytes);
        (|| {
            e.array(2)?.encode(self.edit)?.array(self.overs.len() as u64)?;
            for over in &self.overs {
                e.encode(over)?;
            }
            e.ok()
        })()
        .expect("a Vec takes every byte");
        bytes
    }

    fn from_cbor(bytes: &[u8]) -> Result<Self, decode::Error> {
        let mut d = Decoder::new(bytes);
        d.array()?;
        let edit = match d.datatype()? {
            Type::Null => d.null().map(|()| None)?,
            _ => Some(d.decode()?),
        };
        let overs = (0..list(&mut d)?)
            .map(|_| (0..list(&mut d)?).map(|_| d.decode()).collect())
            .collect::<Result<_, _>>()?;
        Ok(Self { edit, overs })
    }
}

/// The announced length of a list. Nothing is allocated for it: a false one ends the reading.
fn list(d: &mut Decoder<'_>) -> Result<u64, decode::Error> {
    d.array()?.ok_or_else(|| decode::Error::message("a list without its length"))
}

fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            text.push(ALPHABET[(bits >> (18 - 6 * place)) as usize & 63].into());
        }
    }
    text
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for four in text.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for letter in four {
            bits = bits << 6 | value(*letter)?;
        }
        let bits = bits << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    Some(bytes)
}

fn value(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(value.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hash(byte: u8) -> ChangeHash {
        ChangeHash([byte; 32])
    }

    fn message(edit: Option<u8>, overs: &[&[u8]]) -> Message {
        let overs = overs.iter().map(|over| over.iter().map(|b| hash(*b)).collect()).collect();
        Message { edit: edit.map(hash), overs }
    }

    #[test]
    fn both_forms_come_back() {
        for good in [
            message(Some(1), &[]),
            message(Some(1), &[&[], &[2, 3]]),
            message(None, &[&[1]]),
            message(None, &[&[1, 2], &[2]]),
        ] {
            assert_eq!(Message::parse(&good.text()), Ok(good));
        }
    }

    #[test]
    fn every_other_form_is_refused() {
        for bad in [
            message(Some(1), &[&[1]]),
            message(Some(1), &[&[3, 2]]),
            message(Some(1), &[&[2, 2]]),
            message(None, &[&[1], &[]]),
        ] {
            assert_eq!(Message::parse(&bad.text()), Err(Malformed::Message), "{bad:?}");
        }
        let good = message(Some(1), &[&[2]]).text();
        for bad in [
            "".to_owned(),
            "soviec1:".to_owned(),
            "a note".to_owned(),
            format!("{good}="),
            format!("{good}A"),
            good.replace("soviec1:", "soviec2:"),
            good[..good.len() - 2].to_owned(),
        ] {
            assert_eq!(Message::parse(&bad), Err(Malformed::Message), "{bad}");
        }
    }

    #[test]
    fn long_forms_of_cbor_are_refused() {
        let long = [&[0x98, 2, 0x58, 32][..], &[1; 32], &[0x80]].concat();
        let endless = [&[0x82, 0x58, 32][..], &[1; 32], &[0x9f, 0xff]].concat();
        let announced = [&[0x82, 0x58, 32][..], &[1; 32], &[0x9b], &[0xff; 8]].concat();
        for cbor in [long, endless, announced] {
            let text = format!("{PREFIX}{}", to_base64(&cbor));
            assert_eq!(Message::parse(&text), Err(Malformed::Message), "{text}");
        }
    }

    proptest! {
        #[test]
        fn base64_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..50)) {
            prop_assert_eq!(from_base64(&to_base64(&bytes)), Some(bytes));
        }

        #[test]
        fn noise_never_panics(text in "(soviec1:)?[A-Za-z0-9_=é-]{0,60}") {
            if let Ok(message) = Message::parse(&text) {
                prop_assert_eq!(message.text(), text);
            }
        }
    }
}
