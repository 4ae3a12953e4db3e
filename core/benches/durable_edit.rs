//! What an edit costs beyond the bare SQLite transaction of the rows that it leaves behind.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "this is a benchmark")]

#[path = "shared/bare.rs"]
mod bare;
#[path = "../tests/common/mod.rs"]
mod common;
mod shared;

use std::path::{Path, PathBuf};

use bare::{
    HISTORY, TASKS, edits, encrypted, opened, prepare, prepared, replay, rows, side_by_side,
};
use rusqlite::Connection;
use shared::{Times, flush, heading, micros, on_disk_and_in_memory};

fn main() {
    println!("One edit of a book of {TASKS} tasks and {HISTORY} edits.");
    on_disk_and_in_memory(env!("CARGO_TARGET_TMPDIR"), run);
}

fn run(place: &str, folder: &Path) {
    heading(place);
    flush(folder).print("a flush of 4 KiB alone");
    let (base, edited) = (folder.join("base.db"), folder.join("edited.db"));
    prepare(&base);
    // The first run makes the rows; the second is measured, side by side with the bare one, so
    // that whatever else the machine does falls on both.
    std::fs::copy(&base, &edited).unwrap();
    edits(&mut opened(&edited));
    let rows = rows(&edited);
    let (ours, bare) = side_by_side(&base, folder, &rows);
    ours.print("Store::write, encrypted, FULL");
    bare.print("bare transaction, encrypted, FULL");
    for mode in ["NORMAL", "OFF"] {
        let copy = folder.join(format!("{mode}.db"));
        std::fs::copy(&base, &copy).unwrap();
        let db = prepared(encrypted(&copy), mode);
        let times = Times::of(&rows, |rows| replay(&db, rows));
        times.print(&format!("bare transaction, encrypted, {mode}"));
    }
    let db = prepared(plain(&base, folder), "FULL");
    Times::of(&rows, |rows| replay(&db, rows)).print("bare transaction, plain, FULL");
    println!(
        "ratio of the first two: {:.2}; above the bare one: {}",
        ours.median().as_secs_f64() / bare.median().as_secs_f64(),
        micros(ours.median().saturating_sub(bare.median()))
    );
}

/// The same database without encryption.
fn plain(base: &Path, folder: &Path) -> Connection {
    let path: PathBuf = folder.join("plain.db");
    let db = encrypted(base);
    let attach = format!("ATTACH DATABASE '{}' AS plain KEY ''", path.display());
    db.execute_batch(&attach).unwrap();
    db.query_row("SELECT sqlcipher_export('plain')", [], |_| Ok(())).unwrap();
    db.execute_batch("DETACH DATABASE plain").unwrap();
    let db = Connection::open(&path).unwrap();
    db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    db
}
