//! The bindings convert and decide nothing.

use crate::{breach::Breach, paths, repository::Source, scan};

/// The largest record has 23 fields; a conversion that is longer is doing something else.
const MOST_LINES: usize = 28;

/// Where a branch is a conversion: one error type out of many, one record out of many.
const BRANCHING: [&str; 2] = ["bindings/src/failure", "bindings/src/records"];

fn branches(source: &Source) -> Vec<Breach> {
    let code = source.code();
    let tokens = paths::tokens(&code);
    let hits = tokens.iter().filter(|(_, word)| matches!(*word, "if" | "match"));
    hits.map(|(offset, word)| Breach::new(&source.path, scan::line(&code, *offset), *word))
        .collect()
}

fn long_functions(source: &Source) -> Vec<Breach> {
    let code = source.code();
    let tokens = paths::tokens(&code);
    let names = tokens.windows(2).filter(|pair| pair[0].1 == "fn");
    let found = names.filter_map(|pair| {
        let (start, (at, name)) = (pair[0].0, pair[1]);
        let body = at + code[at..].find(['{', ';'])?;
        let end = if code[body..].starts_with('{') { scan::block_end(&code, body) } else { body };
        let lines = code[start..end].matches('\n').count() + 1;
        let what = format!("{name} has {lines} lines");
        (lines > MOST_LINES).then(|| Breach::new(&source.path, scan::line(&code, start), what))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{breach::hold, repository};

    #[test]
    fn the_bindings_do_not_branch() {
        let mut sources = repository::product(&["bindings/src"]);
        let may = |path: &str| BRANCHING.iter().any(|place| repository::is_under(path, place));
        sources.retain(|source| !may(&source.path));
        let found: Vec<_> = sources.iter().flat_map(branches).collect();
        hold(
            "Kotlin, Swift and Rust must behave alike, so every decision is in the core; the \
             bindings branch only where records and failures are converted.",
            &found,
        );
    }

    #[test]
    fn the_functions_of_the_bindings_are_short() {
        let sources = repository::product(&["bindings/src"]);
        let found: Vec<_> = sources.iter().flat_map(long_functions).collect();
        hold("A conversion is short; what is longer belongs into the core.", &found);
    }

    #[test]
    fn a_branch_and_a_long_function_are_found() {
        let text = "fn a() {\n    if b { c } // if\n    matches!(d, e);\n}\n";
        assert_eq!(branches(&Source::new("bindings/src/lib.rs", text)).len(), 1);
        assert_eq!(long_functions(&Source::new("bindings/src/lib.rs", text)).len(), 0);
        let text = format!("trait A {{ fn b(); }}\nfn c() {{{}}}", "\n".repeat(MOST_LINES));
        let found = long_functions(&Source::new("bindings/src/lib.rs", &text));
        assert_eq!(found, [Breach::new("bindings/src/lib.rs", 2, "c has 29 lines")]);
    }
}
