//! The command itself.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

fn soviec(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_soviec"));
    command.args(arguments).env_remove("SOVIEC_DATA").env_remove("SOVIEC_LISTEN");
    command
}

fn run(arguments: &[&str]) -> Output {
    soviec(arguments).output().unwrap()
}

/// A served data directory and the address that it says.
fn served(data: &Path) -> (Child, String) {
    let mut child = soviec(&["serve", "--listen", "127.0.0.1:0"])
        .env("SOVIEC_DATA", data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("soviec serves http://").expect("one line when ready");
    (child, address.to_owned())
}

fn is_healthy(address: &str) -> bool {
    ["/healthz", "/readyz"].into_iter().all(|path| answers(address, path))
}

fn answers(address: &str, path: &str) -> bool {
    let mut stream = TcpStream::connect(address).unwrap();
    let asked = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.starts_with("HTTP/1.1 200")
}

#[cfg(unix)]
#[test]
fn it_serves_until_it_is_asked_to_end_and_comes_back_as_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let keys = || std::fs::read(data.join("office.key")).unwrap();
    let mut before = Vec::new();
    for signal in ["-TERM", "-INT"] {
        let (mut child, address) = served(&data);
        assert!(is_healthy(&address));
        assert!(before.is_empty() || before == keys());
        before = keys();
        let id = child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn what_goes_wrong_is_one_line_and_an_exit_code() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let failed = run(&["serve", "--data", file.to_str().unwrap(), "--listen", "127.0.0.1:0"]);
    assert_eq!(failed.status.code(), Some(1));
    let said = String::from_utf8(failed.stderr).unwrap();
    assert!(said.starts_with("soviec: ") && said.lines().count() == 1, "{said}");
    assert_eq!(run(&["serve"]).status.code(), Some(2));
    assert_eq!(run(&["sell"]).status.code(), Some(2));
}

/// `soviec clerk` over a directory, with a line for its standard input.
fn clerk(data: &Path, arguments: &[&str], line: &str) -> (Option<i32>, String, String) {
    let mut child = soviec(&[&["clerk"], arguments].concat())
        .env("SOVIEC_DATA", data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that asks for nothing may have ended without reading.
    let _ = child.stdin.take().unwrap().write_all(line.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn clerks_are_added_listed_and_removed_beside_the_office() {
    let world = crate::world::World::new();
    let data = world.dir();
    let secret = "một hai ba bốn\n";
    let (code, said, _) = clerk(data, &["add", "huong.pt", "--shown", "Phạm Thu Hường"], secret);
    assert_eq!((code, said.as_str()), (Some(0), "huong.pt can sign in.\n"));
    let here = std::net::IpAddr::from([127, 0, 0, 1]);
    let token = world.office.clerks().enter("huong.pt", secret.trim_end(), here).unwrap();
    let (_, said, _) = clerk(data, &["add", "huong.pt"], "năm sáu bảy tám\n");
    assert!(said.contains("new password"));
    assert!(world.office.clerks().session(&token).unwrap().is_none());
    let (_, said, _) = clerk(data, &["add", "linh", "--link"], "");
    assert!(said.contains("\n/vao/"), "{said}");
    let (_, said, _) = clerk(data, &["list"], "");
    assert_eq!(said, "huong.pt\tPhạm Thu Hường\nlinh\tlinh\n");
    assert_eq!(clerk(data, &["remove", "linh"], "").0, Some(0));
    assert_eq!(clerk(data, &["list"], "").1, "huong.pt\tPhạm Thu Hường\n");
}

#[test]
fn what_is_wrong_with_a_clerk_is_one_line_and_adds_nobody() {
    let world = crate::world::World::new();
    let long = "một hai ba bốn\n";
    for (arguments, line) in [
        (vec!["add", "huong"], "ngắn\n"),
        (vec!["add", "huong"], ""),
        (vec!["add", "Phạm Hường"], long),
        (vec!["remove", "ai"], ""),
    ] {
        let (code, said, error) = clerk(world.dir(), &arguments, line);
        assert_eq!((code, said.as_str(), error.lines().count()), (Some(1), "", 1), "{error}");
        assert!(!error.contains(long.trim_end()) && !error.contains("Hường"));
    }
    assert!(world.office.clerks().list().unwrap().is_empty());
    let empty = tempfile::tempdir().unwrap();
    let (code, _, error) = clerk(empty.path(), &["add", "huong"], long);
    assert!(code == Some(1) && error.contains("holds no office"), "{error}");
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0, "nothing is made there");
}
