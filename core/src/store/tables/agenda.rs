//! What an officer has to do now, in sections: one query, each task in one section only.

use rusqlite::{Connection, named_params};

use super::list::{TaskRow, row_of, rows_sql};
use super::reviews::ReviewState;
use crate::fold::Status;
use crate::model::{Day, UnitId};

/// Days ahead, today included as day nought, in which a deadline is near.
const SOON: i64 = 7;

/// Rows of one section at most; the count is of all of them.
const MOST: u32 = 100;

/// One section: its first rows, and how many it has.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Section {
    /// The rows, by deadline.
    pub rows: Vec<TaskRow>,
    /// How many there are.
    pub total: u32,
}

/// The sections of a day.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Sections {
    /// The office gave the declared status back, whatever the deadline.
    pub returned: Section,
    /// The deadline has passed.
    pub overdue: Section,
    /// Two values stand, in the status or an item.
    pub open: Section,
    /// Not done, and the last day is today or within a week.
    pub due_soon: Section,
    /// Done, by the declared day, today.
    pub done_today: Section,
    /// Later than all of these: the first row is the next.
    pub later: Section,
}

/// The number of a section is its rank: a task stands in the first that it belongs to.
fn section_sql() -> String {
    let number = |status: Status| status.number().to_string();
    let list = |all: &[Status]| all.iter().map(|s| number(*s)).collect::<Vec<_>>().join(", ");
    let waits = list(&[Status::InProgress, Status::NotStarted, Status::WaitingEvent]);
    let done = list(&[Status::DoneOnTime, Status::DoneLate]);
    format!(
        "CASE WHEN review = {} THEN 0
              WHEN status = {} THEN 1
              WHEN open OR items_open > 0 THEN 2
              WHEN status IN ({waits}) AND last_day BETWEEN :as_of AND :soon THEN 3
              WHEN status IN ({done}) AND done_on = :as_of THEN 4
              WHEN status IN ({waits}) AND last_day > :soon THEN 5 END",
        ReviewState::Returned.number(),
        number(Status::Overdue)
    )
}

/// The sections of the day `as_of`, of one unit or of all.
pub fn agenda(db: &Connection, unit: Option<UnitId>, as_of: Day) -> rusqlite::Result<Sections> {
    // Materialized: else SQLite asks for a row's status once for each condition on it.
    let sql = format!(
        "WITH listed AS MATERIALIZED (SELECT * FROM ({}) WHERE :unit IS NULL OR unit = :unit),
              sorted AS (SELECT *, {} AS section FROM listed)
         SELECT * FROM (
             SELECT *, count(*) OVER (PARTITION BY section) AS total,
                    row_number() OVER (PARTITION BY section
                        ORDER BY last_day IS NULL, last_day, place, task, book) AS nth
             FROM sorted WHERE section IS NOT NULL)
         WHERE nth <= iif(section = 5, 1, {MOST}) ORDER BY section, nth",
        rows_sql(),
        section_sql(),
    );
    let soon = as_of.after(SOON).unwrap_or(as_of);
    let mut found = db.prepare_cached(&sql)?;
    let mut rows = found.query(named_params! {
        ":as_of": as_of.to_string(),
        ":soon": soon.to_string(),
        ":unit": unit.as_ref().map(UnitId::as_slice),
    })?;
    let mut all = Sections::default();
    while let Some(row) = rows.next()? {
        let section = match row.get::<_, u8>("section")? {
            0 => &mut all.returned,
            1 => &mut all.overdue,
            2 => &mut all.open,
            3 => &mut all.due_soon,
            4 => &mut all.done_today,
            _ => &mut all.later,
        };
        section.total = row.get("total")?;
        section.rows.push(row_of(row)?);
    }
    Ok(all)
}
