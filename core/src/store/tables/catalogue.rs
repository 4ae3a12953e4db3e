//! Rows folded from directories and plans: units, officers, tasks, items.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::value::{fixed, optional, parsed, wrong_form};
use super::{Touched, registers::register, rows::task_of_item};
use crate::fold::due;
use crate::model::{
    Act, Assignment, Day, Deadline, DeviceEntry, DeviceId, DocumentId, DocumentName, GroupEntry,
    GroupId, ItemEntry, ItemId, Occurred, OfficerEntry, OfficerId, Owner, PlanEntry, PlanId,
    RegisterKey, TaskEntry, TaskId, UnitEntry, UnitId, UnitKind, fold,
};

/// Folds the row that one register of a directory or a plan belongs to.
pub(super) fn refresh(
    db: &Connection,
    document: &DocumentName,
    key: &RegisterKey,
    touched: &mut Touched,
) -> rusqlite::Result<()> {
    let Ok(Owner(owner)) = key.owner() else { return Ok(()) };
    let id = document.id();
    match key.field() {
        "unit" => {
            touched.units.insert(UnitId(owner));
            unit_row(db, id, key, UnitId(owner))
        }
        "officer" => officer_row(db, id, key, OfficerId(owner)),
        "device" => device_row(db, id, key, DeviceId(owner)),
        "plan" => {
            plan_row(db, document, key)?;
            touch_tasks(db, id, touched)
        }
        "group" => group_row(db, id, key, GroupId(owner)),
        "task" | "assign" | "deadline" | "occurred" => {
            touched.tasks.insert(TaskId(owner));
            task_row(db, id, TaskId(owner))
        }
        "item" => item_row(db, id, key, ItemId(owner), touched),
        "set" => set_tasks(db, id, touched),
        _ => Ok(()),
    }
}

/// Forgets the row of a register that shows nothing any more.
pub(super) fn forget_empty(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    touched: &mut Touched,
) -> rusqlite::Result<()> {
    let Ok(Owner(owner)) = key.owner() else { return Ok(()) };
    if !register(db, document, key)?.values.is_empty() {
        return Ok(());
    }
    let row = match key.field() {
        "unit" => "units WHERE unit",
        "officer" => "officers WHERE officer",
        "device" => "devices WHERE device",
        "plan" => "plans WHERE plan",
        "group" => "task_groups WHERE task_group",
        "task" | "assign" | "deadline" => "tasks WHERE task",
        "item" => "items WHERE item",
        _ => return Ok(()),
    };
    if key.field() == "item" {
        touched.tasks.extend(task_of_item(db, ItemId(owner))?);
    }
    db.execute(
        &format!("DELETE FROM {row} = ?1 AND document = ?2"),
        params![owner.as_slice(), document.as_slice()],
    )
    .map(drop)
}

/// The act that a register shows, if this build understands it.
fn entry<A: Act>(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> rusqlite::Result<Option<A>> {
    Ok(register(db, document, key)?.act().and_then(Result::ok))
}

fn cbor<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("a Vec takes every byte")
}

fn unit_row(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    unit: UnitId,
) -> rusqlite::Result<()> {
    let Some(e) = entry::<UnitEntry>(db, document, key)? else { return Ok(()) };
    db.prepare_cached("INSERT OR REPLACE INTO units (unit, document, kind, name, reports_to) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            unit.as_slice(),
            document.as_slice(),
            e.kind.number(),
            e.name,
            e.reports_to.as_ref().map(UnitId::as_slice)
        ])
        .map(drop)
}

