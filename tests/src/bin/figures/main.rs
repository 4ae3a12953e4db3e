//! The product's headline figures, measured on its real path.
//!
//! `cargo run -p soviec-tests --release --bin figures -- [--json] [--only NAME] [--folder FOLDER]`
//! prints a table, or with `--json` one line a figure: `{"name", "value", "unit", "limit",
//! "holds"}`. What explains a figure goes to standard error. The databases lie in a folder beside
//! the program unless another is named, since a file system in memory has no flushes to wait for.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what it prints is the result")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "this is a measurement")]

#[path = "../../../../core/benches/shared/bare.rs"]
mod bare;
#[path = "../../../../core/tests/common/mod.rs"]
mod common;
#[path = "../../../../core/benches/shared/listing.rs"]
mod listing;
#[path = "../../../../core/benches/shared/mod.rs"]
mod shared;

mod applying;
mod deadlines;
mod durable;
mod figure;
mod memory;
mod opening;
mod pushing;
mod searching;

use std::{path::PathBuf, process::ExitCode};

use figure::Figure;

/// What was asked for.
struct Asked {
    json: bool,
    only: Option<String>,
    folder: PathBuf,
}

/// A measurement and the names of the figures that it gives.
type Measure = (&'static [&'static str], fn(&std::path::Path) -> Vec<Figure>);

const MEASURES: [Measure; 9] = [
    (&["durable_edit_ratio"], durable::measure),
    (&["open_to_first_list_ms", "open_history_ratio"], opening::measure),
    (&["search_ms", "search_history_ratio"], searching::measure),
    (&["merge_5000_edits_ms"], applying::merge),
    (&["apply_one_change_us"], applying::one),
    (&["admission_change_us", "push_5_changes_us"], pushing::few),
    (&["rss_after_100k_applied_mb"], memory::measure),
    (&["relay_pushes_per_s"], pushing::many),
    (&["deadlines_per_s"], deadlines::measure),
];

fn asked() -> Result<Asked, String> {
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_owned()));
    let folder = beside.unwrap_or_else(std::env::temp_dir);
    let mut asked = Asked { json: false, only: None, folder };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--json" => asked.json = true,
            "--only" => asked.only = Some(value()?),
            "--folder" => asked.folder = PathBuf::from(value()?),
            _ => return Err(format!("{word} is unknown")),
        }
    }
    Ok(asked)
}

fn main() -> ExitCode {
    if let Some(folder) = memory::asked_as_child() {
        memory::child(&folder);
        return ExitCode::SUCCESS;
    }
    let asked = match asked() {
        Ok(asked) => asked,
        Err(said) => {
            eprintln!("{said}\nfigures [--json] [--only NAME] [--folder FOLDER]");
            return ExitCode::from(2);
        }
    };
    let mut holds = true;
    for (names, measure) in MEASURES {
        let wanted = |name: &&str| asked.only.as_deref().is_none_or(|only| only == *name);
        if !names.iter().any(&wanted) {
            continue;
        }
        for figure in measure(&asked.folder).into_iter().filter(|figure| wanted(&figure.name)) {
            println!("{}", if asked.json { figure.json() } else { figure.line() });
            holds &= figure.holds;
        }
    }
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
