//! What may be stored of a text that somebody typed.

use icu_normalizer::ComposingNormalizerBorrowed;

/// The longest note or result, in bytes.
pub const MAX_TEXT: usize = 4_000;

/// The longest title, in bytes.
const MAX_TITLE: usize = 500;

/// Composed text is at most so many times shorter than what was typed.
const COMPOSED: usize = 4;

/// Why a text is not stored as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unclean {
    /// Nothing but blanks.
    #[error("the text is empty")]
    Empty,
    /// Longer than the limit, in bytes after normalisation.
    #[error("the text is longer than {0} bytes")]
    TooLong(usize),
    /// The first character is a mark that has no letter to stand on.
    #[error("the text begins with a mark without a letter: type the letter again")]
    LoneMark,
}

/// Which text it is: it decides the limit, and an error names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The title of a task of the unit's own: one line of at most 500 bytes.
    Title,
    /// A note: at most [`MAX_TEXT`] bytes.
    Note,
    /// A declared result: at most [`MAX_TEXT`] bytes.
    Result,
}

/// A text that a field does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}: {why}", field.name())]
pub struct NotClean {
    /// The field.
    pub field: Field,
    /// Why.
    #[source]
    pub why: Unclean,
}

impl Field {
    /// The most bytes that it takes.
    pub fn max_bytes(self) -> usize {
        match self {
            Self::Title => MAX_TITLE,
            Self::Note | Self::Result => MAX_TEXT,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Note => "note",
            Self::Result => "result",
        }
    }

    /// The text as this field stores it.
    ///
    /// # Errors
    ///
    /// [`NotClean`] names the field and what is wrong; see [`clean`].
    pub fn clean(self, text: &str) -> Result<String, NotClean> {
        let line = matches!(self, Self::Title).then(|| text.replace(['\r', '\n'], " "));
        clean(line.as_deref().unwrap_or(text), self.max_bytes())
            .map_err(|why| NotClean { field: self, why })
    }
}

/// The text as it is stored: NFC, blanks at the ends removed, control characters except the
/// line feed and invisible direction marks dropped (they let one text look like another, and who
/// pasted them cannot see them to take them out).
///
/// # Errors
///
/// [`Unclean`] for a text of which nothing is left, that is longer than `max_bytes` or that begins
/// with a mark without a letter, which would cling to whatever a screen shows before it.
pub fn clean(text: &str, max_bytes: usize) -> Result<String, Unclean> {
    let unix = text.replace("\r\n", "\n");
    let visible: String = unix.chars().filter(|c| *c == '\n' || !is_hidden(*c)).collect();
    let visible = visible.trim();
    // What cannot fit is not worth the work of composing it.
    if visible.len() > max_bytes.saturating_mul(COMPOSED) {
        return Err(Unclean::TooLong(max_bytes));
    }
    let nfc = ComposingNormalizerBorrowed::new_nfc().normalize(visible);
    match nfc.chars().next() {
        None => Err(Unclean::Empty),
        Some(first) if is_mark(first) => Err(Unclean::LoneMark),
        Some(_) if nfc.len() > max_bytes => Err(Unclean::TooLong(max_bytes)),
        Some(_) => Ok(nfc.into_owned()),
    }
}

/// Whether a text hides nothing: every text that [`clean`] gives does not.
pub fn hides_nothing(text: &str) -> bool {
    text.chars().all(|c| c == '\n' || !is_hidden(c))
}

/// Control characters, and the marks that change direction or join without being seen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The marks that stand on the letter before them, by their blocks in Unicode.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}
