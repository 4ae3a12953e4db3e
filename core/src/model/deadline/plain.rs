//! Words inside brackets of a normal form.

use std::fmt;

use crate::model::hides_nothing;

/// Words as a person wrote them, fit to stand between brackets: one line, no blanks at the ends,
/// every bracket closed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Plain(String);

impl Plain {
    /// The words, if they are fit.
    pub fn new(words: &str) -> Option<Self> {
        let fit = !words.is_empty()
            && words.trim() == words
            && !words.contains('\n')
            && hides_nothing(words)
            && is_closed(words);
        fit.then(|| Self(words.to_owned()))
    }

    /// The words made fit: blanks become one, and brackets are left out where one is not closed.
    /// Without any word left it is a question mark.
    pub fn made_fit(words: &str) -> Self {
        let one_line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let seen: String =
            one_line.chars().filter(|c| hides_nothing(c.encode_utf8(&mut [0; 4]))).collect();
        let open = seen.replace(['(', ')'], "");
        [seen.trim(), open.trim()]
            .into_iter()
            .find_map(Self::new)
            .unwrap_or_else(|| Self("?".to_owned()))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether every bracket is closed after it was opened.
fn is_closed(words: &str) -> bool {
    closing(words).is_none() && words.matches('(').count() == words.matches(')').count()
}

/// Where the bracket closes that was opened before the text.
pub(super) fn closing(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_fit_or_made_fit() {
        for fit in ["hướng dẫn", "a (b) c", "18/KH; 49/KH", "(a)"] {
            assert_eq!(Plain::new(fit).unwrap().as_str(), fit);
            assert_eq!(Plain::made_fit(fit).as_str(), fit);
        }
        for (unfit, made) in
            [("", "?"), (" a ", "a"), ("a) (b", "a b"), ("(a", "a"), ("a\nb", "a b"), ("(", "?")]
        {
            assert_eq!(Plain::new(unfit), None, "{unfit}");
            assert_eq!(Plain::made_fit(unfit).as_str(), made, "{unfit}");
        }
        assert_eq!(Plain::made_fit("a\u{202e}b").as_str(), "ab");
    }
}
