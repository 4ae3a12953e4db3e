//! What a clerk decided about a change, in his words.

use minicbor::{Decode, Encode};

use super::to_cbor;
use crate::model::DocumentName;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// The payload of a row of the kind `DECISION`, in canonical CBOR. What is decided, about which
/// change, and by whom stands in the row's head.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Decision {
    /// The clerk's words; may be empty where a decision needs none.
    #[n(0)]
    pub reason: String,
    /// For a move: the book that the edit belongs into, in full, so that a phone which never
    /// heard of it can compute its genesis.
    #[n(1)]
    pub target: Option<DocumentName>,
}

impl Decision {
    /// The words as they are kept: without white space around them. None when they are longer
    /// than 500 characters.
    pub fn reason_of(words: &str) -> Option<String> {
        let words = words.trim();
        (words.chars().count() <= LONGEST_REASON).then(|| words.to_owned())
    }

    /// The payload.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Reads a payload; none when it is no decision or its reason is too long.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let decision: Self = minicbor::decode(bytes).ok()?;
        let short = decision.reason.chars().count() <= LONGEST_REASON;
        short.then_some(decision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{TenantId, UnitId};

    #[test]
    fn a_decision_comes_back_as_it_was() {
        let book = DocumentName::work_book(TenantId([1; 16]), UnitId([2; 16]), 2024);
        for target in [None, Some(book)] {
            let decision = Decision { reason: "Sổ của thôn khác".to_owned(), target };
            assert_eq!(Decision::read(&decision.to_bytes()), Some(decision));
        }
    }

    #[test]
    fn a_field_of_a_newer_build_is_passed_over() {
        let bytes = [0xa2, 0x00, 0x61, b'x', 0x09, 0x01];
        let decision = Decision { reason: "x".to_owned(), target: None };
        assert_eq!(Decision::read(&bytes), Some(decision));
        assert_eq!(Decision::read(&[0x80]), None);
        assert_eq!(Decision::read(&[]), None);
    }

    #[test]
    fn words_are_counted_as_a_reader_counts_them() {
        let long = "ệ".repeat(500);
        assert_eq!(Decision::reason_of(&format!(" {long}\n")), Some(long.clone()));
        assert_eq!(Decision::reason_of(&format!("{long}x")), None);
        let forged = Decision { reason: format!("{long}x"), target: None };
        assert_eq!(Decision::read(&forged.to_bytes()), None);
    }
}
