//! The page of one unit: its tasks, what was ticked and noted, and who below it is silent.

use chrono::NaiveDateTime;

use super::{FlagLine, Href, Share, UnitRow, Waiting};
use soviec_core::{
    fold::Status,
    model::{Day, Declared},
    store::tables::Review,
};

/// A step of the way to a page.
#[derive(Clone)]
pub struct Crumb {
    /// The name of the page above; none stands for the area.
    pub name: Option<String>,
    /// Its address.
    pub href: Option<Href>,
}

/// One unit at one moment.
#[derive(Clone)]
pub struct UnitView {
    /// The moment up to which the figures hold, in UTC+7.
    pub as_of: NaiveDateTime,
    /// The same moment's day.
    pub today: Day,
    /// The office whose console this is.
    pub office_name: String,
    /// The plan that the tasks belong to; empty when there is none.
    pub plan_line: String,
    /// The pages above this one, the area first.
    pub crumbs: Vec<Crumb>,
    /// The unit, with its own figures and its own phones.
    pub own: UnitRow,
    /// The phones of the unit.
    pub phones: u32,
    /// What of the unit's book waits for a decision.
    pub waiting: Waiting,
    /// Values of the unit's book that others took the place of, and that their officers have
    /// not accepted.
    pub replaced: u32,
    /// What is odd about the unit's book, and about the times of what phones wrote there.
    pub flags: Vec<FlagLine>,
    /// The officers of these phones, by given name.
    pub officers: Vec<String>,
    /// Its tasks, in the order of the plan.
    pub tasks: Vec<TaskLine>,
    /// The villages of a commune, the longest silence first; none for a unit that has none.
    pub villages: Option<Villages>,
}

/// The units below a commune.
#[derive(Clone)]
pub struct Villages {
    /// The word for them, for example "thôn, tổ dân phố".
    pub word: String,
    /// One row each.
    pub rows: Vec<UnitRow>,
    /// The table with their states.
    pub table: Option<Href>,
}

/// A task in the unit's book.
#[derive(Clone)]
pub struct TaskLine {
    /// The number in the plan.
    pub number: String,
    /// The title.
    pub title: String,
    /// How it stands.
    pub status: Status,
    /// The plan's own words for the deadline.
    pub wording: String,
    /// The last permitted day.
    pub last_day: Option<Day>,
    /// Days to the last day, negative when it has passed; none where nothing is due any more.
    pub days_left: Option<i64>,
    /// What was declared; two of them when nobody has chosen yet.
    pub declared: Vec<Declaration>,
    /// What the office says of it.
    pub review: Review,
    /// A newer app declared something that this build cannot read.
    pub newer: bool,
    /// The history of the declared status, when there is one.
    pub history: Option<Href>,
    /// Items of its checklist: done, of those assigned.
    pub items: Share,
    /// Registers with two values: the status and items.
    pub open: u32,
    /// The checklist, in its order.
    pub checklist: Vec<ItemLine>,
    /// Notes, the latest day first.
    pub notes: Vec<NoteLine>,
    /// The unit's own task: no plan has it, and none of the figures above counts it.
    pub local: bool,
}

/// A status as an officer declared it.
#[derive(Clone)]
pub struct Declaration {
    /// The status.
    pub status: Declared,
    /// The declared day.
    pub on: Day,
    /// The result in a few words.
    pub result: Option<String>,
    /// Who declared it, when the directory knows.
    pub by: Option<String>,
}

/// One item of a checklist.
#[derive(Clone)]
pub struct ItemLine {
    /// The title.
    pub title: String,
    /// Done; false while two values stand.
    pub done: bool,
    /// Two values stand.
    pub open: bool,
    /// Who last ticked it or took the tick back, and the declared day.
    pub ticks: Vec<TickLine>,
    /// Its history, when there is one.
    pub history: Option<Href>,
    /// The rounds that were counted about it, the latest day first.
    pub rounds: Vec<RoundLine>,
}

/// One round from house to house.
#[derive(Clone)]
pub struct RoundLine {
    /// What was counted, in the core's words.
    pub words: String,
    /// The day.
    pub on: Day,
    /// Who counted, when the directory knows.
    pub by: Option<String>,
    /// Its history.
    pub history: Option<Href>,
}

/// One tick that is shown.
#[derive(Clone)]
pub struct TickLine {
    /// Done, or not any more.
    pub done: bool,
    /// The declared day.
    pub on: Day,
    /// Who said so, when the directory knows.
    pub by: Option<String>,
}

/// One note.
#[derive(Clone)]
pub struct NoteLine {
    /// The text.
    pub text: String,
    /// The declared day.
    pub on: Day,
    /// Who wrote it, when the directory knows.
    pub by: Option<String>,
}
