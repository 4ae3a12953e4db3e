//! What never stands in the repository: unfinished marks, `unwrap` in product code, and
//! paths of the machine that something was written on.

use crate::{breach::Breach, paths, repository::Source, scan};

/// Words that promise a later change, in code or comments; split, or this file would be
/// its own first breach.
const UNFINISHED: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Macros that stand for missing code.
const MISSING: [&str; 2] = ["todo", "unimplemented"];

/// Beginnings of absolute paths that exist on one machine only.
const PLACES: [&str; 4] =
    [concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/wo", "rk/"), concat!("/Us", "ers/")];

fn unfinished(source: &Source) -> Vec<Breach> {
    let tokens = paths::tokens(&source.text);
    let words = tokens.iter().filter(|(_, word)| UNFINISHED.contains(word));
    breaches(source, words.map(|(offset, word)| (*offset, *word)))
}

fn missing(source: &Source) -> Vec<Breach> {
    let code = scan::only(&source.text, scan::Kind::Code);
    let tokens = paths::tokens(&code);
    let calls = tokens.windows(2).filter(|pair| MISSING.contains(&pair[0].1) && pair[1].1 == "!");
    breaches(source, calls.map(|pair| pair[0]))
}

fn unwraps(source: &Source) -> Vec<Breach> {
    let code = source.code();
    let tokens = paths::tokens(&code);
    let calls = tokens.windows(3).filter(|call| {
        call[0].1 == "." && matches!(call[1].1, "unwrap" | "unwrap_err") && call[2].1 == "("
    });
    breaches(source, calls.map(|call| call[1]))
}

fn machine_paths(source: &Source) -> Vec<Breach> {
    let hits = PLACES.iter().flat_map(|place| source.text.match_indices(place));
    breaches(source, hits.filter(|(offset, _)| begins_path(&source.text, *offset)))
}

/// Whether an absolute path begins here, rather than the middle of a relative one.
fn begins_path(text: &str, offset: usize) -> bool {
    let inside = |letter: char| letter.is_alphanumeric() || "._-/~}*".contains(letter);
    !text[..offset].ends_with(inside)
}

fn breaches<'text>(
    source: &Source,
    hits: impl Iterator<Item = (usize, &'text str)>,
) -> Vec<Breach> {
    hits.map(|(offset, found)| Breach::new(&source.path, scan::line(&source.text, offset), found))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{breach::hold, repository};

    fn is_code(path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        // A script needs no ending: the test command itself has none.
        path.ends_with(".rs") || path.ends_with(".sh") || !name.contains('.')
    }

    #[test]
    fn nothing_unfinished_is_marked_in_the_sources() {
        let sources = repository::texts(is_code);
        let found: Vec<_> = sources.iter().flat_map(unfinished).collect();
        hold("A promise in a comment is kept by nobody: finish it, or open an issue.", &found);
    }

    #[test]
    fn no_macro_stands_for_missing_code() {
        let sources = repository::texts(|path| path.ends_with(".rs"));
        let found: Vec<_> = sources.iter().flat_map(missing).collect();
        hold("A macro that stands for missing code panics on somebody's phone.", &found);
    }

    #[test]
    fn product_code_does_not_unwrap() {
        let sources = repository::product(&["core/src", "server/src", "bindings/src"]);
        let found: Vec<_> = sources.iter().flat_map(unwraps).collect();
        hold("Handle the error, or use `expect` and say why it cannot fail.", &found);
    }

    #[test]
    fn no_file_names_a_path_of_one_machine() {
        let found: Vec<_> = repository::texts(|_| true).iter().flat_map(machine_paths).collect();
        hold("The repository must work wherever it is checked out.", &found);
    }

    fn lines(rule: fn(&Source) -> Vec<Breach>, text: &str) -> Vec<usize> {
        rule(&Source::new("core/src/a.rs", text)).iter().map(|breach| breach.line).collect()
    }

    #[test]
    fn each_mark_is_found() {
        for word in UNFINISHED {
            assert_eq!(lines(unfinished, &format!("a\n// {word}: b\n// {word}S")), [2]);
        }
        let text = "fn a() { todo!() }\nfn b() { unimplemented!(\"c\") }\n// todo!()";
        assert_eq!(lines(missing, text), [1, 2]);
        let text =
            "a.unwrap();\nb\n.unwrap_err();\nc.unwrap_or(d);\n#[test]\nfn e() { f.unwrap() }";
        assert_eq!(lines(unwraps, text), [1, 3]);
        for place in PLACES {
            let text = format!("a\nb {place}c\n$here{place}d ../{place}e");
            assert_eq!(lines(machine_paths, &text), [2]);
        }
    }
}
