//! The rows that an edit leaves behind, written by a bare transaction: what `Store::write` is
//! compared with, by the benchmark and by the program of the headline figures.

#![allow(unreachable_pub, clippy::unwrap_used, reason = "this is a measurement")]

use std::path::Path;

use rusqlite::{Connection, params};
use soviec_core::model::{Declared, Edit};
use soviec_core::store::cipher::{DatabaseKey, open_encrypted};
use soviec_core::store::tables::install_status;

use crate::common::*;
use crate::shared::Times;

pub const TASKS: u32 = 60;
/// Edits in the book before the first measured one.
pub const HISTORY: u32 = 2_000;
pub const MEASURED: u32 = 400;

pub fn side_by_side(base: &Path, folder: &Path, rows: &[Rows]) -> (Times, Times) {
    let (ours, bare) = (folder.join("ours.db"), folder.join("bare.db"));
    std::fs::copy(base, &ours).unwrap();
    std::fs::copy(base, &bare).unwrap();
    let (mut world, db) = (opened(&ours), prepared(encrypted(&bare), "FULL"));
    let (mut first, mut second) = (Times::default(), Times::default());
    for (n, rows) in (HISTORY + 1..).zip(rows) {
        first.add(|| drop(world.write(0, &edit(n)).unwrap()));
        second.add(|| replay(&db, rows));
    }
    (first.sorted(), second.sorted())
}

/// The n-th edit: ticks and, every sixth time, a status; each differs from what stands there.
pub fn edit(n: u32) -> Edit {
    let round = n / (TASKS * 6);
    let of = n / 6 % TASKS;
    match (n % 6) as u8 {
        5 => declare(of, Declared::ALL[round as usize % 5]),
        i => tick(of, i, round.is_multiple_of(2)),
    }
}

pub fn prepare(path: &Path) {
    let mut world = World::open(path, 1, &[0], TASKS);
    for n in 0..HISTORY {
        world.write(0, &edit(n)).unwrap();
    }
}

/// Opened, with its document loaded by a first edit: that is not what is measured here.
pub fn opened(path: &Path) -> World {
    let mut world = World::bare(path, 1, &[0], vec![officer(1)]);
    world.write(0, &edit(HISTORY)).unwrap();
    world
}

pub fn edits(world: &mut World) {
    (HISTORY + 1..=HISTORY + MEASURED).for_each(|n| drop(world.write(0, &edit(n)).unwrap()));
}

