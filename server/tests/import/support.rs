//! The command itself, run as a clerk runs it, over a folder of its own.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use soviec_server::{Config, Environment, Office};
use tempfile::TempDir;

pub(crate) const OFFICE: &str = include_str!("../../samples/office.toml");
pub(crate) const PLAN: &str = include_str!("../../samples/plan.toml");

/// A clerk's folder: files, and the office's data.
pub(crate) struct Desk {
    folder: TempDir,
}

/// What a command printed, and its exit code.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// The same, once it is known that it went well.
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    /// The rest of the line that begins so.
    pub(crate) fn after(&self, begin: &str) -> &str {
        let line = self.out.lines().find_map(|line| line.strip_prefix(begin));
        line.unwrap_or_else(|| panic!("{begin} in {}", self.out))
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A desk whose office is written from the sample.
    pub(crate) fn with_office() -> Self {
        let desk = Self::new();
        desk.write("office.toml", OFFICE);
        desk.run(&["office", "init", "office.toml"]).done();
        desk
    }

    /// A desk with the sample's office and plan.
    pub(crate) fn with_plan() -> Self {
        let desk = Self::with_office();
        desk.write("plan.toml", PLAN);
        desk.run(&["plan", "import", "plan.toml"]).done();
        desk
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.folder.path().join(name), bytes).unwrap();
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_soviec"));
        command.args(arguments).current_dir(self.folder.path()).env("SOVIEC_DATA", self.data());
        command.env_remove("SOVIEC_LOG").stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// The office as a program sees it.
    pub(crate) fn office(&self) -> Office {
        Office::open(&self.data(), Config::default(), Environment::default()).unwrap()
    }

    /// How many rows the log has.
    pub(crate) fn rows(&self) -> u64 {
        self.office().log().head().unwrap().seq
    }
}
