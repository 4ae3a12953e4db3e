//! What somebody looks for, and how well a text answers it.

use std::collections::BTreeSet;
use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::fold::{fold, is_combining, marked, placed};

/// The longest query, in bytes after normalisation.
pub const MAX_QUERY: usize = 200;

/// Why nothing can be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// There is no letter and no digit in it.
    #[error("the query is empty: type at least one letter or digit")]
    Empty,
    /// Longer than [`MAX_QUERY`].
    #[error("the query is longer than {MAX_QUERY} bytes: type fewer words")]
    TooLong,
}

/// How well a text answers, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Every word begins one of the text, letter for letter and mark for mark.
    Exact,
    /// So it does when tones are put where both spellings put them (*hoà*, *hòa*).
    Placed,
    /// So it does without marks.
    Folded,
}

impl Rank {
    /// All of them, the best first.
    pub const ALL: [Self; 3] = [Self::Exact, Self::Placed, Self::Folded];
}

/// A word in the three forms in which it is compared, the strictest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WordForms {
    /// With its marks, in lower case.
    pub exact: String,
    /// With its tones put where both spellings put them; see [`placed`].
    pub placed: String,
    /// Without marks; see [`fold`].
    pub folded: String,
}

impl WordForms {
    /// The forms of one word; none of marks alone.
    pub fn of(word: &str) -> Option<Self> {
        let folded = fold(word);
        let forms = || Self { exact: marked(word), placed: placed(word), folded: folded.clone() };
        (!folded.is_empty()).then(forms)
    }

    /// How well this word of a query answers a word of a text.
    fn begins(&self, word: &Self) -> Option<Rank> {
        if word.exact.starts_with(&self.exact) {
            Some(Rank::Exact)
        } else if word.placed.starts_with(&self.placed) {
            Some(Rank::Placed)
        } else {
            word.folded.starts_with(&self.folded).then_some(Rank::Folded)
        }
    }
}

/// A query that can be answered: some different words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    words: BTreeSet<WordForms>,
}

/// An answer: how well, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How well the worst of the words fits.
    pub rank: Rank,
    /// What to highlight: ranges of bytes of the text, in order, apart from each other, each on
    /// the borders of characters.
    pub ranges: Vec<Range<usize>>,
}

impl Query {
    /// Reads what somebody typed.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for a query without a letter or digit, and for a long one.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let nfc = ComposingNormalizerBorrowed::new_nfc().normalize(text.trim());
        if nfc.len() > MAX_QUERY {
            return Err(QueryError::TooLong);
        }
        let words: BTreeSet<_> = words(&nfc).filter_map(|(_, word)| WordForms::of(word)).collect();
        if words.is_empty() { Err(QueryError::Empty) } else { Ok(Self { words }) }
    }

    /// Its words, each once. All of them are required, in any order.
    pub fn words(&self) -> impl Iterator<Item = &WordForms> {
        self.words.iter()
    }

    /// Whether a text has a word for each word of the query, how well and where.
    pub fn matches(&self, text: &str) -> Option<Found> {
        let forms: Vec<_> = words(text).filter_map(|(_, word)| WordForms::of(word)).collect();
        let best = |wanted: &WordForms| forms.iter().filter_map(|word| wanted.begins(word)).min();
        let ranks: Option<Vec<Rank>> = self.words.iter().map(best).collect();
        Some(Found { rank: ranks?.into_iter().max()?, ranges: self.ranges(text) })
    }

    /// What to highlight in a text, whether or not it has every word of the query.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let begun = |(start, word)| {
            let forms = WordForms::of(word)?;
            let fitting = self.words.iter().filter(|wanted| wanted.begins(&forms).is_some());
            let length = fitting.map(|wanted| length(word, &wanted.folded)).max()?;
            Some(start..start + length)
        };
        words(text).filter_map(begun).collect()
    }
}

/// The words of a text with the byte at which each begins: letters and digits without a gap, with
/// the marks that stand on them. A number with points in it ("1.2", "18.342") is one word.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut read = 0;
    std::iter::from_fn(move || {
        let start = read + text[read..].find(is_inside)?;
        let mut rest = text[start..].char_indices().map(|(at, c)| (start + at, c));
        let end = rest.find(|(at, c)| !is_inside(*c) && !is_point(text, *at));
        read = end.map_or(text.len(), |(at, _)| at);
        Some((start, &text[start..read]))
    })
}

/// Other scripts have marks that are neither letter nor digit; a word holds them too, or it would
/// end elsewhere once it is composed.
fn is_inside(c: char) -> bool {
    let other = matches!(c, '\u{483}'..='\u{1fff}' | '\u{20d0}'..='\u{20ff}' | '\u{a66f}'..='\u{abff}' | '\u{fb1e}'..='\u{fe2f}');
    c.is_alphanumeric() || is_combining(c) || other || c > '\u{ffff}'
}

/// A point between two digits.
fn is_point(text: &str, at: usize) -> bool {
    let digit = |at: Option<usize>| {
        at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit)
    };
    text.as_bytes().get(at) == Some(&b'.') && digit(at.checked_sub(1)) && digit(at.checked_add(1))
}

/// The bytes of a word that fold into the beginning that was looked for, with their marks.
fn length(word: &str, folded: &str) -> usize {
    let mut missing = folded.len();
    let inside = |(_, c): &(usize, char)| {
        let done = missing == 0 && !is_combining(*c);
        missing = missing.saturating_sub(fold(c.encode_utf8(&mut [0; 4])).len());
        !done
    };
    word.char_indices().take_while(inside).last().map_or(0, |(at, c)| at + c.len_utf8())
}
