//! What the communes and their villages had declared by the stated moment, and which of their
//! phones the office waits for.

use soviec_core::model::{Day, Declared, ItemId, Moment, TaskId, UnitId};

use super::{
    cells::{Cell, cells_of},
    day, days_before, moment,
    places::PLACES,
    plan::{SamplePlan, SampleTask},
    region::{Commune, Region},
    results::{MINH_QUANG, result},
    scatter, stated_moment,
    ticks::village_ticks,
};

/// A commune's part of the data; its coordinating officer wrote all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommuneDeclared {
    /// The commune.
    pub commune: UnitId,
    /// Its declarations, at most one for a task, in the order of the plan.
    pub declarations: Vec<Declaration>,
    /// Its villages in the order of the region; the village of the story is left out.
    pub villages: Vec<VillageTicks>,
    /// When the office heard from it.
    pub contact: Contact,
}

/// The status of a task as a commune declared it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The task, one of the communes' part.
    pub task: TaskId,
    /// The status.
    pub status: Declared,
    /// The day that the officer declares.
    pub on: Day,
    /// The result in a few words.
    pub result: Option<&'static str>,
    /// The day it reached the office, `on` or a few days later.
    pub written: Day,
}

/// What a village's team has ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VillageTicks {
    /// The village.
    pub village: UnitId,
    /// The items ticked, each once, with the day that the officer declares.
    pub ticks: Vec<(ItemId, Day)>,
    /// Whether all its phones have sent everything, as far as the office can know.
    pub complete: bool,
}

/// When the office last heard from a commune's phones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// The last contact that succeeded.
    pub last: Moment,
    /// Edits that still waited on the phones then. Of a phone that is silent since, nobody
    /// knows how many wait now.
    pub waiting: u32,
}

/// What all communes declared, in the order of the region.
pub fn declared(region: &Region, plan: &SamplePlan) -> Vec<CommuneDeclared> {
    let communes = region.communes.iter().zip(&PLACES);
    communes.map(|(commune, place)| of_commune(commune, place.name, region, plan)).collect()
}

fn of_commune(
    commune: &Commune,
    name: &str,
    region: &Region,
    plan: &SamplePlan,
) -> CommuneDeclared {
    let exception = Exception::of(name);
    let contact = exception.map_or_else(|| usual_contact(name), Exception::contact);
    let cells = plan.commune_tasks().zip(cells_of(name));
    let missing = exception.map_or(&[][..], |e| e.missing);
    let others = commune.villages.iter().filter(|village| village.id != region.story.village);
    CommuneDeclared {
        commune: commune.unit.id,
        declarations: cells
            .filter_map(|(task, cell)| declaration(name, task, cell, contact.last.day()))
            .collect(),
        villages: others.map(|v| village_ticks(name, v, plan, contact, missing)).collect(),
        contact,
    }
}

fn declaration(commune: &str, task: &SampleTask, cell: Cell, heard: Day) -> Option<Declaration> {
    let label = format!("{commune}/{}", task.task.number);
    let (status, on) = declared_day(cell, task.deadline.last_day, heard, &label)?;
    let well = matches!(status, Declared::Done | Declared::Effective);
    let told = status != Declared::NotStarted;
    let usual = || told.then(|| result(&task.task.number, well, &label)).flatten();
    let (on, result) = written_out(commune, task).unwrap_or_else(|| (on, usual()));
    let delay = i64::from(scatter(&format!("{label}/delay"), 4));
    Some(Declaration { task: task.id, status, on, result, written: after(on, delay).min(heard) })
}

/// The status and the day that bring a task to its cell, none where nothing was declared.
fn declared_day(
    cell: Cell,
    last_day: Option<Day>,
    heard: Day,
    label: &str,
) -> Option<(Declared, Day)> {
    let days = i64::from(scatter(label, 12));
    let lately = days_before(heard, 1 + days % 7);
    match (cell, last_day) {
        (Cell::OnTime, Some(last)) => Some((Declared::Done, days_before(last.min(lately), days))),
        (Cell::Late, Some(last)) => Some((Declared::Done, after(last, 1 + days).min(heard))),
        (Cell::Overdue, _) if silent(heard) => None,
        (Cell::Overdue | Cell::InProgress, _) => Some((Declared::InProgress, lately)),
        (Cell::NotStarted, _) => Some((Declared::NotStarted, lately)),
        (Cell::Effective, _) => Some((Declared::Effective, lately)),
        (Cell::Weak, _) => Some((Declared::Weak, lately)),
        (Cell::Silent, _) | (_, None) => None,
    }
}

/// Day and words where the tables give them.
fn written_out(commune: &str, task: &SampleTask) -> Option<(Day, Option<&'static str>)> {
    let mut rows = MINH_QUANG.iter().filter(|_| commune == "Minh Quang");
    let (_, (month, on), words) = rows.find(|(number, ..)| *number == task.task.number)?;
    Some((day(*month, *on), Some(words)))
}

fn after(day: Day, days: i64) -> Day {
    days_before(day, -days)
}

/// A commune not heard from for more than five days has not explained what it owes either.
fn silent(heard: Day) -> bool {
    stated_moment().day().days_since(heard) > 5
}

/// A commune that synced this morning: between 06:30 and 08:05, nothing waiting.
fn usual_contact(commune: &str) -> Contact {
    let minutes = 30 + scatter(commune, 95);
    let last = match commune {
        "Minh Quang" => moment(6, 12, 8, 5),
        _ => moment(6, 12, 6 + minutes / 60, minutes % 60),
    };
    Contact { last, waiting: 0 }
}

/// A commune that the office waits for.
#[derive(Clone, Copy)]
struct Exception {
    commune: &'static str,
    /// Month, day, hour and minute.
    last: (u32, u32, u32, u32),
    waiting: u32,
    /// The villages that have not sent everything.
    missing: &'static [&'static str],
}

impl Exception {
    fn of(commune: &str) -> Option<Self> {
        EXCEPTIONS.into_iter().find(|exception| exception.commune == commune)
    }

    fn contact(self) -> Contact {
        let (month, on, hour, minute) = self.last;
        Contact { last: moment(month, on, hour, minute), waiting: self.waiting }
    }
}

const EXCEPTIONS: [Exception; 4] = [
    Exception {
        commune: "Đông Lĩnh",
        last: (6, 3, 17, 20),
        waiting: 0,
        missing: &["Thôn Ao Cả", "Thôn Dốc Đỏ", "Thôn Khe Nứa", "Thôn Núi Đất", "Thôn Thung"],
    },
    Exception {
        commune: "Sơn Hạ",
        last: (6, 6, 20, 11),
        waiting: 0,
        missing: &[
            "Thôn Bản Giữa",
            "Thôn Đèo",
            "Thôn Hang",
            "Thôn Khe Sâu",
            "Thôn Lũng",
            "Thôn Nà Cỏ",
            "Thôn Thác",
            "Thôn Vai",
        ],
    },
    Exception {
        commune: "Lạc Thủy",
        last: (6, 12, 6, 1),
        waiting: 3,
        missing: &["Thôn Nội", "Thôn Soi"],
    },
    Exception {
        commune: "Vĩnh An",
        last: (6, 11, 8, 30),
        waiting: 6,
        missing: &["Thôn Cầu", "Thôn Đoài"],
    },
];
