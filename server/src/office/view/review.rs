//! Declared results that wait for a clerk's verdict.

use chrono::NaiveDateTime;

use super::{Href, Value};

/// A part of the list of what waits.
#[derive(Clone)]
pub struct ReviewsView {
    /// The moment of the view, in UTC+7.
    pub as_of: NaiveDateTime,
    /// The office whose console this is.
    pub office_name: String,
    /// How many results wait.
    pub total: u32,
    /// Those of this part, the oldest deadline first.
    pub rows: Vec<ReviewLine>,
    /// Which part this is, from 1.
    pub part: u32,
    /// How many parts there are.
    pub parts: u32,
    /// The result that the form beside the list is about.
    pub picked: Option<usize>,
    /// What a clerk had typed, when his verdict did not come about.
    pub comment: String,
    /// Why it did not.
    pub problem: Option<ReviewProblem>,
}

/// Why a verdict did not come about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewProblem {
    /// The unit has declared something else meanwhile.
    Replaced,
    /// Two people of the unit say different things.
    TwoValues,
    /// Another clerk has judged the same value differently; his name, where it is known.
    Judged(Option<String>),
    /// What goes back needs a comment.
    NoComment,
    /// The comment is too long.
    TooLong,
    /// Nothing was picked.
    NothingPicked,
}

/// How a declared result stands to its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewDue {
    /// On or before the last day.
    InTime,
    /// After it.
    Late,
    /// *Thường xuyên*: there is none.
    Ongoing,
    /// None is known.
    Undated,
}

/// A declared result.
#[derive(Clone)]
pub struct ReviewLine {
    /// What the form names it by.
    pub key: String,
    /// The unit.
    pub unit: String,
    /// The unit's page.
    pub unit_page: Option<Href>,
    /// The task's number in the plan.
    pub number: String,
    /// The task's title.
    pub task: String,
    /// What was declared.
    pub declared: Value,
    /// How it stands to its deadline.
    pub due: ReviewDue,
    /// Who declared it, when the directory knows.
    pub by: Option<String>,
    /// The declared day, as a list shows it.
    pub on: String,
    /// The history of the status.
    pub history: Option<Href>,
}