/// The rows that one edit left behind, as SQLite values.
pub struct Rows {
    statements: Vec<(&'static str, Vec<rusqlite::types::Value>)>,
}

const CHANGE: &str = "INSERT INTO changes (document, hash, actor, seq, start_op, max_op, time, deps, bytes, own, state, relay_seq)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
const OPERATION: &str =
    "INSERT INTO operations (document, counter, actor, key, edit, change, officer, meaning, live, value)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9)";
const SUPERSEDE: &str = "UPDATE operations SET live = 0, value = NULL
    WHERE document = ?1 AND counter = ?2 AND actor = ?3";
const KILL: &str =
    "INSERT INTO kills (document, key, edit, counter, actor) VALUES (?1, ?2, ?3, ?4, ?5)";
const OUTBOX: &str = "INSERT INTO outbox (epoch, client_seq, document, change, edit, officer, replaced, grant_version, made, place, key, owner, undoable, waiting)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 1)";
const ITEM_ROW: &str = "INSERT OR REPLACE INTO item_rows (book, task, item, done, open, done_on)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
/// All columns in the table's order, as `SELECT *` reads them.
const TASK_ROW: &str = "INSERT OR REPLACE INTO task_rows
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";

/// What the measured edits left behind, edit by edit.
pub fn rows(path: &Path) -> Vec<Rows> {
    let db = encrypted(path);
    let places: Vec<i64> = db
        .prepare("SELECT place FROM changes WHERE own = 1 ORDER BY place DESC LIMIT ?1")
        .unwrap()
        .query_map([MEASURED], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    places.into_iter().rev().enumerate().map(|(n, place)| of_change(&db, place, n)).collect()
}

fn of_change(db: &Connection, place: i64, n: usize) -> Rows {
    let of = "(SELECT hash FROM changes WHERE place = ?1)";
    let parts: [(&'static str, String); 5] = [
        (CHANGE, "SELECT document, hash, actor, seq, start_op, max_op, time, deps, bytes, own, state, relay_seq FROM changes WHERE place = ?1".into()),
        // A later measured edit may have taken the value away: one of the same length stands in.
        (OPERATION, format!("SELECT document, counter, actor, key, edit, change, officer, meaning, coalesce(value, randomblob(36)) FROM operations WHERE change = {of}")),
        (SUPERSEDE, format!("SELECT o.document, o.counter, o.actor FROM kills k JOIN operations o ON o.document = k.document AND o.key = k.key AND o.edit = k.edit JOIN operations p ON p.document = k.document AND p.counter = k.counter AND p.actor = k.actor WHERE p.change = {of}")),
        (KILL, format!("SELECT k.document, k.key, k.edit, k.counter, k.actor FROM kills k JOIN operations p ON p.document = k.document AND p.counter = k.counter AND p.actor = k.actor WHERE p.change = {of}")),
        (OUTBOX, format!("SELECT epoch, client_seq, document, change, edit, officer, replaced, grant_version, made, place, key, owner, undoable FROM outbox WHERE change = {of}")),
    ];
    let mut statements = Vec::new();
    for (insert, select) in &parts {
        statements.extend(values(db, select, params![place]).into_iter().map(|row| (*insert, row)));
    }
    statements.extend(screen_rows(db, HISTORY + 1 + n as u32));
    Rows { statements }
}

/// The one item's row and the task's.
fn screen_rows(db: &Connection, n: u32) -> Vec<(&'static str, Vec<rusqlite::types::Value>)> {
    let book = book(0).id();
    let mut rows = Vec::new();
    let of = match edit(n) {
        Edit::Tick { item, .. } => {
            let sql = "SELECT book, task, item, done, open, done_on FROM item_rows WHERE book = ?1 AND item = ?2";
            rows.extend(
                values(db, sql, params![book.as_slice(), item.as_slice()])
                    .into_iter()
                    .map(|row| (ITEM_ROW, row)),
            );
            task(n / 6 % TASKS)
        }
        Edit::Status { task, .. } => task,
        _ => unreachable!("no other edit is made here"),
    };
    let sql = "SELECT * FROM task_rows WHERE book = ?1 AND task = ?2";
    rows.extend(
        values(db, sql, params![book.as_slice(), of.as_slice()])
            .into_iter()
            .map(|row| (TASK_ROW, row)),
    );
    rows
}

fn values(
    db: &Connection,
    sql: &str,
    p: impl rusqlite::Params,
) -> Vec<Vec<rusqlite::types::Value>> {
    let mut found = db.prepare_cached(sql).unwrap();
    let columns = found.column_count();
    let read = |row: &rusqlite::Row<'_>| (0..columns).map(|i| row.get(i)).collect();
    found.query_map(p, read).unwrap().map(Result::unwrap).collect()
}

pub fn prepared(db: Connection, synchronous: &str) -> Connection {
    db.set_prepared_statement_cache_capacity(128);
    db.execute_batch(&format!("PRAGMA synchronous = {synchronous}")).unwrap();
    db
}

pub fn replay(db: &Connection, rows: &Rows) {
    let tx = db.unchecked_transaction().unwrap();
    for (sql, values) in &rows.statements {
        tx.prepare_cached(sql).unwrap().execute(rusqlite::params_from_iter(values)).unwrap();
    }
    tx.commit().unwrap();
}

pub fn encrypted(path: &Path) -> Connection {
    let db = open_encrypted(path, &DatabaseKey::new(&[1; 32])).unwrap();
    install_status(&db).unwrap();
    db
}
