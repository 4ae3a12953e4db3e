//! The headers of a signed request.

use axum::http::HeaderMap;

use crate::auth::SignedHeaders;

/// Reads them; none when one is absent or not in its form.
///
/// `soviec-device` and `soviec-relay-epoch` are ids in their text form, `soviec-nonce` 32 and
/// `soviec-signature` 128 lower-case hexadecimal digits.
pub(super) fn signed(headers: &HeaderMap) -> Option<SignedHeaders> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    Some(SignedHeaders {
        device: text("soviec-device")?.parse().ok()?,
        relay_epoch: text("soviec-relay-epoch")?.parse().ok()?,
        nonce: from_hex(text("soviec-nonce")?)?,
        signature: from_hex(text("soviec-signature")?)?,
    })
}

fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

fn digit(symbol: u8) -> Option<u8> {
    match symbol {
        b'0'..=b'9' => Some(symbol - b'0'),
        b'a'..=b'f' => Some(symbol - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_has_one_form() {
        assert_eq!(from_hex("00ff1a"), Some([0, 255, 26]));
        for bad in ["", "00ff1", "00ff1a00", "00FF1A", "00ff1g", "0x00ff"] {
            assert_eq!(from_hex::<3>(bad), None, "{bad}");
        }
    }
}
