//! The files of the checkout, and which of them are product code.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::scan::{self, Kind};

/// One text file, with its path relative to the root.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The Rust code alone: comments, literals and test items are blank, offsets unchanged.
    pub(crate) fn code(&self) -> String {
        self.product(Kind::Code)
    }

    /// The literals alone, those of test items excepted; for SQL inside strings.
    pub(crate) fn literals(&self) -> String {
        self.product(Kind::Literal)
    }

    fn product(&self, kind: Kind) -> String {
        let tests = scan::test_items(&scan::only(&self.text, Kind::Code));
        scan::blank(&scan::only(&self.text, kind), &tests)
    }
}

/// The root of the checkout that these tests were built from.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file that belongs to the repository, sorted: what git tracks or would track, and
/// where there is no git (a source archive) what lies on the disk.
pub(crate) fn files() -> Vec<String> {
    let mut files = from_git().unwrap_or_else(|| from_disk(&root()));
    files.retain(|path| root().join(path).is_file());
    files.sort();
    files.dedup();
    files
}

fn from_git() -> Option<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .ok()?;
    let names = String::from_utf8_lossy(&output.stdout);
    let files: Vec<String> =
        names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    // An archive unpacked inside a foreign repository that ignores it lists nothing.
    (output.status.success() && !files.is_empty()).then_some(files)
}

fn from_disk(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .flat_map(|path| if path.is_dir() { below(&path) } else { vec![relative(&path)] })
        .collect()
}

fn below(folder: &Path) -> Vec<String> {
    let built = folder.file_name().is_some_and(|name| name == "target" || name == ".git");
    if built { Vec::new() } else { from_disk(folder) }
}

fn relative(path: &Path) -> String {
    let inside = path.strip_prefix(root()).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

/// The text files among `files` that `wanted` picks; files that are not UTF-8 are no text.
pub(crate) fn texts(wanted: impl Fn(&str) -> bool) -> Vec<Source> {
    let picked = files().into_iter().filter(|path| wanted(path));
    picked
        .filter_map(|path| {
            let text = fs::read_to_string(root().join(&path)).ok()?;
            Some(Source { path, text })
        })
        .collect()
}

/// The Rust files below the given folders that are not test modules.
pub(crate) fn product(folders: &[&str]) -> Vec<Source> {
    let mut sources =
        texts(|path| path.ends_with(".rs") && folders.iter().any(|folder| is_under(path, folder)));
    let tests: Vec<String> = sources.iter().flat_map(test_modules).collect();
    sources.retain(|source| !tests.iter().any(|module| is_under(&source.path, module)));
    sources
}

/// Whether a file is `place`, lies in the folder `place`, or is the module `place`.rs.
pub(crate) fn is_under(path: &str, place: &str) -> bool {
    let rest = path.strip_prefix(place);
    rest.is_some_and(|rest| rest.is_empty() || rest == ".rs" || rest.starts_with('/'))
}

/// The places of the modules that a file declares for tests only (`#[cfg(test)] mod x;`).
fn test_modules(source: &Source) -> Vec<String> {
    let code = scan::only(&source.text, Kind::Code);
    let items = scan::test_items(&code).into_iter().map(|range| &code[range]);
    let names = items.filter_map(|item| {
        let (_, name) = item.strip_suffix(';')?.rsplit_once("mod ")?;
        Some(name.trim().to_owned())
    });
    names.map(|name| format!("{}/{name}", module_folder(&source.path))).collect()
}

/// The folder that holds the submodules of a file.
fn module_folder(path: &str) -> &str {
    let own = ["/mod.rs", "/lib.rs", "/main.rs", ".rs"];
    own.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path)
}

#[test]
fn the_checkout_is_seen() {
    let files = files();
    for expected in ["Cargo.toml", "core/src/lib.rs", "tests/tidy/main.rs"] {
        assert!(files.iter().any(|path| path == expected), "{expected} is missing");
    }
}

#[test]
fn without_git_the_same_files_are_found() {
    let disk = from_disk(&root());
    assert!(files().iter().all(|path| disk.contains(path)));
    assert!(!disk.iter().any(|path| path.starts_with("target/")));
}

#[test]
fn test_modules_in_files_of_their_own_are_known() {
    let source = Source::new("core/src/fold/plan.rs", "#[cfg(test)]\nmod tests;\nmod real;");
    assert_eq!(test_modules(&source), ["core/src/fold/plan/tests"]);
    assert!(is_under("core/src/fold/plan/tests.rs", "core/src/fold/plan/tests"));
    assert!(!is_under("core/src/folder.rs", "core/src/fold"));
}
