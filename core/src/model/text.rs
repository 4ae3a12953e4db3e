//! Vietnamese text: what may be stored, how it is searched and sorted.

use std::cmp::Ordering;

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// The longest note or result, in bytes.
pub const MAX_TEXT: usize = 4_000;

/// Why a text is not stored as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unclean {
    /// Nothing but blanks.
    #[error("the text is empty")]
    Empty,
    /// Longer than the limit, in bytes after normalisation.
    #[error("the text is longer than {0} bytes")]
    TooLong(usize),
}

/// The text as it is stored: NFC, blanks at the ends removed, control characters except the
/// line feed and invisible direction marks dropped (they let one text look like another).
pub fn clean(text: &str, max_bytes: usize) -> Result<String, Unclean> {
    let unix = text.replace("\r\n", "\n");
    let visible: String = unix.chars().filter(|c| *c == '\n' || !is_hidden(*c)).collect();
    let nfc = ComposingNormalizerBorrowed::new_nfc().normalize(visible.trim());
    match nfc.len() {
        0 => Err(Unclean::Empty),
        n if n > max_bytes => Err(Unclean::TooLong(max_bytes)),
        _ => Ok(nfc.into_owned()),
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

/// The text for search without marks: "Đề án" becomes "de an", "hoà" and "hòa" become "hoa".
pub fn fold(text: &str) -> String {
    let nfd = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    let plain = nfd.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).map(|c| match c {
        'đ' | 'Đ' => 'd',
        other => other,
    });
    let lower: String = plain.flat_map(char::to_lowercase).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collator() -> CollatorBorrowed<'static> {
    let preferences = (&locale!("vi-u-kn")).into();
    Collator::try_new(preferences, CollatorOptions::default())
        .expect("the Vietnamese rules are compiled in")
}

/// Vietnamese order: a ă â, d đ, e ê, o ô ơ, u ư; tones after letters; numbers by value.
pub fn compare(a: &str, b: &str) -> Ordering {
    thread_local!(static RULES: CollatorBorrowed<'static> = collator());
    RULES.with(|rules| rules.compare(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_forgets_marks() {
        assert_eq!(fold("  Đề   ÁN "), "de an");
        assert_eq!(fold("hoà"), fold("hòa"));
        assert_eq!(fold("Ươm mầm"), "uom mam");
    }

    #[test]
    fn order_is_vietnamese_and_numbers_count() {
        let mut words = ["đo", "âm", "Đề", "an", "ăn", "dê", "Ánh"];
        words.sort_by(|a, b| compare(a, b));
        assert_eq!(words, ["an", "Ánh", "ăn", "âm", "dê", "Đề", "đo"]);
        assert_eq!(compare("Tổ dân phố 2", "Tổ dân phố 10"), Ordering::Less);
        assert_eq!(compare("3d", "3đ"), Ordering::Less);
    }

    #[test]
    fn stored_text_has_one_form_and_hides_nothing() {
        let decomposed = "De\u{302}\u{300} a\u{301}n\r\nxong\u{7}\u{202e}";
        assert_eq!(clean(decomposed, 100).unwrap(), "Dề án\nxong");
        assert_eq!(clean(" \u{200b} ", 100), Err(Unclean::Empty));
        assert!(hides_nothing("Dề án\nxong") && !hides_nothing(decomposed));
        assert_eq!(clean("ấấấấ", 10), Err(Unclean::TooLong(10)));
    }
}
