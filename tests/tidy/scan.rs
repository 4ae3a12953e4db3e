//! A scanner for Rust text: it tells code from comments and literals, and product from
//! tests. It parses nothing; the compiler has done that before these tests run.

use std::ops::Range;

/// What a stretch of Rust text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// What the compiler reads as tokens.
    Code,
    /// A line or block comment, documentation included.
    Comment,
    /// A string or character in its quotes.
    Literal,
}

/// The text with everything but one kind blanked; lines and offsets stay.
pub(crate) fn only(text: &str, kind: Kind) -> String {
    let others: Vec<_> =
        stretches(text).into_iter().filter(|(found, _)| *found != kind).map(|(_, r)| r).collect();
    blank(text, &others)
}

/// The text with the ranges replaced by spaces, line ends kept.
pub(crate) fn blank(text: &str, ranges: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for byte in ranges.iter().flat_map(|range| range.clone()) {
        if bytes[byte] != b'\n' {
            bytes[byte] = b' ';
        }
    }
    String::from_utf8(bytes).expect("ranges begin and end at characters")
}

/// The line of an offset, counted from 1.
pub(crate) fn line(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

fn stretches(text: &str) -> Vec<(Kind, Range<usize>)> {
    let (mut found, mut code, mut at) = (Vec::new(), 0, 0);
    while let Some(next) = text[at..].chars().next() {
        match special(text, at) {
            Some((kind, len)) => {
                found.extend([(Kind::Code, code..at), (kind, at..at + len)]);
                at += len;
                code = at;
            }
            None => at += next.len_utf8(),
        }
    }
    found.push((Kind::Code, code..at));
    found
}

/// The comment or literal that begins at an offset, with its length in bytes.
fn special(text: &str, at: usize) -> Option<(Kind, usize)> {
    let rest = &text[at..];
    match rest.as_bytes()[0] {
        b'/' if rest.starts_with("//") => Some((Kind::Comment, until(rest, 0, "\n"))),
        b'/' if rest.starts_with("/*") => Some((Kind::Comment, block_comment(rest))),
        b'"' => Some((Kind::Literal, quoted(rest))),
        b'\'' => character(rest).map(|len| (Kind::Literal, len)),
        b'r' if !text[..at].ends_with(raw_name_part) => {
            raw_string(rest).map(|len| (Kind::Literal, len))
        }
        _ => None,
    }
}

/// Letters before `r"` that make it the end of a name; `b` and `c` are prefixes of strings.
fn raw_name_part(letter: char) -> bool {
    (letter.is_alphanumeric() && !matches!(letter, 'b' | 'c')) || letter == '_'
}

fn until(text: &str, from: usize, end: &str) -> usize {
    text[from..].find(end).map_or(text.len(), |found| from + found)
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let step = match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (1, 2),
            [b'*', b'/', ..] => (-1, 2),
            _ => (0, 1),
        };
        depth += step.0;
        at += step.1;
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

fn raw_string(rest: &str) -> Option<usize> {
    let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
    let open = hashes + 2;
    (rest.as_bytes().get(hashes + 1) == Some(&b'"')).then(|| {
        let close = format!("\"{}", "#".repeat(hashes));
        (until(rest, open, &close) + close.len()).min(rest.len())
    })
}

/// A character literal; `None` for a lifetime or a label.
fn character(rest: &str) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    let (_, first) = letters.next()?;
    if first == '\\' {
        let (escaped, _) = letters.next()?;
        return Some((until(rest, escaped + 1, "'") + 1).min(rest.len()));
    }
    let (end, quote) = letters.next()?;
    (quote == '\'').then_some(end + 1)
}

/// The items that only tests see, from their attribute to their end.
pub(crate) fn test_items(code: &str) -> Vec<Range<usize>> {
    let starts = ["#[cfg(test)]", "#[cfg(all(test", "#[test]"];
    let mut found: Vec<_> = starts.iter().flat_map(|start| code.match_indices(start)).collect();
    found.sort_unstable();
    let items = found.into_iter().map(|(at, _)| at..item_end(code, at));
    let whole = code.find("#![cfg(test)]").map(|_| 0..code.len());
    items.chain(whole).collect()
}

/// Where an item ends: after its `;`, or after the block that it opens.
fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b';' if depth == 0 => return at + 1,
            b'}' if depth == 0 => return at,
            b'{' if depth == 0 => return block_end(code, at),
            _ => {}
        }
    }
    code.len()
}

/// The offset behind the brace that closes the one at `open`.
pub(crate) fn block_end(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::{Kind, line, only, test_items};

    #[test]
    fn comments_and_literals_are_not_code() {
        let text = "a // b\n/* c /* d */ e */ f \"g\\\" h\" br#\"i \" j\"# 'k' '\\'' 'life l 'ế'";
        let code = only(text, Kind::Code);
        assert_eq!(code.len(), text.len());
        assert_eq!(code.split_whitespace().collect::<Vec<_>>(), ["a", "f", "b", "'life", "l"]);
    }

    #[test]
    fn literals_stay_where_they_are() {
        let text = "x // \"no\"\n \"việc\" r\"UPDATE\"";
        let literals = only(text, Kind::Literal);
        assert_eq!(literals.trim(), "\"việc\" r\"UPDATE\"");
        assert_eq!(line(&literals, literals.find("UPDATE").unwrap()), 2);
    }

    #[test]
    fn an_unclosed_literal_ends_with_the_text() {
        assert_eq!(only("a \"b", Kind::Code).trim(), "a");
        assert_eq!(only("a r#\"b", Kind::Code).trim(), "a");
        assert_eq!(only("a \"b\\", Kind::Code).trim(), "a");
        assert_eq!(only("a /* b", Kind::Code).trim(), "a");
        assert_eq!(only("a '\\", Kind::Code).trim(), "a '\\");
    }

    #[test]
    fn test_items_end_where_they_end() {
        let code = "#[cfg(test)]\nuse a::b;\nc #[test] fn d() -> [u8; 2] { { } } e";
        let items: Vec<_> = test_items(code).into_iter().map(|range| &code[range]).collect();
        assert_eq!(items, ["#[cfg(test)]\nuse a::b;", "#[test] fn d() -> [u8; 2] { { } }"]);
    }
}
