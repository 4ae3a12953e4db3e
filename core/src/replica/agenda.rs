//! The first screen: what an officer has to do now.

use super::{Replica, TaskRow, TaskWindow};
use crate::error::Error;
use crate::model::{Day, UnitId};
use crate::store::tables::{self, Section};
use crate::store::{Reader, mark_unsent, notice_count};

/// What is to be done, as it stands on this phone's day. A task stands in one section only, the
/// first that it belongs to; each section holds at most 100 rows, by deadline, and its total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agenda {
    /// The day.
    pub today: Day,
    /// The office gave the declared status back, with its reason.
    pub returned: TaskWindow,
    /// The deadline has passed.
    pub overdue: TaskWindow,
    /// Two values stand, in the status or an item.
    pub open: TaskWindow,
    /// Not done, and the last day is today or within a week.
    pub due_soon: TaskWindow,
    /// Done, by the declared day, today.
    pub done_today: TaskWindow,
    /// The earliest deadline after that.
    pub next: Option<TaskRow>,
    /// How many values of this phone's officers were replaced or stand beside another.
    pub replaced: u32,
}

impl Replica {
    /// What is to be done now, in one unit or in all that this phone shows.
    pub fn agenda(&self, unit: Option<UnitId>) -> Result<Agenda, Error> {
        self.call("agenda", || {
            let today = self.day();
            self.with_reader(|db| {
                let all = tables::agenda(db, unit, today)?;
                Ok(Agenda {
                    today,
                    returned: window(db, all.returned)?,
                    overdue: window(db, all.overdue)?,
                    open: window(db, all.open)?,
                    due_soon: window(db, all.due_soon)?,
                    done_today: window(db, all.done_today)?,
                    next: window(db, all.later)?.rows.into_iter().next(),
                    replaced: notice_count(db, unit)?,
                })
            })
        })
    }
}

fn window(db: &Reader, section: Section) -> Result<TaskWindow, Error> {
    let Section { mut rows, total } = section;
    mark_unsent(db, &mut rows)?;
    Ok(TaskWindow { rows, total })
}
