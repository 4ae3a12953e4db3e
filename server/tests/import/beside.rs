//! Commands beside a running server, and beside one another.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::Child,
    thread,
};

use super::support::{Desk, OFFICE, PLAN, Ran};
use soviec_core::store::tables;
use soviec_server::{Office, office::fold::Views};

/// A server that ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(desk: &Desk) -> Self {
        let mut child = desk.command(&["serve", "--listen", "127.0.0.1:0"]).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().to_owned();
        Self { child, address }
    }

    /// Whether the server answers, be it with a page or with the way to the sign-in.
    fn answers(&self) -> bool {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!("Host: {}\r\nConnection: close", self.address);
        write!(stream, "GET /toan-canh HTTP/1.1\r\n{head}\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.starts_with("HTTP/1.1 2") || answer.starts_with("HTTP/1.1 3")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has then noticed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The names of all units, as the office's tables have them now.
fn names(office: &Office) -> Vec<String> {
    let units = office.views().read(office.log(), |db, _| Ok(tables::units(db)?));
    units.unwrap().into_iter().map(|unit| unit.name).collect()
}

#[test]
fn a_running_server_goes_on_while_commands_write() {
    let desk = Desk::new();
    let server = Server::start(&desk);
    desk.write("office.toml", OFFICE);
    desk.write("plan.toml", PLAN);
    desk.run(&["office", "init", "office.toml"]).done();
    assert!(server.answers());
    desk.run(&["plan", "import", "plan.toml"]).done();
    assert!(server.answers());
    assert_eq!(names(&desk.office()).len(), 9);
}

#[test]
fn commands_at_the_same_time_write_everything_once() {
    let desk = Desk::with_office();
    let server = Server::start(&desk);
    desk.write("plan.toml", PLAN);
    desk.write("office2.toml", OFFICE.replace("Thôn Gò Sim", "Thôn Gò Sim Mới"));
    let add = ["officer", "add", "--unit", "ha-khe", "--officer", "van-khiem"];
    let all: [&[&str]; 6] = [
        &["plan", "import", "plan.toml"],
        &["plan", "import", "plan.toml"],
        &["office", "init", "office2.toml"],
        &add,
        &add,
        &["unit", "list"],
    ];
    let children: Vec<Child> = all.iter().map(|one| desk.command(one).spawn().unwrap()).collect();
    for _ in 0..5 {
        assert!(server.answers());
    }
    for child in children {
        Ran::of(child.wait_with_output().unwrap()).done();
    }
    let rows = desk.rows();
    let again = desk.run(&["plan", "import", "plan.toml"]).done();
    assert!(again.out.contains("Nhiệm vụ: thêm 0, sửa 0, giữ nguyên 6"), "{}", again.out);
    desk.run(&["office", "init", "office2.toml"]).done();
    assert_eq!(desk.rows(), rows);
    assert!(server.answers());
}

#[test]
fn two_processes_fold_the_same_tables_without_harm() {
    let desk = Desk::with_plan();
    std::fs::remove_file(desk.data().join(Views::file_name())).unwrap();
    let offices = [desk.office(), desk.office()];
    thread::scope(|scope| {
        for office in &offices {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(names(office).len(), 9);
                }
            });
        }
        desk.write("office.toml", OFFICE.replace("Thôn Gò Sim", "Thôn Gò Sim Mới"));
        desk.run(&["office", "init", "office.toml"]).done();
    });
    for office in &offices {
        assert!(names(office).contains(&"Thôn Gò Sim Mới".to_owned()));
    }
}
