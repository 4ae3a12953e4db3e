//! Lists for screens: windows over the task rows, by filter and sort.

use std::collections::BTreeMap;

use rusqlite::{
    Connection, OptionalExtension, Row, functions::FunctionFlags, named_params, params,
};

use super::reviews::{self, Review, ReviewState};
use super::value::{fixed, optional, parsed, wrong_form};
use crate::fold::{Standing, Status, status};
use crate::model::{
    Day, DeadlineKind, Declared, DocumentId, GroupId, ItemId, TaskId, UnitId, fold,
};

/// One task as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// The book that the results stand in.
    pub book: DocumentId,
    /// The task.
    pub task: TaskId,
    /// The unit that it is for.
    pub unit: UnitId,
    /// The group in the plan; all zeros for a task of the unit's own.
    pub group: GroupId,
    /// The number in the plan; empty for a task of the unit's own.
    pub number: String,
    /// The title.
    pub title: String,
    /// How it is judged in time.
    pub kind: DeadlineKind,
    /// The last permitted day.
    pub last_day: Option<Day>,
    /// The plan's own words for the deadline.
    pub wording: String,
    /// The unit owes a status of its own; else it only ticks items.
    pub leads: bool,
    /// The declared status and its day; of an open register, one of the two.
    pub declared: Option<(Declared, Day)>,
    /// The declared result.
    pub result: Option<String>,
    /// A newer app wrote the status: offer a note, not a new status.
    pub newer: bool,
    /// Two values of the status stand.
    pub open: bool,
    /// Items of the checklist.
    pub items: u32,
    /// Items that are done; one with two values counts as not done.
    pub items_done: u32,
    /// Items with two values.
    pub items_open: u32,
    /// Notes.
    pub notes: u32,
    /// How it stands on the day that was asked for.
    pub status: Status,
    /// The unit's own task (*việc riêng*): no plan has it, and no figure of a plan counts it.
    pub local: bool,
    /// What the office says of the declared status.
    pub review: Review,
    /// An own edit of it, of its items or notes is not acknowledged. Only a phone knows; here
    /// it is always false.
    pub unsent: bool,
}

/// Which tasks a list shows; an empty filter shows all.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct TaskFilter {
    /// Only this unit's.
    pub unit: Option<UnitId>,
    /// Only these statuses.
    pub statuses: Vec<Status>,
    /// Only tasks with two values, in their status or an item.
    pub only_open: bool,
    /// Only tasks whose number or title holds the text; marks are ignored.
    pub text: Option<String>,
    /// Only tasks whose declared status stands so at the office.
    pub review: Option<ReviewState>,
}

/// The order of a list.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// As in the plan.
    #[default]
    Plan,
    /// Worst status first, then by deadline.
    Urgency,
    /// By deadline; tasks without a day last.
    Deadline,
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Rows before it.
    pub offset: u32,
    /// At most so many rows.
    pub limit: u32,
}

impl Sort {
    /// Every order is total, so that windows of one list neither share a row nor miss one.
    fn sql(self) -> &'static str {
        match self {
            Self::Plan => "place, task, book",
            Self::Urgency => "status, last_day IS NULL, last_day, place, task, book",
            Self::Deadline => "last_day IS NULL, last_day, place, task, book",
        }
    }
}

/// Makes [`status`] known to SQL, so that lists filter by the one function there is.
pub fn install_status(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("task_status", 10, flags, |ctx| {
        let day = |i| -> rusqlite::Result<Option<Day>> {
            let text: Option<String> = ctx.get(i)?;
            text.map(|text| text.parse().map_err(|_| wrong_form(i))).transpose()
        };
        let kind = DeadlineKind::from_number(ctx.get(0)?).ok_or_else(|| wrong_form(0))?;
        let word: Option<u8> = ctx.get(2)?;
        let declared = word.and_then(Declared::from_number).zip(day(3)?);
        let leads: bool = ctx.get(7)?;
        let standing = Standing {
            declared,
            open: ctx.get(4)?,
            started: ctx.get::<u32>(5)? > 0,
            checked_off: day(8)?.filter(|_| !leads),
            returned: ctx.get(9)?,
        };
        let as_of = day(6)?.ok_or_else(|| wrong_form(6))?;
        Ok(status(kind, day(1)?, standing, as_of).number())
    })
}

/// Where tasks of a unit's own stand in the order of the plan: behind every number that a plan
/// can give, in the order of their ids and so of their beginning.
const LAST: u64 = 1 << 32;

