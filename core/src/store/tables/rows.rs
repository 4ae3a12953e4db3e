//! Screen rows: how each task stands in each book.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::registers::{count_shown, register};
use super::value::{fixed, wrong_form};
use super::{Touched, local};
use crate::model::{
    ActError, Day, DocumentId, ItemId, Owner, RegisterKey, Selector, SetEntry, SetId, StatusAct,
    TaskId, Tick, UnitId, UnitKind, fold,
};

/// Notes which row a register of a book belongs to.
pub(super) fn touch(
    db: &Connection,
    book: DocumentId,
    key: &RegisterKey,
    touched: &mut Touched,
) -> rusqlite::Result<()> {
    let Ok(Owner(owner)) = key.owner() else { return Ok(()) };
    match key.field() {
        "tick" => {
            let (item, task) = (ItemId(owner), task_of_item(db, ItemId(owner))?);
            touched.ticks.extend(task.map(|task| (book, task, item)));
        }
        // A round is about an item or a whole task; the row of either tells that something came.
        "session" => {
            let task = task_of_item(db, ItemId(owner))?.unwrap_or(TaskId(owner));
            touched.rows.insert((book, task));
        }
        "status" | "note" | "local" => drop(touched.rows.insert((book, TaskId(owner)))),
        _ => {}
    }
    Ok(())
}

/// The task that an item stands in.
pub(super) fn task_of_item(db: &Connection, item: ItemId) -> rusqlite::Result<Option<TaskId>> {
    db.prepare_cached("SELECT task FROM items WHERE item = ?1")?
        .query_row([item.as_slice()], |row| fixed(row, 0).map(TaskId))
        .optional()
}

/// Folds every touched row again.
pub(super) fn settle(
    db: &Connection,
    touched: &Touched,
) -> rusqlite::Result<Vec<(DocumentId, TaskId)>> {
    let mut rows: BTreeSet<(DocumentId, TaskId)> = touched.rows.clone();
    if !touched.tasks.is_empty() {
        let books = pairs(db, "SELECT document, unit FROM books", [])?;
        rows.extend(
            books
                .iter()
                .flat_map(|(book, _)| touched.tasks.iter().map(|task| (DocumentId(*book), *task))),
        );
    }
    for unit in &touched.units {
        let sql = "SELECT b.document, t.task FROM books b JOIN plans p ON p.year = b.year
                   JOIN tasks t ON t.document = p.document WHERE b.unit = ?1";
        let of_unit = pairs(db, sql, [unit.as_slice()])?;
        rows.extend(of_unit.iter().map(|(book, task)| (DocumentId(*book), TaskId(*task))));
        rows.extend(local::rows_of(db, *unit)?);
    }
    for (book, task) in &rows {
        fold_row(db, *book, *task)?;
    }
    fold_ticks(db, touched, &mut rows)?;
    Ok(rows.into_iter().collect())
}

/// Folds the items alone of rows in which nothing else changed.
fn fold_ticks(
    db: &Connection,
    touched: &Touched,
    rows: &mut BTreeSet<(DocumentId, TaskId)>,
) -> rusqlite::Result<()> {
    #[cfg(feature = "planted")]
    if crate::planted::now_and_then(crate::planted::Fault::RowNotSettled) {
        return Ok(());
    }
    let whole = rows.clone();
    for (book, task, item) in &touched.ticks {
        if !whole.contains(&(*book, *task)) {
            fold_tick(db, *book, *task, *item)?;
            rows.insert((*book, *task));
        }
    }
    Ok(())
}

/// A row that is not there is folded whole when plan and directory bring it.
fn fold_tick(
    db: &Connection,
    book: DocumentId,
    task: TaskId,
    item: ItemId,
) -> rusqlite::Result<()> {
    let (done_on, open) = ticked(db, book, item)?;
    let (done, day) = (done_on.is_some(), done_on.map(|day| day.to_string()));
    let row = params![book.as_slice(), task.as_slice(), item.as_slice(), done, open, day];
    db.prepare_cached(
        "UPDATE item_rows SET done = ?4, open = ?5, done_on = ?6
         WHERE book = ?1 AND task = ?2 AND item = ?3",
    )?
    .execute(row)?;
    db.prepare_cached(
        "UPDATE task_rows SET (items_done, items_open, items_done_on) =
         (SELECT coalesce(sum(done), 0), coalesce(sum(open), 0),
                 CASE WHEN sum(done) = count(*) THEN max(done_on) END
          FROM item_rows WHERE book = ?1 AND task = ?2)
         WHERE book = ?1 AND task = ?2",
    )?
    .execute(params![book.as_slice(), task.as_slice()])
    .map(drop)
}

