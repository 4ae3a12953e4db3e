//! The first databases of a process, opened by several threads at the same moment: SQLite
//! says that it has started before its cipher has.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::process::Command;
use std::sync::{Arc, Barrier};
use std::{env, thread};

use soviec_core::model::Epoch;
use soviec_core::store::{Store, cipher::DatabaseKey};

const THREADS: u8 = 8;
/// The start happens once a process; without the wait one process in seventy met the moment.
const PROCESSES: usize = 60;
const CHILD: &str = "SOVIEC_FIRST_OPENING";

#[test]
fn threads_that_open_the_first_databases_together_all_succeed() {
    if env::var_os(CHILD).is_some() {
        return open_together();
    }
    let program = env::current_exe().unwrap();
    for _ in 0..PROCESSES {
        let child = Command::new(&program).env(CHILD, "1").output().unwrap();
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    }
}

fn open_together() {
    let folder = tempfile::tempdir().unwrap();
    let gate = Arc::new(Barrier::new(usize::from(THREADS)));
    let open = |n: u8| {
        let (path, gate) = (folder.path().join(n.to_string()), Arc::clone(&gate));
        thread::spawn(move || {
            gate.wait();
            Store::open(&path, Arc::new(DatabaseKey::new(&[n; 32])), Epoch([n; 16])).unwrap();
        })
    };
    let all: Vec<_> = (0..THREADS).map(open).collect();
    for one in all {
        one.join().unwrap();
    }
}