/// Rows with their status, for `:as_of`; more conditions may follow. What a plan says of a task
/// is not looked up for a task of the unit's own, even if another year's plan has its id.
pub(super) fn rows_sql() -> String {
    format!(
        "SELECT r.book, r.task, b.unit, t.task_group, coalesce(t.number, '') AS number,
                coalesce(r.title, t.title) AS title, {KIND} AS kind,
                coalesce(r.last_day, t.last_day) AS last_day, coalesce(t.wording, '') AS wording,
                r.leads, r.declared, r.declared_on, r.result, r.newer, r.open, r.items,
                r.items_done, r.items_open, r.notes, r.title IS NOT NULL AS local,
                task_status({KIND}, coalesce(r.last_day, t.last_day), r.declared, r.declared_on,
                            r.open, r.items_done, :as_of, r.leads, r.items_done_on,
                            {review} = 3) AS status,
                {review} AS review, v.comment, v.clerk, v.said_on,
                (SELECT o.name FROM officers o WHERE o.officer = v.clerk) AS clerk_name,
                coalesce(t.place, {LAST}) AS place, coalesce(r.folded, t.folded) AS folded,
                coalesce(r.declared_on, iif(r.leads, NULL, r.items_done_on)) AS done_on
         FROM task_rows r JOIN books b ON b.document = r.book
         LEFT JOIN tasks t ON t.task = r.task AND r.title IS NULL
         LEFT JOIN review_rows v ON v.book = r.book AND v.task = r.task
         WHERE (t.task IS NOT NULL OR r.title IS NOT NULL)",
        review = reviews::STATE
    )
}

/// A task of the unit's own is dated, or has no date.
const KIND: &str = "coalesce(t.kind, iif(r.last_day IS NULL, 3, 0))";

pub(super) fn row_of(row: &Row<'_>) -> rusqlite::Result<TaskRow> {
    let word: Option<u8> = row.get(10)?;
    let number: u8 = row.get(20)?;
    let group: Option<[u8; 16]> = optional(row, 3)?;
    Ok(TaskRow {
        book: DocumentId(fixed(row, 0)?),
        task: TaskId(fixed(row, 1)?),
        unit: UnitId(fixed(row, 2)?),
        group: GroupId(group.unwrap_or_default()),
        number: row.get(4)?,
        title: row.get(5)?,
        kind: DeadlineKind::from_number(row.get(6)?).ok_or_else(|| wrong_form(6))?,
        last_day: parsed(row, 7)?,
        wording: row.get(8)?,
        leads: row.get(9)?,
        declared: word.and_then(Declared::from_number).zip(parsed(row, 11)?),
        result: row.get(12)?,
        newer: row.get(13)?,
        open: row.get(14)?,
        items: row.get(15)?,
        items_done: row.get(16)?,
        items_open: row.get(17)?,
        notes: row.get(18)?,
        status: Status::ALL
            .into_iter()
            .find(|s| s.number() == number)
            .ok_or_else(|| wrong_form(20))?,
        local: row.get(19)?,
        review: reviews::review_of(row, 21)?,
        unsent: false,
    })
}

/// The rows of a window, as they stand on the day `as_of`, and how many the whole list has.
pub fn task_rows(
    db: &Connection,
    filter: &TaskFilter,
    sort: Sort,
    window: Window,
    as_of: Day,
) -> rusqlite::Result<(Vec<TaskRow>, u32)> {
    let statuses = filter.statuses.iter().fold(0u32, |bits, s| bits | 1 << s.number());
    let text = filter.text.as_deref().map(fold).unwrap_or_default();
    let matching = format!(
        "SELECT *, count(*) OVER () AS total FROM ({})
         WHERE (:unit IS NULL OR unit = :unit) AND (:statuses = 0 OR :statuses >> status & 1)
           AND (:only_open = 0 OR open OR items_open > 0) AND (:text = '' OR instr(folded, :text) > 0)
           AND (:review IS NULL OR review = :review)
         ORDER BY {} LIMIT :limit OFFSET :offset",
        rows_sql(),
        sort.sql()
    );
    let mut found = db.prepare_cached(&matching)?;
    let mut total = 0;
    let rows = found
        .query_map(
            named_params! {
                ":as_of": as_of.to_string(),
                ":unit": filter.unit.as_ref().map(UnitId::as_slice),
                ":statuses": statuses,
                ":only_open": filter.only_open,
                ":text": text,
                ":review": filter.review.map(ReviewState::number),
                ":limit": window.limit,
                ":offset": window.offset,
            },
            |row| {
                total = row.get("total")?;
                row_of(row)
            },
        )?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    // Beyond the end no row brings the number along.
    if rows.is_empty() && window.offset > 0 {
        let first = Window { offset: 0, limit: window.limit.max(1) };
        return Ok((rows, task_rows(db, filter, sort, first, as_of)?.1));
    }
    Ok((rows, total))
}

/// Every row of a book, in the order of the plan, as it stands on the day `as_of`.
pub fn book_rows(db: &Connection, book: DocumentId, as_of: Day) -> rusqlite::Result<Vec<TaskRow>> {
    db.prepare_cached(&format!("{} AND r.book = :book ORDER BY place, number, r.task", rows_sql()))?
        .query_map(named_params! { ":as_of": as_of.to_string(), ":book": book.as_slice() }, row_of)?
        .collect()
}