/// The declared day on which an item was done, and whether two values stand.
fn ticked(
    db: &Connection,
    book: DocumentId,
    item: ItemId,
) -> rusqlite::Result<(Option<Day>, bool)> {
    let tick = register(db, book, &RegisterKey::new(item, "tick"))?;
    let open = tick.is_open();
    let done = !open && matches!(tick.act::<Tick>(), Some(Ok(Tick { done: true, .. })));
    // Of two equal ticks the earlier declared day counts: the work was done by then.
    let days = tick.values.iter().filter_map(|shown| shown.act::<Tick>().ok());
    let done_on = days.filter(|tick| done && tick.done).map(|tick| tick.on).min();
    Ok((done_on, open))
}

fn pairs(
    db: &Connection,
    sql: &str,
    p: impl rusqlite::Params,
) -> rusqlite::Result<Vec<([u8; 16], [u8; 16])>> {
    db.prepare_cached(sql)?.query_map(p, |row| Ok((fixed(row, 0)?, fixed(row, 1)?)))?.collect()
}

/// A book's unit, as selectors see it.
struct Executor {
    unit: UnitId,
    kind: UnitKind,
    year: u16,
}

fn executor(db: &Connection, book: DocumentId) -> rusqlite::Result<Option<Executor>> {
    db.prepare_cached(
        "SELECT b.unit, u.kind, b.year FROM books b JOIN units u ON u.unit = b.unit WHERE b.document = ?1",
    )?
    .query_row([book.as_slice()], |row| {
        Ok(Executor { unit: UnitId(fixed(row, 0)?), kind: UnitKind::from_number(row.get(1)?).ok_or_else(|| wrong_form(1))?, year: row.get(2)? })
    })
    .optional()
}

