//! The walk-through of the README, run as it is written there: from an empty folder to a
//! village's first synced tick and the page that shows it.
//!
//! A line `$ command` is run; the lines after it must appear in its output, in their order. `…`
//! stands for anything, a word in capitals like `CODE` is learnt from the output and put into
//! later commands.

#![cfg(feature = "demo")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

const LEARNT: [&str; 4] = ["CODE", "ADDRESS", "LINK", "CHANGE"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The example is built beside the tests by `cargo test --workspace`; alone, it is built here.
fn phone() -> PathBuf {
    let soviec = Path::new(env!("CARGO_BIN_EXE_soviec"));
    let phone = soviec.parent().unwrap().join("examples").join("phone");
    if !phone.exists() {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "soviec-core", "--example", "phone"])
            .current_dir(root())
            .status();
        assert!(built.unwrap().success(), "the example does not build");
    }
    phone
}

struct Walk {
    folder: tempfile::TempDir,
    learnt: BTreeMap<&'static str, String>,
    servers: Vec<Child>,
}

impl Drop for Walk {
    fn drop(&mut self) {
        for server in &mut self.servers {
            // It may have ended by itself.
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

impl Walk {
    fn command(&self, line: &str) -> Command {
        let mut words: Vec<String> = split(line);
        for word in &mut words {
            for (name, value) in &self.learnt {
                *word = word.replace(name, value);
            }
        }
        let program = match words[0].as_str() {
            "soviec" => PathBuf::from(env!("CARGO_BIN_EXE_soviec")),
            "phone" => phone(),
            other => PathBuf::from(other),
        };
        let mut command = Command::new(program);
        command.args(&words[1..]).current_dir(self.folder.path());
        command
    }

    fn run(&mut self, line: &str, expected: &[&str]) {
        if line.starts_with("curl ") {
            return self.look(line, expected);
        }
        match line.strip_suffix(" &") {
            Some(line) => self.start(line, expected),
            None => {
                let output = self.command(line).output().unwrap();
                let text = String::from_utf8(output.stdout).unwrap();
                let errors = String::from_utf8_lossy(&output.stderr);
                self.matches(line, &format!("{text}{errors}"), expected);
            }
        }
    }

    fn start(&mut self, line: &str, expected: &[&str]) {
        let mut server = self.command(line).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut said).unwrap();
        self.servers.push(server);
        self.matches(line, &said, expected);
    }

    /// `curl -L -c jar ADDRESSLINK`: signs in, follows, and the page must hold the lines.
    fn look(&mut self, line: &str, expected: &[&str]) {
        let answer = self.get(&self.learnt["LINK"], "");
        let header = |name: &str| {
            let found = answer.lines().find_map(|line| line.strip_prefix(name));
            found.unwrap_or_else(|| panic!("no {name} in {answer}")).trim().to_owned()
        };
        let cookie = header("set-cookie: ");
        let cookie = cookie.split(';').next().unwrap();
        let page = self.get(&header("location: "), &format!("cookie: {cookie}\r\n"));
        for text in expected {
            let wanted = text.trim_matches('…').trim();
            assert!(page.contains(wanted), "{line}: the page lacks {wanted:?}:\n{page}");
        }
    }

    fn get(&self, path: &str, more: &str) -> String {
        let host = self.learnt["ADDRESS"].strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {host}\r\n{more}connection: close\r\n\r\n")
            .unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).unwrap();
        page
    }

    fn matches(&mut self, line: &str, output: &str, expected: &[&str]) {
        let mut lines = output.lines();
        for wanted in expected {
            let found = lines.by_ref().find_map(|said| self.fits(wanted, said));
            let learnt = found.unwrap_or_else(|| panic!("{line}\nlacks {wanted:?} in\n{output}"));
            self.learnt.extend(learnt);
        }
    }

    /// What a line teaches if it fits a pattern.
    fn fits(&self, pattern: &str, said: &str) -> Option<Vec<(&'static str, String)>> {
        let name = LEARNT.into_iter().find(|name| pattern.contains(name));
        let pattern = pattern.trim();
        let Some(name) = name else { return wild(pattern, said.trim()).then(Vec::new) };
        let (before, after) = pattern.split_once(name)?;
        let rest = said.trim().strip_prefix(before)?;
        let value =
            if after.is_empty() { rest } else { rest.split(after.trim_end_matches('…')).next()? };
        Some(vec![(name, value.to_owned())])
    }
}

/// Words of a command; quotes hold a word together.
fn split(line: &str) -> Vec<String> {
    let (mut words, mut quoted) = (Vec::new(), false);
    for part in line.split('"') {
        match quoted {
            true => words.push(part.to_owned()),
            false => words.extend(part.split_whitespace().map(str::to_owned)),
        }
        quoted = !quoted;
    }
    words
}

/// Whether a line fits a pattern in which `…` stands for anything.
fn wild(pattern: &str, said: &str) -> bool {
    let mut parts = pattern.split('…');
    let Some(mut rest) = said.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = None;
    for part in parts {
        let Some(at) = rest.find(part.trim()) else { return false };
        rest = &rest[at + part.trim().len()..];
        last = Some(part);
    }
    last.map_or(rest.is_empty(), |part| part.trim().is_empty() || rest.is_empty())
}

#[test]
fn the_readme_is_walked_as_it_is_written() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for sample in ["office.toml", "plan.toml"] {
        fs::copy(root().join("server/samples").join(sample), folder.path().join(sample)).unwrap();
    }
    let mut walk = Walk { folder, learnt: BTreeMap::new(), servers: Vec::new() };
    let mut steps = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        let mut lines = block.lines().peekable();
        while let Some(line) = lines.next() {
            let Some(command) = line.strip_prefix("$ ") else { continue };
            let mut expected = Vec::new();
            while let Some(next) = lines.next_if(|next| !next.starts_with("$ ")) {
                expected.push(next);
            }
            walk.run(command, &expected);
            steps += 1;
        }
    }
    assert!(steps >= 9, "the walk-through has only {steps} steps");
}

#[test]
fn the_patterns_of_the_walk_through_can_fail() {
    assert!(wild("a … c", "a b c"));
    assert!(wild("a …", "a b c"));
    assert!(!wild("a … d", "a b c"));
    assert!(!wild("b", "a b"));
    assert!(!wild("a", "a b"));
    assert_eq!(split("note I.2 \"hai từ\""), ["note", "I.2", "hai từ"]);
}
