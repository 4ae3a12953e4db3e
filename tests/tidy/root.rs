//! What may stand at the root of the repository.

use crate::breach::Breach;

const ALLOWED: [&str; 11] = [
    "Cargo.lock",
    "Cargo.toml",
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "android-demo",
    "bindings",
    "core",
    "server",
    "tests",
];

fn breaches(files: &[String]) -> Vec<Breach> {
    let mut names: Vec<&str> = files.iter().filter_map(|path| path.split('/').next()).collect();
    names.dedup();
    let strangers = names.into_iter().filter(|name| !allowed(name));
    strangers.map(|name| Breach::new(name, 0, "does not belong at the root")).collect()
}

/// The settings of tools are hidden and many; no list of them would stay true.
fn allowed(name: &str) -> bool {
    name.starts_with('.') || ALLOWED.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::breaches;
    use crate::{breach::hold, repository};

    #[test]
    fn the_root_holds_only_what_belongs_there() {
        hold(
            "The root shows the parts of the product and nothing else, so that a newcomer sees \
             them at one glance; put the file into the part that needs it.",
            &breaches(&repository::files()),
        );
    }

    #[test]
    fn a_stranger_at_the_root_is_found() {
        let files = [".gitignore", "core/src/lib.rs", "notes.txt", "scripts/a", "scripts/b"];
        let found = breaches(&files.map(str::to_owned));
        let paths: Vec<_> = found.iter().map(|breach| breach.path.as_str()).collect();
        assert_eq!(paths, ["notes.txt", "scripts"]);
    }
}
