//! The paths that Rust code names, with the groups of `use` written out.

use crate::scan;

/// One path, for example `crate::model::TaskId` as three segments.
#[derive(Debug)]
pub(crate) struct Named {
    /// Where it begins in the code; inside a group, where its own part begins.
    pub(crate) offset: usize,
    /// Its names from left to right; `*` and `self` count as names.
    pub(crate) segments: Vec<String>,
}

impl Named {
    /// Whether `part` stands somewhere in the path, unbroken.
    pub(crate) fn contains(&self, part: &[&str]) -> bool {
        self.segments.windows(part.len()).any(|window| window == part)
    }

    /// The path as it would be written alone.
    pub(crate) fn text(&self) -> String {
        self.segments.join("::")
    }
}

/// Every path of two or more segments, and every import, of blanked code.
pub(crate) fn paths(code: &str) -> Vec<Named> {
    let mut reader = Reader { tokens: tokens(code), at: 0, found: Vec::new() };
    while reader.at < reader.tokens.len() {
        reader.step();
    }
    reader.found
}

/// Words, `::` and single signs, with their offsets.
pub(crate) fn tokens(code: &str) -> Vec<(usize, &str)> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(next) = code[at..].chars().next() {
        let len = match next {
            _ if is_word(next) => {
                code[at..].find(|letter| !is_word(letter)).unwrap_or(code.len() - at)
            }
            ':' if code[at..].starts_with("::") => 2,
            _ => next.len_utf8(),
        };
        if !next.is_whitespace() {
            found.push((at, &code[at..at + len]));
        }
        at += len;
    }
    found
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// The ranges of the modules that are written inline.
pub(crate) fn inline_modules(code: &str) -> Vec<std::ops::Range<usize>> {
    let tokens = tokens(code);
    let opened = tokens.windows(3).filter(|part| part[0].1 == "mod" && part[2].1 == "{");
    opened.map(|part| part[2].0..scan::block_end(code, part[2].0)).collect()
}

struct Reader<'code> {
    tokens: Vec<(usize, &'code str)>,
    at: usize,
    found: Vec<Named>,
}

impl Reader<'_> {
    fn token(&self) -> &str {
        self.tokens.get(self.at).map_or("", |(_, token)| token)
    }

    fn follows_dot(&self) -> bool {
        self.at > 0 && self.tokens[self.at - 1].1 == "."
    }

    fn step(&mut self) {
        if self.token() == "use" {
            self.at += 1;
            self.tree(&[], true);
        } else if is_name(self.token()) && !self.follows_dot() {
            self.tree(&[], false);
        } else {
            self.at += 1;
        }
    }

    /// Reads one path; in an import a group of paths may end it.
    fn tree(&mut self, prefix: &[String], import: bool) {
        let offset = self.tokens.get(self.at).map_or(0, |(offset, _)| *offset);
        let mut segments = prefix.to_vec();
        if import && self.token() == "::" {
            self.at += 1;
        }
        while is_name(self.token()) || (import && self.token() == "*") {
            segments.push(self.token().to_owned());
            self.at += 1;
            if self.token() != "::" {
                break;
            }
            self.at += 1;
        }
        if import && self.token() == "{" {
            return self.group(&segments);
        }
        if import || segments.len() > 1 {
            self.found.push(Named { offset, segments });
        }
    }

    fn group(&mut self, prefix: &[String]) {
        self.at += 1;
        while !matches!(self.token(), "}" | "") {
            self.tree(prefix, true);
            while !matches!(self.token(), "," | "}" | "") {
                self.at += 1;
            }
            if self.token() == "," {
                self.at += 1;
            }
        }
        self.at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{inline_modules, paths};

    fn texts(code: &str) -> Vec<String> {
        paths(code).iter().map(super::Named::text).collect()
    }

    #[test]
    fn groups_are_written_out() {
        let code = "use crate::{self, a, b::{c as d, e::*},};\nuse f as g; use ::h::i;";
        let expected = ["crate::self", "crate::a", "crate::b::c", "crate::b::e::*", "f", "h::i"];
        assert_eq!(texts(code), expected);
    }

    #[test]
    fn paths_in_expressions_count_and_single_names_do_not() {
        let code = "let now = chrono::Utc::now(); x.y; Vec::<crate::store::Row>::new()";
        assert_eq!(texts(code), ["chrono::Utc::now", "crate::store::Row"]);
        assert!(paths(code)[0].contains(&["Utc", "now"]));
    }

    #[test]
    fn code_that_ends_too_early_ends_the_reading() {
        assert_eq!(texts("use a::{b, c::{d"), ["a::b", "a::c::d"]);
        assert_eq!(texts("use"), [""]);
    }

    #[test]
    fn inline_modules_have_their_block() {
        let code = "mod a; mod b { mod c {} } d";
        let found: Vec<_> = inline_modules(code).into_iter().map(|range| &code[range]).collect();
        assert_eq!(found, ["{ mod c {} }", "{}"]);
    }
}
