//! The scalars that a register may hold.

use std::fmt;

use super::{Malformed, leb};

const NULL: u64 = 0;
const FALSE: u64 = 1;
const TRUE: u64 = 2;
const UINT: u64 = 3;
const INT: u64 = 4;
const STR: u64 = 6;
const BYTES: u64 = 7;

/// A scalar in a register. No floats, counters or times: those merge in ways of their own.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A signed number.
    Int(i64),
    /// An unsigned number.
    Uint(u64),
    /// A text.
    Str(String),
    /// Bytes, mostly an act.
    Bytes(Vec<u8>),
}

impl Value {
    /// The bytes of a text or of bytes; 0 for the others.
    pub fn len(&self) -> usize {
        match self {
            Self::Str(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
            _ => 0,
        }
    }

    /// Whether there is no text and there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends the value's bytes and returns its entry in the column of types and lengths:
    /// the length above four bits of type.
    pub(super) fn put(&self, out: &mut Vec<u8>) -> u64 {
        let start = out.len();
        let kind = match self {
            Self::Null => NULL,
            Self::Bool(false) => FALSE,
            Self::Bool(true) => TRUE,
            Self::Uint(number) => {
                leb::put_unsigned(out, *number);
                UINT
            }
            Self::Int(number) => {
                leb::put_signed(out, *number);
                INT
            }
            Self::Str(text) => {
                out.extend_from_slice(text.as_bytes());
                STR
            }
            Self::Bytes(bytes) => {
                out.extend_from_slice(bytes);
                BYTES
            }
        };
        ((out.len() - start) as u64) << 4 | kind
    }

    /// Reads the value whose entry is `meta`; texts and bytes have at most `max` bytes.
    pub(super) fn take(
        reader: &mut leb::Reader<'_>,
        meta: u64,
        max: usize,
    ) -> Result<Self, Malformed> {
        let (kind, len) = (meta & 0xf, meta >> 4);
        if len > max as u64 {
            return Err(Malformed::Value);
        }
        let raw = reader.take(len)?;
        let mut number = leb::Reader::new(raw);
        let value = match kind {
            UINT => Self::Uint(number.unsigned()?),
            INT => Self::Int(number.signed()?),
            STR => return text(raw).map(|text| Self::Str(text.to_owned())),
            BYTES => return Ok(Self::Bytes(raw.to_vec())),
            NULL => Self::Null,
            FALSE => Self::Bool(false),
            TRUE => Self::Bool(true),
            _ => return Err(Malformed::ValueType),
        };
        if number.is_empty() { Ok(value) } else { Err(Malformed::ValueType) }
    }
}

/// The bytes as a text.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Malformed> {
    std::str::from_utf8(bytes).map_err(|_| Malformed::Utf8)
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A register may hold what an officer wrote: only type and length leave it.
        match self {
            Self::Null => f.write_str("Null"),
            Self::Bool(_) => f.write_str("Bool"),
            Self::Int(_) => f.write_str("Int"),
            Self::Uint(_) => f.write_str("Uint"),
            Self::Str(text) => write!(f, "Str({} bytes)", text.len()),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_content() {
        let secret = [Value::Str("Nguyễn".into()), Value::Bytes(b"abc".to_vec()), Value::Int(4711)];
        assert_eq!(format!("{secret:?}"), "[Str(8 bytes), Bytes(3), Int]");
    }
}
