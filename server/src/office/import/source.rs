//! A file as an office computer saved it.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use super::Place;

/// The largest file that is read, in bytes: a plan of 2,000 tasks is half of it.
const LARGEST: u64 = 1 << 20;

/// Why a file is not read at all.
#[derive(Debug)]
pub enum SourceError {
    /// It could not be opened or read.
    File(io::Error),
    /// It is larger than the limit, in bytes.
    TooLarge(u64),
    /// There is nothing in it.
    Empty,
    /// It was saved as UTF-16, as some editors do by default.
    Utf16,
    /// It is not UTF-8 from that line on.
    NotUtf8(usize),
}

/// The text of a file and the places in it.
pub struct Source {
    name: String,
    text: String,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
}

impl Source {
    /// Reads a file. A byte order mark is left out; line ends may be those of Windows.
    ///
    /// # Errors
    ///
    /// [`SourceError`] says how the file was saved wrongly.
    pub fn read(path: &Path) -> Result<Self, SourceError> {
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(SourceError::File)?;
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(SourceError::File)?;
        Self::from_bytes(&path.display().to_string(), bytes)
    }

    /// The same for bytes that are at hand; `name` stands before every doubt.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, SourceError> {
        if bytes.len() as u64 > LARGEST {
            return Err(SourceError::TooLarge(LARGEST));
        }
        if is_utf16(&bytes) {
            return Err(SourceError::Utf16);
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            SourceError::NotUtf8(valid.iter().filter(|byte| **byte == b'\n').count() + 1)
        })?;
        let text = text.strip_prefix('\u{feff}').map_or(text.as_str(), |rest| rest).to_owned();
        if text.trim().is_empty() {
            return Err(SourceError::Empty);
        }
        let after = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(after).collect();
        Ok(Self { name: name.to_owned(), text, lines })
    }

    /// The name as the clerk typed it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and the column, in letters, of an offset in bytes.
    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.lines.partition_point(|begin| *begin <= offset).max(1);
        let before = self.text.get(self.lines[line - 1]..offset).unwrap_or_default();
        Place { line, column: before.chars().count() + 1 }
    }
}

/// A mark at the beginning, or a zero in one of the first two bytes: no TOML begins so.
fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || bytes.iter().take(2).any(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Result<Source, SourceError> {
        Source::from_bytes("a.toml", bytes.to_vec())
    }

    #[test]
    fn a_mark_is_left_out_and_lines_are_counted_from_one() {
        let source = of("\u{feff}a = 1\r\nđ = 2\n".as_bytes()).unwrap();
        assert_eq!(source.text(), "a = 1\r\nđ = 2\n");
        assert_eq!(source.place(0), Place { line: 1, column: 1 });
        assert_eq!(source.place(9), Place { line: 2, column: 2 }, "a letter is one column");
    }

    #[test]
    fn what_is_no_utf8_text_says_how_it_was_saved() {
        for sign in ["le", "be"] {
            let units = "a = 1".encode_utf16();
            let bare: Vec<u8> = units
                .flat_map(|u| if sign == "le" { u.to_le_bytes() } else { u.to_be_bytes() })
                .collect();
            assert!(matches!(of(&bare), Err(SourceError::Utf16)), "{sign}");
        }
        assert!(matches!(of(&[0xff, 0xfe, b'a', 0]), Err(SourceError::Utf16)));
        assert!(matches!(of(b"a = 1\nb = \"\xc4\""), Err(SourceError::NotUtf8(2))));
        for empty in ["", "\u{feff}", " \r\n"] {
            assert!(matches!(of(empty.as_bytes()), Err(SourceError::Empty)));
        }
        assert!(matches!(of(&vec![b'#'; 2 << 20]), Err(SourceError::TooLarge(_))));
    }
}
