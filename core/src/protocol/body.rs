//! The outer form of every body: `SV`, the version, then zstd over a sequence of frames.
//!
//! A frame is its kind (1 byte), its payload's length (4 bytes, big endian) and the payload, a
//! CBOR map with numbered keys. A reader skips kinds that it does not know.

use std::io::{Read, Write};

use super::{VERSION, WireLimits};

const MAGIC: &[u8; 2] = b"SV";
const HEAD: usize = MAGIC.len() + 1;
/// The level at which 500 changes cost the fewest microseconds a byte saved.
const ZSTD_LEVEL: i32 = 3;

/// Why a body is not one that this build reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// Not a body of this protocol at all.
    #[error("the body does not begin with SV and a version")]
    Foreign,
    /// A version that this build does not speak.
    #[error("the body has protocol version {0}; this side speaks version {VERSION}")]
    Version(u8),
    /// Larger than the limit, travelling or decompressed.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// Cut off or damaged.
    #[error("the body is cut off or damaged")]
    Damaged,
}

/// One frame: a kind and its payload.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    /// The kind's number.
    pub kind: u8,
    /// CBOR.
    pub payload: Vec<u8>,
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frame({}, {} bytes)", self.kind, self.payload.len())
    }
}

/// The body that carries the frames.
pub fn write_body(frames: &[Frame]) -> Vec<u8> {
    let mut plain = Vec::new();
    for frame in frames {
        plain.push(frame.kind);
        let length = u32::try_from(frame.payload.len()).expect("a frame is far below 4 GiB");
        plain.extend_from_slice(&length.to_be_bytes());
        plain.extend_from_slice(&frame.payload);
    }
    let mut body = Vec::with_capacity(HEAD + plain.len() / 2);
    body.extend_from_slice(MAGIC);
    body.push(VERSION);
    let mut zstd = zstd::Encoder::new(body, ZSTD_LEVEL).expect("the level exists");
    zstd.write_all(&plain).expect("a Vec takes every byte");
    zstd.finish().expect("a Vec takes every byte")
}

/// The frames of a body; nothing larger than the limits is ever held in memory.
pub fn open_body(body: &[u8], limits: &WireLimits) -> Result<Vec<Frame>, BodyError> {
    if body.len() > limits.body {
        return Err(BodyError::TooLarge(limits.body));
    }
    match body {
        [b'S', b'V', VERSION, ..] => {}
        [b'S', b'V', version, ..] => return Err(BodyError::Version(*version)),
        _ => return Err(BodyError::Foreign),
    }
    split(&decompress(&body[HEAD..], limits.plain_body)?)
}

fn decompress(bytes: &[u8], limit: usize) -> Result<Vec<u8>, BodyError> {
    let decoder = zstd::Decoder::with_buffer(bytes).map_err(|_| BodyError::Damaged)?;
    let mut plain = Vec::new();
    // One byte above the limit tells "too large" from "just fits".
    decoder.take(limit as u64 + 1).read_to_end(&mut plain).map_err(|_| BodyError::Damaged)?;
    if plain.len() > limit { Err(BodyError::TooLarge(limit)) } else { Ok(plain) }
}

fn split(mut plain: &[u8]) -> Result<Vec<Frame>, BodyError> {
    let mut frames = Vec::new();
    while let Some((&kind, rest)) = plain.split_first() {
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(BodyError::Damaged)?;
        let length = u32::from_be_bytes(*length) as usize;
        let (payload, rest) = rest.split_at_checked(length).ok_or(BodyError::Damaged)?;
        frames.push(Frame { kind, payload: payload.to_vec() });
        plain = rest;
    }
    Ok(frames)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_comes_back_and_every_cut_is_noticed() {
        let frames =
            vec![Frame { kind: 1, payload: vec![7; 300] }, Frame { kind: 9, payload: vec![] }];
        let body = write_body(&frames);
        let limits = WireLimits::default();
        assert_eq!(open_body(&body, &limits), Ok(frames));
        for end in 0..body.len() {
            assert!(open_body(&body[..end], &limits).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let body = write_body(&[Frame { kind: 1, payload: vec![0; 5 << 20] }]);
        assert!(body.len() < 10_000);
        assert_eq!(open_body(&body, &WireLimits::default()), Err(BodyError::TooLarge(4 << 20)));
    }

    #[test]
    fn foreign_bytes_and_other_versions_are_told_apart() {
        let limits = WireLimits::default();
        assert_eq!(open_body(b"", &limits), Err(BodyError::Foreign));
        assert_eq!(open_body(b"GET / HTTP", &limits), Err(BodyError::Foreign));
        assert_eq!(open_body(b"SV\x02abc", &limits), Err(BodyError::Version(2)));
        assert_eq!(open_body(b"SV\x01abc", &limits), Err(BodyError::Damaged));
    }
}
