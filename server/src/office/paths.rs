//! Where pages stand, for links between them. [`super::pages`] reads the same paths.

use std::fmt::Write as _;

use super::console::{APART_PATH, AREA_PATH, PHONES_PATH, SEARCH_PATH};
use soviec_core::model::{ChangeHash, DocumentId, RegisterKey, UnitId};

/// Before a unit's id.
pub(super) const UNIT: &str = "/don-vi/";
/// Before a unit and the key of a register.
pub(super) const HISTORY: &str = "/lich-su/";

/// The page of a unit.
pub(super) fn unit_path(unit: UnitId) -> String {
    format!("{UNIT}{unit}")
}

/// The table of a commune's villages.
pub(super) fn table_path(commune: UnitId) -> String {
    format!("{AREA_PATH}?xa={commune}")
}

/// The history of one register in a unit's book.
pub(super) fn history_path(unit: UnitId, key: &RegisterKey) -> String {
    format!("{HISTORY}{unit}/{}", key.as_str())
}

/// A phone's row in the list.
pub(super) fn phone_path(mark: &str) -> String {
    format!("{PHONES_PATH}#may-{mark}")
}

/// A part of the hits of a query, from 1.
pub(super) fn search_path(typed: &str, part: u32) -> String {
    let mut path = format!("{SEARCH_PATH}?q=");
    for byte in typed.bytes() {
        match byte {
            _ if byte.is_ascii_alphanumeric() => path.push(char::from(byte)),
            _ => write!(path, "%{byte:02X}").expect("a String takes every text"),
        }
    }
    write!(path, "&phan={part}").expect("a String takes every text");
    path
}

/// What a form put into a query: blanks as `+`, other bytes as `%XX`. What is no text any more is
/// read as far as it is.
pub(super) fn typed(value: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(value.len()), value.as_bytes());
    while let [first, more @ ..] = rest {
        let pair = more.get(..2).filter(|_| *first == b'%');
        // A sign before the digits is none of a byte.
        let digits = pair.filter(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        let coded = digits.and_then(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok());
        bytes.push(coded.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = if coded.is_some() { &more[2..] } else { more };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The page of one edit that is not in its document for everyone.
pub(super) fn entry_path(document: DocumentId, change: ChangeHash) -> String {
    format!("{APART_PATH}/{document}/{change}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_from_the_path() {
        for text in ["Đề án 06", "a+b&c=%41%", "", "…\"<'"] {
            let path = search_path(text, 2);
            let value = path.strip_prefix("/tim?q=").and_then(|rest| rest.strip_suffix("&phan=2"));
            assert_eq!(value.map(typed).as_deref(), Some(text));
        }
        assert_eq!(typed("de+an%2"), "de an%2");
        assert_eq!(typed("%+1%zz%FF"), "% 1%zz\u{fffd}");
    }
}
