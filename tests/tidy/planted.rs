//! Faults are planted in one build only, and each takes a few lines at most.

use crate::{breach::Breach, repository::Source};

const FEATURE: &str = "feature = \"planted\"";

/// The most lines that one planted fault takes after its attribute.
const LINES: usize = 3;

/// Manifests that turn the feature on for more than the harness of the tests.
fn manifests(source: &Source) -> Vec<Breach> {
    let own = ["core/Cargo.toml", "server/Cargo.toml", "tests/Cargo.toml"];
    let lines = source.text.lines().enumerate();
    let found = lines.filter(|(_, line)| line.contains("planted") && !line.trim().starts_with('#'));
    let bad = found.filter(|(_, line)| {
        let declares = own.contains(&source.path.as_str()) && line.starts_with("planted = [");
        !declares
    });
    bad.map(|(at, line)| Breach::new(&source.path, at + 1, line)).collect()
}

/// Mentions of planted faults that do not stand under the feature, or are too long.
fn places(source: &Source) -> Vec<Breach> {
    let lines: Vec<&str> = source.text.lines().collect();
    let mut covered = vec![false; lines.len()];
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.contains("cfg(") && line.contains(FEATURE) {
            let length = length(&lines[at + 1..]);
            covered[at..lines.len().min(at + 1 + length)].fill(true);
            if length > LINES {
                found.push(Breach::new(&source.path, at + 1, format!("{length} lines")));
            }
        }
    }
    let bare = lines.iter().enumerate().filter(|(at, line)| {
        !covered[*at] && (line.contains("planted::") || line.contains("Planted::"))
    });
    found.extend(bare.map(|(at, line)| Breach::new(&source.path, at + 1, line.trim())));
    found
}

/// The lines of the statement or item that begins here: up to the one that ends at its depth.
fn length(lines: &[&str]) -> usize {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let first = lines.first().map_or(0, |line| depth(line));
    let ends = |line: &&str| depth(line) == first && line.trim_end().ends_with([';', '}', ',']);
    1 + lines.iter().position(ends).unwrap_or(lines.len())
}

#[cfg(test)]
mod tests {
    use super::{manifests, places};
    use crate::{
        breach::hold,
        repository::{self, Source},
    };

    #[test]
    fn no_build_but_the_harness_plants_faults() {
        let found = repository::texts(|path| path.ends_with("Cargo.toml"));
        assert!(found.len() > 4, "the manifests are somewhere else");
        let found: Vec<_> = found.iter().flat_map(manifests).collect();
        hold("Only the features named planted of core, server and tests may say it.", &found);
    }

    #[test]
    fn every_planted_fault_stands_under_the_feature_and_is_short() {
        let mut sources = repository::product(&["core/src", "server/src", "bindings/src"]);
        sources.retain(|source| source.path != "core/src/planted.rs");
        let found: Vec<_> = sources.iter().flat_map(places).collect();
        hold("A planted fault is at most three lines under its feature.", &found);
    }

    #[test]
    fn a_default_feature_a_bare_fault_and_a_long_one_are_found() {
        let manifest = "[features]\ndefault = [\"planted\"]\nplanted = []\n";
        assert_eq!(manifests(&Source::new("core/Cargo.toml", manifest)).len(), 1);
        assert_eq!(manifests(&Source::new("bindings/Cargo.toml", manifest)).len(), 2);
        let bare = "fn a() {\n    crate::planted::when(A, || ());\n}\n";
        assert_eq!(places(&Source::new("core/src/a.rs", bare)).len(), 1);
        let long = "fn a() {\n    #[cfg(feature = \"planted\")]\n    if planted::on(A) {\n        \
                    one();\n        two();\n        return;\n    }\n    three();\n}\n";
        assert_eq!(places(&Source::new("core/src/a.rs", long)).len(), 1);
        let good = "fn a() {\n    #[cfg(feature = \"planted\")]\n    if planted::on(A) {\n        \
                    return;\n    }\n    planted();\n}\n";
        assert!(places(&Source::new("core/src/a.rs", good)).is_empty());
    }
}