fn officer_row(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    officer: OfficerId,
) -> rusqlite::Result<()> {
    let Some(e) = entry::<OfficerEntry>(db, document, key)? else { return Ok(()) };
    db.prepare_cached(
        "INSERT OR REPLACE INTO officers (officer, document, name, title) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![officer.as_slice(), document.as_slice(), e.name, e.title])
    .map(drop)
}

fn device_row(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    device: DeviceId,
) -> rusqlite::Result<()> {
    let Some(e) = entry::<DeviceEntry>(db, document, key)? else { return Ok(()) };
    db.prepare_cached(
        "INSERT OR REPLACE INTO devices (device, document, key, unit) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![device.as_slice(), document.as_slice(), e.key.as_slice(), e.unit.as_slice()])
    .map(drop)
}

fn plan_row(db: &Connection, document: &DocumentName, key: &RegisterKey) -> rusqlite::Result<()> {
    let id = document.id();
    let (Some(plan), Some(e)) = (document.plan, entry::<PlanEntry>(db, id, key)?) else {
        return Ok(());
    };
    db.prepare_cached("INSERT OR REPLACE INTO plans (plan, document, issuer, title, number, issued, year) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![plan.as_slice(), id.as_slice(), document.unit.as_slice(),
            e.title, e.number, e.issued.to_string(), e.year])
        .map(drop)
}

/// The plan's year says in whose books its tasks stand.
fn touch_tasks(db: &Connection, plan: DocumentId, touched: &mut Touched) -> rusqlite::Result<()> {
    let mut tasks = db.prepare_cached("SELECT task FROM tasks WHERE document = ?1")?;
    for task in tasks.query_map([plan.as_slice()], |row| fixed(row, 0))? {
        touched.tasks.insert(TaskId(task?));
    }
    Ok(())
}

fn group_row(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    group: GroupId,
) -> rusqlite::Result<()> {
    let Some(e) = entry::<GroupEntry>(db, document, key)? else { return Ok(()) };
    db.prepare_cached("INSERT OR REPLACE INTO task_groups (task_group, document, number, title) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![group.as_slice(), document.as_slice(), e.number, e.title])
        .map(drop)
}

/// A task appears when its title, assignment and deadline are all there.
fn task_row(db: &Connection, document: DocumentId, task: TaskId) -> rusqlite::Result<()> {
    let key = |field| RegisterKey::new(task, field);
    let (Some(t), Some(a), Some(d)) = (
        entry::<TaskEntry>(db, document, &key("task"))?,
        entry::<Assignment>(db, document, &key("assign"))?,
        entry::<Deadline>(db, document, &key("deadline"))?,
    ) else {
        return Ok(());
    };
    let occurred = entry::<Occurred>(db, document, &key("occurred"))?;
    let (kind, last_day) = due(&d, occurred.as_ref());
    db.prepare_cached(
        "INSERT OR REPLACE INTO tasks (task, document, task_group, number, title, folded, place, lead, partners, kind, last_day, wording)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        task.as_slice(),
        document.as_slice(),
        t.group.as_slice(),
        t.number,
        t.title,
        fold(&format!("{} {}", t.number, t.title)),
        t.order,
        cbor(&a.lead),
        a.partners,
        kind.number(),
        last_day.map(|day| day.to_string()),
        d.wording
    ])
    .map(drop)
}

/// A set is read where it is named, and which tasks name it is not kept: all may.
fn set_tasks(db: &Connection, document: DocumentId, touched: &mut Touched) -> rusqlite::Result<()> {
    let mut tasks = db.prepare_cached("SELECT task FROM tasks WHERE document = ?1")?;
    let mut rows = tasks.query([document.as_slice()])?;
    while let Some(row) = rows.next()? {
        touched.tasks.insert(TaskId(fixed(row, 0)?));
    }
    Ok(())
}

fn item_row(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    item: ItemId,
    touched: &mut Touched,
) -> rusqlite::Result<()> {
    let Some(e) = entry::<ItemEntry>(db, document, key)? else { return Ok(()) };
    touched.tasks.insert(e.task);
    // An item that moves leaves a gap in the task that it stood in.
    touched.tasks.extend(task_of_item(db, item)?);
    db.prepare_cached("INSERT OR REPLACE INTO items (item, document, task, title, place, selectors) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            item.as_slice(),
            document.as_slice(),
            e.task.as_slice(),
            e.title,
            e.order,
            cbor(&e.to)
        ])
        .map(drop)
}

/// A unit as screens need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// The unit.
    pub unit: UnitId,
    /// What it is.
    pub kind: UnitKind,
    /// Its name with the kind word.
    pub name: String,
    /// The unit above it on the reporting line.
    pub reports_to: Option<UnitId>,
}

