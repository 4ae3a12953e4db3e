//! The demo as a command: what it prints, and with which code it ends.

#![cfg(feature = "demo")]
#![allow(missing_docs, reason = "tests are read by their names")]

use std::{
    net::TcpListener,
    process::{Command, Output},
};

fn demo(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_soviec"));
    command.args(["demo", "--once"]).args(arguments).output().expect("the binary is built")
}

#[test]
fn the_demo_ends_with_code_0_once_all_agree() {
    let output = demo(&["--communes", "0"]);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.lines().last().unwrap().starts_with("All agree: "), "{told}");
    assert_eq!(complaint, "", "a good run complains of nothing");
}

#[test]
fn a_demo_that_cannot_listen_says_so_in_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let output = demo(&["--listen", &taken.local_addr().unwrap().to_string()]);
    assert_eq!(output.status.code(), Some(1));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(complaint.starts_with("soviec: ") && complaint.lines().count() == 1, "{complaint}");
}
