//! Random tokens of sessions and links: the browser has them, the table has their hashes.

use sha2::{Digest, Sha256};

use crate::config::{Random, random};

/// 32 random bytes that stand for a person. Never printed but where they are handed out.
pub struct Token([u8; 32]);

impl Token {
    pub(super) fn new(source: &dyn Random) -> Self {
        Self(random(source))
    }

    /// Reads 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .bytes()
            .map(|digit| match digit {
                b'0'..=b'9' => Some(digit - b'0'),
                b'a'..=b'f' => Some(digit - b'a' + 10),
                _ => None,
            })
            .collect::<Option<_>>()?;
        let (pairs, rest) = digits.as_chunks::<2>();
        let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
        (rest.is_empty()).then_some(bytes)?.try_into().ok().map(Self)
    }

    /// As it travels in a cookie or a path: 64 hexadecimal digits.
    pub fn to_text(&self) -> String {
        hex(&self.0)
    }

    /// What the forms of this session carry, so that no other site can send one. It tells
    /// nothing about the token.
    pub fn form(&self) -> String {
        hex(&self.hashed(b"soviec-form")[..16])
    }

    /// What the table holds.
    pub(super) fn hash(&self) -> [u8; 32] {
        self.hashed(b"soviec-token")
    }

    fn hashed(&self, purpose: &[u8]) -> [u8; 32] {
        Sha256::new_with_prefix(purpose).chain_update(self.0).finalize().into()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SystemRandom;

    #[test]
    fn a_token_has_one_text_and_does_not_print_itself() {
        let token = Token::new(&SystemRandom);
        let text = token.to_text();
        assert_eq!(Token::parse(&text).map(|again| again.0), Some(token.0));
        for bad in ["", &text[1..], &format!("{text}0"), &text.replace(&text[..1], "G")] {
            assert!(Token::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(format!("{token:?}"), "Token(..)");
        assert!(!text.contains(&token.form()));
    }
}
