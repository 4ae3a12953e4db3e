//! Documents name only files that exist.

use std::collections::BTreeSet;

use crate::{breach::Breach, repository::Source};

/// Endings that make a word without a slash the name of a file.
const ENDINGS: [&str; 4] = [".rs", ".md", ".toml", ".sql"];

/// First parts of words that have a slash and are no path: media types, build output.
const NO_PATH: [&str; 6] = ["application", "text", "image", "multipart", "Asia", "target"];

/// Signs that no path of ours has: addresses, patterns, placeholders, code.
const NO_SIGNS: [char; 14] = [':', '*', '<', '>', '(', ')', '…', '$', '=', '?', '@', '|', '"', '~'];

struct Tree<'files> {
    files: &'files [String],
    /// Crates of `Cargo.lock`: `crate/feature` is no path.
    crates: BTreeSet<&'files str>,
}

impl Tree<'_> {
    fn breaches(&self, document: &Source) -> Vec<Breach> {
        let prose = prose(&document.text);
        let ticked = ticked(&prose);
        let lines = prose.lines().zip(ticked.lines()).zip(1..);
        let found = lines.flat_map(|((line, ticked), number)| {
            let words = ticked.split_whitespace().filter(|word| self.misleads(word));
            let links = links(line).into_iter().filter(|link| !self.leads(&document.path, link));
            words.chain(links).map(move |what| (number, what))
        });
        found.map(|(number, what)| Breach::new(&document.path, number, what)).collect()
    }

    fn misleads(&self, word: &str) -> bool {
        self.claims(word) && !expanded(word).iter().all(|path| self.has(path))
    }

    /// Whether a word in backticks says that a file of this name exists.
    fn claims(&self, word: &str) -> bool {
        let first = word.split('/').next().unwrap_or_default();
        let named = word.contains('/') || ENDINGS.iter().any(|end| word.ends_with(end));
        let foreign = first.is_empty() || NO_PATH.contains(&first) || self.crates.contains(first);
        named && !foreign && !word.contains(NO_SIGNS) && !ENDINGS.contains(&word)
    }

    /// Whether a file or folder has this path, whole or as the end of its path.
    fn has(&self, path: &str) -> bool {
        let path = path.trim_start_matches("./").trim_end_matches('/');
        let inside = format!("/{path}/");
        self.files.iter().any(|file| format!("/{file}/").contains(&inside))
    }

    /// Whether a link leads to a file or folder, as seen from its document.
    fn leads(&self, document: &str, link: &str) -> bool {
        let path = link.split('#').next().unwrap_or_default();
        let outside = path.is_empty() || path.contains(':');
        outside || self.stands(&resolved(document, path))
    }

    fn stands(&self, path: &str) -> bool {
        let folder = if path.is_empty() { String::new() } else { format!("{path}/") };
        self.files.iter().any(|file| file == path || file.starts_with(&folder))
    }
}

/// The text without its fenced blocks: they hold commands and pictures, whose words are
/// not always paths. Lines stay where they are.
fn prose(text: &str) -> String {
    let mut fenced = false;
    let lines = text.lines().map(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if fenced || fence { "" } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What stands in backticks, everything else blank. A span may go on over a line's end but
/// not over a paragraph's, so that a lost backtick spoils one paragraph only.
fn ticked(prose: &str) -> String {
    let mut inside = false;
    let letters = prose.split_inclusive('\n').flat_map(|line| {
        inside &= !line.trim().is_empty();
        line.chars().map(|letter| shown(letter, &mut inside)).collect::<Vec<_>>()
    });
    letters.collect()
}

fn shown(letter: char, inside: &mut bool) -> char {
    *inside ^= letter == '`';
    let kept = letter == '\n' || (*inside && letter != '`');
    if kept { letter } else { ' ' }
}

/// The targets of the links of a line.
fn links(line: &str) -> Vec<&str> {
    let targets = line.split("](").skip(1);
    targets.filter_map(|rest| rest.split([')', ' ']).next()).collect()
}

/// `src/{lib,error}.rs` as two paths. A comma ends no word here, so braces are written
/// without spaces.
fn expanded(path: &str) -> Vec<String> {
    let parts = path.split_once('{').and_then(|(before, rest)| {
        let (names, after) = rest.split_once('}')?;
        Some(names.split(',').map(|name| format!("{before}{name}{after}")).collect())
    });
    parts.unwrap_or_else(|| vec![path.to_owned()])
}

/// A relative path as seen from the root.
fn resolved(document: &str, path: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::{Tree, expanded};
    use crate::{
        breach::hold,
        repository::{self, Source},
    };

    fn is_document(path: &str) -> bool {
        let places = ["core/docs/", "bindings/", "tests/", "server/", "android-demo/"];
        let ours = path == "README.md" || places.iter().any(|place| path.starts_with(place));
        ours && path.ends_with(".md")
    }

    #[test]
    fn documents_name_only_what_exists() {
        let files = repository::files();
        let lock = repository::texts(|path| path == "Cargo.lock").remove(0).text;
        let crates = lock.lines().filter_map(|line| line.strip_prefix("name = \""));
        let tree =
            Tree { files: &files, crates: crates.map(|n| n.trim_end_matches('"')).collect() };
        let documents = repository::texts(is_document);
        let found: Vec<_> = documents.iter().flat_map(|text| tree.breaches(text)).collect();
        hold("A document that names a missing file misleads whoever follows it.", &found);
    }

    fn found(text: &str) -> Vec<String> {
        let files = ["core/docs/http.md", "core/src/store/cipher.rs"].map(str::to_owned);
        let tree = Tree { files: &files, crates: ["rusqlite"].into() };
        let breaches = tree.breaches(&Source::new("core/docs/a.md", text));
        breaches.into_iter().map(|breach| format!("{} {}", breach.line, breach.found)).collect()
    }

    #[test]
    fn a_missing_file_is_found() {
        let text = "See `store/gone.rs`, `gone.sql`\nand [this](http.md) [that](../gone.md#x), \
                    [the other](store/cipher.rs) `bash tests/gone`.";
        let expected = [
            "1 store/gone.rs",
            "1 gone.sql",
            "2 tests/gone",
            "2 ../gone.md#x",
            "2 store/cipher.rs",
        ];
        assert_eq!(found(text), expected);
    }

    #[test]
    fn what_exists_and_what_is_no_path_passes() {
        let text = "`store/cipher.rs`, `core/src/store/`, `./core/src`, [a](../src/store), [b](#c), \
                    [d](https://e.f/g), `POST /v1/sync`, `application/cbor`, `~/.cache/a`, \
                    `rusqlite/bundled`, `core/*.md`, `.rs`, and/or";
        assert_eq!(found(text), [""; 0]);
    }

    #[test]
    fn a_span_over_two_lines_ends_and_fenced_blocks_are_left_alone() {
        assert_eq!(found("`a\nb` and/or `gone/c`"), ["2 gone/c"]);
        assert_eq!(found("lost `\n\nand/or `gone/c`"), ["3 gone/c"]);
        assert_eq!(found("```\n`gone/a` [b](gone/b)\n```\n`gone/c`"), ["4 gone/c"]);
    }

    #[test]
    fn braces_stand_for_several_files() {
        assert_eq!(expanded("src/{lib,error}.rs"), ["src/lib.rs", "src/error.rs"]);
        assert_eq!(found("`src/store/{cipher,gone}.rs`").len(), 1);
    }
}