/// Whether one of the selectors in a column means the unit; `plan` is where they stand.
fn selected(
    db: &Connection,
    plan: DocumentId,
    blob: &[u8],
    who: &Executor,
    column: usize,
) -> rusqlite::Result<bool> {
    let selectors: Vec<Selector> = minicbor::decode(blob).map_err(|_| wrong_form(column))?;
    for selector in selectors {
        let meant = match selector {
            Selector::Set(set) => in_set(db, plan, set, who.unit)?,
            Selector::Unit(_) | Selector::Kind(_) => selector.selects(who.unit, who.kind),
        };
        if meant {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Of a set with two values, a unit of either is in it: better asked once too often.
fn in_set(db: &Connection, plan: DocumentId, set: SetId, unit: UnitId) -> rusqlite::Result<bool> {
    let shown = register(db, plan, &RegisterKey::new(set, "set"))?;
    let mut entries = shown.values.iter().filter_map(|value| value.act::<SetEntry>().ok());
    Ok(entries.any(|entry| entry.units.contains(&unit)))
}

/// Whether the unit leads the task; `None` when the plan (of that year) has no such task.
fn leads(db: &Connection, task: TaskId, who: &Executor) -> rusqlite::Result<Option<bool>> {
    db.prepare_cached(
        "SELECT t.lead, t.document FROM tasks t JOIN plans p ON p.document = t.document WHERE t.task = ?1 AND p.year = ?2",
    )?
    .query_row(params![task.as_slice(), who.year], |row| {
        let lead: Vec<u8> = row.get(0)?;
        selected(db, DocumentId(fixed(row, 1)?), &lead, who, 0)
    })
    .optional()
}

/// The items of a task that the unit ticks, in their order.
fn items(db: &Connection, task: TaskId, who: &Executor) -> rusqlite::Result<Vec<ItemId>> {
    let mut found = db.prepare_cached(
        "SELECT item, selectors, document FROM items WHERE task = ?1 ORDER BY place",
    )?;
    let mut rows = found.query([task.as_slice()])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        let selectors: Vec<u8> = row.get(1)?;
        if selected(db, DocumentId(fixed(row, 2)?), &selectors, who, 1)? {
            items.push(ItemId(fixed(row, 0)?));
        }
    }
    Ok(items)
}

fn fold_row(db: &Connection, book: DocumentId, task: TaskId) -> rusqlite::Result<()> {
    match executor(db, book)? {
        Some(who) => match leads(db, task, &who)? {
            Some(leads) => fold_planned(db, book, task, leads, &who),
            None => fold_local(db, book, task),
        },
        // A book that no screen shows: what is written in it all the same has no row.
        None if !is_shown(db, book)? => forget(db, book, task),
        // The unit's entry has not arrived: no plan can be read, the unit's own tasks can.
        None => fold_local(db, book, task),
    }
}

fn is_shown(db: &Connection, book: DocumentId) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM books WHERE document = ?1")?.exists([book.as_slice()])
}

fn fold_planned(
    db: &Connection,
    book: DocumentId,
    task: TaskId,
    leads: bool,
    who: &Executor,
) -> rusqlite::Result<()> {
    let items = items(db, task, who)?;
    if !leads && items.is_empty() {
        return forget(db, book, task);
    }
    let mut list = Checklist { items: items.len(), ..Checklist::default() };
    drop_others(db, book, task, &items)?;
    for item in &items {
        let (done_on, is_open) = fold_item(db, book, task, *item)?;
        list.last = list.last.max(done_on);
        list.done += u32::from(done_on.is_some());
        list.open += u32::from(is_open);
    }
    write_row(db, book, task, leads, &list, None)
}

/// No plan has the task: it is the unit's own, or none.
fn fold_local(db: &Connection, book: DocumentId, task: TaskId) -> rusqlite::Result<()> {
    match local::shown(db, book, task)? {
        Some(own) => {
            drop_others(db, book, task, &[])?;
            write_row(db, book, task, true, &Checklist::default(), Some(&own))
        }
        None => forget(db, book, task),
    }
}

/// The items of one task in one book, counted.
#[derive(Default)]
struct Checklist {
    items: usize,
    done: u32,
    open: u32,
    last: Option<Day>,
}

impl Checklist {
    /// The last declared day, once every item is done.
    fn done_on(&self) -> Option<Day> {
        self.last.filter(|_| usize::try_from(self.done) == Ok(self.items))
    }
}

fn forget(db: &Connection, book: DocumentId, task: TaskId) -> rusqlite::Result<()> {
    let row = params![book.as_slice(), task.as_slice()];
    db.prepare_cached("DELETE FROM task_rows WHERE book = ?1 AND task = ?2")?.execute(row)?;
    db.prepare_cached("DELETE FROM item_rows WHERE book = ?1 AND task = ?2")?.execute(row)?;
    Ok(())
}

/// Items that the unit does not tick any more, or that stand in another task.
fn drop_others(
    db: &Connection,
    book: DocumentId,
    task: TaskId,
    items: &[ItemId],
) -> rusqlite::Result<()> {
    let place = params![book.as_slice(), task.as_slice()];
    let shown = db
        .prepare_cached("SELECT item FROM item_rows WHERE book = ?1 AND task = ?2")?
        .query_map(place, |row| fixed(row, 0).map(ItemId))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for gone in shown.iter().filter(|item| !items.contains(item)) {
        db.prepare_cached("DELETE FROM item_rows WHERE book = ?1 AND task = ?2 AND item = ?3")?
            .execute(params![book.as_slice(), task.as_slice(), gone.as_slice()])?;
    }
    Ok(())
}

fn fold_item(
    db: &Connection,
    book: DocumentId,
    task: TaskId,
    item: ItemId,
) -> rusqlite::Result<(Option<Day>, bool)> {
    let (done_on, open) = ticked(db, book, item)?;
    let day = done_on.map(|day| day.to_string());
    // Most items of a touched task stand as they stood: those dirty no page.
    db.prepare_cached(
        "INSERT INTO item_rows (book, task, item, done, open, done_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET done = excluded.done, open = excluded.open,
             done_on = excluded.done_on
         WHERE done <> excluded.done OR open <> excluded.open OR done_on IS NOT excluded.done_on",
    )?
    .execute(params![
        book.as_slice(),
        task.as_slice(),
        item.as_slice(),
        done_on.is_some(),
        open,
        day
    ])?;
    Ok((done_on, open))
}

fn write_row(
    db: &Connection,
    book: DocumentId,
    task: TaskId,
    leads: bool,
    list: &Checklist,
    own: Option<&local::Own>,
) -> rusqlite::Result<()> {
    let status = register(db, book, &RegisterKey::new(task, "status"))?;
    let notes = count_shown(db, book, &format!("{task}.note."))?;
    let act = status.act::<StatusAct>();
    let newer = matches!(act, Some(Err(ActError::Newer(_)))) || own.is_some_and(|own| own.newer);
    let declared = act.and_then(Result::ok);
    db.prepare_cached(
        "INSERT OR REPLACE INTO task_rows (book, task, leads, declared, declared_on, result, newer, open, items, items_done, items_open, notes, items_done_on, title, folded, last_day, edits)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?
    .execute(params![
        book.as_slice(),
        task.as_slice(),
        leads,
        declared.as_ref().map(|act| act.status.number()),
        declared.as_ref().map(|act| act.on.to_string()),
        declared.as_ref().and_then(|act| act.result.as_deref()),
        newer,
        status.is_open(),
        list.items,
        list.done,
        list.open,
        notes,
        list.done_on().map(|day| day.to_string()),
        own.map(|own| own.title.as_str()),
        own.map(|own| fold(&own.title)),
        own.and_then(|own| own.last_day).map(|day| day.to_string()),
        status.claims().flat_map(|shown| shown.edit.0).collect::<Vec<u8>>(),
    ])
    .map(drop)
}
