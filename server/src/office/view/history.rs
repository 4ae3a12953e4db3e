//! The page of one entry: every value that it ever had.

use chrono::NaiveDateTime;

use super::{Crumb, Href};
use soviec_core::{
    fold::Status,
    model::{Day, Declared},
};

/// The history of one register in a unit's book.
#[derive(Clone)]
pub struct HistoryView {
    /// The moment of the view, in UTC+7.
    pub as_of: NaiveDateTime,
    /// The office whose console this is.
    pub office_name: String,
    /// The pages above this one, the area first.
    pub crumbs: Vec<Crumb>,
    /// The number of the task in the plan.
    pub number: String,
    /// The title of the task.
    pub task: String,
    /// How the task stands and when it is due; none when the plan no longer gives it to the unit.
    pub due: Option<Due>,
    /// The title of the item; none when it is the task's own status.
    pub item: Option<String>,
    /// Two values stand and nobody has chosen.
    pub open: bool,
    /// Every value, the last to arrive first.
    pub values: Vec<ValueLine>,
}

/// How a task stands.
#[derive(Clone)]
pub struct Due {
    /// Its status.
    pub status: Status,
    /// The last permitted day.
    pub last_day: Option<Day>,
    /// Days to it, negative when it has passed; none where nothing is due any more.
    pub days_left: Option<i64>,
    /// The plan's own words for the deadline.
    pub wording: String,
}

/// One value.
#[derive(Clone)]
pub struct ValueLine {
    /// What it says.
    pub value: Value,
    /// What became of it.
    pub standing: Standing,
    /// Who wrote it, when the directory knows.
    pub by: Option<String>,
    /// The phone that sent it; none for the office itself.
    pub phone: Option<PhoneMark>,
    /// The phone's own number of the edit.
    pub client_seq: Option<u64>,
    /// The place in the office's log.
    pub seq: Option<u64>,
    /// When the office received it, in UTC+7.
    pub received: Option<NaiveDateTime>,
    /// When its author's clock said it was written, in UTC+7.
    pub said: Option<NaiveDateTime>,
    /// The author's clock was ahead of the office's: its time is not to be believed.
    pub ahead: bool,
}

/// What a value says.
#[derive(Clone)]
pub enum Value {
    /// A status, the declared day, the result in a few words.
    Status(Declared, Day, Option<String>),
    /// A tick or its withdrawal, and the declared day.
    Tick(bool, Day),
    /// A note, and the declared day.
    Note(String, Day),
    /// The title of a task of the unit's own, and the declared day.
    OwnTask(String, Day),
    /// What was counted in a round from house to house, in the core's words, and its day.
    Round(String, Day),
    /// An officer has seen that his values were replaced.
    Seen,
    /// Its author took back what he had said.
    Withdrawn,
    /// A newer app wrote it.
    Newer,
    /// Its bytes are not in the log, or not readable.
    Unknown,
}

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the one that is shown.
    Shown,
    /// It stands beside another one.
    Kept,
    /// Someone wrote another value with this one before his eyes.
    Replaced,
}

/// A phone on a page: a short mark, and its row in the list of phones.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneMark {
    /// The last six characters of its id.
    pub mark: String,
    /// The row in the list.
    pub href: Option<Href>,
}
