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

/// An office with two officers and one edit that waits for it.
fn office_with_a_held_edit() -> (crate::world::World, soviec_core::model::ChangeHash) {
    use crate::{phone::Phone, world};
    use soviec_core::model::{DocumentName, OfficerEntry, OfficerId, RegisterKey, UnitEntry};
    use soviec_core::model::{UnitId, UnitKind, encode};
    let world = world::World::new();
    let clerk = OfficerId([9; 16]);
    let person = |n: u8, name: &str| {
        let entry = OfficerEntry { by: clerk, name: name.into(), title: None };
        (RegisterKey::new(OfficerId([n; 16]), "officer"), encode(&entry))
    };
    let unit = |id, kind, name: &str, reports_to| {
        let (by, name) = (clerk, name.to_owned());
        let entry = UnitEntry { by, kind, name, reports_to, from: None, until: None, basis: None };
        (RegisterKey::new(id, "unit"), encode(&entry))
    };
    let edits = [
        person(9, "Lê Thị Thư"),
        person(1, "Nguyễn Văn Lan"),
        unit(world::UNIT, UnitKind::Office, "Văn phòng", None),
        unit(UnitId([2; 16]), UnitKind::Village, "Thôn Hai", Some(world::UNIT)),
        unit(UnitId([3; 16]), UnitKind::Village, "Thôn Ba", Some(world::UNIT)),
    ];
    let directory = DocumentName::directory(world::TENANT, world::UNIT);
    world.office.pen().write(&directory, &edits, clerk, world.now()).unwrap();
    let lan = OfficerId([1; 16]);
    let record = world.enrol(1, lan, &[world::read(world::book(2))]);
    let mut phone = Phone::new(record, 1, 1, lan);
    let held = phone.tick(world::book(2).id(), crate::phone::ITEM, true);
    phone.push(&world);
    (world, held)
}

#[test]
fn a_clerk_decides_in_a_terminal_and_only_under_a_name() {
    let (world, held) = office_with_a_held_edit();
    let data = world.dir().to_str().unwrap();
    let held = held.to_string();
    let clerk = soviec_core::model::OfficerId([9; 16]).to_string();
    let told = |arguments: &[&str]| {
        let output = run(&[&["change"], arguments, &["--data", data]].concat());
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code(), said)
    };
    let (code, list) = told(&["list"]);
    assert_eq!(code, Some(0), "{list}");
    for word in [&held[..12], "đang giữ", "Nguyễn Văn Lan", "dấu"] {
        assert!(list.contains(word), "{list}");
    }
    let short = &held[..12];
    // Nobody decides without a name, without words where they are needed, or twice.
    assert_eq!(told(&["accept", short]).0, Some(2));
    let (code, said) = told(&["return", short, "--clerk", &clerk]);
    assert_eq!((code, said.contains("--reason")), (Some(1), true), "{said}");
    let reason = ["--clerk", clerk.as_str(), "--reason", "Sổ của thôn bên"];
    let away = |to: &str| told(&[&["move", short, "--to", to], &reason[..]].concat());
    let unit = |n: u8| soviec_core::model::UnitId([n; 16]).to_string();
    assert_eq!(away(&unit(7)).0, Some(2), "an unknown unit");
    let (code, said) = away(&unit(3));
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = told(&["accept", short, "--clerk", &clerk]);
    assert_eq!((code, said.contains("soviec change list")), (Some(1), true), "{said}");
    let (_, list) = told(&["list", "--all"]);
    assert!(list.contains("đã chuyển sổ") && list.contains("Sổ của thôn bên"), "{list}");
    assert!(!told(&["list"]).1.contains(short));
    assert_eq!(told(&["accept", "12345678", "--clerk", &clerk]).0, Some(2));
}
