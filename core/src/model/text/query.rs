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

/// A word of a query: it answers for every word that it begins.
pub type QueryWord = WordForms;

impl WordForms {
    fn of(word: &str) -> Option<Self> {
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
    words: BTreeSet<QueryWord>,
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
    pub fn words(&self) -> impl Iterator<Item = &QueryWord> {
        self.words.iter()
    }

    /// Whether a text has a word for each word of the query, how well and where.
    pub fn matches(&self, text: &str) -> Option<Found> {
        let (mut best, mut ranges) = (vec![None; self.words.len()], Vec::new());
        for (start, word) in words(text) {
            let Some(forms) = WordForms::of(word) else { continue };
            let ranks = self.words.iter().map(|wanted| wanted.begins(&forms));
            for (best, rank) in best.iter_mut().zip(ranks) {
                *best = [*best, rank].into_iter().flatten().min();
            }
            let fitting = self.words.iter().filter(|wanted| wanted.begins(&forms).is_some());
            let longest = fitting.map(|wanted| length(word, &wanted.folded)).max();
            ranges.extend(longest.map(|length| start..start + length));
        }
        let rank = best.into_iter().collect::<Option<Vec<Rank>>>()?.into_iter().max()?;
        Some(Found { rank, ranges })
    }
}

/// The words of a text with the byte at which each begins: letters and digits without a gap, with
/// the marks that stand on them.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !is_combining(c));
    let begun = move |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
    parts.filter(|word| !word.is_empty()).map(move |word| (begun(word), word))
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