/// One row.
pub fn task_row(
    db: &Connection,
    book: DocumentId,
    task: TaskId,
    as_of: Day,
) -> rusqlite::Result<Option<TaskRow>> {
    db.prepare_cached(&format!("{} AND r.book = :book AND r.task = :task", rows_sql()))?
        .query_row(
            named_params! {
                ":as_of": as_of.to_string(),
                ":book": book.as_slice(),
                ":task": task.as_slice(),
            },
            row_of,
        )
        .optional()
}

/// One item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// The item.
    pub item: ItemId,
    /// The title.
    pub title: String,
    /// Done; false while two values stand.
    pub done: bool,
    /// Two values stand.
    pub open: bool,
}

/// The checklist of a task in a book, in its order.
pub fn item_rows(
    db: &Connection,
    book: DocumentId,
    task: TaskId,
) -> rusqlite::Result<Vec<ItemRow>> {
    db.prepare_cached(
        "SELECT i.item, i.title, r.done, r.open FROM item_rows r JOIN items i ON i.item = r.item
         WHERE r.book = ?1 AND r.task = ?2 ORDER BY i.place",
    )?
    .query_map(params![book.as_slice(), task.as_slice()], |row| {
        Ok(ItemRow {
            item: ItemId(fixed(row, 0)?),
            title: row.get(1)?,
            done: row.get(2)?,
            open: row.get(3)?,
        })
    })?
    .collect()
}

/// What stands around a task in its plan: the group's number and title, and those who help.
pub fn task_frame(
    db: &Connection,
    task: TaskId,
) -> rusqlite::Result<Option<(String, Option<String>)>> {
    db.prepare_cached(
        "SELECT coalesce(g.number || '. ' || g.title, ''), t.partners FROM tasks t
         LEFT JOIN task_groups g ON g.task_group = t.task_group WHERE t.task = ?1",
    )?
    .query_row([task.as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()
}

/// How one unit's tasks stand, in numbers.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct UnitFigures {
    /// Tasks by [`Status::number`].
    pub by_status: [u32; Status::ALL.len()],
    /// Ongoing tasks among them.
    pub ongoing: u32,
    /// Registers with two values: statuses and items.
    pub open: u32,
    /// Items of its checklists.
    pub items: u32,
    /// Items that are done.
    pub items_done: u32,
}

impl UnitFigures {
    /// Tasks with a status.
    pub fn count(&self, status: Status) -> u32 {
        self.by_status[usize::from(status.number())]
    }
}

/// The figures of every unit whose book of that year is shown here, as of a day. Tasks without
/// a date are left out of the statuses that dates decide; tasks of a unit's own out of all of
/// it, since these are figures about the plan.
pub fn unit_figures(
    db: &Connection,
    year: u16,
    as_of: Day,
) -> rusqlite::Result<BTreeMap<UnitId, UnitFigures>> {
    let sql = format!(
        "SELECT unit, status, kind, count(*), sum(open) + sum(items_open), sum(items), sum(items_done), sum(leads)
         FROM ({} AND b.year = :year AND r.title IS NULL) GROUP BY unit, status, kind",
        rows_sql()
    );
    let mut found = db.prepare_cached(&sql)?;
    let mut rows = found.query(named_params! { ":as_of": as_of.to_string(), ":year": year })?;
    let mut all: BTreeMap<UnitId, UnitFigures> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let figures = all.entry(UnitId(fixed(row, 0)?)).or_default();
        add_figures(figures, row)?;
    }
    Ok(all)
}

fn add_figures(figures: &mut UnitFigures, row: &Row<'_>) -> rusqlite::Result<()> {
    let status: usize = row.get(1)?;
    let kind = DeadlineKind::from_number(row.get(2)?).ok_or_else(|| wrong_form(2))?;
    let tasks: u32 = row.get(3)?;
    figures.open += row.get::<_, u32>(4)?;
    figures.items += row.get::<_, u32>(5)?;
    figures.items_done += row.get::<_, u32>(6)?;
    match kind {
        DeadlineKind::None => return Ok(()),
        // Whether an ongoing task goes well is declared by whoever leads it.
        DeadlineKind::Ongoing => figures.ongoing += row.get::<_, u32>(7)?,
        // Once its event has happened, such a task is judged by what people say of it.
        DeadlineKind::Event if status != usize::from(Status::WaitingEvent.number()) => {
            return Ok(());
        }
        DeadlineKind::Dated | DeadlineKind::Event => {}
    }
    *figures.by_status.get_mut(status).ok_or_else(|| wrong_form(1))? += tasks;
    Ok(())
}
