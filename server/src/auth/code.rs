//! Enrolment codes: ten symbols that a person reads to another.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::config::Random;
use soviec_core::protocol::code_of;

/// Capitals and digits without I, L, O, 0 and 1, which look like one another.
const ALPHABET: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const LENGTH: usize = 10;
const GROUP: usize = 5;
/// The highest multiple of 31 in a byte: above it some symbols would come up more often.
const FAIR: u8 = 248;

/// A new code, to be shown once; the relay itself keeps only a keyed hash.
pub struct EnrolCode(String);

impl EnrolCode {
    /// A random code.
    pub(super) fn new(random: &dyn Random) -> Self {
        let mut symbols = String::with_capacity(LENGTH + 1);
        while symbols.len() < LENGTH {
            let mut byte = [0];
            random.fill(&mut byte);
            if byte[0] < FAIR {
                symbols.push(ALPHABET[usize::from(byte[0] % 31)] as char);
            }
        }
        Self(symbols)
    }

    /// The code in two groups, as it is read aloud.
    pub fn spoken(&self) -> String {
        format!("{}-{}", &self.0[..GROUP], &self.0[GROUP..])
    }

    /// The code as it travels.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolCode(..)")
    }
}

/// What is stored: 49 bits alone could be tried out on a stolen file, with the secret they
/// cannot.
pub(super) fn hash(secret: &[u8; 32], code: &str) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(b"soviec-code");
    hash.update(secret);
    hash.update(code_of(code).as_bytes());
    hash.finalize().into()
}