fn unit_of(row: &Row<'_>) -> rusqlite::Result<UnitRow> {
    Ok(UnitRow {
        unit: UnitId(fixed(row, 0)?),
        kind: UnitKind::from_number(row.get(1)?).ok_or_else(|| wrong_form(1))?,
        name: row.get(2)?,
        reports_to: optional(row, 3)?.map(UnitId),
    })
}

/// A unit of the directory.
pub fn unit(db: &Connection, unit: UnitId) -> rusqlite::Result<Option<UnitRow>> {
    db.prepare_cached("SELECT unit, kind, name, reports_to FROM units WHERE unit = ?1")?
        .query_row([unit.as_slice()], unit_of)
        .optional()
}

/// The units directly below one on the reporting line, unsorted.
pub fn units_below(db: &Connection, above: UnitId) -> rusqlite::Result<Vec<UnitRow>> {
    db.prepare_cached("SELECT unit, kind, name, reports_to FROM units WHERE reports_to = ?1")?
        .query_map([above.as_slice()], unit_of)?
        .collect()
}

/// The display name of an officer.
pub fn officer_name(db: &Connection, officer: OfficerId) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT name FROM officers WHERE officer = ?1")?
        .query_row([officer.as_slice()], |row| row.get(0))
        .optional()
}

/// The number and the title of a task.
pub fn task(db: &Connection, task: TaskId) -> rusqlite::Result<Option<(String, String)>> {
    db.prepare_cached("SELECT number, title FROM tasks WHERE task = ?1")?
        .query_row([task.as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// The title of a task as a book shows it: the unit's own, or the plan's.
pub fn task_title(
    db: &Connection,
    book: DocumentId,
    id: TaskId,
) -> rusqlite::Result<Option<String>> {
    match own_title(db, book, id)? {
        Some(title) => Ok(Some(title)),
        None => Ok(task(db, id)?.map(|(_, title)| title)),
    }
}

/// The title of a task of the unit's own.
pub(super) fn own_title(
    db: &Connection,
    book: DocumentId,
    task: TaskId,
) -> rusqlite::Result<Option<String>> {
    let own: Option<Option<String>> = db
        .prepare_cached("SELECT title FROM task_rows WHERE book = ?1 AND task = ?2")?
        .query_row(params![book.as_slice(), task.as_slice()], |row| row.get(0))
        .optional()?;
    Ok(own.flatten())
}

/// The task and the title of a checklist item.
pub fn item(db: &Connection, item: ItemId) -> rusqlite::Result<Option<(TaskId, String)>> {
    db.prepare_cached("SELECT task, title FROM items WHERE item = ?1")?
        .query_row([item.as_slice()], |row| Ok((TaskId(fixed(row, 0)?), row.get(1)?)))
        .optional()
}

/// Every unit of the directories, unsorted.
pub fn units(db: &Connection) -> rusqlite::Result<Vec<UnitRow>> {
    db.prepare_cached("SELECT unit, kind, name, reports_to FROM units")?
        .query_map([], unit_of)?
        .collect()
}

/// A plan as screens need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// The plan.
    pub plan: PlanId,
    /// The unit that issued it.
    pub issuer: UnitId,
    /// The title.
    pub title: String,
    /// The number of the paper.
    pub number: String,
    /// The day it was issued.
    pub issued: Option<Day>,
    /// The year of its period.
    pub year: u16,
}

/// The plans, the latest year first.
pub fn plans(db: &Connection) -> rusqlite::Result<Vec<PlanRow>> {
    db.prepare_cached(
        "SELECT plan, issuer, title, number, issued, year FROM plans ORDER BY year DESC, issued DESC",
    )?
    .query_map([], |row| {
        Ok(PlanRow {
            plan: PlanId(fixed(row, 0)?),
            issuer: UnitId(fixed(row, 1)?),
                title: row.get(2)?,
            number: row.get(3)?,
            issued: parsed(row, 4)?,
            year: row.get(5)?,
        })
    })?
    .collect()
}
