//! Identities: 16 bytes each (a ULID or random bytes), 26 Crockford characters in text.

use std::fmt;

use minicbor::{Decode, Decoder, Encode, Encoder, bytes::ByteArray, decode, encode};

/// Crockford's base 32: no I, L, O or U, so that an id read aloud is not misheard.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TEXT_LEN: usize = 26;

/// A text that is not an id: 26 Crockford characters, the first at most `7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id: 26 Crockford characters are expected")]
pub struct IdError;

/// Writes the text without an allocation: a window of a list has hundreds of ids.
fn write_text(bytes: [u8; 16], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut value = u128::from_be_bytes(bytes);
    let mut text = [0; TEXT_LEN];
    for digit in text.iter_mut().rev() {
        *digit = ALPHABET[(value & 31) as usize];
        value >>= 5;
    }
    f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
}

fn from_text(text: &str) -> Result<[u8; 16], IdError> {
    if text.len() != TEXT_LEN || text.as_bytes()[0] > b'7' {
        return Err(IdError);
    }
    let mut value = 0u128;
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|&c| c == byte).ok_or(IdError)?;
        value = value << 5 | digit as u128;
    }
    Ok(value.to_be_bytes())
}

/// Writes an id newtype of `$len` bytes that travels as a CBOR byte string.
macro_rules! bytes_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// The id whose bytes are `bytes`, if there are exactly as many as it needs.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, IdError> {
                bytes.try_into().map(Self).map_err(|_| IdError)
            }

            /// The bytes as a slice.
            pub fn as_slice(&self) -> &[u8] {
                &self.0
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: encode::Write>(
                &self,
                e: &mut Encoder<W>,
                _: &mut C,
            ) -> Result<(), encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, decode::Error> {
                ByteArray::<$len>::decode(d, ctx).map(|b| Self(b.into()))
            }
        }
    };
}

/// Writes a 16-byte id that is shown and stored in keys as Crockford text.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        bytes_id!($(#[$doc])* $name, 16);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_text(self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                from_text(text).map(Self)
            }
        }
    };
}

text_id!(/** A province: the space in which a relay gives sequence numbers. */ TenantId);
text_id!(/** A unit: a commune's police, a village's team, an office. Internal and random. */ UnitId);
text_id!(/** An officer, never a name. */ OfficerId);
text_id!(/** A phone as the relay enrolled it. */ DeviceId);
text_id!(/** A plan (*kế hoạch*). */ PlanId);
text_id!(/** A group of tasks inside a plan (*nhóm nhiệm vụ*). */ GroupId);
text_id!(/** A named set of units inside a plan (*nhóm đơn vị*). */ SetId);
text_id!(/** A task of a plan (*nhiệm vụ*). */ TaskId);
text_id!(/** A checklist item of a task (*đầu việc*). */ ItemId);
text_id!(/** One entry under an owner, for example a note: a fresh ULID. */ EntryId);
text_id!(
    /** A document: derived, so two offline phones mean the same one. See [`super::DocumentName`]. */
    DocumentId
);
text_id!(/** The epoch of a phone's database or of a relay: random, new after every restore. */ Epoch);
text_id!(/** The author of changes inside the CRDT: a lane of a phone, or an office's pen. */ ActorId);

bytes_id!(
    /// SHA-256 of a change chunk: the identity of a change, and of the edit it carried first.
    ChangeHash,
    32
);

impl fmt::Display for ChangeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ChangeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The first four bytes tell changes apart in a log and keep lines readable.
        write!(
            f,
            "ChangeHash({:02x}{:02x}{:02x}{:02x}…)",
            self.0[0], self.0[1], self.0[2], self.0[3]
        )
    }
}

impl std::str::FromStr for ChangeHash {
    type Err = IdError;

    /// Reads 64 hexadecimal digits in lower case, as [`fmt::Display`] writes them.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(IdError),
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes: Vec<u8> = pairs
            .iter()
            .map(|&[high, low]| Ok(digit(high)? << 4 | digit(low)?))
            .collect::<Result<_, _>>()?;
        if rest.is_empty() { Self::from_slice(&bytes) } else { Err(IdError) }
    }
}

/// An operation: its number in the document's counter and the actor that made it.
///
/// The order is the CRDT library's: by counter first, then by the actor's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpId {
    /// The operation's number, from 1.
    pub counter: u64,
    /// Who made it.
    pub actor: ActorId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_bytes_say_the_same() {
        let id = TaskId([0xff; 16]);
        assert_eq!(id.to_string(), "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("80000000000000000000000000".parse::<TaskId>(), Err(IdError));
        assert_eq!("0000000000000000000000000I".parse::<TaskId>(), Err(IdError));
        assert_eq!("ă".parse::<TaskId>(), Err(IdError));
        let hash = ChangeHash([0xa7; 32]);
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for bad in ["", "a7", &"A7".repeat(32), &"a7".repeat(33), &format!("{hash}0")] {
            assert_eq!(bad.parse::<ChangeHash>(), Err(IdError), "{bad}");
        }
    }
}
