//! The forms in which texts are compared: without marks, and with marks wherever they were put.

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// The text in NFC. What is stored from an app is; what a stranger sent need not be.
pub fn composed(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// The text for search without marks: "Đề án" becomes "de an", "hoà" and "hòa" become "hoa".
pub fn fold(text: &str) -> String {
    let nfd = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    let plain = nfd.chars().filter(|c| !is_combining(*c)).map(|c| match c {
        // The last two are letters of other languages that look the same and get typed for it.
        'đ' | 'Đ' | 'ð' | 'Ð' => 'd',
        other => other,
    });
    let lower: String = plain.flat_map(char::to_lowercase).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with its marks, in lower case and NFC.
pub(super) fn marked(text: &str) -> String {
    compose(&lower_decomposed(text))
}

/// The text with its marks, in lower case and NFC, and each tone of the vowel groups oa, oe and uy
/// on the second letter: "hoà" and "hòa", "thuỷ" and "thủy" become one, "hóa" does not. The second
/// is where the tone stands in both spellings once the word goes on ("hoàn"), so that a word that
/// is typed half begins what it will become.
pub fn placed(text: &str) -> String {
    let mut letters = lower_decomposed(text);
    for at in 0..letters.len().saturating_sub(2) {
        let [first, tone, second] = [letters[at], letters[at + 1], letters[at + 2]];
        let bare = letters.get(at + 3).is_none_or(|next| !is_combining(*next));
        if is_tone(tone) && is_group(first, second) && bare {
            letters.swap(at + 1, at + 2);
        }
    }
    compose(&letters)
}

fn lower_decomposed(text: &str) -> Vec<char> {
    let nfd = DecomposingNormalizerBorrowed::new_nfd();
    let lower: String = nfd.normalize(text).chars().flat_map(char::to_lowercase).collect();
    // A lower-case letter may have a mark of its own where the capital had none.
    nfd.normalize(&lower).chars().collect()
}

fn compose(letters: &[char]) -> String {
    let text: String = letters.iter().collect();
    ComposingNormalizerBorrowed::new_nfc().normalize(&text).into_owned()
}

/// The marks that Vietnamese letters are made with stand in this block.
pub(super) fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// *Huyền, sắc, ngã, hỏi, nặng*.
fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

fn is_group(first: char, second: char) -> bool {
    matches!((first, second), ('o', 'a' | 'e') | ('u', 'y'))
}
